import { describe, expect, it } from 'vitest';
import { calibrateInputs, type Correction } from '../../src/calibrator/calibrate.ts';
import type { FeatureScaling, PassHead } from '../../src/calibrator/calibrator.ts';
import { toUnit } from '../../src/calibrator/scale.ts';
import { fit, parseCalibrator, type Scale } from '../../src/index.ts';
import { normal, seededRandom, type Random } from '../../src/math/random.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { withParts } from './certified.ts';

/** Sizes from a millionth to a million: rounding shows at both ends. */
const size = (random: Random): number => 10 ** (12 * random() - 6);
const some = (random: Random, most: number): number => Math.floor(random() * (most + 1));
const list = <Item>(length: number, item: () => Item): Item[] => Array.from({ length }, item);

function randomHead(random: Random, knots: number, features: number, categories: number): PassHead {
  const slope = (): number => (random() < 0.2 ? 0 : size(random) * (random() < 0.5 ? -1 : 1));
  return {
    intercept: 3 * normal(random),
    ratingSlopes: list(knots - 1, () => Math.abs(slope())),
    featureSlopes: list(features, slope),
    absenceShifts: list(features, slope),
    categoryShifts: list(categories, slope),
  };
}

function randomFeature(random: Random, name: string): FeatureScaling {
  const min = some(random, 100) * random();
  const shape = { min, max: min + size(random), slack: random(), centre: normal(random), spread: size(random) };
  return {
    name,
    transform: random() < 0.5 ? 'log' : 'none',
    ...shape,
    ...(random() < 0.3 ? { isOptional: true } : {}),
  };
}

function randomCorrection(random: Random): Correction & { readonly target: { readonly ratingScale: Scale } } {
  const min = some(random, 1) - 5 * some(random, 1);
  const ratingScale = { min, max: min + 1 + some(random, 99) };
  const knots = [...new Set(list(1 + some(random, 8), () => Math.round(random() * 1000) / 1000))].sort((a, b) => a - b);
  const features = list(some(random, 6), () => 0).map((_, i) => randomFeature(random, `f${i}`));
  const categories = list(some(random, 2), () => 0).map((_, i) => ({ of: 'rater' as const, name: `m${i}` }));
  return {
    target: { ratingScale, humanScale: { min: 1, max: 5 }, passAt: 4 },
    languages: [],
    ratingCurve: { knots, reference: random(), spread: 0.01 + random() },
    features,
    categories,
    passHead: randomHead(random, knots.length, features.length, categories.length),
    ratingHead: {
      ...randomHead(random, knots.length, features.length, categories.length),
      residuals: { lower: -0.2, upper: 0.2, coverage: 0.9 },
    },
  };
}

describe('p never falls as the rating rises', () => {
  it('in 10,000 random calibrators over the full scale, before and after a round trip through JSON', () => {
    const random = seededRandom(7);
    let rises = 0;
    for (let i = 0; i < 10_000; i++) {
      const correction = randomCorrection(random);
      const again = JSON.parse(JSON.stringify(correction)) as Correction;
      const { ratingScale } = correction.target;
      const { min, max } = ratingScale;
      const features = Object.fromEntries(correction.features.map(({ name }) => [name, 50 * normal(random)]));
      // Beside every level the next number above it: there, rounding alone could make p fall.
      const levels = list(20, () => min + (max - min) * random()).flatMap((level) => [level, level + 2e-16 * max]);
      let last = 0;
      for (const selfRating of [...levels, min, max].filter((level) => level <= max).sort((a, b) => a - b)) {
        const inputs = {
          selfRating,
          rating: toUnit(selfRating, ratingScale),
          features,
          language: undefined,
          rater: 'm0',
          deceptions: 0,
        };
        const calibrated = calibrateInputs(correction, inputs);
        const { passProbability: p } = calibrated;
        if (!(p >= last && p <= 1)) expect.fail(`${i}: ${p} at ${selfRating} after ${last}`);
        if (calibrateInputs(again, inputs).passProbability !== p) expect.fail(`${i}: JSON changes ${p}`);
        if (p > last && last > 0) rises++;
        last = p;
      }
    }
    expect(rises).toBeGreaterThan(10_000);
  });

  it('in random calibrators that were written and read as files are', () => {
    const random = seededRandom(8);
    const example = fit(exampleRecords(), exampleTarget);
    for (let i = 0; i < 200; i++) {
      const { target, ...correction } = randomCorrection(random);
      const calibrator = withParts(example, {
        ...correction,
        jointDistance: undefined,
        histograms: undefined,
        target: { ...target },
      });
      const read = parseCalibrator(JSON.stringify(calibrator));
      const features = Object.fromEntries(correction.features.map(({ name }) => [name, 50 * normal(random)]));
      const at = (one: Correction, unit: number) =>
        calibrateInputs(one, {
          selfRating: 0,
          rating: unit,
          features,
          language: undefined,
          rater: 'm1',
          deceptions: 0,
        });
      const units = list(101, () => 0).map((_, k) => k / 100);
      const before = units.map((unit) => at(calibrator, unit));
      expect(units.map((unit) => at(read, unit))).toEqual(before);
      before.slice(1).forEach(({ passProbability }, k) => {
        expect(passProbability).toBeGreaterThanOrEqual(before[k]!.passProbability);
      });
    }
  });
});
