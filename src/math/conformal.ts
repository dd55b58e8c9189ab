/**
 * The level quantile of residuals of records that the fit had not seen, as split conformal prediction takes it: the
 * smallest residual with at least `level` of the weight at or below it, where one further record, of weight one,
 * counts as infinite. `fallback` where that one would be needed. Weights are in units of one unrelated record.
 *
 * @see Vovk, Gammerman and Shafer (2005); Barber et al. (2021), Predictive Inference with the Jackknife+, section 3
 */
export function conformalQuantile(
  residuals: ArrayLike<number>,
  weights: ArrayLike<number>,
  level: number,
  fallback: number,
): number {
  const order = Array.from(residuals, (_, i) => i).sort((i, j) => residuals[i]! - residuals[j]!);
  let total = 0;
  for (const i of order) total += weights[i]!;
  const needed = level * (total + 1);
  let seen = 0;
  for (const i of order) {
    seen += weights[i]!;
    if (seen >= needed - 1e-9 * total) return residuals[i]!;
  }
  return fallback;
}
