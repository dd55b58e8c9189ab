/**
 * P-values corrected for their number: rejecting those that are at most α keeps the probability of any false rejection
 * at most α, whatever their dependence. In the order they came in; the m-th smallest of n is multiplied by n − m + 1, and
 * none ends below a smaller one.
 *
 * @see Holm (1979), A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6
 * @example holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(pValues: ArrayLike<number>): Float64Array {
  const order = Array.from(pValues, (_, place) => place).sort((i, j) => pValues[i]! - pValues[j]!);
  const corrected = new Float64Array(pValues.length);
  let highest = 0;
  order.forEach((place, rank) => {
    highest = Math.max(highest, Math.min(1, (order.length - rank) * pValues[place]!));
    corrected[place] = highest;
  });
  return corrected;
}
