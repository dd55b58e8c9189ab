import { describe, expect, it } from 'vitest';
import { selfPreference } from '../../../src/audit/self-preference/self-preference.ts';
import { fit, type CalibrationRecord } from '../../../src/index.ts';
import { seededRandom, shuffled } from '../../../src/math/random.ts';
import { expectClose } from '../../close.ts';
import { drawOwn, ownTarget } from './world.ts';

describe('self-preference', () => {
  const records = drawOwn(seededRandom(3), { prompts: 150, preference: 2, better: 1, noise: 0.3, people: 3 });
  const report = selfPreference(records, ownTarget);

  it('is found at the size it was planted, pooled, by rater and on the same responses', () => {
    const planted = 2 / 50;
    expect(report).toMatchObject({ records: 600, groups: 150, reason: undefined });
    expect(report.raters.map(({ rater }) => rater)).toEqual(['first', 'second']);
    for (const { gap } of report.raters) {
      expect(gap).toMatchObject({ own: 150, others: 150 });
      expect(gap!.atEqualHuman.lower).toBeLessThan(planted);
      expect(gap!.atEqualHuman.upper).toBeGreaterThan(planted);
    }
    expectClose(report.pooled!.atEqualHuman.value!, planted, { absolute: 0.006 });
    expectClose(report.onSameResponses!.value!, planted, { absolute: 0.006 });
    expect(report.pooled!.atEqualHuman.lower).toBeGreaterThan(0);
  });

  it('is not taken for being better', () => {
    const [first, second] = report.raters;
    expectClose(first!.gap!.humanDifference.value!, 1 / 50, { absolute: 0.006 });
    expect(first!.gap!.difference.value).toBeGreaterThan(first!.gap!.atEqualHuman.value!);
    expect(second!.gap!.difference.value).toBeLessThan(second!.gap!.atEqualHuman.value!);
  });

  it('is none where there is none', () => {
    const none = selfPreference(drawOwn(seededRandom(4), { prompts: 150, preference: 0, people: 3 }), ownTarget);
    for (const gap of [none.pooled!.atEqualHuman, none.onSameResponses!, none.raters[0]!.gap!.atEqualHuman]) {
      expect(gap.lower).toBeLessThan(0);
      expect(gap.upper).toBeGreaterThan(0);
    }
  });

  it('is the same for records in any order', () => {
    expect(selfPreference(shuffled(records, seededRandom(8)), ownTarget)).toEqual(report);
  });

  it('gains no evidence from records that are repeated', () => {
    const again = records.map((record) => ({ ...record, id: `${record.id}-again` }));
    const twice = selfPreference([...records, ...again], ownTarget).pooled!.atEqualHuman;
    expectClose(twice.upper! - twice.lower!, report.pooled!.atEqualHuman.upper! - report.pooled!.atEqualHuman.lower!, {
      relative: 0.02,
    });
  });

  it('is gone with features held still where it was length', () => {
    const long = drawOwn(seededRandom(5), { prompts: 300, preference: 0, length: 2 });
    const { raters } = selfPreference(
      long.filter(({ rater }) => rater === 'first'),
      ownTarget,
    );
    const { atEqualHuman, atEqualSurface } = raters[0]!.gap!;
    expect(atEqualHuman.lower).toBeGreaterThan(0.02);
    expect(atEqualSurface.lower).toBeLessThan(0);
    expect(atEqualSurface.upper).toBeGreaterThan(0);
  });

  it('holds the features of a calibrator still, where there is one', () => {
    const labelled = records.map((record) => ({ ...record, criterion: 'quality' }));
    const calibrator = fit(labelled, ownTarget);
    expect(selfPreference(labelled, calibrator).pooled!.atEqualHuman).toEqual(report.pooled!.atEqualHuman);
    const other = labelled.map((record) => ({ ...record, rater: 'third' }));
    expect(() => selfPreference(other, calibrator)).toThrow(/record p\d+-.*for first, second, got a rating by "third"/);
  });
});

describe('noise in human ratings', () => {
  const ofFirst = (noise: number, people: number) =>
    selfPreference(
      drawOwn(seededRandom(6), { prompts: 200, preference: 1, better: 1.5, noise, people }).filter(
        ({ rater }) => rater === 'first',
      ),
      ownTarget,
    ).raters[0]!.gap!;

  it('is taken out where several people rated, and warned of', () => {
    const { atEqualHuman, noise, warning } = ofFirst(1.5, 3);
    // Within writers quality has a variance of 2, and the mean of three people a noise of .75.
    expectClose(noise.reliability!, 2 / 2.75, { absolute: 0.06 });
    expect(atEqualHuman.value).toBeGreaterThan(noise.gap.value!);
    expectClose(noise.gap.value!, 1 / 50, { absolute: 0.008 });
    expect(warning).toMatch(/^people rate own responses higher, .*7\d % of their variance is quality; .* one to read$/);
  });

  it('is warned of where one person rated each, with the reliability at which nothing is left', () => {
    const { noise, warning } = ofFirst(1.5, 1);
    expect(noise).toMatchObject({ reliability: null, gap: { value: null, lower: null, upper: null } });
    // The slope is the reliability, 2 / 4.25; own responses are better by 1.5, and rated higher by 2.5.
    expectClose(noise.goneAt!, ((2 / 4.25) * 1.5) / 2.5, { absolute: 0.05 });
    expect(warning).toContain('how much is unknown, since too few responses were rated by several people');
    expect(warning).toContain(`gone if ${Math.round(100 * noise.goneAt!)} %`);
  });

  it('is not warned of where people agree', () => {
    expect(ofFirst(0.2, 3).warning).toBeUndefined();
  });

  it('is not taken out where people agree on next to nothing', () => {
    const { noise, warning } = ofFirst(5, 2);
    expect(noise.gap.value).toBeNull();
    expect(warning).toContain('people agree too little');
  });
});

describe('without own and others’ responses by one rater', () => {
  const records = drawOwn(seededRandom(7), { prompts: 20, preference: 1 });

  it.each([
    ['every rating is by the model that wrote the response', ({ rater }: CalibrationRecord) => ({ generator: rater })],
    ['no rating is by the model that wrote the response', () => ({ generator: 'someone' })],
    ['no labelled record says both who wrote the response and who rated it', () => ({ generator: undefined })],
    ['no labelled record says both who wrote the response and who rated it', () => ({ rater: undefined })],
  ])('says that %s', (reason, change) => {
    const changed = records.map((record): CalibrationRecord => ({ ...record, ...change(record) }));
    expect(selfPreference(changed, ownTarget)).toMatchObject({ pooled: undefined, onSameResponses: undefined, reason });
  });

  it('says it of each rater, and of all where none is left', () => {
    const some = records.filter(({ rater, generator }) => (rater === 'first') === (generator === 'first'));
    const report = selfPreference(some, ownTarget);
    expect(report.raters).toEqual([
      { rater: 'first', reason: 'rated no response by others', gap: undefined },
      { rater: 'second', reason: 'rated no response by others', gap: undefined },
    ]);
    const third = { ...records[0]!, id: 'third', rater: 'third', generator: 'second' };
    expect(selfPreference([...some, third], ownTarget).reason).toBe(
      'no rater can be compared with itself: first rated no response by others; second rated no response by others; third rated no response of its own',
    );
  });

  it('knows a rater by the id of its model, where it goes by another name', () => {
    const named = records.map((record) => ({ ...record, rater: `judge-${record.rater}`, raterModel: record.rater }));
    expect(selfPreference(named as typeof records, ownTarget).pooled).toMatchObject({ own: 40, others: 40 });
  });
});
