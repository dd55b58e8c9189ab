import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { comparedOf } from '../../../src/audit/self-preference/compared.ts';
import { humanColumns, raterColumns, uncorrelated } from '../../../src/audit/self-preference/controls.ts';
import { gapOf } from '../../../src/audit/self-preference/gap.ts';
import { noiseOf } from '../../../src/audit/self-preference/noise.ts';
import { toExamples } from '../../../src/fit/examples.ts';
import { normal, seededRandom } from '../../../src/math/random.ts';
import { studentQuantile } from '../../../src/math/student.ts';
import { expectClose } from '../../close.ts';
import { runs } from '../../simulation/runs.ts';
import { drawOwn, ownTarget, type OwnWorld } from './world.ts';

/** The coefficients of weighted least squares by the normal equations. */
function byNormalEquations(columns: readonly Float64Array[], outcome: Float64Array, weights: Float64Array): number[] {
  const design = new Matrix(Array.from(outcome, (_, i) => [1, ...columns.map((column) => column[i]!)]));
  const weighted = Matrix.diag(weights).mmul(design);
  const right = weighted.transpose().mmul(Matrix.columnVector(outcome));
  return solve(design.transpose().mmul(weighted), right).to1DArray();
}

function sampleOf(records: number, groups: number) {
  const random = seededRandom(21);
  const draw = (): Float64Array => Float64Array.from({ length: records }, () => normal(random));
  const [a, b] = [draw(), draw()];
  const own = a.map((value) => (value + normal(random) > 0 ? 1 : 0));
  const raw = draw().map((value) => Math.exp(value));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return {
    controls: [a, b],
    outcome: own.map((value, i) => 0.3 * value + a[i]! + normal(random)),
    sample: {
      own,
      weights: raw.map((value) => value / total),
      groups: Array.from({ length: records }, (_, i) => `g${i % groups}`),
    },
  };
}

describe('the gap', () => {
  const { controls, outcome, sample } = sampleOf(120, 40);

  it('is the coefficient of weighted least squares', () => {
    const { value } = gapOf(outcome, controls, sample);
    expectClose(value!, byNormalEquations([...controls, sample.own], outcome, sample.weights).at(-1)!, {
      relative: 1e-5,
    });
  });

  it('is not changed by controls that say what others say', () => {
    const twice = controls[0]!.map((value, i) => 2 * value - controls[1]![i]! + 3);
    expect(gapOf(outcome, [...controls, twice], sample)).toEqual(gapOf(outcome, controls, sample));
  });

  it('has the error of leaving out each group in turn', () => {
    const { value, lower, upper } = gapOf(outcome, controls, sample);
    const names = [...new Set(sample.groups)];
    const squares = names.map((name) => {
      const weights = sample.weights.map((weight, i) => (sample.groups[i] === name ? 0 : weight));
      return (byNormalEquations([...controls, sample.own], outcome, weights).at(-1)! - value!) ** 2;
    });
    const standardError = Math.sqrt(((names.length - 1) / names.length) * squares.reduce((sum, one) => sum + one, 0));
    // Never more degrees of freedom than 39, and here not fewer than 10.
    const half = (upper! - lower!) / 2;
    expect(half).toBeGreaterThanOrEqual(studentQuantile(0.05, 39) * standardError * (1 - 1e-5));
    expect(half).toBeLessThanOrEqual(studentQuantile(0.05, 10) * standardError);
  });

  it('does not exist where the controls tell who is own', () => {
    expect(gapOf(outcome, [sample.own], sample)).toEqual({ value: null, lower: null, upper: null });
  });

  it('has no interval with fewer than ten groups', () => {
    const few = sampleOf(120, 9);
    expect(gapOf(few.outcome, few.controls, few.sample)).toMatchObject({ lower: null, upper: null });
  });
});

it('what is made uncorrelated is so, with means of 0 and standard deviations of 1', () => {
  const { controls, sample } = sampleOf(60, 20);
  const columns = uncorrelated([...controls, controls[0]!, sample.own], sample.weights);
  expect(columns).toHaveLength(3);
  columns.forEach((a, j) => {
    const mean = (values: ArrayLike<number>): number =>
      sample.weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0);
    expectClose(mean(a), 0, { absolute: 1e-12 });
    columns.forEach((b, k) =>
      expectClose(mean(a.map((value, i) => value * b[i]!)), j === k ? 1 : 0, { absolute: 1e-12 }),
    );
  });
});

/*
 * The gap at equal human rating where people are never wrong, so that equal human rating is equal quality; one writer is
 * better by 1.5. An interval promises 95 %; the bound is that less three standard errors.
 */
const sets = 5 * runs;

function atLeast(share: number, of: number): number {
  return share - 3 * Math.sqrt((share * (1 - share)) / of);
}

function shareHeld(
  seed: number,
  world: OwnWorld,
  interval: (records: ReturnType<typeof drawOwn>) => Interval,
  draws: number,
): number {
  const random = seededRandom(seed);
  let held = 0;
  for (let draw = 0; draw < draws; draw++) {
    const { lower, upper } = interval(drawOwn(random, world));
    if (lower! <= world.preference / 50 && upper! >= world.preference / 50) held++;
  }
  return held / draws;
}

interface Interval {
  readonly lower: number | null;
  readonly upper: number | null;
}

function atEqualHuman(records: ReturnType<typeof drawOwn>): Interval {
  const compared = comparedOf(toExamples(records, ownTarget), records);
  const ratings = Float64Array.from(compared, ({ example }) => example.inputs.rating);
  return gapOf(ratings, [...raterColumns(compared), ...humanColumns(compared)], {
    own: Float64Array.from(compared, ({ own }) => (own ? 1 : 0)),
    weights: new Float64Array(compared.length).fill(1 / compared.length),
    groups: compared.map(({ example }) => example.group),
  });
}

describe('the interval of the gap at equal human rating', () => {
  it.each([
    [30, 0],
    [30, 1],
    [100, 1],
  ])(
    'holds the truth in 95 of 100 sets of %d prompts, preference %d',
    (prompts, preference) => {
      const held = shareHeld(31, { prompts, preference, better: 1.5 }, atEqualHuman, sets);
      expect(held).toBeGreaterThanOrEqual(atLeast(0.95, sets));
    },
    120_000,
  );

  it('misses it where people err and own responses are better, and the interval without noise does not', () => {
    // One writer rates its own only: with both, what is better for one is worse for the other.
    const world = { prompts: 100, preference: 1, better: 1.5, noise: 1.5, people: 3 };
    const ofFirst = (records: ReturnType<typeof drawOwn>) => records.filter(({ rater }) => rater === 'first');
    const few = 2 * runs;
    const withNoise = shareHeld(41, world, (records) => atEqualHuman(ofFirst(records)), few);
    const without = shareHeld(
      41,
      world,
      (records) => {
        const first = ofFirst(records);
        return noiseOf(comparedOf(toExamples(first, ownTarget), first), ownTarget, 1).gap;
      },
      few,
    );
    expect(withNoise).toBeLessThan(0.9);
    expect(without).toBeGreaterThanOrEqual(atLeast(0.95, few));
  }, 600_000);
});
