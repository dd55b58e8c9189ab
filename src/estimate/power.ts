import { fewestRecords } from '../fit/examples.ts';
import { studentQuantile, studentTail } from '../math/student.ts';
import { sharedBy, type Deviations } from './deviations.ts';

/** A correlation, with its interval. */
export interface Correlation {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** How much predictions count in an estimate, and why so. */
export interface Power {
  /** λ, from 0 to 1. */
  readonly power: number;
  /** Degrees of freedom that choosing it has cost, from 0 to 1. */
  readonly spent: number;
  /** Null without predictions that vary. */
  readonly correlation: Correlation | null;
  readonly reason: string;
}

/** In fewer groups, chance decides what the predictions seem to explain. */
export const fewestGroups = 10;

/** From so many standard errors on, labels do not stand for the records that they come with. */
const tooFar = 4;

/** With a smaller p-value, labels are not rated as the records that they are said to stand for. */
const tooUnlike = 0.001;

/** What varies less than rounding does not vary. */
const leastVariance = 1e-24;

/**
 * The λ with the least variance, drawn towards 0 by as much as chance may have made it: λ̂ · (1 − 1 / t²), and 0 where t² is
 * at most 1, with t that of the slope of the errors of the labels on those of the predictions, group by group.
 *
 * @see Angelopoulos, Duchi and Zrnic (2023), PPI++: Efficient Prediction-Powered Inference; James and Stein (1961),
 *   Estimation with Quadratic Loss, for how much it is drawn
 */
export function powerOf(found: Deviations, confidence: number, noFit?: string): Power {
  const obstacle = obstacleOf(found, noFit);
  if (obstacle !== undefined) return labelsOnly(obstacle);
  const { labels, predictions, effectiveGroups } = found;
  const { chosen, shift } = predictions!;
  const all = sharedBy(labels, labels);
  const ofShift = sharedBy(shift, shift);
  const common = sharedBy(labels, shift);
  if (!(ofShift > leastVariance)) return labelsOnly('the predictions do not vary');
  const ofChosen = sharedBy(chosen, chosen);
  const correlation =
    ofChosen > leastVariance
      ? correlationOf(sharedBy(labels, chosen) / Math.sqrt(all * ofChosen), effectiveGroups, confidence)
      : null;
  const explained = common ** 2 / (all * ofShift);
  const squaredT = (explained * (effectiveGroups - 2)) / Math.max(1e-12, 1 - explained);
  if (common <= 0 || squaredT <= 1)
    return labelsOnly('the ratings tell no more of the labels than chance would', correlation);
  const spent = 1 - 1 / squaredT;
  const power = Math.min(1, (common / ofShift) * spent);
  const left = 1 - (2 * power * common - power ** 2 * ofShift) / all;
  const saved = Math.round(100 * (1 - left));
  const reason = `With what the ratings tell of the other records: that takes about ${saved} % off the variance.`;
  return { power, spent, correlation, reason };
}

/** Why there are no predictions to use; undefined where there are. */
function obstacleOf(found: Deviations, noFit: string | undefined): string | undefined {
  const { labels, predictions, labelled, records, groups, effectiveGroups, freedom, standsFor, population } = found;
  if (labelled === records) return 'every record is labelled';
  if (noFit !== undefined) return noFit;
  if (labelled < fewestRecords) return `fewer than ${fewestRecords} records are labelled`;
  if (!(sharedBy(labels, labels) > leastVariance)) return 'all labels say the same';
  if (predictions === null) return 'there are no predictions';
  if (effectiveGroups < fewestGroups - 1e-9)
    return `the labels are worth fewer than ${fewestGroups} groups of equal weight`;
  if (standsFor === null) return undefined;
  // On the log scale: what stands for too many would else have an error as large.
  if (Math.abs(Math.log(standsFor.population / population)) > tooFar / Math.sqrt(effectiveGroups)) {
    const [said, there] = [standsFor.population, population].map(Math.round);
    return `by their inclusion the labels stand for about ${said} records, and there are ${there}`;
  }
  const { ratings } = standsFor;
  const error = Math.sqrt((sharedBy(ratings, ratings) * groups) / (groups - 1));
  const isUnlike = error > 1e-12 && studentTail(ratings.value / error, Math.max(1, freedom)) < tooUnlike;
  return isUnlike ? 'by their inclusion the labels stand for records that are rated otherwise than these' : undefined;
}

function labelsOnly(why: string, correlation: Correlation | null = null): Power {
  return { power: 0, spent: 0, correlation, reason: `By the labels alone, since ${why}.` };
}

/** By Fisher's transformation. */
function correlationOf(value: number, groups: number, confidence: number): Correlation {
  const half = studentQuantile(1 - confidence, 1e6) / Math.sqrt(groups - 3);
  const centre = Math.atanh(Math.max(-1 + 1e-12, Math.min(1 - 1e-12, value)));
  return { value, lower: Math.tanh(centre - half), upper: Math.tanh(centre + half) };
}
