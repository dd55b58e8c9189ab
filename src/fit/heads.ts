import type {
  Category,
  FeatureScaling,
  JointDistance,
  PassHead,
  RatingCurve,
  RatingHead,
} from '../calibrator/calibrator.ts';
import { leastSquares, logisticMode } from '../math/regression.ts';
import { weightedMean } from '../math/metrics.ts';
import { significant } from '../math/round.ts';
import { averageByEvidence, posteriorCovariance, varianceOf, type Averaged } from './average.ts';
import { designOf, type Design } from './design.ts';
import { jointDistanceOf } from './distance.ts';
import type { Example } from './examples.ts';
import { withOffsets, withOtherMarks } from './other-marks.ts';
import { priorsOf, type GridPrior, type KindOf } from './prior.ts';
import { scalesOf, type Candidate } from './scaling.ts';
import { shareWithTwins, twinRowsOf, type TwinInputs, type TwinRow } from './twins.ts';
import { recordWeights } from './weights.ts';

/** The rating head before its interval is known. */
export type RatingMean = Omit<RatingHead, 'residuals'>;

/** Both heads and what they stand on: all of a calibrator that one set of records determines by itself. */
export interface Heads {
  readonly languages: readonly string[];
  readonly ratingCurve: RatingCurve;
  readonly features: readonly FeatureScaling[];
  readonly categories: readonly Category[];
  readonly acceptsTruncated?: true | undefined;
  readonly jointDistance?: JointDistance | undefined;
  readonly passHead: PassHead;
  readonly ratingHead: RatingMean;
  readonly evidence: Evidence;
}

/** How much the records say together. */
export interface Evidence {
  /** How many unrelated records of equal weight they are worth. */
  readonly effectiveRecords: number;
  /** Correlation of the outcome within groups, 0..1. */
  readonly groupCorrelation: number;
}

/** What a fit may look at besides the rating. */
export interface FitInputs {
  readonly candidates: readonly Candidate[];
  /** Whether languages, raters and labellers are told apart. */
  readonly withCategories: boolean;
  /** Of these records and of others. They join the heads, and decide nothing else. */
  readonly twins?: TwinInputs | undefined;
}

/** What a head is fitted to: the records first, and their twins after them. */
interface Rows {
  readonly examples: readonly Example[];
  readonly twins: readonly TwinRow[];
  readonly design: Design;
  readonly weights: Float64Array;
  readonly priors: readonly GridPrior[];
}

/** κ is a mean over the records, for which so many of them are enough. */
const moderatedRecords = 2000;

/** From this share of the labels on, responses that are cut off are no exception. */
const vouching = 0.05;

/** Fits both heads on the self-rating and on what of the candidates the examples have. */
export function fitHeads(examples: readonly Example[], inputs: FitInputs): Heads {
  const { candidates, withCategories } = inputs;
  const all = scalesOf(examples, candidates);
  const scales = withCategories ? all : { ...all, categories: [], labellers: [] };
  const { languages, ratingCurve, features, categories } = scales;
  const twins = twinRowsOf(examples, inputs.twins);
  const design = designOf(examples, scales, twins);
  const priors = priorsOf(design, kindOf(features, candidates));
  const { weights, groupCorrelation, coefficients } = recordWeights(
    examples,
    firstRows(design, examples.length),
    priors[0]!,
  );
  const rows = { examples, twins, design, weights: shareWithTwins(weights, twins), priors };
  return {
    languages,
    ratingCurve,
    features,
    categories,
    ...(truncatedShareOf(examples) >= vouching ? { acceptsTruncated: true } : {}),
    jointDistance: jointDistanceOf(examples, features),
    passHead: fitPassHead(rows, { weights, coefficients }),
    ratingHead: fitRatingHead(rows),
    evidence: { effectiveRecords: weights.reduce((sum, weight) => sum + weight, 0), groupCorrelation },
  };
}

function firstRows(design: Design, rows: number): Design {
  return { ...design, design: design.design.subarray(0, rows * design.columns) };
}

function truncatedShareOf(examples: readonly Example[]): number {
  return weightedMean(
    examples.map(({ inputs }) => (inputs.degeneracy === 'truncated' ? 1 : 0)),
    examples.map(({ weight }) => weight),
  );
}

function kindOf(features: readonly FeatureScaling[], candidates: readonly Candidate[]): KindOf {
  const families = new Map(candidates.map(({ name, family }) => [name, family]));
  return (place) => {
    const { name } = features[place]!;
    const family = families.get(name)!;
    if (name === 'characters') return 'characters';
    return family === 'rating' || family === 'custom' ? 'marks' : family;
  };
}

/**
 * Averaged logistic regression, moderated: an uncertain logit is drawn towards zero by κ = 1 / √(1 + π v / 8), where
 * v is its posterior variance, and that of who labels. κ is the mean over the records, so the head stays one sum of
 * contributions. The records say how uncertain a logit is, whatever is made of them.
 *
 * @see MacKay (1992), The Evidence Framework Applied to Classification Networks, equation 10
 */
function fitPassHead(
  { examples, priors, design, ...atPassMark }: Rows,
  { weights, coefficients }: { readonly weights: Float64Array; readonly coefficients: Float64Array },
): PassHead {
  const sample = withOtherMarks(examples, design, weights, atPassMark);
  const offsets = sample.columns - design.columns;
  const start = { coefficients: Float64Array.from([...coefficients, ...Array<number>(offsets).fill(0)]) };
  const averaged = averageByEvidence(
    priors.map((prior) => withOffsets(prior, offsets)),
    (prior, nearest) => logisticMode(sample, prior, nearest ?? start),
  );
  const ofRecords = firstRows(sample, examples.length);
  return headOf(averaged, sample, moderationOf(averaged, { ...ofRecords, weights }));
}

function moderationOf(averaged: Averaged, sample: Design & { readonly weights: Float64Array }): number {
  const { design, columns } = sample;
  const severity = labellerVariance(averaged, sample);
  const covariance = posteriorCovariance(averaged);
  const stride = Math.ceil(design.length / columns / moderatedRecords) * columns;
  let [sum, rows] = [0, 0];
  for (let at = 0; at < design.length; at += stride, rows++) {
    const variance = varianceOf(design.subarray(at, at + columns), covariance) + severity;
    sum += 1 / Math.sqrt(1 + (Math.PI * variance) / 8);
  }
  return sum / rows;
}

/**
 * How much a logit varies with who labels. Their columns are left behind, and without them the head would speak for one
 * labeller in the middle: the share that passes over lenient and harsh ones is closer to a half.
 */
function labellerVariance(
  { coefficients }: Averaged,
  { design, columns, meaning, weights }: Design & { readonly weights: Float64Array },
): number {
  const places = meaning.flatMap(({ of }, j) => (of === 'labeller' ? [j] : []));
  if (places.length === 0) return 0;
  const shifts = weights.map((_, i) => places.reduce((sum, j) => sum + coefficients[j]! * design[i * columns + j]!, 0));
  const mean = weightedMean(shifts, weights);
  return weightedMean(
    shifts.map((shift) => (shift - mean) ** 2),
    weights,
  );
}

/** The same design by least squares on the mean human rating, with the outcome standardised for the priors. */
function fitRatingHead({ examples, twins, design, weights, priors }: Rows): RatingMean {
  const mean = examples.reduce((sum, { human }) => sum + human, 0) / examples.length;
  const spread = Math.sqrt(examples.reduce((sum, { human }) => sum + (human - mean) ** 2, 0) / examples.length) || 1;
  const outcome = Float64Array.from([...examples, ...twins], ({ human }) => (human - mean) / spread);
  const sample = { ...design, outcome, weights };
  const head = headOf(averageByEvidence(priors, leastSquares(sample)), design, spread);
  return { ...head, intercept: significant(mean + head.intercept, 8) };
}

/** Coefficients as a head. Those of the labellers are left behind: who will judge is not known. So are those of other marks. */
function headOf({ coefficients }: Averaged, { meaning }: Design, factor: number): PassHead {
  const of = (wanted: Design['meaning'][number]['of']): number[] =>
    meaning.flatMap((column, j) => (column.of === wanted ? [significant(factor * coefficients[j]!, 8)] : []));
  const absence = new Map<number, number>();
  meaning.forEach((column, j) => {
    if (column.of === 'absence') absence.set(column.place, significant(factor * coefficients[j]!, 8));
  });
  const featureSlopes = of('feature');
  return {
    intercept: of('base')[0]!,
    ratingSlopes: of('segment').map((slope) => Math.max(0, slope)),
    featureSlopes,
    absenceShifts: featureSlopes.map((_, place) => absence.get(place) ?? 0),
    categoryShifts: of('category'),
  };
}
