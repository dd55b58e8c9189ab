import type { Deviations } from './deviations.ts';

/** How many errors of a prediction are taken to be there though no label has shown them. */
const unseen = 2;

/**
 * How many times fewer labels would have done with the predictions, which have made the variance `raw` times smaller. Both
 * variances are taken as if labels and predictions had disagreed twice more, as in the interval of Agresti and Coull: where
 * predictions are nearly right, a few labels may show none of their errors, and the variance nothing. In units of one trial of
 * 0 or 1, the labels' squares add up to m · θ (1 − θ), less where a few labels weigh most: an error unseen would be one of those.
 *
 * @see Agresti and Coull (1998), Approximate Is Better than "Exact" for Interval Estimation of Binomial Proportions; Agresti and
 *   Min (2005), Simple Improved Confidence Intervals for Comparing Matched Proportions
 */
export function gainOf({ labels, freedom, effectiveGroups }: Deviations, worth: number, raw: number): number {
  const evenness = Math.min(1, (freedom + 1) / effectiveGroups);
  const squares = worth * evenness * labels.value * (1 - labels.value);
  return (squares + unseen) / (squares / raw + unseen);
}
