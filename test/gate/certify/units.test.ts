import { describe, expect, it } from 'vitest';
import { fit, type CalibrationRecord } from '../../../src/index.ts';
import { drawGroups, unitsOf } from '../../../src/gate/certify/units.ts';
import { seededRandom, shuffled } from '../../../src/math/random.ts';
import { exampleRecords, exampleTarget } from '../../example.ts';

const drawn = (records: readonly CalibrationRecord[], seed: number, leastInclusion?: number) =>
  drawGroups(records, { seed, leastInclusion }).groups.map((group) => group.drawn);
const alone = (one: CalibrationRecord) => ({ drawn: one, all: [one] });

const record = (id: string, rest: Partial<CalibrationRecord> = {}): CalibrationRecord => ({
  id,
  selfRating: 5,
  response: `Text ${id}.`,
  humanRatings: [1],
  ...rest,
});

describe('drawGroups', () => {
  const records = Array.from({ length: 60 }, (_, i) => record(`r${i}`, { group: `g${i % 20}` }));

  it('takes one record of each group, whatever order they come in', () => {
    const taken = drawn(records, 7);
    expect(new Set(taken.map(({ group }) => group)).size).toBe(20);
    expect(taken).toHaveLength(20);
    expect(new Set(drawn(shuffled(records, seededRandom(3)), 7))).toEqual(new Set(taken));
    expect(drawn(records, 8)).not.toEqual(taken);
    const { groups } = drawGroups(records, { seed: 7 });
    expect(new Set(groups.flatMap(({ all }) => all))).toEqual(new Set(records));
    for (const { all } of groups) expect(new Set(all.map(({ group }) => group)).size).toBe(1);
  });

  it('takes each record of a group equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed++)
      for (const { id } of drawn(records.slice(0, 60), seed)) counts.set(id, (counts.get(id) ?? 0) + 1);
    const own = ['r0', 'r20', 'r40'].map((id) => counts.get(id)!);
    // A thousand each, with a standard deviation of 26.
    for (const count of own) expect(Math.abs(count - 1000)).toBeLessThan(104);
  });

  it('counts copies of a text under other groups once', () => {
    const copied = (one: CalibrationRecord) => ({ ...one, id: `copy of ${one.id}`, group: `copy of ${one.group}` });
    const asked = records.map((one) => ({ ...one, prompt: 'Why?' }));
    expect(drawn([...asked, ...asked.map(copied)], 7)).toHaveLength(20);
  });

  it('counts each group, however many measure the same or were answered alike', () => {
    const measured = Array.from({ length: 30 }, (_, i) =>
      record(`m${i}`, { response: undefined, features: { words: 9 }, group: `m${i}` }),
    );
    expect(drawn(measured, 7)).toHaveLength(30);
    const stock = Array.from({ length: 30 }, (_, i) => record(`s${i}`, { response: 'Thank you.', group: `s${i}` }));
    expect(drawn(stock, 7)).toHaveLength(30);
  });

  it('evens out unequal chances of having been labelled', () => {
    // Of what fails, one in four was labelled: of the units that stay, four times as many of what passes must go.
    const uneven = Array.from({ length: 4000 }, (_, i) =>
      i % 2 === 0 ? record(`p${i}`, { inclusion: 1 }) : record(`f${i}`, { inclusion: 0.25, humanRatings: [0] }),
    );
    const taken = drawn(uneven, 1, 0.25);
    const failing = taken.filter(({ inclusion }) => inclusion === 0.25).length;
    expect(failing).toBe(2000);
    expect(Math.abs(taken.length - failing - 500)).toBeLessThan(4 * Math.sqrt(2000 * 0.25 * 0.75));
    const even = uneven.map((one) => ({ ...one, inclusion: 0.25 }));
    expect(drawn(even, 1, 0.25)).toHaveLength(4000);
    expect(drawGroups(uneven, { seed: 1, leastInclusion: 0.25 }).evenedOut).toBe(4000 - taken.length);
  });

  it('thins labels to what is chosen most rarely also where none of that is among them', () => {
    const often = Array.from({ length: 4000 }, (_, i) => record(`o${i}`, { inclusion: 1 }));
    expect(Math.abs(drawn(often, 1, 0.05).length - 200)).toBeLessThan(4 * Math.sqrt(4000 * 0.05 * 0.95));
  });

  it('refuses labels that say how they were chosen without the least that any could be, and a least one that is none', () => {
    const chosen = (...all: number[]) => all.map((inclusion, i) => record(`r${i}`, { inclusion }));
    for (const all of [[1], [0.5, 0.5], [0.5, 0.2]])
      expect(() => drawn(chosen(...all), 1)).toThrow(
        `leastInclusion must be given where labels say with which probability they were chosen, as ${Math.min(...all)} of`,
      );
    expect(() => drawn(chosen(1, 0.2), 1, 0.3)).toThrow(/leastInclusion must be at most .* as 0\.2 of "r1", got 0\.3/);
    for (const wrong of [0, -1, 1.5, Number.NaN, '0.1' as never, null as never])
      expect(() => drawn(chosen(1), 1, wrong)).toThrow('leastInclusion must be above 0 and at most 1');
    expect(() => drawn(records, 1, 0.5)).toThrow('leastInclusion must be left out where no label says');
    expect(drawn(records, 1, 1)).toEqual(drawn(records, 1));
  });
});

describe('unitsOf', () => {
  it('leaves to a person what another rater than those of the fit has rated, and refuses where none of them has', () => {
    const byRater = (rater: string) => exampleRecords().map((one) => ({ ...one, rater }));
    const calibrator = fit(byRater('one'), exampleTarget);
    const fresh = (raters: readonly string[]) =>
      unitsOf(
        calibrator,
        raters.map((rater) => alone({ ...exampleRecords()[0]!, rater })),
        { seed: 1, features: [] },
      );
    expect(fresh(['one', 'another', 'one']).map((group) => group.drawn.isDecidable)).toEqual([true, false, true]);
    expect(() => fresh(['another', 'yet another'])).toThrow(expect.objectContaining({ code: 'rater-mismatch' }));
  });

  const calibrator = fit(exampleRecords(), exampleTarget);
  const seed = { seed: 1, features: [] };

  it('reads what the gate will read', () => {
    const [fresh] = exampleRecords();
    const unit = unitsOf(calibrator, [alone(fresh!)], seed)[0]!.drawn;
    expect(unit).toMatchObject({ selfRating: fresh!.selfRating, isDecidable: true });
    expect(unit.passProbability).toBeGreaterThan(0);
  });

  it('reads all of a group, and knows which of them was drawn', () => {
    const [first, second] = exampleRecords() as [CalibrationRecord, CalibrationRecord];
    const [group] = unitsOf(calibrator, [{ drawn: second, all: [first, second] }], seed);
    expect(group!.all).toHaveLength(2);
    expect(group!.drawn).toBe(group!.all[1]);
    expect(group!.all[0]).toEqual(unitsOf(calibrator, [alone(first)], seed)[0]!.drawn);
  });

  it('has no decision where a gate would have doubts', () => {
    const far = record('far', {
      prompt: 'Which way?',
      selfRating: exampleTarget.ratingScale.max,
      response: '→ → →',
      humanRatings: [exampleTarget.humanScale.max],
    });
    expect(unitsOf(calibrator, [alone(far)], seed)[0]!.drawn).toMatchObject({ isDecidable: false, passes: true });
  });

  it('refuses what the calibrator was not made for, by name', () => {
    const other = { ...exampleRecords()[0]!, criterion: 'another' };
    const made = { ...calibrator, target: { ...calibrator.target, criterion: 'helpful' } };
    expect(() => unitsOf(made, [alone(other)], seed)).toThrow(/^record .*criterion/);
  });
});
