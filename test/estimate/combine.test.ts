import { describe, expect, it } from 'vitest';
import { combine } from '../../src/estimate/combine.ts';
import { scoreInterval } from '../../src/estimate/interval.ts';
import { estimateMean, type MeanEstimate } from '../../src/estimate/mean.ts';
import { studentQuantile, studentTail } from '../../src/math/student.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { drawSystems } from './unit-world.ts';

/** A mean of so many trials, each a group of its own. */
function meanOfTrials(successes: number, trials: number, name: string): MeanEstimate {
  const value = successes / trials;
  const influence = Array.from({ length: trials }, (_, i): [string, number] => [
    `${name}${i}`,
    ((i < successes ? 1 : 0) - value) / trials,
  ]);
  return {
    estimate: value,
    interval: scoreInterval({ value, trials, freedom: 1e7 }, 0.95),
    method: 'labels-only',
    reason: '',
    power: 0,
    correlation: null,
    worth: trials,
    labelsOnly: { estimate: value, interval: null },
    standardError: Math.sqrt((value * (1 - value)) / trials),
    freedom: 1e7,
    influence: new Map(influence),
  };
}

const less = (one: MeanEstimate, other: MeanEstimate) =>
  combine([
    { times: 1, mean: one },
    { times: -1, mean: other },
  ]);

describe('a sum of means', () => {
  it('of one mean is that mean, with its interval', () => {
    const mean = meanOfTrials(56, 70, 'a');
    const { estimate, interval } = combine([{ times: 1, mean }]);
    expectClose([estimate, interval!.lower, interval!.upper], [0.8, mean.interval!.lower, mean.interval!.upper]);
  });

  /* Newcombe (1998), Interval estimation for the difference between independent proportions, table II, method 10. */
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [10, 10, 0, 20, 0.6791, 1],
    [0, 10, 0, 20, -0.1611, 0.2775],
  ])('of two shares, %i/%i less %i/%i, is as published', (a, m, b, n, lower, upper) => {
    const { interval } = less(meanOfTrials(a, m, 'a'), meanOfTrials(b, n, 'b'));
    expectClose([interval!.lower, interval!.upper], [lower, upper], { absolute: 6e-5 });
  });

  it('turns around with its terms', () => {
    const [a, b] = [meanOfTrials(9, 30, 'a'), meanOfTrials(33, 50, 'a')];
    const [one, other] = [less(a, b), less(b, a)];
    expectClose(
      [one.estimate, one.interval!.lower, one.interval!.upper, one.pValue!],
      [-other.estimate, -other.interval!.upper, -other.interval!.lower, other.pValue!],
    );
  });

  it('is surer of a difference where groups move both alike, and less sure of their sum', () => {
    const related = [meanOfTrials(40, 100, 'a'), meanOfTrials(50, 100, 'a')] as const;
    const strangers = [meanOfTrials(40, 100, 'a'), meanOfTrials(50, 100, 'b')] as const;
    const width = ([a, b]: readonly [MeanEstimate, MeanEstimate], times: number): number => {
      const { interval } = combine([
        { times: 0.5, mean: a },
        { times, mean: b },
      ]);
      return interval!.upper - interval!.lower;
    };
    expect(width(related, -0.5)).toBeLessThan(0.5 * width(strangers, -0.5));
    expect(width(related, 0.5)).toBeGreaterThan(1.3 * width(strangers, 0.5));
  });

  it('has a p below 0.05 just where the interval leaves 0 out', () => {
    const apart = Array.from({ length: 60 }, (_, i) => less(meanOfTrials(20, 60, 'a'), meanOfTrials(i, 60, 'b')));
    for (const { interval, pValue } of apart)
      expect(interval!.lower > 0 || interval!.upper < 0, `p ${pValue}`).toBe(pValue! < 0.05);
    expect(apart.filter(({ pValue }) => pValue! < 0.05).length).toBeGreaterThan(10);
    expect(apart[20]!.pValue).toBe(1);
  });

  it('has the p of Student for intervals that are value ± t · error, by the fewest degrees of freedom', () => {
    const mean = (value: number, standardError: number, freedom: number, name: string): MeanEstimate => {
      const half = studentQuantile(0.05, freedom) * standardError;
      const interval = { lower: value - half, upper: value + half, confidence: 0.95 };
      const influence = new Map([[name, standardError]]);
      return { ...meanOfTrials(1, 2, name), estimate: value, interval, standardError, freedom, influence };
    };
    const { pValue } = less(mean(0.9, 0.03, 4, 'a'), mean(0.4, 0.04, 4, 'b'));
    expectClose(pValue!, studentTail(10, 4));
    const mixed = less(mean(0.9, 0.03, 4, 'a'), mean(0.4, 0.04, 400, 'b')).pValue!;
    expect(mixed).toBeGreaterThan(studentTail(13, 4));
  });

  it('of a mean and itself is 0, and no interval where nothing is left of theirs', () => {
    const lopsided = less(meanOfTrials(40, 100, 'a'), meanOfTrials(40, 100, 'a'));
    expect(lopsided).toMatchObject({ estimate: 0, pValue: 1 });
    expect(lopsided.interval!.upper).toBeLessThan(0.01);
    const even = meanOfTrials(50, 100, 'a');
    const same = less(
      { ...even, interval: { lower: 0.25, upper: 0.75, confidence: 0.95 } },
      { ...even, interval: { lower: 0.25, upper: 0.75, confidence: 0.95 } },
    );
    expect(same).toEqual({ estimate: 0, interval: null, pValue: null });
  });

  it('has no interval where one of its means has none', () => {
    const none = { ...meanOfTrials(5, 10, 'b'), interval: null };
    expect(less(meanOfTrials(4, 10, 'a'), none)).toMatchObject({ interval: null, pValue: null });
    expect(combine([{ times: 0, mean: none }])).toMatchObject({ estimate: 0, interval: null });
  });

  it('adds up the squares of what groups do: two halves of a population, against all of it', () => {
    const [units] = drawSystems(seededRandom(3), 300, [
      { name: 'a', ease: 0.2, perGroup: 2, isLabelled: (group) => group % 3 === 0 },
    ]);
    const half = (odd: number) =>
      estimateMean(
        units!.filter(({ group }) => Number(group.slice(1)) % 2 === odd),
        'passes',
      );
    const { interval } = combine([
      { times: 0.5, mean: half(0) },
      { times: 0.5, mean: half(1) },
    ]);
    const whole = estimateMean(units!, 'passes').interval!;
    expectClose(interval!.upper - interval!.lower, whole.upper - whole.lower, { relative: 0.1 });
  });
});
