import type { FalsePass, Worth } from '../calibrator/calibrator.ts';
import type { Evaluation } from '../calibrator/evaluation.ts';
import { clusterMean } from '../math/clusters.ts';
import {
  areaUnderCurve,
  calibrationError,
  failShareAtTop,
  logLosses,
  squaredErrors,
  tiesOf,
  weightedMean,
  type Ties,
} from '../math/metrics.ts';
import { significant } from '../math/round.ts';

/** Probabilities against labels, made ready for being evaluated under many weightings. */
export interface Judged {
  readonly probabilities: ArrayLike<number>;
  readonly outcomes: ArrayLike<number>;
  readonly ties: Ties;
}

/** The raw gate that everything is compared with: it passes from here on, as a share of the scale. */
export const rawThreshold = 0.8;

/** Smallest gain in log loss that is worth the features, in nats a record. */
const leastGain = 0.005;

/** 95 % quantile of the standard normal: both bounds of a verdict are one-sided. */
const z95 = 1.645;

export function judge(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>): Judged {
  return { probabilities, outcomes, ties: tiesOf(probabilities) };
}

export function evaluate({ probabilities, outcomes, ties }: Judged, weights: ArrayLike<number>): Evaluation {
  return {
    logLoss: significant(weightedMean(logLosses(probabilities, outcomes), weights), 6),
    brier: significant(weightedMean(squaredErrors(probabilities, outcomes), weights), 6),
    auc: significant(areaUnderCurve(ties, outcomes, weights), 6),
    calibrationError: significant(calibrationError(probabilities, ties, outcomes, weights), 6),
  };
}

/**
 * Whether `after` beats `before`, paired by record and clustered by group: `worth it` when the gain in log loss is
 * above zero with 95 % confidence, `no` when with 95 % confidence it is below half a hundredth of a nat, else
 * `not yet`.
 */
export function judgeGain(before: Judged, after: Judged, weights: ArrayLike<number>, groups: readonly string[]): Worth {
  const losses = logLosses(after.probabilities, after.outcomes);
  const gains = logLosses(before.probabilities, before.outcomes).map((loss, i) => loss - losses[i]!);
  const { mean: gain, standardError } = clusterMean(gains, weights, groups);
  const verdict =
    gain - z95 * standardError > 0 ? 'worth it' : gain + z95 * standardError < leastGain ? 'no' : 'not yet';
  return { verdict, gain: significant(gain, 6), standardError: significant(standardError, 6) };
}

/** How many fail of those that a raw gate passes, and of as many that pass with the highest probability. */
export function compareFalsePass(raw: Judged, corrected: Judged, weights: ArrayLike<number>): FalsePass {
  const passes = Float64Array.from(raw.probabilities, (rating) => (rating >= rawThreshold - 1e-9 ? 1 : 0));
  const passedShare = weightedMean(passes, weights);
  if (passedShare === 0) return { passedShare, raw: null, corrected: null };
  const passedWeights = passes.map((passed, i) => passed * weights[i]!);
  return {
    passedShare: significant(passedShare, 6),
    raw: significant(1 - weightedMean(raw.outcomes, passedWeights), 6),
    corrected: significant(failShareAtTop(corrected.ties, corrected.outcomes, weights, passedShare), 6),
  };
}
