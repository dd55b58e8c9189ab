import type { Calibrator } from '../../calibrator/calibrator.ts';
import type { Certificate, Claim } from '../../calibrator/certificate.ts';
import { canonicalJson } from '../../calibrator/canonical.ts';
import { assertFeatures, type CustomFeature } from '../../calibrator/custom.ts';
import { fingerprintOf } from '../../calibrator/fingerprint.ts';
import { assertOptions } from '../../calibrator/options.ts';
import { parseCalibrator } from '../../calibrator/parse.ts';
import { sealed } from '../../calibrator/seal.ts';
import { assertOption } from '../../calibrator/target.ts';
import { madeOf } from '../../fit/made-of.ts';
import type { CalibrationRecord } from '../../types.ts';
import { assertClaims } from './claims.ts';
import { isForPassing } from '../standing.ts';
import { assertSamePolicy, digestOfLabels, freshLabels, withAsking } from './fresh.ts';
import { frontierOf, type FrontierPoint } from './frontier.ts';
import { labelsNeeded, type LabelsNeeded } from './needed.ts';
import type { Grouping } from './plan.ts';
import { prove, startFor } from './prove.ts';
import { ofSources, sourcesIn } from './sources.ts';
import { drawGroups, unitsOf, type UnitGroup } from './units.ts';

export interface CertifyOptions {
  /** Draws one response of each group, and which labels are left out to even out `inclusion`. @default 1 */
  readonly seed?: number | undefined;
  /** Features of the app's own that the calibrator was fitted with. */
  readonly features?: readonly CustomFeature[] | undefined;
  /** The first day on which the certificates count no more, as 2027-06-30. @default never */
  readonly expires?: string | undefined;
  /**
   * The fresh labels were drawn only from responses with at least this pass probability by the calibrator, 0..1: no lower
   * threshold is tried. For `false-pass` alone.
   */
  readonly drawnFrom?: number | undefined;
  /**
   * Nothing is to pass below this pass probability, whatever could be proved: only thresholds from here on are tried, of
   * scores the pass probability alone, and former certificates that pass below are dropped. Above 0 and below 1. @default any
   */
  readonly passFrom?: number | undefined;
  /**
   * The least probability with which any response of the traffic could be chosen for labelling, above 0 and at most 1. Needed where
   * records say their `inclusion`: the rarest may be missing among them, so they cannot tell it.
   */
  readonly leastInclusion?: number | undefined;
  /** How many labels were left out since the fit has seen their records or groups: it is written into the certificates. @default 0 */
  readonly leftOut?: number | undefined;
  /**
   * Human ratings of these sources count, as `['expert', 'user']`, and no others. Never `model`: what a model says of a
   * response certifies nothing.
   * @default all, and labels of a model are refused
   */
  readonly sources?: readonly string[] | undefined;
}

/** A certificate, and what helps to judge it or to get one. */
export interface CertificateReport {
  readonly certificate: Certificate;
  /** What could be certified at other limits, each for itself. */
  readonly frontier: readonly FrontierPoint[];
  /** Where nothing was certified: how many labels it would take. */
  readonly needed: LabelsNeeded | undefined;
}

export interface Certified {
  /** The calibrator with its new certificates; one that claimed the same on the same labels is replaced. */
  readonly calibrator: Calibrator;
  /** One for each claim, in their order. */
  readonly reports: readonly CertificateReport[];
  /** Former certificates that pass below `passFrom`: the calibrator has them no more. */
  readonly dropped: readonly Certificate[];
  /** Labels that were left out at random, to even out unequal chances of having been chosen. */
  readonly evenedOut: number;
}

/**
 * Decides, on labels that the fit has not seen, from which threshold on a claim holds. Each claim is decided for itself:
 * whatever the truth, it is wrong with probability 1 − confidence at most, for traffic that is like the labels.
 *
 * Exact: groups are independent, and each counts once. Either one response of each is drawn and counts are tested by their
 * binomial distribution, or the means of all of its responses are tested by Gaffke's test: by the fit it is settled which of
 * them more can be expected of, and at which thresholds. Unequal `inclusion` is evened out
 * by leaving labels out at random.
 *
 * @throws UnflatterError `invalid-option`, `invalid-calibrator`, `invalid-records`, `labels-not-fresh`, `not-certifiable`,
 *   `mixed-policies`, `label-policy-mismatch`, or what {@link calibrate} throws for records that the calibrator was not made for.
 */
export function certify(
  calibrator: Calibrator,
  fresh: readonly CalibrationRecord[],
  claims: Claim | readonly Claim[],
  options: CertifyOptions = {},
): Certified {
  assertOptions<CertifyOptions>(options, {
    seed: true,
    features: true,
    expires: true,
    drawnFrom: true,
    passFrom: true,
    leastInclusion: true,
    leftOut: true,
    sources: true,
  });
  const { seed = 1, features = [], expires, drawnFrom, passFrom, leastInclusion, leftOut = 0, sources } = options;
  const asked = Array.isArray(claims) ? (claims as readonly Claim[]) : [claims as Claim];
  assertClaims(asked);
  assertFeatures(features);
  const isSeed = Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 32;
  assertOption(isSeed, 'seed', 'a whole number from 0 below 2^32', seed);
  assertDrawnFrom(drawnFrom, asked);
  assertPassFrom(passFrom, asked);
  const known = parseCalibrator(calibrator);
  const labels = freshLabels(known, ofSources(fresh, sources));
  const { groups: drawn, evenedOut } = drawGroups(labels, { seed, leastInclusion });
  const groups = unitsOf(known, drawn, { seed, features });
  const all = groups.reduce((sum, group) => sum + group.all.length, 0);
  assertAllFrom(groups, drawnFrom);
  const { raters, ratingPrompts, labelPolicies } = madeOf(labels);
  assertSamePolicy(labelPolicies, known);
  const stoodOn = sourcesIn(labels);
  const digest = digestOfLabels(labels);
  const floors =
    passFrom === undefined && leastInclusion === undefined ? [] : [passFrom ?? null, leastInclusion ?? null];
  const how = [digest, seed, drawnFrom ?? null, ...floors];
  const asking = fingerprintOf(canonicalJson([...how, [...asked].map(canonicalJson).sort()]));
  const { uses, askings } = withAsking(known, asking, labels);
  const grouping = groupingOf(known);
  const reports = asked.map(({ estimand, limit, confidence }): CertificateReport => {
    const plan = { estimand, limit, confidence, uses, drawnFrom, passFrom, reference: known.reference, grouping };
    const proof = prove(groups, plan);
    const { counting } = proof ?? startFor(groups.length, 'passProbability', plan);
    const certificate: Certificate = {
      estimand,
      limit,
      confidence,
      rule: proof?.rule ?? null,
      units: counting === 'mean' ? all : groups.length,
      ...(counting === 'mean' ? { groups: groups.length } : {}),
      decided: proof?.decided ?? 0,
      contradicted: proof?.contradicted ?? 0,
      uses,
      raters,
      ratingPrompts,
      labelPolicies,
      expires: expires ?? null,
      seed,
      digest,
      asking,
      ...(drawnFrom === undefined ? {} : { drawnFrom }),
      ...(leftOut === 0 ? {} : { leftOut }),
      ...(stoodOn.length === 0 ? {} : { sources: stoodOn }),
    };
    const needed = proof === undefined ? labelsNeeded(groups, plan) : undefined;
    return { certificate, frontier: frontierOf(groups, counting, plan), needed };
  });
  const others = known.certificates.filter((one) => one.asking !== asking);
  const dropped = others.filter((one) => passFrom !== undefined && passesBelow(one, passFrom));
  const kept = others.filter((one) => !dropped.includes(one));
  const certificates = [...kept, ...reports.map(({ certificate }) => certificate)];
  // Read again as a file will be, so that what cannot be kept is refused here and not by the app.
  const text = JSON.stringify(sealed({ ...known, certificates, askings }), null, 1);
  return { calibrator: parseCalibrator(text), reports, dropped, evenedOut };
}

/** By a person the fit counts each rating of a response, and does not say how many responses they are of. */
function groupingOf({ target, fittedOn: { records, groups, groupCorrelation } }: Calibrator): Grouping {
  const perGroup = target.passBy === 'person' ? 1 : Math.max(1, records / Math.max(1, groups));
  return { perGroup, correlation: groupCorrelation };
}

function assertDrawnFrom(drawnFrom: unknown, claims: readonly Claim[]): void {
  if (drawnFrom === undefined) return;
  const isProbability = typeof drawnFrom === 'number' && drawnFrom > 0 && drawnFrom < 1;
  assertOption(isProbability, 'drawnFrom', 'above 0 and below 1', drawnFrom);
  const others = claims.filter(({ estimand }) => estimand !== 'false-pass').map(({ estimand }) => estimand);
  assertOption(others.length === 0, 'drawnFrom', `left out beside claims of ${others.join(', ')}`, drawnFrom);
}

/** A gate stands on the strictest promise, which may be an older one. */
function passesBelow({ estimand, rule }: Certificate, passFrom: number): boolean {
  return isForPassing({ estimand }) && rule !== null && (rule.score === 'selfRating' || rule.threshold < passFrom);
}

function assertPassFrom(passFrom: unknown, claims: readonly Claim[]): void {
  const isProbability = passFrom === undefined || (typeof passFrom === 'number' && passFrom > 0 && passFrom < 1);
  assertOption(isProbability, 'passFrom', 'above 0 and below 1', passFrom);
  const isOfPasses = passFrom === undefined || claims.some(isForPassing);
  assertOption(isOfPasses, 'passFrom', 'left out beside claims of false-fail alone', passFrom);
}

function assertAllFrom(groups: readonly UnitGroup[], drawnFrom: number | undefined): void {
  if (drawnFrom === undefined) return;
  const below = groups.flatMap(({ all }) => all).filter(({ passProbability }) => passProbability < drawnFrom).length;
  const expected = `at most the pass probability of every label (${below} are below it)`;
  assertOption(below === 0, 'drawnFrom', expected, drawnFrom);
}
