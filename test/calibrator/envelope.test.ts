import { describe, expect, it } from 'vitest';
import {
  calibrate,
  createQualityGate,
  defineFeature,
  evaluateCalibrator,
  fit,
  type CalibrationRecord,
  type RatedResponse,
} from '../../src/index.ts';
import { toExamples } from '../../src/fit/examples.ts';
import { scalesOf } from '../../src/fit/scaling.ts';
import { seededRandom } from '../../src/math/random.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { drawWorld, twentyFeatures, worldTarget } from '../world.ts';

const example = fit(exampleRecords(), exampleTarget);
const good: RatedResponse = {
  prompt: 'What does HTTP status 404 mean?',
  response: 'Not found: nothing is at that address.',
  selfRating: 8,
};
const outsideOf = (fields: Partial<RatedResponse>) =>
  calibrate(example, { ...good, ...fields }).outside.map(({ input }) => input);

describe('a text', () => {
  it('like the labels is inside', () => {
    expect(outsideOf({})).toEqual([]);
  });

  it.each([
    { what: 'turns its writing around', response: 'Not found: \u202egnihton\u202c is at that address.' },
    { what: 'hides tags', response: 'Not found: nothing\u{e0041} is at that address.' },
    { what: 'buries a letter under accents', response: `Not fo${'\u0301'.repeat(9)}und: nothing is at that address.` },
  ])('that $what is outside, whatever the labels were', ({ response }) => {
    expect(outsideOf({ response })).toContain('deceptions');
    expect(createQualityGate({ calibrator: example, policy: { passThreshold: 0.01 } }).decide({ ...good, response }))
      // A gate that lets nearly everything pass does not let this.
      .toMatchObject({ verdict: 'review', reason: 'outside-envelope' });
  });

  it('without a word is outside, however short the labels were', () => {
    expect(outsideOf({ response: '???' })).toContain('words');
  });

  it('of characters that nobody sees is blank', () => {
    const decision = createQualityGate({ calibrator: example }).decide({ ...good, response: '\u200b\u2060 \ufeff' });
    expect(decision).toMatchObject({ verdict: 'review', reason: 'response-empty' });
  });
});

describe('a language', () => {
  const inThem = (languages: readonly (string | undefined)[]): CalibrationRecord[] =>
    drawWorld(seededRandom(2), { records: 60, measured: ['words'] }).map((record, i) => ({
      ...record,
      language: languages[i % languages.length],
    }));
  const known = fit(inThem(['en-US', 'DE', 'Tamil']), worldTarget);
  const { features } = inThem(['en'])[0]!;
  const outsideIn = (language: string | undefined, calibrator = known) =>
    calibrate(calibrator, { selfRating: 6, features, language }).outside;

  it.each(['en', 'en-GB', 'EN', 'de-AT', 'Tamil', undefined])('that is said as %s is inside', (language) => {
    expect(outsideIn(language)).toEqual([]);
  });

  it('that no label had is outside', () => {
    expect(outsideIn('fr')).toEqual([{ input: 'language', value: 'fr', known: ['Tamil', 'de', 'en'] }]);
  });

  it('that fewer than three labels had is not known beside one that more had', () => {
    const some = (french: number) =>
      fit(
        inThem(['en']).map((record, i) => (i < french ? { ...record, language: 'fr' } : record)),
        worldTarget,
      );
    expect(some(2).languages).toEqual(['en']);
    expect(outsideIn('fr', some(2))).toHaveLength(1);
    expect(some(3).languages).toEqual(['en', 'fr']);
    // Three say too little for a shift of their own.
    expect(some(3).categories).toEqual([]);
  });

  it('is known by one label in a hundred where there are more than 300, and by five at most', () => {
    const isKnown = (all: number, french: number) => {
      const examples = toExamples(inThem(['en']), worldTarget);
      const many = Array.from({ length: all }, (_, i) => examples[i % examples.length]!);
      const spoken = many.map((one, i) => ({ ...one, inputs: { ...one.inputs, language: i < french ? 'fr' : 'en' } }));
      return scalesOf(spoken, []).languages.includes('fr');
    };
    expect([isKnown(350, 3), isKnown(350, 4), isKnown(2000, 4), isKnown(2000, 5)]).toEqual([false, true, false, true]);
  });

  it('that is said is not looked for in the text, and has its tone', () => {
    const terse = { ...good, response: 'Clearly missing page, certainly wrong address, absolutely no content there.' };
    const boosters = (language: string | undefined) =>
      calibrate(example, { ...terse, language }).contributions.find(({ input }) => input === 'boosters');
    expect(boosters('en')!.value).toBeGreaterThan(0);
    expect(boosters('ta')).not.toHaveProperty('value');
    expect(outsideOf({ language: 'ta' })).toContain('language');
  });
});

describe('a feature of the app’s own that some labels were without', () => {
  const cites = defineFeature({
    name: 'cites',
    describe: 'how many sources are named',
    compute: (text) => (text.length % 2 === 0 ? text.length : undefined),
  });
  const calibrator = fit(exampleRecords(), { ...exampleTarget, features: [cites] });
  const rated = { ...good, response: 'Not found; nothing is at this address.' };

  it('is not taken for absent where it was forgotten', () => {
    expect(calibrator.features.at(-1)).toMatchObject({ name: 'cites', isOptional: true });
    expect(() => calibrate(calibrator, rated)).toThrow(
      'feature cites is one that the calibrator was fitted with: pass its definition, or its value under features',
    );
    expect(createQualityGate({ calibrator }).decide(rated)).toMatchObject({
      verdict: 'review',
      reason: 'feature-missing',
    });
    expect(() => evaluateCalibrator(calibrator, exampleRecords())).toThrow(
      expect.objectContaining({ code: 'feature-missing' }),
    );
  });

  it('may be absent where its definition says so', () => {
    const odd = { ...rated, response: `${rated.response}!` };
    const without = [rated, odd].find(({ response }) => response.length % 2 === 1);
    const { contributions, outside } = calibrate(calibrator, without!, { features: [cites] });
    expect(contributions).toContainEqual({ input: 'cites', logit: expect.any(Number) });
    expect(outside).toEqual([]);
  });
});

describe('the range of the labels', () => {
  const world = fit(drawWorld(seededRandom(5), { records: 120, measured: twentyFeatures }), worldTarget);
  const inside: RatedResponse = {
    selfRating: 6,
    features: Object.fromEntries(
      world.features.map(({ name, transform, centre }) => [name, transform === 'log' ? Math.expm1(centre) : centre]),
    ),
  };

  it('ends a slack beyond its ends, for every feature', () => {
    for (const { name, transform, min, max, slack } of world.features) {
      const seen = (value: number): number => (transform === 'log' ? Math.log1p(value) : value);
      const natural = (value: number): number => (transform === 'log' ? Math.expm1(value) : value);
      const outside = (value: number): boolean =>
        calibrate(world, { ...inside, features: { ...inside.features, [name]: natural(value) } }).outside.some(
          ({ input }) => input === name,
        );
      expect(slack).toBeGreaterThan(0);
      expect([outside(seen(max) + 0.99 * slack), outside(seen(max) + 1.01 * slack)], name).toEqual([false, true]);
      const below = seen(min) - slack;
      // Counts are not below zero.
      if (transform === 'none' || below > 0)
        expect([outside(below + 0.01 * slack), outside(below - 0.01 * slack)], name).toEqual([false, true]);
    }
  });
});
