import { describe, expect, it } from 'vitest';
import { labelQuality } from '../../../src/fit/agreement/quality/quality.ts';
import type { CalibrationRecord, HumanRating, Target } from '../../../src/types.ts';
import { expectClose } from '../../close.ts';

const target: Target = { ratingScale: { min: 1, max: 5 }, humanScale: { min: 1, max: 5 }, passAt: 3 };
const minute = 60_000;

/** Sixty records of a group each, with these labels. */
function records(labelsOf: (place: number) => readonly object[], count = 60): CalibrationRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `r${String(i).padStart(3, '0')}`,
    selfRating: 3,
    features: { characters: 1000 },
    humanRatings: labelsOf(i) as HumanRating[],
  }));
}

describe('agreement of people with themselves', () => {
  it('is that of their labels of one record, the later less the earlier by the time they say', () => {
    const all = records((i) => [
      { value: 2 + (i % 2), labeller: 'x', at: 9 * minute },
      { value: i % 4 === 0 ? 4 : 1 + (i % 2), labeller: 'x', at: 2 * minute },
    ]);
    const { within } = labelQuality(all, target);
    expect(within!.pairs).toBe(60);
    // At 0 mod 4 it was 4 and is 2; at 2 mod 4 it was 1 and is 2; at odd places it was 2 and is 3.
    expectClose(within!.sameVerdict.value!, 0.25);
    expectClose(within!.shift.value!, (-2 + 1 + 1 + 1) / 4);
    expectClose(within!.distance.value!, (2 + 1 + 1 + 1) / 4);
    expect(within!.shift.lower!).toBeLessThan(within!.shift.value!);
    expect(within!.labellers).toEqual([{ labeller: 'x', pairs: 60, sameVerdict: 0.25 }]);
  });

  it('is none of labels without a name, or by several people', () => {
    expect(
      labelQuality(
        records(() => [{ value: 3 }, { value: 4 }]),
        target,
      ).within,
    ).toBeNull();
    expect(
      labelQuality(
        records(() => [
          { value: 3, labeller: 'x' },
          { value: 4, labeller: 'y' },
        ]),
        target,
      ).within,
    ).toBeNull();
  });
});

describe('the confusion of label policies', () => {
  it('counts the verdicts under each on the same records', () => {
    const all = records((i) => [
      { value: i % 2 === 0 ? 4 : 2, policy: 'v1' },
      { value: i % 3 === 0 ? 4 : 2, policy: 'v2' },
    ]);
    const [table, ...rest] = labelQuality(all, target).policies;
    expect(rest).toEqual([]);
    expect(table).toMatchObject({
      policies: ['v1', 'v2'],
      bothPass: 10,
      onlyFirstPasses: 20,
      onlySecondPasses: 10,
      bothFail: 20,
    });
    expectClose(table!.difference.value!, -1 / 6, { absolute: 1e-6 });
  });

  it('is none of policies that share no record', () => {
    expect(
      labelQuality(
        records((i) => [{ value: 3, policy: `v${i % 2}` }]),
        target,
      ).policies,
    ).toEqual([]);
  });
});

describe('drift', () => {
  const drifting = records((i) => [
    { value: 4 - (i % 3 === 0 ? 1 : 0) - (i >= 30 ? 1 : 0), labeller: 'x', at: i * minute },
    { value: 4 - (i % 4 === 0 ? 1 : 0), labeller: 'y', at: i * minute },
  ]);

  it('is the rise of the line through the differences to the others, over the whole time', () => {
    const { drift, warnings } = labelQuality(drifting, target);
    const [x, y] = drift;
    expect([x!.labeller, y!.labeller, x!.records]).toEqual(['x', 'y', 60]);
    expectClose(x!.shift.value, -y!.shift.value, { relative: 1e-5 });
    expect(x!.shift.value).toBeLessThan(-1);
    expect(x!.shift.upper).toBeLessThan(0);
    expect(warnings.filter(({ kind }) => kind === 'drifts').map(({ labeller }) => labeller)).toEqual(['x', 'y']);
  });

  it('of what everybody sees is none', () => {
    const traffic = records((i) => [
      { value: i >= 30 ? 2 : 4, labeller: 'x', at: i * minute },
      { value: i >= 30 ? 2 : 4, labeller: 'y', at: i * minute },
    ]);
    for (const { pValue, shift } of labelQuality(traffic, target).drift) expect([pValue, shift.value]).toEqual([1, 0]);
  });

  it('is not judged without times, or from few groups', () => {
    const untimed = drifting.map((record) => ({
      ...record,
      humanRatings: record.humanRatings.map((one) => ({ ...(one as object), at: undefined }) as unknown as HumanRating),
    }));
    expect(labelQuality(untimed, target).drift).toEqual([]);
    expect(labelQuality(drifting.slice(0, 9), target).drift).toEqual([]);
  });
});

describe('haste', () => {
  it('counts labels that came sooner than the response can be looked through', () => {
    // A thousand characters take ten seconds.
    const all = records((i) => [{ value: 3, labeller: 'x', at: i * 9000 }]);
    const { haste, warnings } = labelQuality(all, target);
    expect(haste).toMatchObject([{ labeller: 'x', labels: 59, tooFast: 59 }]);
    expect(warnings.map(({ kind }) => kind)).toEqual(['hasty']);
    const slow = records((i) => [{ value: 3, labeller: 'x', at: i * 11_000 }]);
    expect(labelQuality(slow, target).haste).toMatchObject([{ tooFast: 0, atLeast: 0 }]);
    expect(labelQuality(slow, target).warnings).toEqual([]);
  });

  it('is not read into labels that were imported at one moment', () => {
    expect(
      labelQuality(
        records(() => [{ value: 3, labeller: 'x', at: 5 }]),
        target,
      ).haste,
    ).toEqual([]);
  });
});

describe('one value for everything', () => {
  it('is no warning where the others give hardly anything else', () => {
    const [rare, usual] = [0.5, 0.97].map((share) =>
      records((i) => [
        { value: 4, labeller: 'x' },
        { value: (i * 37) % 100 < 100 * share ? 4 : 2, labeller: 'y' },
      ]),
    );
    const constant = (all: readonly CalibrationRecord[]) =>
      labelQuality(all, target).warnings.filter(({ kind }) => kind === 'constant');
    expect(constant(rare!)).toMatchObject([{ labeller: 'x', value: 4, records: 60 }]);
    expect(constant(usual!)).toEqual([]);
  });
});
