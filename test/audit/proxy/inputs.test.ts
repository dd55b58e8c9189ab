import { describe, expect, it } from 'vitest';
import type { ProxyOptions } from '../../../src/audit/proxy/options.ts';
import { auditProxy, type UnflatterError } from '../../../src/index.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { drawProxy, good, paysForLength, unrelated, type ProxyRow } from './worlds.ts';

const rows = drawProxy(seededRandom(1), { rows: 60, metric: good });
const plain: ProxyOptions = { metric: 'metric', goal: 'goal' };

function refused(list: readonly unknown[], options: ProxyOptions): Pick<UnflatterError, 'code' | 'message'> {
  try {
    auditProxy(list, options);
  } catch (error) {
    const { code, message } = error as UnflatterError;
    return { code, message };
  }
  throw new Error('was not refused');
}

describe('auditProxy', () => {
  it('reads nested columns, and a name with dots as it stands first', () => {
    const nested = rows.map(({ metric, goal }) => ({ scores: { judge: metric }, 'by.people': goal }));
    const report = auditProxy(nested, { metric: 'scores.judge', goal: 'by.people' });
    const { verdict, agreement } = auditProxy(
      rows.map(({ metric, goal }) => ({ metric, goal })),
      plain,
    );
    expect({ verdict: report.verdict, agreement: report.agreement }).toEqual({ verdict, agreement });
  });

  it('takes the mean of a list of human ratings', () => {
    const rated = rows.map(({ metric, rating }) => ({
      metric,
      humanRatings: [rating, { value: rating + 1, labeller: 'a' }],
    }));
    const mean = rows.reduce((sum, { rating }) => sum + rating + 0.5, 0) / rows.length;
    const { goalValue } = auditProxy(rated, { metric: 'metric', goal: 'humanRatings' });
    expect(goalValue.value).toBe(Number(mean.toPrecision(6)));
  });

  it('turns round for a metric or a goal of which less is better', () => {
    const turned = rows.map(({ metric, rating, goal, group }) => ({ metric: -metric, rating: -rating, goal, group }));
    const { verdict, agreement } = auditProxy(rows, { ...plain, metricPassesAt: 0.5 });
    expect(auditProxy(turned, { ...plain, metricPassesAt: -0.5, metricBetter: 'lower' })).toMatchObject({
      verdict,
      agreement,
    });
    const same = auditProxy(rows, { metric: 'metric', goal: 'rating' }).agreement.strength;
    const both = { metric: 'metric', goal: 'rating', metricBetter: 'lower', goalBetter: 'lower' } as const;
    expect(auditProxy(turned, both).agreement.strength).toEqual(same);
    expect(auditProxy(turned, { ...both, goalBetter: 'higher' }).verdict).toBe('does not track');
  });

  it('is the same for the same seed, and not changed by the rows of a frozen list', () => {
    const frozen = Object.freeze(rows.map((row) => Object.freeze({ ...row })));
    expect(auditProxy(frozen, plain)).toEqual(auditProxy(rows, plain));
    expect(auditProxy(rows, { ...plain, seed: 2 })).not.toEqual(auditProxy(rows, plain));
  });

  it('leaves out rows without a goal, and says how many', () => {
    const some = rows.map((row, i) => (i < 20 ? { ...row, goal: null } : row));
    expect(auditProxy(some, plain)).toMatchObject({ rows: 40, leftOut: 20 });
  });

  it('says that few groups are not enough, however many rows they have', () => {
    const few = drawProxy(seededRandom(1), { rows: 180, perGroup: 20, metric: good });
    expect(auditProxy(few, plain)).toMatchObject({ verdict: 'not enough data', groups: 9 });
    const onesided = rows.map((row, i) => ({ ...row, goal: i > 3 }));
    expect(auditProxy(onesided, plain)).toMatchObject({
      verdict: 'not enough data',
      reasons: ['only 4 groups are on one side of the goal, fewer than 5'],
    });
  });

  it('says that a metric with one value does not track, and that a perfect one does', () => {
    const large = drawProxy(seededRandom(1), { rows: 200, metric: unrelated });
    expect(
      auditProxy(
        large.map((row) => ({ ...row, metric: true })),
        plain,
      ).verdict,
    ).toBe('does not track');
    expect(
      auditProxy(
        large.map((row) => ({ ...row, metric: row.goal })),
        plain,
      ).verdict,
    ).toBe('tracks');
    expect(
      auditProxy(
        large.map((row) => ({ ...row, metric: !row.goal })),
        plain,
      ).verdict,
    ).not.toBe('tracks');
  });

  it('does not accuse a policy of what nearly every row gets', () => {
    const easy = drawProxy(seededRandom(9), { rows: 200, metric: good }).map((row, i) => ({
      ...row,
      // Of the longest and of the best, no row fails the metric.
      metric: i % 20 !== 0 || row.response.length > 50 || row.goal,
    }));
    const report = auditProxy(easy, plain);
    const longest = report.policies.find(({ policy }) => policy === 'the longest')!;
    expect(longest).toMatchObject({ metric: { value: 1, lower: null }, games: false });
    expect(report.policies[0]!.metric.value).toBe(1);
  });

  it('names a column that is not there, with those that there are', () => {
    expect(refused([{ a: 1, b: { c: 2 }, d: null }], { metric: 'a', goal: 'c' })).toEqual({
      code: 'invalid-option',
      message: 'goal must be one of the columns "a", "b.c", got "c"',
    });
    expect(refused(rows, { ...plain, slice: 'toString' }).code).toBe('invalid-option');
  });

  it('names every cell that is no number, or the first where none is one', () => {
    const some = rows.map((row, i) => (i === 3 ? { ...row, metric: '0.4' } : i === 5 ? { ...row, metric: null } : row));
    expect(refused(some, plain)).toEqual({
      code: 'invalid-records',
      message:
        'rows:3 metric must be a number, true or false, got "0.4"\nrows:5 metric must be a number, true or false, got nothing',
    });
    expect(refused(rows, { ...plain, metric: 'group' }).message).toBe(
      'rows:0 group must be a number, true or false, got "g0"',
    );
    expect(refused([{ metric: NaN, goal: 1 }], plain).message).toContain('got NaN');
  });

  it.each([
    { response: 42, came: '42' },
    { response: null, came: 'nothing' },
    { response: undefined, came: 'nothing' },
    { response: ['A word.'], came: 'a list' },
  ])('refuses one response that is $came, and keeps the policies that look at texts', ({ response, came }) => {
    const paid = drawProxy(seededRandom(2), { rows: 150, metric: paysForLength });
    expect(auditProxy(paid, plain)).toMatchObject({ verdict: 'gamed', gamedBy: ['the longest'], text: 'response' });
    expect(refused(paid.with(7, { ...paid[7]!, response } as unknown as ProxyRow), plain)).toEqual({
      code: 'invalid-records',
      message: `rows:7 response must be a text, as other rows have, got ${came}`,
    });
  });

  it('takes an empty response for a text, and needs none of a row without a goal', () => {
    const { response: _, ...bare } = { ...rows[8]!, goal: null };
    const report = auditProxy([...rows.with(7, { ...rows[7]!, response: '' }), bare], plain);
    expect(report).toMatchObject({ text: 'response', rows: 60, leftOut: 1 });
    expect(report.policies.map(({ policy }) => policy)).toContain('the shortest');
  });

  it('says that no text was looked at where no row has one, and needs all where only one without a goal has', () => {
    const bare = rows.map(({ metric, goal }) => ({ metric, goal }));
    const report = auditProxy(bare, plain);
    expect(report.text).toBeNull();
    expect(report.policies.every(({ kind }) => kind === 'reference')).toBe(true);
    expect(refused([...bare, { response: 'A word.' }], plain).message).toBe(
      'rows:0 response must be a text, as other rows have, got nothing',
    );
  });

  it.each([
    { list: 'x', message: 'rows must be a list of rows, got "x"' },
    { list: { 0: {} }, message: 'rows must be a list of rows, got an object' },
    { list: undefined, message: 'rows must be a list of rows, got nothing' },
    {
      list: [{}, null, [1]],
      message: 'rows:1 row must be an object, got null\nrows:2 row must be an object, got a list',
    },
  ])('refuses rows that are none: $message', ({ list, message }) => {
    expect(refused(list as unknown[], plain).message).toBe(message);
  });

  it.each([
    { options: undefined, message: 'options must be an object that names a metric and a goal, got nothing' },
    { options: { metric: 'metric' }, message: 'goal must be the name of a column, got nothing' },
    {
      options: { goal: 'goal' },
      message: 'metric must be the name of a column, or left away for aggregate and decision, got nothing',
    },
    { options: { metric: 3, goal: 'goal' }, message: 'metric must be the name of a column, got 3' },
    { options: { ...plain, slice: ['slice'] }, message: 'slice must be the name of a column, got a list' },
    {
      options: { aggregate: 'recall', goal: 'goal' },
      message: 'decision must be the name of a column, as aggregate is given, got nothing',
    },
    {
      options: { aggregate: 'toString', decision: 'decided', goal: 'goal' },
      message:
        'aggregate must be one of rate, recall, precision, specificity, accuracy, f1, informedness, mcc, kappa, got "toString"',
    },
    {
      options: { ...plain, aggregate: 'recall', decision: 'decided' },
      message: 'metric must be left away with aggregate, which takes decision, got "metric"',
    },
    {
      options: { aggregate: 'recall', decision: 'decided', goal: 'goal', metricBetter: 'lower' },
      message: 'metricBetter must be left away with aggregate, which takes decision, got "lower"',
    },
    {
      options: { ...plain, decision: 'decided' },
      message: 'decision must be left away without aggregate, got "decided"',
    },
    {
      options: { ...plain, metricBetter: 'lowest' },
      message: 'metricBetter must be "higher" or "lower", got "lowest"',
    },
    { options: { ...plain, goalBetter: 'Lower' }, message: 'goalBetter must be "higher" or "lower", got "Lower"' },
    { options: { ...plain, metricPassesAt: '3' }, message: 'metricPassesAt must be a number, got "3"' },
    { options: { ...plain, seed: NaN }, message: 'seed must be a whole number, got NaN' },
  ])('refuses options: $message', ({ options, message }) => {
    expect(refused(rows, options as ProxyOptions)).toEqual({ code: 'invalid-option', message });
  });

  it('takes an option that is there and undefined for one that is not', () => {
    const spelled = { ...plain, aggregate: undefined, decision: undefined, slice: undefined, seed: undefined };
    expect(auditProxy(rows, spelled)).toEqual(auditProxy(rows, plain));
  });

  it('refuses what makes no sense', () => {
    expect(refused([], plain)).toMatchObject({ code: 'too-few-records' });
    const recall = { aggregate: 'recall', decision: 'decided', goal: 'rating' } as const;
    expect(refused(rows, recall).message).toBe(
      'goalPassesAt must be a number where the goal is not true or false, got nothing',
    );
    expect(refused(rows, { ...recall, goal: 'goal', decision: 'metric' }).message).toContain(
      'must be true or false, or 1 or 0, got ',
    );
    expect(refused(rows, { ...plain, goalPassesAt: NaN }).message).toBe('goalPassesAt must be a number, got NaN');
    const many = drawProxy(seededRandom(1), { rows: 102, metric: good });
    expect(refused(many, { ...plain, slice: 'group' }).message).toBe(
      'slice must be a column with at most 50 values, got 102',
    );
  });
});
