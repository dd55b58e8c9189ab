import type { Calibrator, FeatureScaling } from '../../calibrator/calibrator.ts';
import type { Certificate } from '../../calibrator/certificate.ts';
import { canonicalJson } from '../../calibrator/canonical.ts';
import { ratingEffect } from '../../calibrator/heads.ts';
import { significant } from '../../math/round.ts';
import { otherParts, shiftsOf } from './diff-rest.ts';

/** A value on both sides; undefined where a side has none. */
export interface Change<Value> {
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** How strongly an input moves the logit of the pass probability, in both calibrators by one and the same step. */
export interface WeightChange {
  readonly input: string;
  readonly before: number;
  readonly after: number;
  readonly change: number;
}

/** What tells two calibrators apart. What is the same in both is not listed. */
export interface CalibratorDiff {
  readonly isSame: boolean;
  /** Digests. */
  readonly digest: Change<string>;
  /** Scales, pass mark and the like, by name. */
  readonly target: Readonly<Record<string, Change<unknown>>>;
  /**
   * Of each feature one spread of the first calibrator; of `selfRating` from the lowest rating that both know to the highest;
   * 0 where a feature is not in one of them. The largest change first.
   */
  readonly weights: readonly WeightChange[];
  /**
   * What is added to the logit as a whole: `intercept`, `language de` or `rater m1` for records of it, `without hedges`
   * where that feature is absent. The largest change first. An intercept counts from the centre of its own labels.
   */
  readonly shifts: readonly WeightChange[];
  /** Ranges that the labels cover, in natural units: of features, and of `selfRating` on 0..1. */
  readonly envelope: Readonly<Record<string, Change<readonly [number, number]>>>;
  /** What was made for or of: raters, languages, rating prompts, label policies, version of the features. */
  readonly names: Readonly<Record<string, { readonly gone: readonly string[]; readonly came: readonly string[] }>>;
  readonly certificates: { readonly gone: readonly Certificate[]; readonly came: readonly Certificate[] };
  /** Number of labels and what they are like, by name. */
  readonly labels: Readonly<Record<string, Change<unknown>>>;
  /** Names of all other fields of the calibrators that differ, as `ratingHead` or `jointDistance`. */
  readonly other: readonly string[];
}

/** Says what changed from one calibrator to another. */
export function diffCalibrators(before: Calibrator, after: Calibrator): CalibratorDiff {
  const certificate = (one: Certificate): string => canonicalJson(one);
  return {
    isSame: before.digest === after.digest,
    digest: { before: before.digest, after: after.digest },
    target: changes(before.target, after.target),
    weights: weightChanges(before, after),
    shifts: shiftChanges(before, after),
    envelope: changes(rangesOf(before), rangesOf(after)),
    names: Object.fromEntries(
      Object.entries(namesOf(before)).flatMap(([what, names]) => {
        const now = namesOf(after)[what]!;
        const parts = { gone: without(names, now), came: without(now, names) };
        return parts.gone.length + parts.came.length === 0 ? [] : [[what, parts]];
      }),
    ),
    certificates: {
      gone: before.certificates.filter((one) => !after.certificates.map(certificate).includes(certificate(one))),
      came: after.certificates.filter((one) => !before.certificates.map(certificate).includes(certificate(one))),
    },
    labels: changes(labelsOf(before), labelsOf(after)),
    other: otherParts(before, after),
  };
}

function changes<Value>(
  before: Readonly<Record<string, Value>> | object,
  after: Readonly<Record<string, Value>> | object,
): Record<string, Change<Value>> {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))] as Map<string, Value>[];
  const names = [...new Set([...was!.keys(), ...is!.keys()])];
  const text = (value: Value | undefined): string => (value === undefined ? '' : canonicalJson(value));
  return Object.fromEntries(
    names
      .map((name) => [name, { before: was!.get(name), after: is!.get(name) }] as const)
      .filter(([, one]) => text(one.before) !== text(one.after)),
  );
}

function weightChanges(before: Calibrator, after: Calibrator): WeightChange[] {
  const names = new Set([...before.features, ...after.features].map(({ name }) => name));
  const of = (name: string): WeightChange => {
    const [was, is] = [before, after].map((one) => one.features.find((feature) => feature.name === name));
    const step = stepOf(was ?? is!);
    return changed(name, slopeOf(before, was, step), slopeOf(after, is, step));
  };
  return largestFirst([changed('selfRating', ...ratingSpans(before, after)), ...[...names].map(of)]);
}

function shiftChanges(before: Calibrator, after: Calibrator): WeightChange[] {
  const [was, is] = [shiftsOf(before), shiftsOf(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])];
  return largestFirst(names.map((name) => changed(name, was.get(name) ?? 0, is.get(name) ?? 0)));
}

function largestFirst(all: readonly WeightChange[]): WeightChange[] {
  return all.filter(({ change }) => change !== 0).sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
}

function changed(input: string, before: number, after: number): WeightChange {
  return {
    input,
    before: significant(before, 4),
    after: significant(after, 4),
    change: significant(after - before, 4),
  };
}

function stepOf({ spread, transform }: FeatureScaling) {
  return { spread, transform };
}

/** A feature that goes by its logarithm in one of them only has no step in common: each then takes its own. */
function slopeOf(
  { features, passHead }: Calibrator,
  scaling: FeatureScaling | undefined,
  step: ReturnType<typeof stepOf>,
): number {
  if (scaling === undefined) return 0;
  const steps = scaling.transform === step.transform ? step.spread / scaling.spread : 1;
  return passHead.featureSlopes[features.indexOf(scaling)]! * steps;
}

function ratingSpans(before: Calibrator, after: Calibrator): [number, number] {
  const low = Math.max(before.ratingCurve.knots[0]!, after.ratingCurve.knots[0]!);
  const high = Math.min(before.ratingCurve.knots.at(-1)!, after.ratingCurve.knots.at(-1)!);
  const span = ({ ratingCurve, passHead }: Calibrator): number =>
    ratingEffect(Math.max(low, high), ratingCurve, passHead) - ratingEffect(low, ratingCurve, passHead);
  return [span(before), span(after)];
}

function rangesOf({ features, ratingCurve }: Calibrator): Record<string, readonly [number, number]> {
  const { knots } = ratingCurve;
  return Object.fromEntries([
    ['selfRating', [knots[0]!, knots.at(-1)!]],
    ...features.map(({ name, min, max }) => [name, [min, max]] as const),
  ]);
}

function namesOf({
  raters,
  languages,
  ratingPrompts,
  labelPolicies,
  featureSet,
}: Calibrator): Record<string, readonly string[]> {
  return { raters, languages, ratingPrompts, labelPolicies, featureSet: [featureSet] };
}

function labelsOf({ fittedOn, outOfFold }: Calibrator): object {
  return {
    ...fittedOn,
    featuresWorthIt: outOfFold.featuresWorthIt.verdict,
    outOfFoldLogLoss: outOfFold.corrected.logLoss,
  };
}

function without(names: readonly string[], others: readonly string[]): string[] {
  return names.filter((name) => !others.includes(name));
}
