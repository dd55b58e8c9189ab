import { beforeAll, describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { certificate, fieldsOf, issuesOf, wholeCalibrator } from './whole.ts';

let calibrator: Calibrator;
let text = '';

beforeAll(() => {
  calibrator = wholeCalibrator();
  text = JSON.stringify(calibrator, null, 1);
});

describe('what is no calibrator', () => {
  it.each<{ says: string; change: (good: Calibrator) => unknown }>([
    { says: 'file must be an object, got null', change: () => null },
    { says: 'file must be an object, got nothing', change: () => undefined },
    { says: 'file must be an object, got a list', change: (good) => [good] },
    { says: 'file must be JSON, got Unexpected token', change: () => 'calibrator' },
    { says: 'format must be "unflatter-calibrator", got nothing', change: () => ({ name: 'a set', files: [] }) },
    {
      says: 'format must be "unflatter-calibrator", got "other"',
      change: (good) => ({ ...good, format: 'other', version: 3 }),
    },
    {
      says: 'version must be 2 or 3, got 1, whose features were measured in another way: fit it again on its records',
      change: (good) => ({ ...good, version: 1, heads: [] }),
    },
    {
      says: 'version must be 2 or 3, got 4, made by a newer unflatter: update it',
      change: (good) => ({ ...good, version: 4, heads: [] }),
    },
    { says: 'version must be 2 or 3, got "3"', change: (good) => ({ ...good, version: '3' }) },
    { says: 'version must be 2 or 3, got nothing', change: ({ version: _, ...good }) => good },
    { says: 'version must be 2 or 3, got 2.5', change: (good) => ({ ...good, version: 2.5 }) },
    { says: 'file must not have the key "ratingPrompts"', change: (good) => ({ ...good, version: 2 }) },
    { says: 'featureSet must be a string, got 1', change: (good) => ({ ...good, featureSet: 1 }) },
    { says: 'raters.0 must be a string that is not empty, got ""', change: (good) => ({ ...good, raters: [''] }) },
    { says: 'raters must be a list of names, got "a"', change: (good) => ({ ...good, raters: 'a' }) },
    {
      says: 'raters must have at most 1000 names, got 1001',
      change: (good) => ({ ...good, raters: Array(1001).fill('a') }),
    },
    { says: 'languages must be a list of names, got "en"', change: (good) => ({ ...good, languages: 'en' }) },
    { says: 'languages.0 must be a string, got 1', change: (good) => ({ ...good, languages: [1] }) },
    { says: 'target must be an object, got 3', change: (good) => ({ ...good, target: 3 }) },
    {
      says: 'target.ratingScale must be a scale with min below max, got an object',
      change: (good) => ({ ...good, target: { ...good.target, ratingScale: { min: 3, max: 3 } } }),
    },
    {
      says: 'target.humanScale.step must be above 0, by 1e-12 at least, got 0',
      change: (good) => ({ ...good, target: { ...good.target, humanScale: { min: 1, max: 5, step: 0 } } }),
    },
    {
      says: 'target.passAt must be on the human scale and above its lowest, got 6',
      change: (good) => ({ ...good, target: { ...good.target, passAt: 6 } }),
    },
    {
      says: 'target.passBy must be mean or person, got "median"',
      change: (good) => ({ ...good, target: { ...good.target, passBy: 'median' } }),
    },
    {
      says: 'ratingCurve.knots must have 1 to 100 numbers, got 101',
      change: (good) => ({ ...good, ratingCurve: { ...good.ratingCurve, knots: Array(101).fill(0) } }),
    },
    {
      says: 'ratingCurve.knots must ascend',
      change: (good) => ({ ...good, ratingCurve: { ...good.ratingCurve, knots: good.ratingCurve.knots.toReversed() } }),
    },
    {
      says: 'ratingCurve.knots must ascend',
      change: (good) => ({
        ...good,
        ratingCurve: { ...good.ratingCurve, knots: good.ratingCurve.knots.with(0, good.ratingCurve.knots[1]!) },
      }),
    },
    {
      says: 'ratingCurve.knots.0 must be from 0 to 1, got -1',
      change: (good) => ({
        ...good,
        ratingCurve: { ...good.ratingCurve, knots: [-1, ...good.ratingCurve.knots.slice(1)] },
      }),
    },
    {
      says: 'ratingCurve.spread must be above 0, by 1e-12 at least, got 0',
      change: (good) => ({ ...good, ratingCurve: { ...good.ratingCurve, spread: 0 } }),
    },
    { says: 'features must be a list, got nothing', change: (good) => ({ ...good, features: undefined }) },
    {
      says: 'features must have each name once',
      change: (good) => ({ ...good, features: good.features.map((feature) => ({ ...feature, name: 'words' })) }),
    },
    {
      says: 'features must have min at most max',
      change: (good) => ({ ...good, features: good.features.map((feature) => ({ ...feature, min: 9, max: 8 })) }),
    },
    {
      says: 'features.0.transform must be log or none, got "sqrt"',
      change: (good) => ({
        ...good,
        features: good.features.map((feature, i) => (i === 0 ? { ...feature, transform: 'sqrt' } : feature)),
      }),
    },
    {
      says: 'features.0.slack must be at least 0, got -1',
      change: (good) => ({ ...good, features: good.features.map((feature) => ({ ...feature, slack: -1 })) }),
    },
    {
      says: 'features.0.isOptional must be true or left out, got false',
      change: (good) => ({ ...good, features: good.features.map((feature) => ({ ...feature, isOptional: false })) }),
    },
    {
      says: 'features.0.describe must be a string that is not empty, got ""',
      change: (good) => ({ ...good, features: good.features.map((feature) => ({ ...feature, describe: '' })) }),
    },
    { says: 'categories must be a list, got nothing', change: (good) => ({ ...good, categories: undefined }) },
    {
      says: 'categories.0.of must be language or rater, got "labeller"',
      change: (good) => ({ ...good, categories: good.categories.map(({ name }) => ({ of: 'labeller', name })) }),
    },
    {
      says: 'categories must have each category once',
      change: (good) => ({ ...good, categories: good.categories.map(() => ({ of: 'rater', name: 'b-model' })) }),
    },
    {
      says: 'passHead.ratingSlopes.0 must be at least 0, got -0.1',
      change: (good) => ({
        ...good,
        passHead: { ...good.passHead, ratingSlopes: [-0.1, ...good.passHead.ratingSlopes.slice(1)] },
      }),
    },
    {
      says: 'ratingHead.ratingSlopes must have one number between each two of',
      change: (good) => ({ ...good, ratingHead: { ...good.ratingHead, ratingSlopes: [] } }),
    },
    {
      says: 'passHead.featureSlopes must have one number for each of 5 features, got 3',
      change: (good) => ({ ...good, passHead: { ...good.passHead, featureSlopes: [0, 0, 0] } }),
    },
    {
      says: 'passHead.absenceShifts must have one number for each of 5 features, got 0',
      change: (good) => ({ ...good, passHead: { ...good.passHead, absenceShifts: [] } }),
    },
    {
      says: 'ratingHead.categoryShifts must have one number for each of 4 categories, got 1',
      change: (good) => ({ ...good, ratingHead: { ...good.ratingHead, categoryShifts: [0] } }),
    },
    {
      says: 'ratingHead.featureSlopes must have at most 1000 numbers, got 1001',
      change: (good) => ({ ...good, ratingHead: { ...good.ratingHead, featureSlopes: Array(1001).fill(0) } }),
    },
    {
      says: 'ratingHead.residuals must have lower at most upper',
      change: (good) => ({
        ...good,
        ratingHead: { ...good.ratingHead, residuals: { lower: 0.1, upper: 0, coverage: 0.9 } },
      }),
    },
    ...[
      [0.5, 0.5, 0.1, 0.2],
      [0.4, 0.5, 0.1, 0.2],
      [0.5, 0.4, 0.2, 0.1],
    ].map(([first, second, share, next]) => ({
      says: 'reference.selfRating must have thresholds that descend, and shares that do not',
      change: (good: Calibrator) => ({
        ...good,
        reference: {
          ...good.reference,
          selfRating: [
            { threshold: first, share, passRate: 0.5 },
            { threshold: second, share: next, passRate: 0.5 },
          ],
        },
      }),
    })),
    {
      says: 'seen.oneIn must be at least 1, got 0',
      change: (good) => ({ ...good, seen: { ...good.seen, oneIn: 0 } }),
    },
    ...['AAAAA', 'AAAA', 'AAAAAAAAAAA=', 'AAAAAR==', 'AAAAAgAAAAE=', 'AAAAAQ=', '!AAAAQ==', 'AAAA AQ==', 'AAAAAQ'].map(
      (records) => ({
        says: `seen.records must be hashes of four bytes each that ascend, in base64, got "${records}"`,
        change: (good: Calibrator) => ({ ...good, seen: { ...good.seen, records } }),
      }),
    ),
    {
      says: 'seen.groups must have at most 160000 characters, got 160004',
      change: (good) => ({ ...good, seen: { ...good.seen, groups: 'A'.repeat(160_004) } }),
    },
    { says: 'certificates must be a list, got an object', change: (good) => ({ ...good, certificates: {} }) },
    {
      says: 'certificates must have at most 100 certificates, got 101',
      change: (good) => ({ ...good, certificates: Array(101).fill(certificate) }),
    },
    ...(
      [
        ['estimand must be false-pass, leak, joint or false-fail, got "none"', { estimand: 'none' }],
        ['limit must be above 0 and below 1, got 0', { limit: 0 }],
        ['confidence must be above 0 and below 1, got 1', { confidence: 1 }],
        ['rule must be an object, got nothing', { rule: undefined }],
        ['rule.score must be passProbability or selfRating, got "p"', { rule: { score: 'p', threshold: 0.5 } }],
        ['rule.threshold must be from 0 to 1, got 1.5', { rule: { score: 'passProbability', threshold: 1.5 } }],
        [
          'rule.threshold must be from 1 to 10, got 0.5',
          { contradicted: 0, rule: { score: 'selfRating', threshold: 0.5 } },
        ],
        ['units must be a whole number, got 1.5', { units: 1.5 }],
        ['decided must be at most the 120 units, got 121', { decided: 121 }],
        ['contradicted must be at most the 60 decided, got 61', { contradicted: 61 }],
        ['uses must be at least 1, got 0', { uses: 0 }],
        ['raters.0 must be a string that is not empty, got ""', { raters: [''] }],
        ['expires must be a day as 2027-06-30, or null, got "2027-02-29"', { expires: '2027-02-29' }],
        ['expires must be a day as 2027-06-30, or null, got "2027-2-3"', { expires: '2027-2-3' }],
        ['expires must be a day as 2027-06-30, or null, got 2027', { expires: 2027 }],
        ['digest must be a SHA-256, got "ff"', { digest: 'ff' }],
        ['contradicted must be at most 2 for such a claim, got 3', { contradicted: 3 }],
        ['groups must be a whole number, got 1.5', { groups: 1.5 }],
        ['asking must be sixteen hexadecimal digits, got "AAAA"', { asking: 'AAAA' }],
        ['asking must be one of the askings, got 0123456789abcdef', { asking: '0123456789abcdef' }],
      ] as const
    ).map(([says, part]) => ({
      says: `certificates.0.${says}`,
      change: (good: Calibrator) => ({ ...good, certificates: [{ ...certificate, ...part }] }),
    })),
    { says: 'signature must be an object, got "mine"', change: (good) => ({ ...good, signature: 'mine' }) },
    {
      says: 'signature.algorithm must be "Ed25519", got "none"',
      change: (good) => ({ ...good, signature: { ...good.signature, algorithm: 'none' } }),
    },
    {
      says: 'signature.value must be 64 bytes in base64, got "short"',
      change: (good) => ({ ...good, signature: { ...good.signature, value: 'short' } }),
    },
    { says: 'digest must be a SHA-256, got nothing', change: ({ digest: _, ...good }) => good },
    {
      says: 'fittedOn.digest must be a SHA-256, got "ff"',
      change: (good) => ({ ...good, fittedOn: { ...good.fittedOn, digest: 'ff' } }),
    },
    {
      says: 'fittedOn.records must be a whole number, got 1.5',
      change: (good) => ({ ...good, fittedOn: { ...good.fittedOn, records: 1.5 } }),
    },
    {
      says: 'outOfFold.featuresWorthIt.verdict must be a verdict, got "maybe"',
      change: (good) => ({
        ...good,
        outOfFold: { ...good.outOfFold, featuresWorthIt: { ...good.outOfFold.featuresWorthIt, verdict: 'maybe' } },
      }),
    },
  ])('is refused: $says', ({ says, change }) => {
    const [first] = issuesOf(change(calibrator), 'c.json');
    expect(`${first?.field} ${first?.message}`.slice(0, says.length)).toBe(says);
    expect(first?.path).toBe('c.json');
  });

  it('is refused with every issue, in a message that names file and field, one a line', () => {
    const bad = { ...calibrator, raters: [1], fittedOn: { ...calibrator.fittedOn, seed: 'x' }, extra: 1 };
    expect(() => parseCalibrator(bad, 'my/c.json')).toThrow(
      [
        'my/c.json raters.0 must be a string, got 1',
        'my/c.json fittedOn.seed must be a whole number, got "x"',
        'my/c.json file must not have the key "extra"',
      ].join('\n'),
    );
  });

  it('is told by one line where it is of another format or version', () => {
    expect(fieldsOf({ files: [], format: 'x' })).toEqual(['format']);
    expect(fieldsOf({ ...calibrator, version: 1, passHead: 0 })).toEqual(['version']);
  });

  it('is refused for its size before it is parsed', () => {
    const padded = text + ' '.repeat(256 * 1024 - text.length);
    expect(parseCalibrator(padded)).toEqual(calibrator);
    expect(issuesOf(`${padded} `)).toEqual([
      { path: 'calibrator', field: 'file', message: 'must be at most 262144 characters, got 262145' },
    ]);
  });

  it.each(['[', '{"format":'])('is refused however deep it goes by %s', (open) => {
    const close = open === '[' ? ']' : '}';
    const depth = 12_000;
    expect(fieldsOf(`${open.repeat(depth)}1${close.repeat(depth)}`)).toHaveLength(1);
  });

  it('is refused for its depth before it is parsed', () => {
    const deep = (depth: number): string => `{"a":"[[[\\"[[[","b":${'['.repeat(depth - 1)}1${']'.repeat(depth - 1)}}`;
    expect(issuesOf(deep(33)).map(({ message }) => message)).toEqual([
      'must be at most 32 lists and objects deep, got more',
    ]);
    expect(issuesOf('['.repeat(33)).map(({ message }) => message)).toEqual([
      'must be at most 32 lists and objects deep, got more',
    ]);
    expect(fieldsOf(deep(32))).toEqual(['format']);
    expect(fieldsOf(`[${'[],{},'.repeat(1000)}1]`)).toEqual(['file']);
  });

  it('is refused with a key that it has twice, in every object, also where both say the same', () => {
    const compact = JSON.stringify(calibrator);
    const keys = [...compact.matchAll(/(?<=[{,])"(\w+)":(?=[\d"])/g)].filter(
      ({ index }) => !/"selfRating|"passProbability/.test(compact.slice(index, index + 20)),
    );
    expect(keys.length).toBeGreaterThan(80);
    for (const { 0: key, 1: name, index } of keys) {
      const twice = `${compact.slice(0, index)}${key}"other",${compact.slice(index)}`;
      expect(issuesOf(twice).map(({ message }) => message)).toEqual([`must have each key once, got "${name}" twice`]);
    }
  });

  it('is refused in linear time, whatever it is', () => {
    const begin = performance.now();
    for (const hostile of ['"'.repeat(200_000), '"\\'.repeat(100_000), '[]'.repeat(100_000), '{"a":'.repeat(50_000)])
      expect(fieldsOf(hostile)).toEqual(['file']);
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it.each<[string, () => unknown]>([
    [
      'throws when it is looked at',
      () => ({
        get format() {
          throw new Error('no');
        },
      }),
    ],
    [
      'is a proxy that traps all',
      () =>
        new Proxy(
          {},
          {
            get: () => {
              throw new Error('no');
            },
          },
        ),
    ],
    ['is a function', () => () => calibrator],
    ['is a symbol', () => Symbol('calibrator')],
    ['is a big integer', () => 3n],
    ['holds itself', () => holdingItself()],
    ['has a number as an object', () => ({ ...calibrator, version: Object(3) as number })],
  ])('is refused where it %s', (_, make) => {
    expect(issuesOf(make()).length).toBeGreaterThan(0);
  });

  it('is read once: what says another thing the second time is taken for what it said first, or refused', () => {
    let asked = 0;
    const fickle = {
      ...calibrator,
      get passHead() {
        return asked++ === 0 ? calibrator.passHead : { ...calibrator.passHead, intercept: 9 };
      },
    };
    expect(parseCalibrator(fickle)).toEqual(calibrator);
  });

  it('does not speak to the terminal', () => {
    expect(() => parseCalibrator(`{"format":\n\u001b[2J`)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/\p{Cc}/u) as string }),
    );
  });
});

function holdingItself(): unknown {
  const cyclic: Record<string, unknown> = { ...calibrator };
  return Object.assign(cyclic, { target: cyclic });
}
