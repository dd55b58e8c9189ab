/** Series terms beyond this add less than rounding. */
const seriesFrom = 15;

/** More than any argument needs: the fraction converges in about √(a + b) steps. */
const mostSteps = 100_000;

/**
 * The regularised incomplete beta function I_x(a, b), given x and y = 1 − x.
 *
 * @see DLMF 8.17.22 for the continued fraction and 8.17.4 for the turn at its centre
 */
export function betaShare(x: number, y: number, a: number, b: number): number {
  if (x === 0 || y === 0) return y === 0 ? 1 : 0;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(y, x, b, a);
  const front = a * Math.log(x) + b * Math.log(y) + logGamma(a + b) - logGamma(a) - logGamma(b);
  return Math.exp(front) / a / fraction(x, a, b);
}

/** 1 + d₁ / (1 + d₂ / (1 + …)), from the front by Lentz's method. */
function fraction(x: number, a: number, b: number): number {
  let value = 1;
  let numerator = 1;
  let denominator = 0;
  for (let step = 1; step < mostSteps; step++) {
    const m = Math.floor(step / 2);
    const top = step % 2 === 0 ? m * (b - m) : -(a + m) * (a + b + m);
    const d = (top / (a + step - 1) / (a + step)) * x;
    denominator = 1 / apart(1 + d * denominator);
    numerator = apart(1 + d / numerator);
    const factor = numerator * denominator;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return value;
}

/** Away from zero, so that it can be divided by. */
function apart(value: number): number {
  return value === 0 ? Number.MIN_VALUE ** 0.5 : value;
}

/**
 * log Γ(x) for x above 0: Stirling's series, moved up to where a few terms are exact.
 *
 * @see DLMF 5.11.1
 */
export function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < seriesFrom; at++) shift += Math.log(at);
  const inverse = 1 / at ** 2;
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / at;
  return (at - 1 / 2) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift;
}
