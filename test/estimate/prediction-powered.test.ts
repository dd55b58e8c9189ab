import { describe, expect, it } from 'vitest';
import { predictionPoweredMean } from '../../src/index.ts';
import { expectClose } from '../close.ts';
import reference from '../reference/prediction-powered.json' with { type: 'json' };

describe('predictionPoweredMean', () => {
  it('is the estimate of ppi-python', () => {
    const { predictions, unlabelled, estimates } = reference.worlds['predictions that help'];
    const found = predictionPoweredMean({ labels: reference.labels, predictions, unlabelled });
    expectClose(found.estimate, estimates[0]!.estimate);
  });

  const given = { labels: [1, 0, 1], predictions: [0.8, 0.3, 0.6], unlabelled: [0.7, 0.4] };

  it.each([
    { option: 'labels', value: [] },
    { option: 'labels', value: [1, Number.NaN, 0] },
    { option: 'predictions', value: [0.8, 0.3] },
    { option: 'predictions', value: [0.8, 0.3, Number.POSITIVE_INFINITY] },
    { option: 'unlabelled', value: [] },
    { option: 'unlabelled', value: undefined },
  ])('refuses $option of $value', ({ option, value }) => {
    expect(() => predictionPoweredMean({ ...given, [option]: value })).toThrow(
      expect.objectContaining({ code: 'invalid-option', details: expect.objectContaining({ option }) }),
    );
  });
});
