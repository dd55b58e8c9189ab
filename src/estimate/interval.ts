import { shareCeiling, shareFloor } from '../math/share.ts';
import { studentQuantile } from '../math/student.ts';

/** An interval that should hold the truth in a `confidence` share of repetitions. */
export interface ConfidenceInterval {
  readonly lower: number;
  readonly upper: number;
  readonly confidence: number;
}

/** A mean of values on 0..1, and the number of independent trials whose mean would be as uncertain. */
export interface Trials {
  readonly value: number;
  readonly trials: number;
  /** Degrees of freedom behind that number. */
  readonly freedom: number;
}

/** With fewer trials of the rarer outcome, Wilson's interval is not made for them. */
const fewestOfEither = 5;

/** Wilson's interval was made for this confidence; further out in the tails it falls short near the ends. */
const mostConfidence = 0.95;

/**
 * Of the two below the one that holds as often as it says: Wilson's where there are trials enough of either outcome, with degrees
 * of freedom of one less than the trials at most, without which it falls short at some rates; else the exact one.
 */
export function meanInterval(trials: Trials, confidence: number): ConfidenceInterval {
  const ofRarer = trials.trials * Math.min(trials.value, 1 - trials.value);
  if (ofRarer < fewestOfEither || confidence > mostConfidence + 1e-9) return exactInterval(trials, confidence);
  return scoreInterval({ ...trials, freedom: Math.min(trials.freedom, trials.trials - 1) }, confidence);
}

/**
 * Wilson's interval for so many trials, with quantiles of Student's t. Unlike value ± t · error it stays inside 0..1.
 *
 * @see Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference
 */
export function scoreInterval({ value, trials, freedom }: Trials, confidence: number): ConfidenceInterval {
  const t2 = studentQuantile(1 - confidence, freedom) ** 2;
  const centre = (trials * value + t2 / 2) / (trials + t2);
  const half = Math.sqrt(t2 * (trials * value * (1 - value) + t2 / 4)) / (trials + t2);
  return { lower: Math.max(0, centre - half), upper: Math.min(1, centre + half), confidence };
}

/**
 * The interval of Clopper and Pearson for so many trials, fewer by what is lost to few degrees of freedom. Never too narrow
 * where trials are whole and independent.
 *
 * @see Korn and Graubard (1998), Confidence Intervals for Proportions with Small Expected Number of Positive Counts
 */
export function exactInterval({ value, trials, freedom }: Trials, confidence: number): ConfidenceInterval {
  const error = 1 - confidence;
  const left = trials * (studentQuantile(error, 1e6) / studentQuantile(error, freedom)) ** 2;
  const share = { value, successes: value * left, trials: left };
  return { lower: shareFloor(share, error / 2), upper: shareCeiling(share, error / 2), confidence };
}
