import { beforeAll, describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibrator/calibrate.ts';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { binOf } from '../../src/calibrator/histograms.ts';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { largest } from '../../src/calibrator/text.ts';
import { cutsOf } from '../../src/fit/cuts.ts';
import { fit } from '../../src/fit/fit.ts';
import { normal, seededRandom, shuffled } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { drawWorld, worldTarget, type WorldRecord } from '../world.ts';

const measured = ['characters', 'words', 'hedges'];

let records: WorldRecord[];
let calibrator: Calibrator;
beforeAll(() => {
  records = drawWorld(seededRandom(3), { records: 200, perGroup: 2, measured });
  calibrator = fit(records, worldTarget);
});

describe('the histograms of a fit', () => {
  it('hold each label in one of about ten bins, by its value', () => {
    const { histograms, features } = calibrator;
    expect(histograms!.features).toHaveLength(features.length);
    features.forEach(({ name }, i) => {
      const { cuts, shares } = histograms!.features[i]!;
      expect(shares.length, name).toBeGreaterThanOrEqual(4);
      expect(shares.length, name).toBeLessThanOrEqual(14);
      const counted = shares.map(
        (_, bin) => records.filter((record) => binOf(cuts, record.features![name]!) === bin).length / records.length,
      );
      expectClose(shares, counted, { absolute: 1e-4 });
    });
  });

  it('hold the pass probabilities that the calibrator gives to its labels', () => {
    const { cuts, shares } = calibrator.histograms!.passProbability;
    const probabilities = records.map((record) => calibrate(calibrator, record).passProbability);
    const counted = shares.map((_, bin) => probabilities.filter((p) => binOf(cuts, p) === bin).length / records.length);
    expectClose(shares, counted, { absolute: 1e-4 });
  });

  it('hold the share that lies outside as the fit reports it, out of fold', () => {
    const { outside, degenerate } = calibrator.histograms!;
    expectClose(outside.share, calibrator.outOfFold.outsideShare, { relative: 1e-3 });
    expect(degenerate).toMatchObject({ share: 0 });
  });

  it('are the same for the same records in any order', () => {
    const again = fit(shuffled(records, seededRandom(8)), worldTarget);
    expect(JSON.stringify(again.histograms)).toBe(JSON.stringify(calibrator.histograms));
  });

  it('weigh labels by their inclusion', () => {
    const isHigh = ({ selfRating }: WorldRecord): boolean => selfRating >= 7;
    const thinned = fit(
      records.map((record) => ({ ...record, inclusion: isHigh(record) ? 0.25 : 1 })),
      worldTarget,
    ).histograms!.selfRating;
    const high = records.filter(isHigh).length;
    const above = thinned.shares
      .filter((_, bin) => bin >= binOf(thinned.cuts, 7))
      .reduce((sum, share) => sum + share, 0);
    // A cut may be anywhere between two ratings that are next to one another.
    expect(binOf(thinned.cuts, 6)).not.toBe(binOf(thinned.cuts, 7));
    expectClose(above, (4 * high) / (3 * high + records.length), { relative: 1e-3 });
  });

  it('know no more than as many labels would tell that were all chosen with the least inclusion', () => {
    // Ten of two hundred stand for twenty each, and look alike by chance.
    const few = fit(
      records.map((record, i) => ({ ...record, group: record.id, inclusion: i % 20 === 0 ? 0.05 : 1 })),
      worldTarget,
    ).histograms!;
    const most = (190 + 10 * 20) * 0.05;
    for (const { trials, groups, location, absent } of [few.selfRating, few.passProbability, ...few.features]) {
      for (const worth of [...trials, absent.trials, groups]) expect(worth).toBeLessThanOrEqual(most + 1e-9);
      expect(location).toBeGreaterThanOrEqual(0.999 / Math.sqrt(most));
    }
    expect(few.outside.trials).toBeLessThanOrEqual(most);
  });

  it('know fewer trials where labels of a group are alike', () => {
    const alike = drawWorld(seededRandom(4), { records: 60, measured }).flatMap((record) =>
      [0, 1, 2, 3].map((copy) => ({ ...record, id: `${record.id} ${copy}` })),
    );
    const { selfRating } = fit(alike, worldTarget).histograms!;
    expect(selfRating.groups).toBe(60);
    for (const trials of selfRating.trials) expect(trials).toBeLessThanOrEqual(60);
    // Of sixty groups: one over the root of sixty, not of 240.
    expect(selfRating.location).toBeGreaterThan(0.9 / Math.sqrt(60));
  });

  it('know the labels that are without a feature, and say of one that a single group has that its error is unknown', () => {
    const some = records.map((record, i) => {
      const { hedges, ...others } = record.features!;
      return { ...record, features: i < 150 ? others : { ...others, hedges: hedges! } };
    });
    const found = fit(some, worldTarget);
    const place = found.features.findIndex(({ name }) => name === 'hedges');
    expect(found.histograms!.features[place]!.absent.share).toBe(0.75);
    const alone = records.map((record, i) => ({
      ...record,
      features: i < 2 ? { ...record.features, own: i } : record.features!,
    }));
    const read = parseCalibrator(JSON.stringify(fit(alone, worldTarget)));
    expect(read.histograms!.features.length).toBe(read.features.length);
  });

  it('name the languages of the labels, the most frequent ones first', () => {
    const spoken = records.map((record, i) => ({ ...record, language: i % 4 === 0 ? 'de' : 'en' }));
    expect(fit(spoken, worldTarget).histograms!.languages).toMatchObject({
      names: ['en', 'de'],
      shares: [0.75, 0.25, 0],
    });
    expect(calibrator.histograms).not.toHaveProperty('languages');
  });

  it('take a few kilobytes', () => {
    expect(JSON.stringify(calibrator.histograms).length).toBeLessThan(300 * (calibrator.features.length + 3));
  });

  it('take half of that each where features are many, so that a file with all that may be in it can still be read', () => {
    const random = seededRandom(9);
    const columns = (): [string, number][] => Array.from({ length: 200 }, (_, k) => [`column${k}`, normal(random)]);
    const wide = fit(
      drawWorld(random, { records: 60 }).map((record) => ({ ...record, features: Object.fromEntries(columns()) })),
      worldTarget,
    );
    expect(wide.features).toHaveLength(200);
    // As it is written, with as many hashes as there can be.
    const seen = { ...wide.seen, records: 'A'.repeat((20_000 * 4 * 4) / 3) };
    expect(JSON.stringify({ ...wide, seen }, null, 1).length).toBeLessThan(largest);
  });
});

describe('cuts', () => {
  const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

  it('make parts of equal weight of values that differ', () => {
    const values = Array.from({ length: 100 }, (_, i) => i);
    const cuts = cutsOf(shuffled(values, seededRandom(1)), ones(100), 10);
    expect(cuts).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });

  it('never part equal values, and give one that weighs much a bin of its own', () => {
    const values = [...Array.from({ length: 60 }, () => 0), ...Array.from({ length: 40 }, (_, i) => 1 + i)];
    const cuts = cutsOf(values, ones(100), 10);
    expect(cuts[0]).toBeGreaterThan(0);
    expect(cuts[0]).toBeLessThanOrEqual(1);
    expect(cuts).toHaveLength(4);
    expect(cutsOf([3, 3, 3], ones(3), 10)).toEqual([]);
  });

  it('lie between two values that only the last digit tells apart', () => {
    const [low, high] = [0.1 + 0.2, 0.3];
    const [cut] = cutsOf([low, high], ones(2), 2);
    expect(binOf([cut!], Math.min(low, high))).toBe(0);
    expect(binOf([cut!], Math.max(low, high))).toBe(1);
  });
});
