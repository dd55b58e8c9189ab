import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../src/log/decision.ts';
import { recordsOf } from '../../src/log/records.ts';
import {
  chosenRounds,
  inclusionAcrossRounds,
  weightsAcrossRounds,
  type TakenEntry,
} from '../../src/log/sample-rounds.ts';
import { chooseToLabel } from '../../src/log/sample.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { decision } from './example-log.ts';

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
  return entries.map((one) => {
    const inclusion = chosen.get(one.id);
    return inclusion === undefined ? one : { ...one, inclusion, chosenAt: time, labels: [label(one.id, time + 1)] };
  });
}

/** The same rounds, where a label is missing for whatever the test says. */
function skipping(entries: readonly World[], isSkipped: (one: World) => boolean): World[] {
  return entries.map((one) => (one.inclusion !== undefined && isSkipped(one) ? { ...one, labels: [] } : one));
}

/** The mean of an estimate over many draws, less the truth, in standard errors. */
function errorsOff(draws: number, drawn: (seed: number) => readonly World[]): number {
  const total = world.reduce((sum, { y }) => sum + y, 0);
  let [mean, squares] = [0, 0];
  for (let seed = 1; seed <= draws; seed++) {
    const entries = drawn(seed);
    const weights = weightsAcrossRounds(entries);
    const sum = entries.reduce((acc, { id, y }) => acc + (weights.get(id) ?? 0) * y, 0);
    mean += sum / draws;
    squares += sum ** 2 / draws;
  }
  return (mean - total) / Math.sqrt((squares - mean ** 2) / draws);
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

  it('stand for everything while a later round waits for its labels', () => {
    const early = world.map((one) => ({ ...one, at: 10 }));
    const pending = (seed: number): World[] => {
      const first = round(early, 50, { budget: 8, seed });
      return skipping(round(first, 200, { budget: 14, seed: seed + 1e6 }), ({ chosenAt }) => chosenAt === 200);
    };
    expect(Math.abs(errorsOff(3000, pending))).toBeLessThan(4);
  });

  it('stand for everything where half of a round is left out at random, early or late', () => {
    for (const halved of [50, 200]) {
      const left = (seed: number): World[] => {
        const coin = seededRandom(seed + 5e6);
        return skipping(threeRounds(seed), ({ chosenAt }) => chosenAt === halved && coin() < 0.5);
      };
      // Where all of a round is left out, which is one draw of 32, its α is none.
      expect(Math.abs(errorsOff(6000, left)), `${halved}`).toBeLessThan(4);
    }
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
      labels: [label(id, chosenAt + 1)],
    });
    const weights = weightsAcrossRounds([
      chosen('a', 1, 10, 0.5),
      chosen('b', 1, 20, 0.25),
      chosen('c', 1, 20, 1),
      chosen('d', 15, 20, 0.25),
      { id: 'asked for by none', at: 1, labels: [label('e', 12)] },
      { id: 'labelled after all rounds', at: 1, labels: [label('f', 30)] },
      { id: 'labelled by a model', at: 1, labels: [label('g', 5, 'Model')] },
      // Rounds without a label by people are as if they had not been.
      { ...chosen('h', 1, 15, 0.01), labels: [label('h', 16, 'model')] },
      { ...chosen('i', 1, 25, 0.01), labels: [] },
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

  it('are weighted as by hand where some are missing', () => {
    const chosen = (id: string, chosenAt: number, inclusion: number, isLabelled = true): TakenEntry => {
      return { id, at: 1, chosenAt, inclusion, labels: isLabelled ? [label(id, 40)] : [] };
    };
    const entries = [
      chosen('a', 10, 0.5),
      chosen('b', 10, 0.5, false),
      chosen('c', 20, 0.25),
      chosen('d', 20, 0.25),
      chosen('e', 20, 0.25, false),
    ];
    // One label of two that were chosen at 10, two of three at 20.
    expect(Object.fromEntries(weightsAcrossRounds(entries))).toEqual({
      a: (2 * (1 / 0.5 + 2)) / 3,
      c: (1.5 * (2 / 0.25)) / 3,
      d: (1.5 * (2 / 0.25)) / 3,
    });
    expect(chosenRounds(entries)).toEqual([
      { at: 10, chosen: 2, labelled: 1 },
      { at: 20, chosen: 3, labelled: 2 },
    ]);
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

describe('a log with rounds as a calibration set', () => {
  const entry = (id: string, parts: Partial<LogEntry> = {}): LogEntry => ({ ...decision(id), labels: [], ...parts });
  const chosen = (chosenAt: number, labels: LogEntry['labels'] = []) => ({ inclusion: 0.5, chosenAt, labels });

  it('says how many were chosen and not labelled, and whose labels have no weight', () => {
    const { records, unchosen, skipped } = recordsOf([
      entry('labelled', chosen(5000, [label('labelled', 5001)])),
      entry('skipped', chosen(5000)),
      entry('labelled by a model', chosen(5000, [label('labelled by a model', 5001, 'LLM')])),
      entry('waits, as does all of its round', chosen(6000)),
      entry('labelled unasked', { labels: [label('labelled unasked', 7000)] }),
      entry('neither'),
    ]);
    expect({ unchosen, skipped }).toEqual({ unchosen: 2, skipped: 2 });
    const ofPeople = records.filter(({ humanRatings }) => humanRatings.length > 0);
    expect(ofPeople).toMatchObject([{ id: 'labelled', inclusion: 0.5 / 3 }]);
    expect(records).toHaveLength(4);
  });
});
