import { describe, expect, it } from 'vitest';
import { inclusionAcrossRounds, weightsAcrossRounds, type TakenEntry } from '../../src/log/sample-rounds.ts';
import { chooseToLabel } from '../../src/log/sample.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

interface World extends TakenEntry {
  readonly y: number;
  readonly passProbability: number;
}

/** Thirty entries, twenty of them there for the first round; people fail those with a low pass probability more often. */
const random = seededRandom(3);
const world: World[] = Array.from({ length: 30 }, (_, i) => {
  const passProbability = random();
  return { id: `e${i}`, at: i < 20 ? 10 : 150, labels: [], passProbability, y: random() < passProbability ? 0 : 1 };
});

const label = (id: string, at: number, source = 'expert') => ({ key: id, id, value: 1, labeller: 'a', source, at });

/** Chooses at a time among what is there and not taken yet; what it chooses is marked. */
function round(entries: readonly World[], time: number, { budget, seed }: { budget: number; seed: number }): World[] {
  const open = entries.filter(({ at, inclusion, labels }) => at <= time && inclusion === undefined && !labels.length);
  const candidates = open.map(({ id, passProbability }) => ({ id, group: id, passProbability, thinness: 0 }));
  const sample = chooseToLabel(candidates, { budget, seed, threshold: 0.6 });
  const chosen = new Map(sample.chosen.map((one) => [one.id, one.inclusion]));
  return entries.map((one) => (chosen.has(one.id) ? { ...one, inclusion: chosen.get(one.id)!, chosenAt: time } : one));
}

/** Between the rounds, whoever was failed complains, of the first few: labels that came for the worst of reasons. */
function complaints(entries: readonly World[]): World[] {
  return entries.map((one, i) => (i < 6 && one.y === 1 ? { ...one, labels: [label(one.id, 100)] } : one));
}

function threeRounds(seed: number): World[] {
  const first = round(world, 50, { budget: 5, seed });
  const second = round(complaints(first), 200, { budget: 6, seed: seed + 1e6 });
  return round(second, 300, { budget: 4, seed: seed + 2e6 });
}

describe('labels of several rounds', () => {
  it('stand for everything that the rounds have seen, each entry once', () => {
    const draws = 6000;
    const total = world.reduce((sum, { y }) => sum + y, 0);
    const ofEntry = new Map(world.map(({ id }) => [id, 0]));
    let [estimate, squares, naive] = [0, 0, 0];
    for (let seed = 1; seed <= draws; seed++) {
      const entries = threeRounds(seed);
      const weights = weightsAcrossRounds(entries);
      const sum = entries.reduce((acc, { id, y }) => acc + (weights.get(id) ?? 0) * y, 0);
      estimate += sum / draws;
      squares += sum ** 2 / draws;
      const conditional = (one: World): number => (one.inclusion === undefined ? 0 : 1 / one.inclusion);
      naive += entries.reduce((acc, one) => acc + conditional(one) * one.y, 0) / draws;
      for (const [id, weight] of weights) ofEntry.set(id, ofEntry.get(id)! + weight / draws);
    }
    const error = Math.sqrt((squares - estimate ** 2) / draws);
    expect(Math.abs(estimate - total)).toBeLessThan(4 * error);
    for (const [id, mean] of ofEntry) expect(Math.abs(mean - 1), id).toBeLessThan(0.12);
    // Each by its own probability alone, an entry counts for every round that it was there for.
    expect(naive).toBeGreaterThan(1.5 * total);
  });

  it('keep the inclusion that they were chosen with where there was one round', () => {
    const once = round(world, 400, { budget: 8, seed: 7 });
    const inclusion = inclusionAcrossRounds(once);
    const chosen = once.filter((one) => one.inclusion !== undefined);
    expect([...inclusion.keys()].sort()).toEqual(chosen.map(({ id }) => id).sort());
    for (const one of chosen) expectClose(inclusion.get(one.id)!, one.inclusion!);
  });

  it('are weighted as by hand', () => {
    const chosen = (id: string, at: number, chosenAt: number, inclusion: number): TakenEntry => ({
      id,
      at,
      chosenAt,
      inclusion,
      labels: [],
    });
    const weights = weightsAcrossRounds([
      chosen('a', 1, 10, 0.5),
      chosen('b', 1, 20, 0.25),
      chosen('c', 1, 20, 1),
      chosen('d', 15, 20, 0.25),
      { id: 'asked for by none', at: 1, labels: [label('e', 12)] },
      { id: 'labelled after all rounds', at: 1, labels: [label('f', 30)] },
      { id: 'labelled by a model', at: 1, labels: [label('g', 5, 'model')] },
    ]);
    // One was chosen at 10, three at 20.
    expect(Object.fromEntries(weights)).toEqual({
      a: (1 / 0.5 + 3) / 4,
      b: 3 / 0.25 / 4,
      c: 3 / 4,
      d: 3 / 0.25 / 3,
      'asked for by none': 3 / 4,
    });
  });

  it('have inclusions in the ratio of their weights, none above 1', () => {
    const entries = threeRounds(11);
    const weights = weightsAcrossRounds(entries);
    const inclusion = inclusionAcrossRounds(entries);
    expect(Math.max(...inclusion.values())).toBeLessThanOrEqual(1);
    const products = [...inclusion].map(([id, pi]) => pi * weights.get(id)!);
    expectClose(
      products,
      products.map(() => products[0]!),
    );
  });
});
