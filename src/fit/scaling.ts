import { interquartileRange, max, mean, median, min, standardDeviation } from 'simple-statistics';
import type { Category, FeatureScaling, RatingCurve } from '../calibrator/calibrator.ts';
import { builtIn, type CustomFeature } from '../calibrator/custom.ts';
import type { FeatureFamily } from '../features/definition.ts';
import { significant } from '../math/round.ts';
import { withEnvelope } from './envelope.ts';
import type { Example } from './examples.ts';
import { featureColumnsOf } from './feature-columns.ts';

/** Digits that are kept: fewer would move what hardly varies. */
const digits = 12;

/** Interquartile range of a standard normal. */
const normalRange = 1.349;

/** Inner knots of the rating curve, in standard deviations from the mean. */
const innerKnots = [-1, -0.3, 0.3];

/** In fewer records a feature, a language, a rater or a labeller says too little to be held apart. */
const fewestRecords = 5;

/** How the inputs of a fit are seen, as one set of records determines it. */
export interface Scales {
  readonly ratingCurve: RatingCurve;
  readonly features: readonly FeatureScaling[];
  readonly languages: readonly string[];
  readonly categories: readonly Category[];
  readonly labellers: readonly string[];
}

/** A feature that may enter a fit. */
export interface Candidate {
  readonly name: string;
  readonly transform: 'log' | 'none';
  readonly family: FeatureFamily;
  readonly describe?: string;
}

/** The features that enough records have: the built-in ones in their order, then those of the app's own by name. */
export function candidatesOf(examples: readonly Example[], custom: readonly CustomFeature[]): Candidate[] {
  const counts = new Map<string, number>();
  for (const { inputs } of examples)
    for (const name of Object.keys(inputs.features)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const isBuiltIn = new Set(builtIn.map(({ name }) => name));
  const own = [...counts.keys()].filter((name) => !isBuiltIn.has(name)).sort();
  return [
    ...builtIn.map(({ name, transform, family }) => ({ name, transform, family })),
    ...own.map((name) => {
      const { transform = 'none', describe } = custom.find((one) => one.name === name) ?? {};
      return { name, transform, family: 'custom' as const, ...(describe === undefined ? {} : { describe }) };
    }),
  ].filter(({ name }) => (counts.get(name) ?? 0) >= fewestRecords);
}

export function scalesOf(examples: readonly Example[], candidates: readonly Candidate[]): Scales {
  const seen = examples.map(({ inputs }) => inputs.language);
  const languages = frequent(seen);
  const raters = frequent(examples.map(({ inputs }) => inputs.rater));
  const labellers = frequent(examples.flatMap((example) => Object.keys(example.labellers)));
  return {
    ratingCurve: scaleRatings(examples),
    features: scaleFeatures(examples, candidates),
    languages: knownLanguages(seen),
    categories: [
      ...(languages.length > 1 ? languages.map((name) => ({ of: 'language' as const, name })) : []),
      ...(raters.length > 1 ? raters.map((name) => ({ of: 'rater' as const, name })) : []),
    ],
    labellers: labellers.length > 1 ? labellers : [],
  };
}

/** A stray label or two, or what was taken for another language, make no language known, as long as one is. */
function knownLanguages(seen: readonly (string | undefined)[]): string[] {
  const known = frequent(seen, Math.min(fewestRecords, Math.max(3, Math.ceil(seen.length / 100))));
  return known.length > 0 ? known : [...new Set(seen.flatMap((language) => language ?? []))].sort();
}

function scaleFeatures(examples: readonly Example[], candidates: readonly Candidate[]): FeatureScaling[] {
  const columns = featureColumnsOf(
    examples,
    candidates.map(({ name }) => name),
  );
  const measured = candidates.flatMap((candidate, j) => {
    const scaling = scaleFeature(columns[j]!, candidate);
    return scaling === undefined ? [] : [{ scaling, column: columns[j]! }];
  });
  return withEnvelope(examples, measured);
}

/** Names that come often enough, in order. */
function frequent(names: readonly (string | undefined)[], least = fewestRecords): string[] {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= least)
    .map(([name]) => name)
    .sort();
}

/**
 * Centre, spread and range of a feature, over the records that have it; nothing where too few do.
 *
 * Robust (median and quartiles) unless most records share one value, as counts of rare things do: then mean and
 * standard deviation. A feature that never varies keeps a spread of one and gets no slope, but it stays in the
 * envelope: labels that never saw a table say nothing about tables.
 */
function scaleFeature(
  column: Float64Array,
  { family, ...candidate }: Candidate,
): Omit<FeatureScaling, 'slack'> | undefined {
  const { name, transform } = candidate;
  const values = Array.from(column).filter((value) => !Number.isNaN(value));
  if (values.length < fewestRecords) return undefined;
  const seen = transform === 'log' ? values.map((value) => Math.log1p(Math.max(0, value))) : values;
  const deviation = standardDeviation(seen);
  const range = interquartileRange(seen) / normalRange;
  const robust = range > deviation / 4;
  const centre = robust ? median(seen) : mean(seen);
  return {
    ...candidate,
    centre: significant(centre, digits),
    spread: spreadOr(1, robust ? range : deviation, centre),
    min: min(values),
    max: max(values),
    ...(values.length < column.length ? { isOptional: true as const } : {}),
    ...(isOfLanguage(name, family) ? { isOfLanguage: true as const } : {}),
  };
}

/** Whether it is counted by a word list. */
function isOfLanguage(name: string, family: FeatureFamily): boolean {
  return (family === 'tone' && name !== 'citations') || name === 'reasoningHedges' || name === 'reasoningBoosters';
}

/** A spread that is rounding error next to its centre is none: then another unit has to serve. */
function spreadOr(unit: number, spread: number, centre: number): number {
  return spread > Math.max(1e-9 * Math.abs(centre), 1e-12) ? significant(spread, digits) : unit;
}

/** Knots of the rating curve: the ends of what was seen, and three inside where there is room. */
function scaleRatings(examples: readonly Example[]): RatingCurve {
  const ratings = examples.map(({ inputs }) => inputs.rating);
  const reference = significant(mean(ratings), digits);
  const spread = spreadOr(0.1, standardDeviation(ratings), reference);
  const [first, last] = [min(ratings), max(ratings)];
  const inner = innerKnots
    .map((knot) => significant(reference + knot * spread, digits))
    .filter((knot) => knot > first && knot < last);
  return { knots: first === last ? [first] : [first, ...inner, last], reference, spread };
}
