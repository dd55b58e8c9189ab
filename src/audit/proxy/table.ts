import type { AggregateName } from './options.ts';

/** The 2×2 table of yes and no against the goal, as shares of all rows. */
export interface Table {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** From how much is said yes to, how much reaches the goal, and how much is both, all as shares. */
export function tableOf(yes: number, reached: number, both: number): Table {
  return {
    truePositives: both,
    falsePositives: yes - both,
    falseNegatives: reached - both,
    trueNegatives: 1 - yes - reached + both,
  };
}

export function countTable(yes: ArrayLike<number>, reached: ArrayLike<number>, weights: ArrayLike<number>): Table {
  let [total, said, right, both] = [0, 0, 0, 0];
  for (let i = 0; i < yes.length; i++) {
    const weight = weights[i]!;
    total += weight;
    if (yes[i] === 1) said += weight;
    if (reached[i] === 1) right += weight;
    if (yes[i] === 1 && reached[i] === 1) both += weight;
  }
  return tableOf(said / total, right / total, both / total);
}

/**
 * What a table is worth, by the usual names. NaN where it does not exist, as precision where nothing was said yes to.
 * Informedness is sensitivity + specificity − 1: how much more often what reaches the goal is said yes to than what does
 * not, 0 for chance and for every policy that does not look.
 *
 * @see Powers (2011), Evaluation: From Precision, Recall and F-Measure to ROC, Informedness, Markedness and Correlation
 */
export const aggregates: Readonly<Record<AggregateName, (table: Table) => number>> = {
  rate: ({ truePositives, falsePositives }) => truePositives + falsePositives,
  recall: ({ truePositives, falseNegatives }) => ratio(truePositives, truePositives + falseNegatives),
  precision: ({ truePositives, falsePositives }) => ratio(truePositives, truePositives + falsePositives),
  specificity: ({ trueNegatives, falsePositives }) => ratio(trueNegatives, trueNegatives + falsePositives),
  accuracy: ({ truePositives, trueNegatives }) => truePositives + trueNegatives,
  f1: ({ truePositives, falsePositives, falseNegatives }) =>
    ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  informedness: (table) => aggregates.recall(table) + aggregates.specificity(table) - 1,
  mcc: ({ truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn }) =>
    ratio(tp * tn - fp * fn, Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))),
  kappa: ({ truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn }) => {
    const chance = (tp + fp) * (tp + fn) + (fn + tn) * (fp + tn);
    return ratio(tp + tn - chance, 1 - chance);
  },
};

/** Sums of shares miss zero by some last bits. */
function ratio(part: number, whole: number): number {
  return whole > 1e-12 ? part / whole : NaN;
}
