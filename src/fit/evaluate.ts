import type { Evaluation, FalsePass, Worth } from '../calibrator/calibrator.ts';
import { clusterMean, clusterMembers, effectiveClusters } from '../math/clusters.ts';
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
import { studentQuantile } from '../math/student.ts';
import type { Example } from './examples.ts';

/** Probabilities against labels, made ready for being evaluated under many weightings. */
export interface Judged {
  readonly probabilities: ArrayLike<number>;
  readonly outcomes: ArrayLike<number>;
  readonly losses: Float64Array;
  readonly squares: Float64Array;
  readonly ties: Ties;
  /** The same within each fold. */
  readonly strata: readonly Ties[];
}

/** Which records belong together, how much each counts, how many unrelated ones they are worth, and in how many folds. */
export interface Sampled {
  readonly weights: ArrayLike<number>;
  readonly groups: readonly string[];
  readonly effectiveRecords: number;
  readonly folds: number;
}

/** The raw gate that everything is compared with: it passes from here on, as a share of the scale. */
export const rawThreshold = 0.8;

/** Smallest gain in log loss that is worth the features, in nats a record. */
const leastGain = 0.005;

/** With fewer groups of equal weight, no standard error or interval can be trusted to say anything. */
const fewestGroups = 10;

/** With less evidence than of as many unrelated records, a gain that is not there yet may still come. */
const fewestForNo = 300;

/** What both ends of the interval of a gain leave out together; a test looks at one end, and half of it. */
const leftOut = 0.1;

/** The self-ratings as they came, on 0..1, read as probabilities. Ranks are compared within folds where there are some. */
export function judgeRaw(examples: readonly Example[], foldOf?: readonly number[]): Judged {
  return judge(examples, (_, i) => examples[i]!.inputs.rating, foldOf);
}

/** Pass probabilities of the same examples, in the same order. */
export function judgeCorrected(
  examples: readonly Example[],
  probabilities: ArrayLike<number>,
  foldOf?: readonly number[],
): Judged {
  return judge(examples, (_, i) => probabilities[i]!, foldOf);
}

/** The share that passes in the other folds, as a forecast. */
export function judgeBaseRate(examples: readonly Example[], foldOf: readonly number[]): Judged {
  const sums = new Map<number, { passing: number; count: number }>();
  const total = { passing: 0, count: 0 };
  examples.forEach(({ passes, weight }, i) => {
    const own = sums.get(foldOf[i]!) ?? { passing: 0, count: 0 };
    sums.set(foldOf[i]!, own);
    for (const sum of [own, total]) {
      sum.passing += weight * passes;
      sum.count += weight;
    }
  });
  const rateWithout = (fold: number): number => {
    const { passing, count } = sums.get(fold)!;
    return (total.passing - passing + 0.5) / (total.count - count + 1);
  };
  return judge(examples, (_, i) => rateWithout(foldOf[i]!), foldOf);
}

function judge(
  examples: readonly Example[],
  probabilityOf: (example: Example, place: number) => number,
  foldOf: readonly number[] = examples.map(() => 0),
): Judged {
  const probabilities = examples.map(probabilityOf);
  const outcomes = examples.map(({ passes }) => passes);
  const losses = logLosses(probabilities, outcomes);
  const folds = clusterMembers(foldOf.map(String));
  return {
    probabilities,
    outcomes,
    losses,
    squares: squaredErrors(probabilities, outcomes),
    ties: tiesOf(probabilities),
    strata: folds.map((places) => tiesOf(probabilities, places)),
  };
}

export function evaluate(
  { probabilities, outcomes, losses, squares, ties, strata }: Judged,
  weights: ArrayLike<number>,
): Evaluation {
  return {
    logLoss: significant(weightedMean(losses, weights), 6),
    brier: significant(weightedMean(squares, weights), 6),
    auc: rounded(areaUnderCurve(strata, outcomes, weights)),
    calibrationError: significant(calibrationError(probabilities, ties, outcomes, weights), 6),
  };
}

/** Whether the groups are worth ten of equal weight: enough for what is drawn or judged by group. */
export function areEnough(weights: ArrayLike<number>, groups: readonly string[]): boolean {
  return effectiveClusters(weights, groups) > fewestGroups - 1e-9;
}

/** Null for what does not exist, which JSON has no number for. */
function rounded(value: number): number | null {
  return Number.isNaN(value) ? null : significant(value, 6);
}

/**
 * Whether `after` beats `before`, out of fold, paired by record and clustered by group, and by how much.
 *
 * `worth it` is a test of whether what `after` adds means anything: it is said when the gain in log loss is so far above
 * zero that what means nothing would be so in one of twenty sets. `no` when the 90 % interval of the gain is below half a
 * hundredth of a nat, on the evidence of 300 unrelated records or more. Else `not yet`, always so where the groups weigh no
 * more than ten equal ones.
 *
 * The interval is about the gain of the very fit on records to come, and wider. The fits of the folds share most of their
 * records, so what one of them makes of chance, others make of it too, which the spread between records does not show: with
 * n₂ records in a fold and n₁ outside of it, n₂ / n₁ times the variance of a fold. What means nothing gains less than
 * nothing on average, so the test holds its level without that (`test/simulation/worth.simulation.test.ts`).
 *
 * @see Nadeau and Bengio (2003), Inference for the Generalization Error, section 3
 */
export function judgeGain(before: Judged, after: Judged, { weights, groups, effectiveRecords, folds }: Sampled): Worth {
  const gains = before.losses.map((loss, i) => loss - after.losses[i]!);
  const { mean: gain, standardError: between } = clusterMean(gains, weights, groups);
  const standardError = between * Math.sqrt(1 + folds / (folds - 1));
  const numbers = { gain: significant(gain, 6), standardError: significant(standardError, 6) };
  if (!areEnough(weights, groups)) return { verdict: 'not yet', ...numbers, lower: null, upper: null };
  const quantile = studentQuantile(leftOut, effectiveClusters(weights, groups) - 1);
  const [lower, upper] = [gain - quantile * standardError, gain + quantile * standardError];
  const isNo = upper < leastGain && effectiveRecords >= fewestForNo;
  return {
    verdict: gain > quantile * between ? 'worth it' : isNo ? 'no' : 'not yet',
    ...numbers,
    lower: significant(lower, 6),
    upper: significant(upper, 6),
  };
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
