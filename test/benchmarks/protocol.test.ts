import { describe, expect, it } from 'vitest';
import { repeat, type Score } from '../../benchmarks/accuracy/protocol.ts';
import { extractFeatures, type CalibrationRecord } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

const random = seededRandom(11);

/* Both the rating and the length tell what people say: only long answers that are rated high pass, but for one in ten. */
const records: CalibrationRecord[] = Array.from({ length: 400 }, (_, i) => {
  const selfRating = 1 + Math.floor(10 * random());
  const words = 1 + Math.floor(40 * random());
  const passes = (selfRating > 3 && words > 12) !== random() < 0.1;
  return {
    id: String(i),
    group: `group ${i >> 1}`,
    selfRating,
    humanRatings: [passes ? 5 : 2],
    features: extractFeatures('word '.repeat(words)),
  };
});
const target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 };
const scores = repeat({ name: 'task', source: 'source', target, records }, { place: 0, repetition: 0 });
const lossOf = (method: string, shuffled: boolean): number =>
  scores.find((score: Score) => score.method === method && score.labels === 100 && score.shuffled === shuffled)!
    .logLoss;

describe('repeat', () => {
  it('scores the sizes that half of the groups can fill, and one of them again with shuffled labels', () => {
    const runs = scores.filter(({ method }) => method === 'raw').map(({ labels, shuffled }) => ({ labels, shuffled }));
    expect(runs).toEqual([
      { labels: 50, shuffled: false },
      { labels: 100, shuffled: false },
      { labels: 100, shuffled: true },
    ]);
  });

  it('leaves the null run the same number of labels that pass, and nothing to learn', () => {
    expectClose(lossOf('base rate', true), lossOf('base rate', false));
    expect(lossOf('unflatter', false)).toBeLessThan(lossOf('base rate', false) - 0.1);
    expect(lossOf('unflatter', true)).toBeGreaterThan(lossOf('base rate', true) - 0.01);
  });

  it('is the same whenever it is run', () => {
    const again = repeat({ name: 'task', source: 'source', target, records }, { place: 0, repetition: 0 });
    expect(again).toEqual(scores);
  });
});
