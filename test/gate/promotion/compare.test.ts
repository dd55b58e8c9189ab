import { beforeAll, describe, expect, it } from 'vitest';
import { compareCalibrators } from '../../../src/gate/promotion/compare.ts';
import { diffCalibrators } from '../../../src/gate/promotion/diff.ts';
import { decisionFlips } from '../../../src/gate/promotion/flips.ts';
import { lostPromises } from '../../../src/gate/promotion/lost-promises.ts';
import { createQualityGate, fit, type Calibrator, type Certificate, type Target } from '../../../src/index.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { expectClose } from '../../close.ts';
import { drawWorld, worldTarget, type WorldRecord } from '../../world.ts';
import { certificate, withParts } from '../certified.ts';

const now = Date.UTC(2027, 0, 1);
let [champion, candidate]: Calibrator[] = [];
let fresh: readonly WorldRecord[] = [];

function drawn(seed: number, records: number, target: Target = worldTarget, names = ['characters', 'words', 'hedges']) {
  const own = drawWorld(seededRandom(seed), { records, measured: names }).map((record) => ({
    ...record,
    id: `${seed}-${record.id}`,
    group: `${seed}-${record.group}`,
  }));
  return { own, fitted: () => fit(own, target) };
}

beforeAll(() => {
  champion = drawn(1, 120).fitted();
  candidate = drawn(2, 200).fitted();
  fresh = drawn(3, 150).own;
});

const carrying = (calibrator: Calibrator, ...parts: Partial<Certificate>[]): Calibrator =>
  withParts(calibrator, { certificates: parts.map(certificate) });

describe('a promise of the one in use', () => {
  it.each<[string, Partial<Certificate>[], Partial<Certificate>[], number]>([
    ['that the candidate lacks is lost', [{}], [], 1],
    ['that it carries as well is not', [{}], [{}], 0],
    ['that it outdoes is not', [{ limit: 0.1 }], [{ limit: 0.05, confidence: 0.95 }], 0],
    ['that it only nearly keeps is lost', [{ limit: 0.1 }], [{ limit: 0.11 }], 1],
    ['that it is less sure of is lost', [{ confidence: 0.9 }], [{ confidence: 0.8 }], 1],
    ['of another rate is lost', [{ estimand: 'leak' }], [{ estimand: 'joint' }], 1],
    ['that is not yet shown for the candidate is lost', [{}], [{ rule: null }], 1],
    ['that has expired for the candidate is lost', [{}], [{ expires: '2026-12-31' }], 1],
    ['that has expired is none', [{ expires: '2026-12-31' }], [], 0],
    ['that was not yet shown is none', [{ rule: null }], [], 0],
    ['about what fails is none that passes stand on', [{ estimand: 'false-fail' }], [], 0],
  ])('%s', (_, theirs, ours, lost) => {
    expect(lostPromises(carrying(candidate!, ...ours), carrying(champion!, ...theirs), now)).toHaveLength(lost);
  });
});

describe('a promise of the one in use that the candidate carries as well', () => {
  it.each<[string, Partial<Certificate>, Partial<Certificate>, string[]]>([
    ['on the word of others', { sources: ['expert'] }, { sources: ['user'] }, ['sources']],
    ['on the word of others too', { sources: ['expert'] }, { sources: ['expert', 'user'] }, ['sources']],
    ['on the word of nobody knows whom', { sources: ['expert'] }, {}, ['sources']],
    ['for fewer raters', { raters: ['m1', 'm2'] }, { raters: ['m1'] }, ['raters']],
    ['for one rater instead of any', {}, { raters: ['m1'] }, ['raters']],
    ['for raters that nobody named', { raters: ['m1'] }, {}, ['raters']],
    ['for fewer prompts', { ratingPrompts: ['p', 'q'] }, { ratingPrompts: ['q'] }, ['ratingPrompts']],
    ['for one prompt instead of any', {}, { ratingPrompts: ['p'] }, ['ratingPrompts']],
    ['by another policy', { labelPolicies: ['v1'] }, { labelPolicies: ['v2'] }, ['labelPolicies']],
    ['from a part of the traffic', {}, { drawnFrom: 0.9 }, ['drawnFrom']],
    ['from a smaller part', { drawnFrom: 0.5 }, { drawnFrom: 0.6 }, ['drawnFrom']],
    ['with an end', {}, { expires: '2027-01-02' }, ['expires']],
    ['with an earlier end', { expires: '2027-01-03' }, { expires: '2027-01-02' }, ['expires']],
    ['with several of it', { raters: ['m1'], sources: ['expert'] }, { sources: ['user'] }, ['sources', 'raters']],
  ])('%s is lost, and it says in what', (_, theirs, ours, weakerIn) => {
    const lost = lostPromises(carrying(candidate!, ours), carrying(champion!, theirs), now);
    expect(lost).toEqual([{ estimand: 'false-pass', limit: 0.1, confidence: 0.9, weakerIn }]);
  });

  it.each<[string, Partial<Certificate>, Partial<Certificate>]>([
    ['with sources where none were named', {}, { sources: ['user'] }],
    ['on fewer of the same sources', { sources: ['expert', 'user'] }, { sources: ['expert'] }],
    [
      'for more raters and prompts',
      { raters: ['m1'], ratingPrompts: ['p'] },
      { raters: ['m1', 'm2'], ratingPrompts: ['o', 'p'] },
    ],
    ['from more of the traffic', { drawnFrom: 0.5 }, {}],
    ['with a later end', { expires: '2027-01-02' }, { expires: '2027-01-03' }],
    ['without an end', { expires: '2027-01-02' }, {}],
  ])('%s is kept', (_, theirs, ours) => {
    expect(lostPromises(carrying(candidate!, ours), carrying(champion!, theirs), now)).toEqual([]);
  });

  it.each<[string, Partial<Certificate>]>([
    ['one of another rate that proves less', { estimand: 'false-pass', limit: 0.6, sources: ['user'] }],
    ['a stricter one that has expired', { estimand: 'leak', limit: 0.05, expires: '2026-12-31' }],
    ['a stricter one that was not shown', { estimand: 'leak', limit: 0.05, rule: null }],
  ])('is lost where a gate would stand on %s', (_, before) => {
    const promise: Partial<Certificate> = { estimand: 'leak', limit: 0.3 };
    const lost = lostPromises(carrying(candidate!, promise, before), carrying(champion!, promise), now);
    expect(lost).toMatchObject([{ estimand: 'leak', limit: 0.3, weakerIn: ['precedence'] }]);
  });

  it('is kept if one of several is as good, and else measured by the nearest', () => {
    const theirs = carrying(champion!, { sources: ['expert'], raters: ['m1'] });
    const near = { sources: ['user'], raters: ['m1'] };
    const far = { sources: ['user'], raters: [], expires: '2027-01-02' };
    expect(lostPromises(carrying(candidate!, far, near), theirs, now)).toMatchObject([{ weakerIn: ['sources'] }]);
    const both = carrying(candidate!, far, { limit: 0.05, sources: ['expert'], raters: ['m1'] });
    expect(lostPromises(both, theirs, now)).toEqual([]);
  });
});

describe('the certified shares', () => {
  it('are what gates on that certificate pass, for each promise that both carry', () => {
    const [a, b] = [
      carrying(candidate!, { limit: 0.3, rule: { score: 'passProbability', threshold: 0.5 } }, { limit: 0.2 }),
      carrying(champion!, { limit: 0.3 }, { estimand: 'leak' }),
    ];
    const { certified } = compareCalibrators(a, b, fresh, { now });
    expect(certified).toMatchObject([{ estimand: 'false-pass', limit: 0.3, confidence: 0.9 }]);
    const shareOf = (calibrator: Calibrator): number => {
      const gate = createQualityGate({ calibrator, policy: { certificate: { limit: 0.3 } }, now: () => now });
      return fresh.filter((record) => gate.decide(record).verdict === 'pass').length / fresh.length;
    };
    const { candidate: theirs, champion: ours, difference } = certified[0]!;
    expectClose([theirs, ours], [shareOf(a), shareOf(b)], { relative: 1e-5 });
    expectClose(difference.value!, theirs - ours, { absolute: 1e-5 });
    expect(difference.lower!).toBeLessThanOrEqual(difference.value!);
  });

  it('are nothing of a certificate that has expired or is not yet shown', () => {
    const parts = { limit: 0.3, expires: '2026-12-31' };
    const { certified } = compareCalibrators(carrying(candidate!, parts), carrying(champion!, parts), fresh, { now });
    expect(certified).toMatchObject([{ candidate: 0, champion: 0, difference: { value: 0, lower: null } }]);
  });
});

describe('a comparison', () => {
  it.each<[string, Partial<Target>]>([
    ['passAt', { passAt: 0.6 }],
    ['humanScale', { humanScale: { min: 0, max: 2 } }],
    ['passBy', { passBy: 'person' }],
  ])('is refused between calibrators of another %s', (part, target) => {
    const other = drawn(4, 60, { ...worldTarget, ...target }).fitted();
    expect(() => compareCalibrators(other, champion!, fresh)).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: expect.stringContaining(`${part} of the candidate must be`) as string,
      }),
    );
  });

  it('is refused on labels by another policy than either was fitted on', () => {
    const named = withParts(candidate!, { labelPolicies: ['v1'] });
    const labels = fresh.map((record) => ({ ...record, humanRatings: [{ value: 1, policy: 'v2' }] }));
    expect(() => compareCalibrators(named, champion!, labels)).toThrow(
      /^candidate: calibrator was fitted on labels by "v1"/,
    );
  });
});

describe('a diff', () => {
  it('measures the weights of both in the same step', () => {
    const place = champion!.features.findIndex(({ name }) => name === 'words');
    // Twice the spread and twice the slope are the same correction.
    const twice = (value: number, at: number): number => (at === place ? 2 * value : value);
    const { features, passHead } = champion!;
    const wider: Calibrator = {
      ...champion!,
      features: features.map((one, at) => ({ ...one, spread: twice(one.spread, at) })),
      passHead: { ...passHead, featureSlopes: passHead.featureSlopes.map(twice) },
    };
    const { weights } = diffCalibrators(champion!, wider);
    expect(weights).toEqual([]);
  });

  it('of one with itself has nothing in it', () => {
    expect(diffCalibrators(champion!, champion!)).toMatchObject({
      isSame: true,
      target: {},
      weights: [],
      envelope: {},
      names: {},
      certificates: { gone: [], came: [] },
      labels: {},
      shifts: [],
      other: [],
    });
  });

  it('names what is added as a whole, the largest change first', () => {
    const { passHead, features } = champion!;
    const before = withParts(champion!, {
      categories: [
        { of: 'language', name: 'en' },
        { of: 'language', name: 'de' },
      ],
      passHead: { ...passHead, intercept: 1, categoryShifts: [0, 0.5] },
    });
    const after = withParts(champion!, {
      categories: [{ of: 'language', name: 'en' }],
      passHead: {
        ...passHead,
        intercept: 4,
        categoryShifts: [0],
        absenceShifts: features.map((_, at) => (at === 0 ? -1 : 0)),
      },
    });
    const { shifts, weights, other } = diffCalibrators(before, after);
    expect(shifts).toEqual([
      { input: 'intercept', before: 1, after: 4, change: 3 },
      { input: `without ${features[0]!.name}`, before: 0, after: -1, change: -1 },
      { input: 'language de', before: 0.5, after: 0, change: -0.5 },
    ]);
    expect(weights).toEqual([]);
    // That there is a category fewer is no shift alone.
    expect(other).toEqual(['categories']);
  });

  it('names every other field that differs, so that no two of different digests look the same', () => {
    const { ratingCurve, passHead, ratingHead, features, reference, seen, outOfFold } = champion!;
    const inner = ratingCurve.knots.map((knot, at) => (at === 1 ? knot + 1e-3 : knot));
    const parts: Partial<Calibrator>[] = [
      { ratingCurve: { ...ratingCurve, knots: inner } },
      {
        passHead: {
          ...passHead,
          ratingSlopes: passHead.ratingSlopes.map((slope, at) => (at === 0 ? slope + 1 : slope)),
        },
      },
      { ratingHead: { ...ratingHead, intercept: ratingHead.intercept + 1 } },
      { features: features.map((one) => ({ ...one, slack: one.slack + 1 })) },
      { jointDistance: { limit: 3, centre: [0], whitening: [1] } },
      { reference: { ...reference, passProbability: reference.passProbability.slice(1) } },
      { seen: { ...seen, groups: '' } },
      { outOfFold: { ...outOfFold, outsideShare: 0.5 } },
      { acceptsTruncated: true },
    ];
    expect(inner).not.toEqual(ratingCurve.knots);
    for (const part of parts)
      expect(diffCalibrators(champion!, { ...champion!, ...part }).other).toEqual(Object.keys(part));
  });

  it('shows a feature that is in one of them alone from nothing', () => {
    const other = drawn(5, 120, worldTarget, ['characters', 'words']).fitted();
    const { weights, envelope } = diffCalibrators(other, champion!);
    expect(envelope['hedges']).toMatchObject({ before: undefined });
    expect(weights.find(({ input }) => input === 'hedges')?.before ?? 0).toBe(0);
  });
});

describe('the decisions that flip', () => {
  it('are none between a calibrator and itself, whatever the records are', () => {
    const odd = [{ id: 'empty' }, { id: 'text', response: 'Hello.', selfRating: 99 }];
    const { flips, counts, records } = decisionFlips(champion!, champion!, [...fresh, ...odd], { now });
    expect(flips).toEqual([]);
    expect(records).toBe(152);
    expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(152);
  });

  it('go by the policy that is given', () => {
    const low = decisionFlips(champion!, candidate!, fresh, { policy: { passThreshold: 0.01, failThreshold: 0 }, now });
    expect(low.flips.every(({ reasons }) => reasons.includes('outside-envelope'))).toBe(true);
    expect(decisionFlips(champion!, candidate!, fresh, { now }).flips.length).toBeGreaterThan(low.flips.length);
  });
});
