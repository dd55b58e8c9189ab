import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, features as builtIn, fit, parseCalibrator, type Calibrator } from '../../src/index.ts';
import { seededRandom, shuffled } from '../../src/math/random.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { drawWorld, twentyFeatures, worldTarget, type WorldOptions } from '../world.ts';

const world = (options: WorldOptions, seed = 3) =>
  drawWorld(seededRandom(seed), { measured: twentyFeatures, ...options });
const records = world({ records: 100 });

describe('fit', () => {
  it('gives the same bytes for the same records in any order', () => {
    const bytes = JSON.stringify(fit(records, worldTarget));
    for (const seed of [1, 2])
      expect(JSON.stringify(fit(shuffled(records, seededRandom(seed)), worldTarget))).toBe(bytes);
  });

  it('gives other folds for another seed, but the same heads', () => {
    const [one, two] = [1, 2].map((seed) => fit(records, { ...worldTarget, seed }));
    expect(two!.passHead).toEqual(one!.passHead);
    expect(two!.outOfFold).not.toEqual(one!.outOfFold);
  });

  it('does not change the records, nor what is in them', () => {
    const before = JSON.stringify(records);
    fit(records, worldTarget);
    expect(JSON.stringify(records)).toBe(before);
  });

  it('makes a calibrator that passes its own strict parser, under 256 KB', () => {
    const calibrator = fit(records, worldTarget);
    expect(parseCalibrator(JSON.stringify(calibrator))).toEqual(calibrator);
    expect(JSON.stringify(calibrator, null, 1).length).toBeLessThan(256 * 1024);
  });

  it('makes a calibrator that can be loaded where no fold holds both outcomes, and has no AUC then', () => {
    const byGroup = records.map((record, i) => ({
      ...record,
      group: `g${Math.floor(i / 10)}`,
      humanRatings: [Math.floor(i / 10) % 2],
    }));
    const calibrator = fit(byGroup, worldTarget);
    expect(parseCalibrator(JSON.stringify(calibrator))).toEqual(calibrator);
    expect(calibrator.outOfFold.corrected.auc).toBeNull();
  });

  it('learns that length inflates: the same rating on a longer text is worth less', () => {
    const calibrator = fit(world({ records: 400 }), worldTarget);
    const at = (words: number) => {
      const features = {
        ...records[0]!.features,
        characters: 6 * words,
        words,
        sentences: words / 15,
        paragraphs: 1 + words / 60,
      };
      return calibrate(calibrator, { selfRating: 7, features }).passProbability;
    };
    expect(at(400)).toBeLessThan(at(60) - 0.15);
  });

  it('takes a rating for no information when it means nothing, never for less than none', () => {
    const random = seededRandom(8);
    const backwards = records.map((record) => ({
      ...record,
      selfRating: record.humanRatings[0] === 1 ? Math.floor(4 * random()) : 6 + Math.floor(4 * random()),
    }));
    const calibrator = fit(backwards, worldTarget);
    expect(Math.max(...calibrator.passHead.ratingSlopes)).toBeLessThan(0.05);
    expect(Math.min(...calibrator.passHead.ratingSlopes)).toBeGreaterThanOrEqual(0);
  });

  it('passes over records that nobody labelled', () => {
    const unlabelled = world({ records: 40 }, 9).map((record) => ({
      ...record,
      id: `u-${record.id}`,
      humanRatings: [],
    }));
    expect(fit([...records, ...unlabelled], worldTarget)).toEqual(fit(records, worldTarget));
    const named = unlabelled.map((record) => ({ ...record, rater: 'never labelled' }));
    expect(fit([...records, ...named], worldTarget).raters).toEqual([]);
  });

  it('has the same digest whatever the order of the keys and of the ratings of a record', () => {
    const turned = records.map(({ features, ...record }) => ({
      ...record,
      humanRatings: [0.1, 0.2, 0.7, ...record.humanRatings],
      features: Object.fromEntries(Object.entries(features!).toReversed()),
    }));
    const back = turned.map(({ features, ...record }) => ({
      ...record,
      humanRatings: record.humanRatings.toReversed(),
      features: Object.fromEntries(Object.entries(features).toReversed()),
    }));
    expect(fit(back, worldTarget)).toEqual(fit(turned, worldTarget));
  });

  it('reads ratings with a labeller like bare ones', () => {
    const named = records.map((record) => ({
      ...record,
      humanRatings: record.humanRatings.map((value) => ({ value: value as number, labeller: 'a' })),
    }));
    expect(fit(named, worldTarget).passHead).toEqual(fit(records, worldTarget).passHead);
  });

  it('survives perfect separation, a rating that never varies, and features that never vary', () => {
    const separated = records.map((record) => ({ ...record, selfRating: record.humanRatings[0] === 1 ? 9 : 2 }));
    const constant = records.map((record) => ({ ...record, selfRating: 7 }));
    const flat = records.map((record) => ({ ...record, features: records[0]!.features! }));
    for (const some of [separated, constant, flat]) {
      const calibrator = parseCalibrator(JSON.stringify(fit(some, worldTarget)));
      const { passProbability } = calibrate(calibrator, { selfRating: 7, features: records[0]!.features! });
      expect(passProbability).toBeGreaterThan(0.01);
      expect(passProbability).toBeLessThan(0.99);
    }
  });

  it('reports progress from the first step to the last', () => {
    const steps: [number, number][] = [];
    fit(records, { ...worldTarget, onProgress: (done, all) => steps.push([done, all]) });
    expect(steps).toEqual(Array.from({ length: 11 }, (_, i) => [i + 1, 11]));
  });
});

describe('repeated records and groups', () => {
  const grouped = world({ records: 100, perGroup: 4 });
  const doubled = [...grouped, ...grouped.map((record) => ({ ...record, id: `${record.id}-again` }))];

  it('doubling every record of every group does not shrink a reported error', () => {
    const [once, twice] = [grouped, doubled].map((some) => fit(some, worldTarget).outOfFold.featuresWorthIt);
    expect(twice!.standardError).toBeGreaterThan(0.8 * once!.standardError);
  });

  it.each([2, 4])('copying every record %d times changes neither the verdict nor the interval', (times) => {
    const single = world({ records: 75 }, 13);
    const copies = single.flatMap((record) =>
      Array.from({ length: times }, (_, copy) => ({ ...record, id: `${record.id}-${copy}` })),
    );
    const [once, again] = [single, copies].map((some) => fit(some, worldTarget));
    expect(again!.fittedOn.effectiveRecords).toBe(75);
    expect(again!.outOfFold.featuresWorthIt.verdict).toBe(once!.outOfFold.featuresWorthIt.verdict);
    const width = ({ ratingHead: { residuals } }: Calibrator) => residuals.upper - residuals.lower;
    expect(width(again!)).toBeGreaterThan(0.95 * width(once!));
  });

  it('is worth no more than the groups are: where one outweighs all others, nothing is proven', () => {
    const grown = world({ records: 400, inflation: 1.5 });
    expect(fit(grown, worldTarget).outOfFold.featuresWorthIt.verdict).toBe('worth it');
    const lopsided = grown.map((record, i) => (i === 7 ? { ...record, inclusion: 1e-5 } : record));
    expect(fit(lopsided, worldTarget).outOfFold.featuresWorthIt.verdict).toBe('not yet');
  });

  it('doubling every record lets the features in about as far as before, not as far as twice the labels would', () => {
    const independent = [
      ...grouped,
      ...world({ records: 100, perGroup: 4 }, 77).map((record) => ({
        ...record,
        id: `n-${record.id}`,
        group: `n-${record.group}`,
      })),
    ];
    const [once, again, more] = [grouped, doubled, independent].map(
      (some) => fit(some, worldTarget).fittedOn.effectiveRecords,
    );
    expect(again!).toBeLessThan(1.05 * once!);
    expect(more!).toBeGreaterThan(1.6 * once!);
  });

  it('finds no correlation where there is none, and counts copies as one', () => {
    const copies = records
      .slice(0, 40)
      .flatMap((record) => [1, 2, 3].map((copy) => ({ ...record, id: `${record.id}-${copy}` })));
    expect(
      fit(
        world({ records: 200 }).map((record, i) => ({ ...record, group: `g${i >> 2}` })),
        worldTarget,
      ).fittedOn.groupCorrelation,
    ).toBeLessThan(0.1);
    expect(fit(copies, worldTarget).fittedOn.effectiveRecords).toBe(40);
  });
});

describe('labels that were chosen unevenly', () => {
  it('are weighted back to the population they came from', () => {
    const inclusion = (passes: boolean): number => (passes ? 0.9 : 0.3);
    const chosen = world({ records: 600, inclusion });
    const all = fit(world({ records: 600 }), worldTarget).fittedOn.passRate;
    expect(Math.abs(fit(chosen, worldTarget).fittedOn.passRate - all)).toBeLessThan(0.06);
    const ignored = fit(
      chosen.map(({ inclusion: _, ...record }) => record),
      worldTarget,
    ).fittedOn.passRate;
    expect(ignored - all).toBeGreaterThan(0.15);
  });

  it('do not depend on the unit of the weights', () => {
    const halved = fit(
      records.map((record) => ({ ...record, inclusion: 0.5 })),
      worldTarget,
    );
    expect(halved.passHead).toEqual(fit(records, worldTarget).passHead);
  });
});

it('gives finite numbers for any small set that it accepts', () => {
  const anyRecord = fc.record({
    selfRating: fc.constantFrom(0, 0, 5, 9, 10),
    humanRatings: fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 3 }),
    group: fc.constantFrom('a', 'b', 'c', 'd'),
    features: fc.record({
      words: fc.constantFrom(0, 1, 1e6),
      variety: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      characters: fc.nat(),
    }),
    inclusion: fc.constantFrom(1, 0.5, 1e-6),
  });
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 20, maxLength: 30 }), (drawn) => {
      const some = drawn.map((record, i) => ({ ...record, id: `r${i}` }));
      const means = some.map(
        ({ humanRatings }) => humanRatings.reduce<number>((sum, one) => sum + one, 0) / humanRatings.length >= 0.5,
      );
      fc.pre(new Set(means).size === 2 && new Set(some.map(({ group }) => group)).size > 1);
      const calibrator = parseCalibrator(JSON.stringify(fit(some, worldTarget)));
      const { passProbability } = calibrate(calibrator, some[0]!);
      expect(passProbability).toBeGreaterThan(0);
      expect(passProbability).toBeLessThan(1);
    }),
    { numRuns: 15 },
  );
});

it('reads the text of the example set', () => {
  const { features, languages, outOfFold, raters } = fit(exampleRecords(), exampleTarget);
  expect(features.map(({ name }) => name)).toEqual(builtIn.map(({ name }) => name));
  expect(features.filter(({ isOptional }) => isOptional)).toEqual([]);
  expect(languages).toEqual(['en']);
  expect(raters).toEqual(['example-model']);
  expect(outOfFold.corrected.auc).toBeGreaterThan(0.9);
});
