import { describe, expect, it } from 'vitest';
import { spread } from '../../benchmarks/accuracy/spread.ts';
import type { Task } from '../../benchmarks/accuracy/tasks.ts';
import { extractFeatures, type CalibrationRecord } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';

const random = seededRandom(5);
const recordOf = (i: number): CalibrationRecord => {
  const selfRating = 1 + Math.floor(10 * random());
  return {
    id: String(i),
    group: `group ${i % 60}`,
    selfRating,
    humanRatings: [random() < selfRating / 12 ? 5 : 2],
    features: extractFeatures('word '.repeat(1 + Math.floor(40 * random()))),
  };
};
const taskOf = (name: string): Task => ({
  name,
  source: name,
  pooled: false,
  target: { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 },
  records: Array.from({ length: 120 }, (_, i) => recordOf(i)),
});

describe('spread', () => {
  it('gives the same scores in the same order with one thread and with two', async () => {
    const tasks = [taskOf('first'), taskOf('second')];
    const jobs = [0, 1].flatMap((place) => [0, 1].map((repetition) => ({ place, repetition })));
    const done: number[] = [];
    const alone = await spread(tasks, jobs, { workers: 1, onProgress: (count) => done.push(count) });
    const together = await spread(tasks, jobs, { workers: 2, onProgress: () => {} });
    expect(together).toEqual(alone);
    expect(alone.map(({ task, repetition }) => `${task} ${repetition}`)[0]).toBe('first 0');
    expect(done).toEqual([1, 2, 3, 4]);
  });
});
