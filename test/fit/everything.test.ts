import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calibrate,
  defineFeature,
  fit,
  parseCalibrator,
  type CalibrationRecord,
  type FitOptions,
  type RatedResponse,
} from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { seededRandom, shuffled, type Random } from '../../src/math/random.ts';

/*
 * Records with all that records may have: languages, raters, labellers, samples, probabilities, reasoning, inclusion,
 * groups, columns and features of the app's own, each of them in some and not in others. One labeller is called like what
 * every object has.
 */
const reasonings = [undefined, 'It is right.', 'Perhaps it is right, and clearly it is what was asked for.'];
const own = defineFeature({ name: 'vowels', describe: 'vowels', transform: 'log', compute: vowelsOf });

function draw(random: Random, count: number): CalibrationRecord[] {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(items.length * random())]!;
  const level = (): number => Math.floor(11 * random());
  return Array.from({ length: count }, (_, i) => ({
    id: `r${i}`,
    group: `g${Math.floor(i / 2)}`,
    selfRating: level(),
    samples: pick([undefined, [], [level(), level(), level()]]),
    probabilities: pick([undefined, Array.from({ length: 11 }, () => (0.5 + random() / 2) / 11)]),
    reasoning: pick(reasonings),
    language: pick([undefined, 'en', 'de']),
    rater: pick([undefined, 'one', 'two']),
    inclusion: pick([1, 0.5]),
    features: {
      words: level(),
      ...(random() < 0.5 ? { hedges: level() } : {}),
      ...(random() < 0.8 ? { age: level() } : {}),
      vowels: level(),
    },
    humanRatings: Array.from({ length: 1 + Math.floor(3 * random()) }, () =>
      pick([Math.floor(2 * random()), { value: Math.floor(2 * random()), labeller: pick(['A', 'B', 'constructor']) }]),
    ),
  }));
}

const options = (passBy: 'mean' | 'person'): FitOptions => ({
  ratingScale: { min: 0, max: 10, step: 1 },
  humanScale: { min: 0, max: 1 },
  passAt: 0.5,
  passBy,
  features: [own],
});

describe.each(['mean', 'person'] as const)('a fit to records with everything, by %s', (passBy) => {
  const anySeed = fc.nat(1e6);

  it('gives the same bytes for the same records in any order, with their parts in any order', () => {
    const property = fc.property(anySeed, (seed) => {
      const records = draw(seededRandom(seed), 30);
      const bytes = JSON.stringify(fit(records, options(passBy)));
      const turned = shuffled(records, seededRandom(seed + 1)).map(turn);
      expect(JSON.stringify(fit(turned, options(passBy)))).toBe(bytes);
    });
    fc.assert(property, { numRuns: 4 });
  });

  it('never lowers the probability when the rating rises, and explains itself to the last bit', () => {
    const property = fc.property(anySeed, (seed) => {
      const records = draw(seededRandom(seed), 40);
      const calibrator = parseCalibrator(JSON.stringify(fit(records, options(passBy))));
      for (const { samples: _, probabilities: _p, ...record } of records.slice(0, 10)) {
        const whole: RatedResponse = { ...record, reasoning: reasonings[1] };
        let last = 0;
        for (let selfRating = 0; selfRating <= 10; selfRating++) {
          const rated = { ...whole, selfRating, samples: [selfRating, selfRating] };
          const { contributions, passProbability } = calibrate(calibrator, rated);
          expect(passProbability).toBeGreaterThanOrEqual(last);
          expect(sigmoid(contributions.reduce((sum, { logit }) => sum + logit, 0))).toBe(passProbability);
          expect(contributions.reduceRight((sum, { logit }) => sum + logit, 0)).toBe(
            contributions.reduce((sum, { logit }) => sum + logit, 0),
          );
          last = passProbability;
        }
      }
    });
    fc.assert(property, { numRuns: 4 });
  });

  it('has all of it in the calibrator', () => {
    const { categories, features, languages, raters } = fit(draw(seededRandom(1), 60), options(passBy));
    expect(features.map(({ name }) => name).join(' ')).toBe(
      'words hedges ratingSpread reasoningWords reasoningHedges reasoningBoosters age vowels',
    );
    expect(categories).toHaveLength(4);
    expect(languages).toEqual(['de', 'en']);
    expect(raters).toEqual(['one', 'two']);
  });
});

/** A record whose features and human ratings stand the other way round. */
function turn({ features, humanRatings, ...record }: CalibrationRecord): CalibrationRecord {
  return {
    features: Object.fromEntries(Object.entries(features!).toReversed()),
    humanRatings: humanRatings.toReversed(),
    ...record,
  };
}

function vowelsOf(text: string): number {
  return text.match(/[aeiou]/g)?.length ?? 0;
}
