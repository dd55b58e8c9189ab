import type { Certificate, Estimand } from '../calibrator/certificate.ts';
import { nameOf } from '../gate/standing.ts';
import { confidenceSequence, firstAbove, mostAgainst, valuesToShow } from '../math/betting.ts';
import { significant } from '../math/round.ts';
import type { CountedLabel, Said } from './label.ts';
import type { Breach, WatchedCertificate, WatchPoint } from './report.ts';

/** How labels are weighed, and how surely limits are to hold. */
export interface Watching {
  /** The least probability with which any label was chosen, if that is known; else what came before has to do. */
  readonly leastInclusion: number | undefined;
  /** The probability that a limit ever fails. */
  readonly error: number;
}

/** The values of which the rate of a certificate is the mean, and the label each comes from. */
interface Units {
  readonly values: readonly number[];
  /** Of the bets: above 0, at most 1. */
  readonly weights: readonly number[];
  /** How many responses of all traffic each stands for. */
  readonly standFor: readonly number[];
  readonly labels: readonly CountedLabel[];
}

/**
 * By how many of its units a certificate was revoked: the first label after which its rate surely is above its limit. Undefined
 * where it is not. What was revoked stays so: later labels cannot undo it.
 */
export function revokedAt(
  { estimand, limit }: Pick<Certificate, 'estimand' | 'limit'>,
  place: number,
  labels: readonly CountedLabel[],
  watching: Watching,
): number | undefined {
  return firstAbove(limit, unitsOf(labels, place, estimand, watching), watching.error);
}

/** What the labels say of one certificate, which is the one at `place` of those that each label speaks of. */
export function watchOf(
  certificate: Certificate,
  place: number,
  labels: readonly CountedLabel[],
  watching: Watching,
): WatchedCertificate {
  const { estimand, limit, rule } = certificate;
  const { error } = watching;
  const units = unitsOf(labels, place, estimand, watching);
  const { lower, upper } = confidenceSequence(units, error, [limit]);
  const broken = revokedAt(certificate, place, labels, watching);
  const series = seriesOf(units, { lower, upper });
  const last = series.at(-1);
  const count = (why: CountedLabel['says'][number]): number => labels.filter(({ says }) => says[place] === why).length;
  return {
    certificate: nameOf(certificate),
    rule: rule!,
    state: broken !== undefined ? 'revoked' : last !== undefined && last.upper <= limit ? 'holds' : 'watching',
    units: series.length,
    contradicted: units.values.reduce((sum, value) => sum + value, 0),
    rate: last?.rate ?? null,
    lower: last?.lower ?? 0,
    upper: last?.upper ?? 1,
    confidence: significant(1 - error, 12),
    revokedBy: broken === undefined ? null : breachOf(limit, units, broken),
    series,
    toNoticeDouble: valuesToShow(limit, Math.min(1, 2 * limit), error),
    leftOut: { seen: count('seen'), otherSource: count('otherSource') },
  };
}

/**
 * Weights are 1 / inclusion, by the least inclusion at most 1, so that no label risks more than its bet. Where the least one is
 * not known beforehand, it is the least of the labels before: whatever comes next, its weight was bounded without it.
 */
function unitsOf(
  labels: readonly CountedLabel[],
  place: number,
  estimand: Estimand,
  { leastInclusion }: Watching,
): Units {
  const [values, weights, standFor]: [number[], number[], number[]] = [[], [], []];
  const from: CountedLabel[] = [];
  if (needsOthers(estimand) && !labels.some(({ says }) => isUndecided(says[place]!)))
    return { values, weights, standFor, labels: from };
  let least = leastInclusion ?? 1;
  for (const label of labels) {
    const { says, inclusion } = label;
    const said = says[place]!;
    const { part, whole } = typeof said === 'string' ? { part: 0, whole: 0 } : ratioOf(said, estimand);
    if (whole > 0) {
      values.push(part / whole);
      weights.push(whole * Math.min(1, least / (inclusion ?? 1)));
      standFor.push(whole / (inclusion ?? 1));
      from.push(label);
    }
    least = Math.min(least, inclusion ?? 1);
  }
  return { values, weights, standFor, labels: from };
}

/** Where labels are of what passes alone, as far as can be seen, all that people fail seems to leak. */
function needsOthers(estimand: Estimand): boolean {
  return estimand === 'leak' || estimand === 'joint';
}

function isUndecided(said: CountedLabel['says'][number]): boolean {
  return typeof said !== 'string' && !said.decided;
}

/** The rate of a certificate is the mean of `part` over the mean of `whole`. */
function ratioOf({ decided, fails }: Said, estimand: Estimand): { readonly part: number; readonly whole: number } {
  const [falls, both] = [decided ? 1 : 0, decided ? fails : 0];
  switch (estimand) {
    case 'false-pass':
      return { part: both, whole: falls };
    case 'leak':
      return { part: both, whole: fails };
    case 'joint':
      return { part: both, whole: 1 };
    case 'false-fail':
      return { part: falls - both, whole: falls };
  }
}

function breachOf(limit: number, units: Units, count: number): Breach {
  const from = mostAgainst(limit, units, count);
  const total = (of: (i: number) => number): number =>
    units.standFor.slice(from, count).reduce((sum, weight, i) => sum + weight * of(from + i), 0);
  return {
    units: count,
    at: units.labels[count - 1]!.at,
    since: from + 1,
    rate: total((i) => units.values[i]!) / total(() => 1),
  };
}

function seriesOf(
  { values, standFor, labels }: Units,
  { lower, upper }: { readonly lower: Float64Array; readonly upper: Float64Array },
): WatchPoint[] {
  let [sum, total] = [0, 0];
  return labels.map(({ at }, i) => {
    sum += standFor[i]! * values[i]!;
    total += standFor[i]!;
    return { units: i + 1, at, rate: sum / total, lower: lower[i]!, upper: upper[i]! };
  });
}
