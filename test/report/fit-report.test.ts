import { describe, expect, it } from 'vitest';
import type { Calibrator, Evaluation, FeatureScaling } from '../../src/calibrator/calibrator.ts';
import { features as surfaceFeatures } from '../../src/features/definitions.ts';
import type { Agreement } from '../../src/fit/agreement/agreement.ts';
import { toExamples } from '../../src/fit/examples.ts';
import type { Estimate } from '../../src/fit/bootstrap.ts';
import type { InflationReport } from '../../src/fit/inflation/inflation.ts';
import { reportFit } from '../../src/report/fit-report.ts';
import { summariseFit, summariseFitInOneLine } from '../../src/report/fit-summary.ts';
import { countLabels, type LabelCounts } from '../../src/report/label-counts.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { worldTarget } from '../world.ts';

const evaluation = (logLoss: number, auc: number | null = 0.7): Evaluation => ({
  logLoss,
  brier: logLoss / 3,
  auc,
  calibrationError: 0.03,
});

const scaling = (name: string): FeatureScaling => ({ name }) as FeatureScaling;

/** What a summary reads of a calibrator. */
const calibrator = {
  target: worldTarget,
  features: surfaceFeatures.map(({ name }) => scaling(name)),
  categories: [],
  certificates: [],
  outOfFold: {
    folds: 10,
    baseRate: evaluation(0.69, 0.5),
    lengthOnly: evaluation(0.66),
    toneOnly: evaluation(0.68),
    raw: evaluation(1.2),
    ratingOnly: evaluation(0.64),
    corrected: evaluation(0.6, 0.766),
    featuresWorthIt: { verdict: 'worth it', gain: 0.04, standardError: 0.01, lower: 0.0204, upper: 0.0596 },
    falsePass: { passedShare: 0.4, raw: 0.31, corrected: 0.22 },
    outsideShare: 0,
  },
  fittedOn: { records: 1634, groups: 50, passRate: 0.643, isEnoughToCertify: true },
} as unknown as Calibrator;

const counts: LabelCounts = { passing: 1051, languages: [], raters: [] };

const inflation: InflationReport = {
  target: worldTarget,
  records: 1634,
  groups: 50,
  groupsWorth: 49.5,
  mean: { value: 0.123, lower: 0.101, upper: 0.145 },
  features: [],
  leftOut: [],
};

const estimate = (value: number | null, lower: number | null = null, upper: number | null = null): Estimate => ({
  value,
  lower,
  upper,
});

const agreement: Agreement = {
  records: 900,
  ratings: 2700,
  labellers: ['ann', 'bob', 'cem'],
  alpha: { ratings: estimate(0.612, 0.55, 0.66), verdicts: estimate(-0.003, -0.1, 0.1) },
  reliability: { one: estimate(0.6), mean: estimate(0.8) },
  person: estimate(0.8),
  ceiling: {
    correlation: estimate(0.9),
    logLoss: estimate(0.4123, 0.38, 0.4457),
    brier: estimate(0.13),
    auc: estimate(0.881, 0.86, 0.9),
  },
  severity: [
    { labeller: 'ann', records: 300, difference: -0.2, standardError: 0.05, pValue: 0.001 },
    { labeller: 'bob', records: 300, difference: 0.1, standardError: 0.08, pValue: 0.4 },
    { labeller: 'cem', records: 300, difference: 0.42, standardError: 0.05, pValue: 0.0001 },
  ],
};

type Told = Parameters<typeof reportFit>[0];
const findings: Told = { calibrator, counts, inflation, agreement };
const linesOf = (found: Partial<Told>): string[] => reportFit({ ...findings, ...found }).split('\n');
const changed = (change: object): Calibrator => ({ ...calibrator, ...change });

describe('the report of a fit', () => {
  it('has what anybody would try first, what inflates, and how far people agree', () => {
    expect(reportFit(findings)).toMatchInlineSnapshot(`
      "1,634 labelled records in 50 groups, 64.3 % pass (mean human rating from 0.5)

      out of fold, by records of groups that the fit had not seen
                                 log loss   Brier     AUC   calibration error
      base rate, no input           0.690   0.230   0.500               0.030
      by length alone               0.660   0.220   0.700               0.030
      by tone alone                 0.680   0.227   0.700               0.030
      self-rating as it came        1.200   0.400   0.700               0.030
      corrected, rating only        0.640   0.213   0.700               0.030
      corrected, with features      0.600   0.200   0.766               0.030

      features worth it: the surface features add to the rating (log loss −0.0400 [−0.0596, −0.0204], 90 %)
      of the 40.0 % that a raw gate at 80 % of the scale passes, 31.0 % fail; of as many by corrected probability, 22.0 %

      1,634 labelled records in 50 groups
      mean inflation (self-rating less human rating, both on 0..1): +0.123 [+0.101, +0.145]

      no feature to tell of: none varies enough, or none was looked at

      agreement between people: 2,700 ratings by 3 named people of 900 records that several rated
      alpha (1 is perfect, 0 is chance): 0.61 [0.55, 0.66] for ratings, 0.00 [−0.10, 0.10] for pass or fail
      as they disagree, even a perfect correction would have log loss 0.412 [0.380, 0.446] and AUC 0.881 [0.860, 0.900]; here 0.600 and 0.766
      labellers who rate unlike the others on the same records: cem +0.42, ann −0.20"
    `);
  });

  it('says nothing of agreement where nothing was rated twice', () => {
    const lines = linesOf({ agreement: undefined });
    expect(lines).toEqual(linesOf({}).slice(0, lines.length));
    expect(lines.join('\n')).not.toContain('agree');
  });
});

describe('the labels of a fit', () => {
  const of = (labels: Partial<LabelCounts>, change: object = {}): string[] =>
    summariseFit({ calibrator: changed(change), counts: { ...counts, ...labels } })
      .split('\n')
      .slice(1, 3);

  it('are said to be too few to certify a threshold, with what that takes and what is there', () => {
    const fittedOn = { records: 42, groups: 14, passRate: 0.6, isEnoughToCertify: false };
    expect(of({ passing: 26 }, { fittedOn })[0]).toBe(
      'too few to certify a threshold: that takes 50 groups, 15 that pass and 15 that fail, and here are 14 groups, with 26 that pass and 16 that fail',
    );
  });

  const languages = [
    { name: 'en', labels: 1500 },
    { name: 'hi', labels: 130 },
    { name: 'fr', labels: 4 },
  ];

  it('say how many ratings are by the model that wrote the response', () => {
    const { records } = changed({}).fittedOn;
    expect(of({ self: 12 })).toContain('12 rated by the model that wrote the response');
    expect(of({ self: records })).toContain('all rated by the model that wrote the response');
    for (const none of [{ self: 0 }, {}]) expect(of(none).join()).not.toContain('wrote');

    const [first, second, third, ...rest] = exampleRecords();
    const byItself = [first!, second!].map((record) => ({ ...record, generator: record.rater! }));
    const byOthers = [{ ...third!, generator: 'another-model' }, ...rest.map(({ generator: _, ...record }) => record)];
    expect(countLabels(toExamples([...byItself, ...byOthers], exampleTarget)).self).toBe(2);
  });

  it('are counted by language and by rater where several are told apart, and those too rare are named', () => {
    const raters = [
      { name: 'x', labels: 900 },
      { name: 'y', labels: 734 },
    ];
    const categories = [
      ...['en', 'hi'].map((name) => ({ of: 'language', name })),
      ...['x', 'y'].map((name) => ({ of: 'rater', name })),
    ];
    expect(of({ languages, raters }, { categories })).toEqual([
      'languages told apart: en 1,500, hi 130; too rare for that: fr 4',
      'raters told apart: x 900, y 734',
    ]);
  });

  it('are counted where too few have enough to be told apart, and not where all are of one', () => {
    expect(of({ languages: languages.slice(1) })[0]).toBe(
      'languages not told apart, as too few have enough labels: hi 130, fr 4',
    );
    expect(of({ languages: languages.slice(0, 1) })[0]).toBe('');
  });

  it('are counted for eight names at most', () => {
    const many = Array.from({ length: 11 }, (_, i) => ({ name: `r${i}`, labels: 100 }));
    const categories = many.map(({ name }) => ({ of: 'rater', name }));
    expect(of({ raters: many }, { categories })[0]).toMatch(/^raters told apart: r0 100, .*, r7 100 and 3 more$/);
  });

  it('are human ratings where the target is a person drawn at random', () => {
    const target = { ...worldTarget, passBy: 'person' as const };
    const lines = linesOf({ calibrator: changed({ target }), inflation: { ...inflation, target } });
    expect(lines[0]).toBe(
      `1,634 human ratings in 50 groups, 64.3 % pass (a person drawn at random passes it, from ${target.passAt})`,
    );
    expect(lines).toContain('1,634 human ratings in 50 groups');
    expect(lines.join('\n')).not.toMatch(/labelled records|mean human rating|perfect correction/);
  });
});

describe('the features of a fit', () => {
  const of = (...names: string[]): string | undefined =>
    summariseFit({ calibrator: changed({ features: names.map(scaling) }), counts })
      .split('\n')
      .find((line) => line.startsWith('features: '));
  const all = surfaceFeatures.map(({ name }) => name);

  it('are not worth a line where they are those of the surface, and all of them', () => {
    expect(of(...all)).toBeUndefined();
  });

  it('are counted where some are missing, and named where they are of the rating or of the app', () => {
    expect(of('words', 'headings')).toBe(`features: 2 of ${all.length} of the surface, those that enough records have`);
    expect(of(...all, 'ratingSpread', 'tests', 'links checked')).toBe(
      'features: of the rating: ratingSpread; your own: tests, links checked',
    );
  });
});

describe('what the features are worth', () => {
  const of = (worth: object, falsePass = calibrator.outOfFold.falsePass): string[] =>
    summariseFit({
      calibrator: changed({ outOfFold: { ...calibrator.outOfFold, featuresWorthIt: worth, falsePass } }),
      counts,
    })
      .split('\n')
      .slice(-2);

  it('has a standard error where the groups are too few for an interval', () => {
    expect(of({ verdict: 'not yet', gain: -0.01, standardError: 0.02, lower: null, upper: null })[0]).toMatch(
      /^features not yet: .* more labels would tell \(log loss \+0\.0100 ± 0\.0200\)$/,
    );
  });

  it('is compared at what a raw gate passes, if that is anything', () => {
    const worth = calibrator.outOfFold.featuresWorthIt;
    expect(of(worth, { passedShare: 0, raw: null, corrected: null })[1]).toBe(
      'a raw gate at 80 % of the scale would pass nothing',
    );
  });
});

describe('a fit in one line', () => {
  it('has its labels, what was gained, and whether the features were worth it', () => {
    expect(summariseFitInOneLine(calibrator)).toBe(
      '1,634 labelled records in 50 groups, 64.3 % pass; log loss 1.200 as it came, 0.600 corrected; features worth it',
    );
  });
});

describe('agreement in words', () => {
  const of = (change: Partial<Agreement>): string[] => linesOf({ agreement: { ...agreement, ...change } });

  it('knows no ceiling where people agree no better than by chance', () => {
    const none = estimate(null);
    const lines = of({ ceiling: { correlation: none, logLoss: none, brier: none, auc: none } });
    expect(lines).toContain('they agree no better than by chance: there is no telling how good a correction could get');
    expect(lines.join('\n')).not.toContain('perfect correction');
  });

  it('names the labellers who differ, the furthest first, six at most, or says that none is known to', () => {
    const severity = Array.from({ length: 9 }, (_, i) => ({
      ...agreement.severity[0]!,
      labeller: `l${i}`,
      difference: i / 10,
    }));
    expect(of({ severity }).at(-1)).toBe(
      'labellers who rate unlike the others on the same records: l8 +0.80, l7 +0.70, l6 +0.60, l5 +0.50, l4 +0.40, l3 +0.30 and 3 more',
    );
    expect(of({ severity: [agreement.severity[1]!] }).at(-1)).toBe(
      'no labeller is known to rate higher or lower than the others',
    );
    expect(of({ severity: [], labellers: [] }).at(-1)).toMatch(/^as they disagree, /);
  });
});
