import { describe, expect, it } from 'vitest';
import { poweredMean } from '../../src/math/prediction-powered.ts';
import { expectClose } from '../close.ts';
import reference from '../reference/prediction-powered.json' with { type: 'json' };

/* The numbers of ppi-python in test/reference/prediction-powered.json, which prediction-powered.py beside it makes. */
const { labels } = reference;

describe.each(Object.entries(reference.worlds))('a prediction-powered mean with %s', (_, world) => {
  const predicted = { labels, predictions: world.predictions, unlabelled: world.unlabelled };

  it('has the power of ppi-python, held between 0 and 1 or not', () => {
    expectClose(poweredMean(predicted).power, world.power.held);
    expectClose(poweredMean(predicted, 'any').power, world.power.any);
  });

  it('is that of ppi-python with its standard error, whether the power is tuned or told', () => {
    for (const { isTuned, power, ...expected } of world.estimates) {
      const found = poweredMean(predicted, isTuned ? 'held' : power);
      expectClose(
        [found.power, found.estimate, found.standardError],
        [power, expected.estimate, expected.standardError],
      );
    }
  });
});

describe('a prediction-powered mean', () => {
  it('is that of the labels where predictions do not vary', () => {
    const found = poweredMean({ labels: [0, 1, 1], predictions: [0.5, 0.5, 0.5], unlabelled: [0.5, 0.5] });
    expect(found.power).toBe(0);
    expectClose(found.estimate, 2 / 3);
  });
});
