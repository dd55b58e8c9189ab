import type { FeatureScaling, PassHead, RatingCurve, RatingHead } from '../calibrator/calibrator.ts';
import type { FeatureName } from '../features/definitions.ts';
import { leastSquares, logisticMode } from '../math/regression.ts';
import { significant } from '../math/round.ts';
import { averageByEvidence, posteriorCovariance, varianceOf, type Averaged } from './average.ts';
import { designOf, type Design } from './design.ts';
import type { Example } from './examples.ts';
import { gridOfPriors } from './prior.ts';
import { scaleFeatures, scaleRatings } from './scaling.ts';
import { recordWeights } from './weights.ts';

/** The rating head before its interval is known. */
export type RatingMean = Omit<RatingHead, 'residuals'>;

/** Both heads and what they stand on: all of a calibrator that one set of records determines by itself. */
export interface Heads {
  readonly ratingCurve: RatingCurve;
  readonly features: readonly FeatureScaling[];
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

/** Fits both heads on the self-rating and the features named, which every example must have. */
export function fitHeads(examples: readonly Example[], names: readonly FeatureName[]): Heads {
  const ratingCurve = scaleRatings(examples);
  const features = scaleFeatures(examples, names);
  const { weights, groupCorrelation } = recordWeights(examples, designOf(examples, ratingCurve, []), ratingCurve);
  const design = designOf(examples, ratingCurve, features);
  const priors = gridOfPriors(ratingCurve, features);
  return {
    ratingCurve,
    features,
    passHead: fitPassHead(examples, design, weights, priors),
    ratingHead: fitRatingHead(examples, design, weights, priors),
    evidence: { effectiveRecords: weights.reduce((sum, weight) => sum + weight, 0), groupCorrelation },
  };
}

type Priors = ReturnType<typeof gridOfPriors>;

/**
 * Averaged logistic regression, moderated: an uncertain logit is drawn towards zero by κ = 1 / √(1 + π v / 8), where
 * v is its posterior variance. κ is the mean over the records, so the head stays one sum of contributions.
 *
 * @see MacKay (1992), The Evidence Framework Applied to Classification Networks, equation 10
 */
function fitPassHead(examples: readonly Example[], design: Design, weights: Float64Array, priors: Priors): PassHead {
  const sample = { ...design, outcome: Float64Array.from(examples, ({ passes }) => passes), weights };
  const averaged = averageByEvidence(priors, (prior, start) => logisticMode(sample, prior, start));
  const covariance = posteriorCovariance(averaged);
  let moderation = 0;
  for (let at = 0; at < design.design.length; at += design.columns) {
    const variance = varianceOf(design.design.subarray(at, at + design.columns), covariance);
    moderation += 1 / Math.sqrt(1 + (Math.PI * variance) / 8);
  }
  return headOf(averaged, design.segments, moderation / examples.length);
}

/** The same design by least squares on the mean human rating, with the outcome standardised for the priors. */
function fitRatingHead(
  examples: readonly Example[],
  design: Design,
  weights: Float64Array,
  priors: Priors,
): RatingMean {
  const mean = examples.reduce((sum, { human }) => sum + human, 0) / examples.length;
  const spread = Math.sqrt(examples.reduce((sum, { human }) => sum + (human - mean) ** 2, 0) / examples.length) || 1;
  const sample = { ...design, outcome: Float64Array.from(examples, ({ human }) => (human - mean) / spread), weights };
  const head = headOf(averageByEvidence(priors, leastSquares(sample)), design.segments, spread);
  return { ...head, intercept: significant(mean + head.intercept, 8) };
}

function headOf({ coefficients }: Averaged, segments: number, factor: number): PassHead {
  const scaled = Array.from(coefficients, (value) => significant(factor * value, 8));
  return {
    intercept: scaled[0]!,
    ratingSlopes: scaled.slice(1, 1 + segments).map((slope) => Math.max(0, slope)),
    featureSlopes: scaled.slice(1 + segments),
  };
}
