import { describe, expect, it } from 'vitest';
import { fit, type CalibrationRecord } from '../../../src/index.ts';
import * as units from '../../../src/gate/certify/units.ts';
import { seededRandom, shuffled } from '../../../src/math/random.ts';
import { exampleRecords, exampleTarget } from '../../example.ts';

const { unitsOf } = units;
const drawUnits = (records: readonly CalibrationRecord[], seed: number) => units.drawUnits(records, seed).drawn;

const record = (id: string, rest: Partial<CalibrationRecord> = {}): CalibrationRecord => ({
  id,
  selfRating: 5,
  response: `Text ${id}.`,
  humanRatings: [1],
  ...rest,
});

describe('drawUnits', () => {
  const records = Array.from({ length: 60 }, (_, i) => record(`r${i}`, { group: `g${i % 20}` }));

  it('takes one record of each group, whatever order they come in', () => {
    const drawn = drawUnits(records, 7);
    expect(new Set(drawn.map(({ group }) => group)).size).toBe(20);
    expect(drawn).toHaveLength(20);
    expect(new Set(drawUnits(shuffled(records, seededRandom(3)), 7))).toEqual(new Set(drawn));
    expect(drawUnits(records, 8)).not.toEqual(drawn);
  });

  it('takes each record of a group equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed++)
      for (const { id } of drawUnits(records.slice(0, 60), seed)) counts.set(id, (counts.get(id) ?? 0) + 1);
    const own = ['r0', 'r20', 'r40'].map((id) => counts.get(id)!);
    // A thousand each, with a standard deviation of 26.
    for (const count of own) expect(Math.abs(count - 1000)).toBeLessThan(104);
  });

  it('counts copies of a text under other groups once', () => {
    const copied = (one: CalibrationRecord) => ({ ...one, id: `copy of ${one.id}`, group: `copy of ${one.group}` });
    const asked = records.map((one) => ({ ...one, prompt: 'Why?' }));
    expect(drawUnits([...asked, ...asked.map(copied)], 7)).toHaveLength(20);
  });

  it('counts each group, however many measure the same or were answered alike', () => {
    const measured = Array.from({ length: 30 }, (_, i) =>
      record(`m${i}`, { response: undefined, features: { words: 9 }, group: `m${i}` }),
    );
    expect(drawUnits(measured, 7)).toHaveLength(30);
    const stock = Array.from({ length: 30 }, (_, i) => record(`s${i}`, { response: 'Thank you.', group: `s${i}` }));
    expect(drawUnits(stock, 7)).toHaveLength(30);
  });

  it('evens out unequal chances of having been labelled', () => {
    // Of what fails, one in four was labelled: of the units that stay, four times as many of what passes must go.
    const uneven = Array.from({ length: 4000 }, (_, i) =>
      i % 2 === 0 ? record(`p${i}`, { inclusion: 1 }) : record(`f${i}`, { inclusion: 0.25, humanRatings: [0] }),
    );
    const drawn = drawUnits(uneven, 1);
    const failing = drawn.filter(({ inclusion }) => inclusion === 0.25).length;
    expect(failing).toBe(2000);
    expect(Math.abs(drawn.length - failing - 500)).toBeLessThan(4 * Math.sqrt(2000 * 0.25 * 0.75));
    const even = uneven.map((one) => ({ ...one, inclusion: 0.25 }));
    expect(drawUnits(even, 1)).toHaveLength(4000);
    expect(units.drawUnits(uneven, 1).evenedOut).toBe(4000 - drawn.length);
  });
});

describe('unitsOf', () => {
  it('leaves to a person what another rater than those of the fit has rated, and refuses where none of them has', () => {
    const byRater = (rater: string) => exampleRecords().map((one) => ({ ...one, rater }));
    const calibrator = fit(byRater('one'), exampleTarget);
    const fresh = (raters: readonly string[]) =>
      unitsOf(
        calibrator,
        raters.map((rater) => ({ ...exampleRecords()[0]!, rater })),
        { seed: 1, features: [] },
      );
    expect(fresh(['one', 'another', 'one']).map(({ isDecidable }) => isDecidable)).toEqual([true, false, true]);
    expect(() => fresh(['another', 'yet another'])).toThrow(expect.objectContaining({ code: 'rater-mismatch' }));
  });

  const calibrator = fit(exampleRecords(), exampleTarget);
  const seed = { seed: 1, features: [] };

  it('reads what the gate will read', () => {
    const [fresh] = exampleRecords();
    const [unit] = unitsOf(calibrator, [fresh!], seed);
    expect(unit).toMatchObject({ selfRating: fresh!.selfRating, isDecidable: true });
    expect(unit!.passProbability).toBeGreaterThan(0);
  });

  it('has no decision where a gate would have doubts', () => {
    const far = record('far', {
      prompt: 'Which way?',
      selfRating: exampleTarget.ratingScale.max,
      response: '→ → →',
      humanRatings: [exampleTarget.humanScale.max],
    });
    expect(unitsOf(calibrator, [far], seed)[0]).toMatchObject({ isDecidable: false, passes: true });
  });

  it('refuses what the calibrator was not made for, by name', () => {
    const other = { ...exampleRecords()[0]!, criterion: 'another' };
    const made = { ...calibrator, target: { ...calibrator.target, criterion: 'helpful' } };
    expect(() => unitsOf(made, [other], seed)).toThrow(/^record .*criterion/);
  });
});
