import { clusterMean, effectiveClusters } from '../math/clusters.ts';
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

/**
 * Two one-sided tests of 5 % on the mean of label less expectation: that it is within the margin. That it is beyond takes
 * half of the error, since it is asked of two parts and on two sides.
 *
 * @see Schuirmann (1987), A comparison of the two one-sided tests procedure and the power approach, J. Pharmacokin. Biopharm. 15
 */
export function equivalenceOf(residuals: readonly Residual[], margin: number): TransportPart {
  const weights = residuals.map(({ weight }) => weight);
  const groups = residuals.map(({ group }) => group);
  const effectiveGroups = residuals.length === 0 ? 0 : effectiveClusters(weights, groups);
  const counts = { labels: residuals.length, groups: new Set(groups).size, effectiveGroups };
  if (residuals.length === 0)
    return { verdict: 'cannot tell', ...counts, bias: null, lower: null, upper: null, needed: null };
  const values = residuals.map(({ label, expected }) => label - expected);
  const { mean: bias, standardError } = clusterMean(values, weights, groups);
  const error = Math.max(standardError, errorAtMargin(residuals, margin, { bias, standardError }));
  if (!(effectiveGroups >= 2 && Number.isFinite(error)))
    return { verdict: 'cannot tell', ...counts, bias, lower: null, upper: null, needed: null };
  const needed = Math.ceil(Math.max(fewestGroups, (squaresNeeded * error ** 2 * effectiveGroups) / margin ** 2));
  const reach = (tail: number): number => studentQuantile(2 * tail, effectiveGroups - 1) * error;
  const [lower, upper] = [bias - reach(0.05), bias + reach(0.05)];
  const isWithin = lower > -margin && upper < margin;
  const isBeyond = Math.abs(bias) - reach(0.0125) > margin;
  const verdict =
    effectiveGroups < fewestGroups ? 'cannot tell' : isWithin ? 'holds' : isBeyond ? 'fails' : 'cannot tell';
  return { verdict, ...counts, bias, lower, upper, needed };
}

/**
 * The standard error if labels passed as much more or less often as the margin allows, and groups were as alike as they are.
 * Where nearly all pass, the few that did not by chance make their own scatter small, and the mean look surer than it is.
 */
function errorAtMargin(
  residuals: readonly Residual[],
  margin: number,
  { bias, standardError }: { readonly bias: number; readonly standardError: number },
): number {
  let [atMargin, seen, total] = [0, 0, 0];
  for (const { label, expected, weight } of residuals) {
    const off = expected > 0.5 ? Math.max(0.5, expected - margin) : Math.min(0.5, expected + margin);
    atMargin += weight ** 2 * off * (1 - off);
    seen += (weight * (label - expected - bias)) ** 2;
    total += weight;
  }
  const alike = seen > 0 ? Math.max(1, (standardError * total) / Math.sqrt(seen)) : 1;
  return (alike * Math.sqrt(atMargin)) / total;
}
