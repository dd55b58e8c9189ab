import type { Estimate } from '../fit/bootstrap.ts';
import { count, interval, percent } from './numbers.ts';

/** How many pass, told from few labels, beside what all labels say. */
export interface DemoEstimate {
  readonly records: number;
  /** How many labels were left. */
  readonly labelled: number;
  /** The share that passes by all labels, 0..1. */
  readonly truth: number;
  /** The share that the self-rating passes, from 80 % of its scale on. */
  readonly bySelfRating: number;
  /** From the labels that were left and all self-ratings; 95 % interval. */
  readonly estimate: Estimate;
  /** From the labels that were left alone. */
  readonly labelsOnly: Estimate;
  readonly method: string;
  /** Why that method, in words. */
  readonly reason: string;
}

/** The estimate and the truth in one line. */
export function demoEstimateLine({ records, labelled, truth, bySelfRating, estimate }: DemoEstimate): string {
  return (
    `How many are right, if only ${count(labelled)} of the ${count(records)} exam answers had a label? The ratings say ${percent(bySelfRating, 0)}, ` +
    `the estimate ${interval(estimate)}, all labels ${percent(truth)}.`
  );
}
