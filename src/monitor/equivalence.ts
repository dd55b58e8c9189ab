import { clusterMean, clusterMembers } from '../math/clusters.ts';
import { studentQuantile } from '../math/student.ts';
import type { TransportPart } from './report.ts';

/** A label, 0..1, beside what was expected of it. */
export interface Residual {
  readonly label: number;
  readonly expected: number;
  readonly weight: number;
  readonly group: string;
}

/** With fewer groups of equal weight, their scatter says too little of itself. */
const fewestGroups = 20;

/** z of .95 plus z of .9, squared: what both one-sided tests of 5 % together show with a chance of 80 % where there is no bias. */
const squaresNeeded = (1.6448536 + 1.2815516) ** 2;

/** With no more groups of equal size than this, they count as alike through and through, however unlike they look. */
const groupsToShowLikeness = 30;

/**
 * Two one-sided tests of 5 % on the mean of label less expectation: that it is within the margin. That it is beyond takes
 * half of the error, since it is asked of two parts and on two sides.
 *
 * @param unjudged weights of the labels of which nothing was expected: it holds only where even the worst of them leaves the
 *   mean within the margin
 * @see Schuirmann (1987), A comparison of the two one-sided tests procedure and the power approach, J. Pharmacokin. Biopharm. 15
 */
export function equivalenceOf(
  residuals: readonly Residual[],
  margin: number,
  unjudged: readonly number[] = [],
): TransportPart {
  const weights = residuals.map(({ weight }) => weight);
  const names = residuals.map(({ group }) => group);
  const groups = clusterMembers(names);
  const { effectiveGroups, freedom } = worthOf(groups.map((own) => own.reduce((sum, i) => sum + weights[i]!, 0)));
  const counts = { labels: residuals.length, unjudged: unjudged.length, groups: groups.length, effectiveGroups };
  if (residuals.length === 0)
    return { verdict: 'cannot tell', ...counts, bias: null, lower: null, upper: null, needed: null };
  const values = residuals.map(({ label, expected }) => label - expected);
  const { mean: bias, standardError } = clusterMean(values, weights, names);
  const floor = errorAtMargin(residuals, margin, { bias, standardError, groups, freedom });
  const error = Math.max(standardError, floor);
  if (!(freedom >= 1 && Number.isFinite(error)))
    return { verdict: 'cannot tell', ...counts, bias, lower: null, upper: null, needed: null };
  const needed = Math.ceil(Math.max(fewestGroups, (squaresNeeded * error ** 2 * effectiveGroups) / margin ** 2));
  const reach = (tail: number): number => studentQuantile(2 * tail, freedom) * error;
  const [lower, upper] = [bias - reach(0.05), bias + reach(0.05)];
  const unknown = shareOf(unjudged, weights);
  const isWithin = (1 - unknown) * Math.max(-lower, upper) + unknown < margin;
  const isBeyond = Math.abs(bias) - reach(0.0125) > margin;
  const verdict =
    effectiveGroups < fewestGroups ? 'cannot tell' : isWithin ? 'holds' : isBeyond ? 'fails' : 'cannot tell';
  return { verdict, ...counts, bias, lower, upper, needed };
}

/**
 * What groups are worth by their weights W: (ΣW)² / ΣW² of equal weight as to the mean. As to how surely its error is known,
 * (ΣW²)² / ΣW⁴ of them (Satterthwaite), less the one that the mean takes: a few large ones make nearly all of the error.
 */
function worthOf(weights: readonly number[]): { readonly effectiveGroups: number; readonly freedom: number } {
  let [total, squares, fourths] = [0, 0, 0];
  for (const weight of weights) {
    total += weight;
    squares += weight ** 2;
    fourths += weight ** 4;
  }
  if (!(squares > 0)) return { effectiveGroups: 0, freedom: 0 };
  const effectiveGroups = total ** 2 / squares;
  return { effectiveGroups, freedom: Math.min(effectiveGroups, squares ** 2 / fourths) - 1 };
}

function shareOf(some: readonly number[], others: readonly number[]): number {
  const sum = (weights: readonly number[]): number => weights.reduce((all, weight) => all + weight, 0);
  return some.length === 0 ? 0 : sum(some) / (sum(some) + sum(others));
}

/**
 * The standard error if labels passed as much more or less often as the margin allows, and groups were as alike as they are.
 * Where nearly all pass, the few that did not by chance make their own scatter small, and the mean look surer than it is. And
 * few large groups that all pass by chance look unlike, so that the fewer there are, the more alike they are taken to be.
 */
function errorAtMargin(
  residuals: readonly Residual[],
  margin: number,
  { bias, standardError, groups, freedom }: Seen,
): number {
  let [apart, alike, seen, total] = [0, 0, 0, 0];
  for (const own of groups) {
    let together = 0;
    for (const i of own) {
      const { label, expected, weight } = residuals[i]!;
      const off = expected > 0.5 ? Math.max(0.5, expected - margin) : Math.min(0.5, expected + margin);
      const scatter = weight * Math.sqrt(off * (1 - off));
      together += scatter;
      apart += scatter ** 2;
      seen += (weight * (label - expected - bias)) ** 2;
      total += weight;
    }
    alike += together ** 2;
  }
  const shown = seen > 0 ? Math.max(1, (standardError * total) ** 2 / seen) : 1;
  const likeness = Math.min(1, groupsToShowLikeness / (freedom + 1));
  return Math.sqrt(Math.max(shown * apart, apart + likeness * (alike - apart))) / total;
}

interface Seen {
  readonly bias: number;
  readonly standardError: number;
  /** Places of their members. */
  readonly groups: readonly (readonly number[])[];
  readonly freedom: number;
}
