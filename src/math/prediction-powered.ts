/** Values that people gave, and what was predicted of them and of others that nobody judged. */
export interface LabelsAndPredictions {
  readonly labels: ArrayLike<number>;
  /** One for each label. */
  readonly predictions: ArrayLike<number>;
  /** Of what has no label. */
  readonly unlabelled: ArrayLike<number>;
}

export interface PredictionPowered {
  /** λ: how much the predictions count. */
  readonly power: number;
  readonly estimate: number;
  readonly standardError: number;
}

/** λ anywhere, or held between 0 (labels alone) and 1 (predictions at their word). */
export type PowerRange = 'any' | 'held';

/**
 * The mean of what labels and others have in common, from unrelated values: λ · mean(unlabelled) + mean(label − λ · prediction),
 * with the λ of the least variance, or the one that is given. Right whatever the predictions are, if they come from elsewhere
 * than these labels; where they say nothing, λ is near 0. Zero where predictions do not vary.
 *
 * @see Angelopoulos, Duchi and Zrnic (2023), PPI++: Efficient Prediction-Powered Inference. The numbers are those of
 *   `ppi_mean_pointestimate` of ppi-python, and of the standard error behind its `ppi_mean_ci`.
 */
export function poweredMean(predicted: LabelsAndPredictions, power: PowerRange | number = 'held'): PredictionPowered {
  const { labels, predictions, unlabelled } = predicted;
  const chosen = typeof power === 'number' ? power : powerOf(predicted, power);
  const left = Float64Array.from(labels, (label, i) => label - chosen * predictions[i]!);
  return {
    power: chosen,
    estimate: chosen * meanOf(unlabelled) + meanOf(left),
    standardError: Math.sqrt(
      (chosen ** 2 * covarianceOf(unlabelled, unlabelled)) / unlabelled.length + covarianceOf(left, left) / left.length,
    ),
  };
}

/** Cov(label, prediction) / ((1 + n / N) · Var(prediction)), with the variance over all N + n predictions. */
function powerOf({ labels, predictions, unlabelled }: LabelsAndPredictions, range: PowerRange): number {
  const pooled = Float64Array.from([...Array.from(predictions), ...Array.from(unlabelled)]);
  const variance = (covarianceOf(pooled, pooled) * pooled.length) / (pooled.length - 1);
  if (!(variance > 0)) return 0;
  const best = covarianceOf(labels, predictions) / ((1 + labels.length / unlabelled.length) * variance);
  return range === 'any' ? best : Math.min(1, Math.max(0, best));
}

function covarianceOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [first, second] = [meanOf(a), meanOf(b)];
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - first) * (b[i]! - second);
  return sum / a.length;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
