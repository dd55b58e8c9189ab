import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { goodhartCurve, goodhartOutOfFold } from '../../../src/audit/goodhart/goodhart.ts';
import { fit, type CalibrationRecord, type Target } from '../../../src/index.ts';
import { seededRandom, shuffled } from '../../../src/math/random.ts';
import { expectClose } from '../../close.ts';
import { drawWorld, twentyFeatures, worldTarget } from '../../world.ts';

const random = seededRandom(5);
const calibrator = fit(drawWorld(random, { records: 300, measured: twentyFeatures, inflation: 1.5 }), worldTarget);
const fresh = drawWorld(random, { records: 400, perGroup: 8, measured: twentyFeatures, inflation: 1.5 });

describe('the curve of best-of-n', () => {
  const curve = goodhartCurve(calibrator, fresh);

  it('goes from one at random to the choice by the human rating', () => {
    expect(curve).toMatchObject({ most: 8, groups: 50, groupsLeftOut: 0, pooledRaters: false });
    const [first, ...more] = curve.points;
    const rate = fresh.reduce((sum, { humanRatings }) => sum + (humanRatings[0] as number), 0) / fresh.length;
    expectClose(first!.raw.human.value!, rate, { absolute: 1e-6 });
    expect(first!.raw.human).toEqual(first!.oracle.human);
    expect(first!.difference.human).toEqual({ value: 0, lower: null, upper: null });
    for (const { raw, corrected, oracle } of more) {
      expect(oracle.human.value).toBeGreaterThanOrEqual(raw.human.value!);
      expect(oracle.human.value).toBeGreaterThanOrEqual(corrected.human.value!);
    }
  });

  it('has a proxy that only rises', () => {
    for (const score of ['raw', 'corrected'] as const) {
      const proxies = curve.points.map((point) => point[score].proxy.value!);
      expect(proxies).toEqual(proxies.toSorted((a, b) => a - b));
    }
  });

  it('shows that the correction chooses better where length inflates', () => {
    const many = drawWorld(seededRandom(6), { records: 2400, perGroup: 8, measured: twentyFeatures, inflation: 1.5 });
    const { difference } = goodhartCurve(calibrator, many).points[3]!;
    expect(difference.human.lower).toBeGreaterThan(0);
    expect(difference.passShare.lower).toBeGreaterThan(0);
  });

  it('is the same for records in any order, and for the same seed only', () => {
    expect(goodhartCurve(calibrator, shuffled(fresh, seededRandom(2)))).toEqual(curve);
    const other = goodhartCurve(calibrator, fresh, { seed: 2 });
    expect(other.points[3]!.raw.human.value).toBe(curve.points[3]!.raw.human.value);
    expect(other.points[3]!.raw.human).not.toEqual(curve.points[3]!.raw.human);
  });

  it('looks no further than asked', () => {
    expect(goodhartCurve(calibrator, fresh, { most: 3 }).points.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(() => goodhartCurve(calibrator, fresh, { most: 1 })).toThrow(/most must be a whole number from 2 on, got 1/);
  });

  it('is of the same groups at every n: those with the most that ten groups and half of them have', () => {
    const cut = fresh.filter(({ group }, i) => Number(group!.slice(1)) < 30 || i % 8 < 3);
    const some = goodhartCurve(calibrator, cut);
    expect(some).toMatchObject({ most: 8, groups: 30, groupsLeftOut: 20 });
    expect(some.points.map(({ groupsThatReach }) => groupsThatReach)).toEqual([50, 50, 50, 30, 30, 30, 30, 30]);
    const few = fresh.filter(({ group }, i) => Number(group!.slice(1)) < 20 || i % 8 < 3);
    expect(goodhartCurve(calibrator, few)).toMatchObject({ most: 3, groups: 50, groupsLeftOut: 0 });
  });

  it('is on the human scale', () => {
    const humanScale = { min: 1, max: 5 };
    const stars = fresh.map((record) => ({ ...record, humanRatings: [1 + 4 * (record.humanRatings[0] as number)] }));
    const { points } = goodhartCurve({ ...calibrator, target: { ...worldTarget, humanScale, passAt: 3 } }, stars);
    const before = curve.points[3]!;
    expectClose(points[3]!.raw.human.value!, 1 + 4 * before.raw.human.value!, { absolute: 1e-4 });
    expectClose(points[3]!.difference.human.value!, 4 * before.difference.human.value!, { absolute: 1e-4 });
    expect(points[3]!.raw.passShare).toEqual(before.raw.passShare);
  });
});

describe('what is chosen among', () => {
  it('are different responses: ratings of one response are one candidate', () => {
    const again = fresh.map((record) => ({ ...record, id: `${record.id}-again` }));
    const both = goodhartCurve(calibrator, [...fresh, ...again]);
    expect(both).toEqual(goodhartCurve(calibrator, fresh));
  });

  it('are those of one rater, where raters rate the same responses', () => {
    const raters = ['a', 'b'].flatMap((rater) =>
      fresh.map((record) => ({ ...record, id: `${record.id}-${rater}`, rater, generator: 'c' })),
    );
    const open = { ...calibrator, raters: ['a', 'b'] };
    const curve = goodhartCurve(open, raters);
    expect(curve).toMatchObject({ most: 8, groups: 50, pooledRaters: false });
    expect(curve.points[3]!.raw.human.value).toBe(goodhartCurve(calibrator, fresh).points[3]!.raw.human.value);
  });

  it('are those of a group, where every model rates its own', () => {
    const own = fresh.map((record, i) => ({ ...record, rater: `m${i % 8}`, generator: `m${i % 8}` }));
    const open = { ...calibrator, raters: [] };
    expect(goodhartCurve(open, own)).toMatchObject({ most: 8, groups: 50, pooledRaters: true });
    const one = own.map((record, i) => (i === 0 ? { ...record, generator: 'someone' } : record));
    expect(() => goodhartCurve(open, one)).toThrow(/at least 10 groups with two different responses.*got 0/);
  });

  it('must not have been chosen for labelling one by one', () => {
    const picked = fresh.map((record, i) => ({ ...record, inclusion: i === 0 ? 0.2 : 0.5 }));
    expect(() => goodhartCurve(calibrator, picked)).toThrow(
      /inclusion must be the same for all records of a group for a best-of-n curve, got from 0.2 to 0.5 in group g0/,
    );
  });

  it('counts one over the probability with which its group was chosen', () => {
    const half = fresh.map((record) => ({ ...record, inclusion: Number(record.group!.slice(1)) < 25 ? 1 : 1e-6 }));
    const rest = fresh.filter(({ group }) => Number(group!.slice(1)) >= 25);
    const [weighted, alone] = [goodhartCurve(calibrator, half), goodhartCurve(calibrator, rest)];
    expectClose(weighted.points[3]!.raw.human.value!, alone.points[3]!.raw.human.value!, { absolute: 1e-4 });
    expect(weighted.groups).toBe(50);
  });

  it('is refused where fewer than ten groups have two', () => {
    const few = fresh.filter(({ group }, i) => Number(group!.slice(1)) < 9 || i % 8 === 0);
    expect(() => goodhartCurve(calibrator, few)).toThrow(/needs at least 10 groups .* got 9/);
  });
});

describe('the curve out of fold', () => {
  it('uses fits that had not seen the group', () => {
    const { ratingScale, humanScale, passAt } = worldTarget;
    const options = { ratingScale, humanScale, passAt };
    const unseen = goodhartOutOfFold(fresh, options);
    const seen = goodhartCurve(fit(fresh, options), fresh);
    expect(unseen.points.map(({ raw }) => raw)).toEqual(seen.points.map(({ raw }) => raw));
    expect(unseen.points[7]!.corrected.passShare.value).toBeLessThan(seen.points[7]!.corrected.passShare.value!);
  });

  it('takes a person drawn at random for a target, with responses still the candidates', () => {
    const people = fresh.map((record) => ({ ...record, humanRatings: [record.humanRatings[0]!, 0] }));
    const curve = goodhartOutOfFold(people, { ...worldTarget, passBy: 'person' });
    expect(curve).toMatchObject({ most: 8, groups: 50 });
    const rate = people.reduce((sum, { humanRatings }) => sum + (humanRatings[0] as number) / 2, 0) / people.length;
    expectClose(curve.points[0]!.raw.passShare.value!, rate, { absolute: 1e-6 });
  });
});

const folder = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const isThere = existsSync(folder);
const sets: readonly [string, Target, number][] = [
  [
    'llmbar-ratings/instruction-following',
    { ratingScale: { min: 0, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 },
    2,
  ],
  ['pariksha-indic/task-quality', { ratingScale: { min: 0, max: 2 }, humanScale: { min: 0, max: 2 }, passAt: 1.2 }, 4],
  ['lsat-self-confidence/sat-en', { ratingScale: { min: 0, max: 1 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 }, 4],
];

describe('on real responses', () => {
  it.skipIf(!isThere).each(sets)(
    `the corrected choice has the higher human rating in %s${isThere ? '' : ' (skipped: the data is not beside this checkout)'}`,
    (name, target, n) => {
      const curve = goodhartOutOfFold(recordsOf(name), { ...target, most: 8 });
      expect(curve.points[n - 1]!.difference.human.lower).toBeGreaterThan(0);
    },
    120_000,
  );
});

function recordsOf(name: string): CalibrationRecord[] {
  const lines = gunzipSync(readFileSync(`${folder}${name}.jsonl.gz`))
    .toString()
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as CalibrationRecord);
}
