import { mostAllowed } from '../math/binomial.ts';
import type { Calibrator } from './calibrator.ts';
import { mostGroupsByMeans, shareOfSelfRating, type Certificate } from './certificate.ts';

/** What is wrong with a certificate, by a field of its own. */
interface Wrong {
  readonly field: string;
  readonly message: string;
}

/** What no labels could have given: counts that do not fit together, or that do not show what is claimed. */
export function* inCertificate(
  certificate: Certificate,
  calibrator: Pick<Calibrator, 'target' | 'fittedOn'>,
): Generator<Wrong> {
  const { rule, units, groups, decided, contradicted } = certificate;
  if (decided > units) yield { field: 'decided', message: `must be at most the ${units} units, got ${decided}` };
  if (contradicted > decided)
    yield { field: 'contradicted', message: `must be at most the ${decided} decided, got ${contradicted}` };
  if (groups !== undefined) yield* inGroups(groups, units, calibrator);
  yield* inDrawnFrom(certificate);
  if (rule === null) {
    // It decides nothing, so none is contradicted.
    if (decided > 0) yield { field: 'decided', message: `must be 0 without a rule, got ${decided}` };
    return;
  }
  yield* groups === undefined ? byDraw(certificate) : byMeans(certificate, groups);
  const { min, max } = rule.score === 'selfRating' ? calibrator.target.ratingScale : { min: 0, max: 1 };
  if (rule.threshold < min || rule.threshold > max)
    yield { field: 'rule.threshold', message: `must be from ${min} to ${max}, got ${rule.threshold}` };
}

function* inGroups(
  groups: number,
  units: number,
  { target, fittedOn }: Pick<Calibrator, 'target' | 'fittedOn'>,
): Generator<Wrong> {
  const most = Math.min(units, mostGroupsByMeans);
  if (groups > most)
    yield {
      field: 'groups',
      message: `must be at most ${most === units ? `the ${units} units` : mostGroupsByMeans}, got ${groups}`,
    };
  const isAlone = target.passBy === 'person' || fittedOn.records <= fittedOn.groups;
  if (isAlone)
    yield {
      field: 'groups',
      message: `must be left out where the fit had one record a group or counts people, got ${groups}`,
    };
}

function* inDrawnFrom({ estimand, rule, drawnFrom }: Certificate): Generator<Wrong> {
  if (drawnFrom === undefined) return;
  if (estimand !== 'false-pass')
    yield { field: 'drawnFrom', message: `must be left out beside ${estimand}, got ${drawnFrom}` };
  if (rule === null) return;
  if (rule.score !== 'passProbability')
    yield { field: 'rule.score', message: `must be passProbability with drawnFrom, got ${rule.score}` };
  else if (rule.threshold < drawnFrom)
    yield { field: 'rule.threshold', message: `must be at least drawnFrom, ${drawnFrom}, got ${rule.threshold}` };
}

/** A pass probability may have all of the error, where no rating is tried. */
function errorOf({ confidence, uses, rule }: Certificate): number {
  const share = rule?.score === 'selfRating' ? shareOfSelfRating : 1;
  return (share * (1 - confidence)) / 2 ** (uses - 1) + 1e-12;
}

function* byDraw(certificate: Certificate): Generator<Wrong> {
  const { estimand, limit, units, decided, contradicted } = certificate;
  // For leaks the trials are those that people fail, which it does not say.
  const trials = { 'false-pass': decided, 'false-fail': decided, joint: units, leak: units }[estimand];
  const most = mostAllowed(trials, limit, errorOf(certificate));
  if (contradicted > most)
    yield { field: 'contradicted', message: `must be at most ${most} for such a claim, got ${contradicted}` };
}

function* byMeans(certificate: Certificate, groups: number): Generator<Wrong> {
  const { estimand, limit, units, decided, contradicted } = certificate;
  // So many groups at least are contradicted in all, and each of those is a trial against the claim. Another one speaks for it by
  // a trial that is not contradicted, and by as much as a trial at most. Of all responses each group has one.
  const wholly = Math.max(0, contradicted - (units - groups));
  const uncontradicted = decided - contradicted;
  const trials = {
    'false-pass': uncontradicted,
    'false-fail': uncontradicted,
    joint: groups,
    leak: units - decided,
  }[estimand];
  const speaking = Math.min(groups - wholly, trials);
  if (wholly > mostAllowed(wholly + speaking, limit, errorOf(certificate)))
    yield {
      field: 'groups',
      message: `must be enough for such a claim, of which at most ${speaking} can speak for it`,
    };
}
