/** The logistic function 1 / (1 + e^−x): any real to 0..1, without overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** log(1 + e^x), without overflow. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * What has to be added to every logit so that the weighted mean probability is `rate`, which lies strictly between 0 and 1.
 * Newton's method, halving an interval instead where a step would leave it.
 */
export function shiftTo(rate: number, logits: ArrayLike<number>, weights: ArrayLike<number>): number {
  let [low, high] = [-1000, 1000];
  let shift = 0;
  for (let step = 0; step < 100; step++) {
    let gap = 0;
    let slope = 0;
    for (let i = 0; i < logits.length; i++) {
      const p = sigmoid(logits[i]! + shift);
      gap += weights[i]! * (p - rate);
      slope += weights[i]! * p * (1 - p);
    }
    if (gap > 0) high = shift;
    else low = shift;
    const newton = shift - gap / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - shift) < 1e-13) return next;
    shift = next;
  }
  return shift;
}
