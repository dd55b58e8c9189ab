import { describe, expect, it } from 'vitest';
import { drawSystematically } from '../../src/log/sample-draw.ts';
import { inclusionProbabilities } from '../../src/log/sample-inclusion.ts';
import { chooseToLabel, type Candidate } from '../../src/log/sample.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

/** Traffic of which some is near the threshold, some thin, in three slices of very different size. */
function traffic(count: number): Candidate[] {
  const random = seededRandom(count);
  return Array.from({ length: count }, (_, i) => ({
    id: `e${i}`,
    group: `g${Math.floor(i / 3)}`,
    passProbability: i % 29 === 0 ? null : random(),
    thinness: random() ** 4,
    slice: i % 20 === 0 ? 'rare' : 'often',
  }));
}

describe('what is chosen to be labelled', () => {
  it.each([
    { count: 40, budget: 10, shareOfEverything: 0.2 },
    { count: 40, budget: 37, shareOfEverything: 0.05 },
    { count: 25, budget: 7, shareOfEverything: 1 },
  ])('is as often each entry as its inclusion says: $budget of $count', ({ count, budget, shareOfEverything }) => {
    const candidates = traffic(count);
    const draws = 20_000;
    const times = new Map<string, number>(candidates.map(({ id }) => [id, 0]));
    let inclusion: readonly number[] = [];
    for (let seed = 1; seed <= draws; seed++) {
      const sample = chooseToLabel(candidates, { budget, shareOfEverything, seed });
      expect(sample.chosen.length).toBe(budget);
      inclusion = sample.inclusion;
      for (const { id } of sample.chosen) times.set(id, times.get(id)! + 1);
    }
    candidates.forEach(({ id }, i) => {
      const pi = inclusion[i]!;
      // Four and a half standard errors: one in 150,000 by chance, for each of a hundred entries.
      const error = 4.5 * Math.sqrt((pi * (1 - pi)) / draws);
      expect(Math.abs(times.get(id)! / draws - pi), id).toBeLessThanOrEqual(error);
    });
  });

  it('has inclusions that add up to the budget exactly, none above 1 and none below the floor', () => {
    for (const [count, budget, shareOfEverything] of [
      [1000, 50, 0.2],
      [60, 50, 0.1],
      [51, 50, 0.01],
      [5000, 1, 1],
      [49_999, 333, 0.3],
      [7, 3, 1],
    ] as const) {
      const { inclusion, floor } = chooseToLabel(traffic(count), { budget, shareOfEverything });
      expect(inclusion.reduce((sum, pi) => sum + pi, 0)).toBe(budget);
      expect(Math.max(...inclusion)).toBeLessThanOrEqual(1);
      expect(floor).toBeGreaterThanOrEqual((shareOfEverything * budget) / count - 2 ** -31);
      expect(Math.min(...inclusion)).toBe(floor);
    }
  });

  it('adds up exactly for any emphasis there is', () => {
    const random = seededRandom(9);
    for (let i = 0; i < 300; i++) {
      const count = 1 + Math.floor(60 * random());
      const budget = 1 + Math.floor(count * random());
      const emphasis = Array.from({ length: count }, () => (random() < 0.3 ? 0 : Math.exp(40 * random() - 20)));
      const floor = (random() * budget) / count;
      const inclusion = inclusionProbabilities(emphasis, budget, floor);
      expect(inclusion.reduce((sum, pi) => sum + pi, 0)).toBe(budget);
      expect(Math.max(...inclusion)).toBeLessThanOrEqual(1);
      expect(Math.min(...inclusion)).toBeGreaterThanOrEqual(floor - 2 ** -31);
      expect(
        drawSystematically(
          inclusion.map((pi, k) => ({ id: `${k}`, group: `${k % 7}`, inclusion: pi })),
          random,
        ).length,
      ).toBe(budget);
    }
  });

  it('is everything, each with certainty, where the budget is enough', () => {
    const { chosen, inclusion } = chooseToLabel(traffic(20), { budget: 50 });
    expect(chosen.map(({ id }) => id)).toEqual(traffic(20).map(({ id }) => id));
    expect(inclusion.every((pi) => pi === 1)).toBe(true);
  });

  it('is more likely near the threshold, where labels are thin, and where nothing is known', () => {
    const one = (id: string, passProbability: number | null, thinness = 0): Candidate => ({
      id,
      group: id,
      passProbability,
      thinness,
    });
    const some = Array.from({ length: 30 }, (_, i) => one(`x${i}`, 0.2, 0.05));
    const candidates = [...some, one('near', 0.8), one('far', 0.02), one('thin', 0.02, 1), one('unknown', null)];
    const { inclusion } = chooseToLabel(candidates, { budget: 5, threshold: 0.8 });
    const [near, far, thin, unknown] = inclusion.slice(-4) as [number, number, number, number];
    expect(near).toBeGreaterThan(5 * far);
    expect(thin).toBeGreaterThan(5 * far);
    expectClose(unknown, near, { relative: 1e-6 });
    expectClose(far, (0.2 * 5) / 34, { relative: 0.5 });
  });

  it('takes in a rare slice far more often where slices count alike', () => {
    const candidates = traffic(2000);
    const ofRare = (bySlice: boolean): number => {
      const { inclusion } = chooseToLabel(candidates, { budget: 20, bySlice });
      return inclusion.reduce((sum, pi, i) => sum + (candidates[i]!.slice === 'rare' ? pi : 0), 0);
    };
    expect(ofRare(false)).toBeLessThan(2);
    // Half of four fifths of the budget, and a twentieth of the rest.
    expectClose(ofRare(true), 8.2, { relative: 1e-6 });
  });

  it('is an even sample where all of the budget goes over everything', () => {
    const { inclusion } = chooseToLabel(traffic(200), { budget: 20, shareOfEverything: 1 });
    for (const pi of inclusion) expectClose(pi, 0.1, { absolute: 2 ** -31 });
  });

  it('does not depend on the order of the entries, and does on the seed', () => {
    const candidates = traffic(300);
    const ids = (list: readonly Candidate[], seed: number): string[] =>
      chooseToLabel(list, { budget: 30, seed })
        .chosen.map(({ id }) => id)
        .sort();
    expect(ids(candidates.toReversed(), 5)).toEqual(ids(candidates, 5));
    expect(ids(candidates, 6)).not.toEqual(ids(candidates, 5));
  });

  it.each([
    { option: 'budget', options: { budget: 0 } },
    { option: 'budget', options: { budget: 2.5 } },
    { option: 'budget', options: { budget: Number.NaN } },
    { option: 'threshold', options: { budget: 5, threshold: 1 } },
    { option: 'shareOfEverything', options: { budget: 5, shareOfEverything: 0 } },
    { option: 'shareOfEverything', options: { budget: 5, shareOfEverything: 1.1 } },
    { option: 'budget', options: { budget: 1, shareOfEverything: 1e-5 } },
  ])('is refused for what is no $option: $options', ({ option, options }) => {
    expect(() => chooseToLabel(traffic(30), options)).toThrow(
      expect.objectContaining({ code: 'invalid-option', details: expect.objectContaining({ option }) }),
    );
  });

  it('is refused for an id that comes twice, and for a probability that is none', () => {
    const [one] = traffic(1) as [Candidate];
    const refused = expect.objectContaining({ code: 'invalid-option' });
    expect(() => chooseToLabel([one, one], { budget: 1 })).toThrow(refused);
    expect(() => chooseToLabel([{ ...one, passProbability: Number.NaN }], { budget: 1 })).toThrow(refused);
  });
});

describe('a systematic draw', () => {
  it('takes of each group within one of what it takes on average', () => {
    const tickets = Array.from({ length: 60 }, (_, i) => ({ id: `t${i}`, group: `g${i % 6}`, inclusion: 0.25 }));
    for (let seed = 0; seed < 200; seed++) {
      const counts = Map.groupBy(drawSystematically(tickets, seededRandom(seed)), ({ group }) => group);
      expect([...counts.values()].every((own) => own.length === 2 || own.length === 3)).toBe(true);
    }
  });

  it('takes what is certain, always and once', () => {
    const tickets = Array.from({ length: 12 }, (_, i) => ({ id: `t${i}`, group: 'g', inclusion: i < 4 ? 1 : 0.25 }));
    for (let seed = 0; seed < 500; seed++) {
      const ids = drawSystematically(tickets, seededRandom(seed)).map(({ id }) => id);
      expect(ids.length).toBe(6);
      expect(ids).toEqual(expect.arrayContaining(['t0', 't1', 't2', 't3']));
    }
  });
});
