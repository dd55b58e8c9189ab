import { assertOption } from '../calibrator/target.ts';
import { poweredMean, type LabelsAndPredictions, type PredictionPowered } from '../math/prediction-powered.ts';

/**
 * The mean of values of which few are known and all are predicted, for predictions that come from elsewhere than the labels and
 * for labels that are an even sample of unrelated values: λ · mean(unlabelled) + mean(label − λ · prediction), with the λ from 0
 * to 1 that has the least variance. The numbers are those of ppi-python. For records, {@link estimatePassRate} does more.
 *
 * @throws UnflatterError `invalid-option` for lists that are empty, of different lengths, or have what is no number.
 * @see Angelopoulos, Duchi and Zrnic (2023), PPI++: Efficient Prediction-Powered Inference
 * @example predictionPoweredMean({ labels: [1, 0, 1], predictions: [0.8, 0.3, 0.6], unlabelled: [0.7, 0.4] }).estimate
 */
export function predictionPoweredMean(given: LabelsAndPredictions): PredictionPowered {
  for (const name of ['labels', 'predictions', 'unlabelled'] as const) {
    const list: unknown = given[name];
    const holds = isList(list) && list.length > 0 && Array.from(list).every((value) => Number.isFinite(value));
    assertOption(holds, name, 'a list of numbers, one at least', list);
  }
  const { labels, predictions } = given;
  const expected = `as many as there are labels, ${labels.length}`;
  assertOption(predictions.length === labels.length, 'predictions', expected, predictions.length);
  return poweredMean(given);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}
