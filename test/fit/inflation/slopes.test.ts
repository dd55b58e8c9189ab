import { describe, expect, it } from 'vitest';
import { clusteredSlopes, type Slope } from '../../../src/fit/inflation/slopes.ts';
import { clusterMembers } from '../../../src/math/clusters.ts';
import { weightedMean } from '../../../src/math/metrics.ts';
import { expectClose } from '../../close.ts';
import reference from '../../reference/reference.json' with { type: 'json' };

const { data, clusteredLeastSquares } = reference;
const columnsOfData = [1, 2, 3].map((j) => data.design.map((row) => row[j]!));
const ones = data.weights.map(() => 1);

interface Sample {
  readonly columns: readonly (readonly number[])[];
  readonly outcome: readonly number[];
  readonly weights: readonly number[];
  readonly groups: readonly string[];
}

const sample: Sample = { columns: columnsOfData, outcome: data.rating, weights: data.weights, groups: data.groups };

describe('the slopes', () => {
  it.each([
    { name: 'unweighted', weights: ones, expected: clusteredLeastSquares.unweighted },
    { name: 'weighted', weights: data.weights, expected: clusteredLeastSquares.weighted },
  ])('are those of statsmodels, $name', ({ weights, expected }) => {
    const slopes = regress({ ...sample, weights });
    expectClose(
      slopes.map(({ estimate }) => estimate),
      expected.coefficients.slice(1),
    );
    // The jackknife is a little above CR1, which is what statsmodels has.
    slopes.forEach(({ standardError }, j) => {
      expect(standardError / expected.standardErrors[j + 1]!).toBeGreaterThan(1);
      expect(standardError / expected.standardErrors[j + 1]!).toBeLessThan(1.25);
    });
  });

  it('have the standard errors of regressions without one group after the other', () => {
    const groups = [...new Set(data.groups)];
    const all = regress(sample);
    const without = groups.map((group) => regress(part(sample, (i) => data.groups[i] !== group)));
    all.forEach(({ estimate, standardError }, j) => {
      const squares = without.reduce((sum, slopes) => sum + (slopes[j]!.estimate - estimate) ** 2, 0);
      expectClose(standardError, Math.sqrt(((groups.length - 1) / groups.length) * squares));
    });
  });

  it('gain nothing from repeated records', () => {
    const twice = (list: readonly number[]): number[] => [...list, ...list];
    const repeated = regress({
      columns: sample.columns.map(twice),
      outcome: twice(sample.outcome),
      weights: twice(sample.weights),
      groups: [...sample.groups, ...sample.groups],
    });
    expectSame(repeated, regress(sample));
  });

  it('count a record of weight 3 as three records', () => {
    const repeat = <Item>(list: readonly Item[]): Item[] =>
      list.flatMap((item, i) => Array.from({ length: data.weights[i]! }, () => item));
    const repeated = regress({
      columns: sample.columns.map(repeat),
      outcome: repeat(sample.outcome),
      weights: repeat(ones),
      groups: repeat(sample.groups),
    });
    const estimates = (slopes: Slope[]): number[] => slopes.map(({ estimate }) => estimate);
    const errors = (slopes: Slope[]): number[] => slopes.map(({ standardError }) => standardError);
    expectClose(estimates(repeated), estimates(regress(sample)));
    expectClose(errors(repeated), errors(regress(sample)));
  });

  it('do not depend on the unit of the weights or the names of the groups', () => {
    const other = { ...sample, weights: data.weights.map((weight) => 1e6 * weight) };
    expectSame(regress({ ...other, groups: data.groups.map((group) => `${group}!`) }), regress(sample));
  });
});

describe('the groups that a slope is worth', () => {
  const groups = Array.from({ length: 24 }, (_, i) => `g${Math.floor(i / 4)}`);
  const outcome = groups.map((_, i) => Math.sin(7 * i));
  const regressOn = (column: readonly number[]): Slope =>
    regress({ columns: [column], outcome, weights: outcome.map(() => 1), groups })[0]!;

  it('are all where each group varies alike', () => {
    expectClose(regressOn(groups.map((_, i) => i % 2)).groupsWorth, 6);
  });

  // One of six groups is 1 throughout: about the mean of 1/6, its squares are 4 · 25/36 and those of the others 4 · 1/36 each.
  it('are few where few differ from the rest', () => {
    expectClose(regressOn(groups.map((group) => (group === 'g0' ? 1 : 0))).groupsWorth, 30 ** 2 / (625 + 5));
  });

  it('leave no standard error where one group has all there is', () => {
    expect(regressOn(groups.map((group) => (group === 'g0' ? 1 : 0))).standardError).toBeNaN();
  });

  // What the first column has beyond the second is u − v over two, which varies alike in every group.
  it('are counted in what the other columns leave', () => {
    const u = groups.map((_, i) => (i % 2 === 0 ? 1 : -1));
    const v = groups.map((_, i) => (i % 4 < 2 ? 1 : -1));
    const both = u.map((value, i) => value + v[i]!);
    const [first] = regress({ columns: [u, both], outcome, weights: outcome.map(() => 1), groups });
    expectClose(first!.groupsWorth, 6);
  });

  it.each([0, 1])('leave the others their standard errors where one column is in one group only: place %i', (place) => {
    const steady = groups.map((_, i) => (i * i) % 5);
    const lone = groups.map((group, i) => (group === 'g2' ? 1 + (i % 2) : 0));
    const columns = place === 0 ? [lone, steady] : [steady, lone];
    const slopes = regress({ columns, outcome, weights: outcome.map(() => 1), groups });
    expect(slopes[place]!.standardError).toBeNaN();
    // About what it has on its own: the other column says little of it.
    expectClose(slopes[1 - place]!.standardError, regressOn(steady).standardError, { relative: 0.2 });
  });
});

/** Slopes in the units of the columns, which are standardised first. */
function regress({ columns, outcome, weights, groups }: Sample): Slope[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = Float64Array.from(weights, (weight) => weight / total);
  const standardised = columns.map((column) => {
    const mean = weightedMean(column, shares);
    const deviation = Math.sqrt(
      weightedMean(
        Float64Array.from(column, (value) => (value - mean) ** 2),
        shares,
      ),
    );
    return { deviation, values: Float64Array.from(column, (value) => (value - mean) / deviation) };
  });
  const slopes = clusteredSlopes(
    standardised.map(({ values }) => values),
    Float64Array.from(outcome),
    shares,
    clusterMembers(groups),
  );
  return slopes.map(({ estimate, standardError, groupsWorth }, j) => ({
    estimate: estimate / standardised[j]!.deviation,
    standardError: standardError / standardised[j]!.deviation,
    groupsWorth,
  }));
}

function part({ columns, outcome, weights, groups }: Sample, keep: (i: number) => boolean): Sample {
  const kept = <Item>(list: readonly Item[]): Item[] => list.filter((_, i) => keep(i));
  return { columns: columns.map(kept), outcome: kept(outcome), weights: kept(weights), groups: kept(groups) };
}

function expectSame(actual: readonly Slope[], expected: readonly Slope[]): void {
  actual.forEach((slope, j) => expectClose(Object.values(slope), Object.values(expected[j]!)));
}
