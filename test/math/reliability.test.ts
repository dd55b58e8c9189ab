import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupedValues, sumsAcross } from '../../src/math/across-groups.ts';
import { varianceComponents, type RatedUnit, type VarianceComponents } from '../../src/math/reliability.ts';
import { expectClose } from '../close.ts';

const anyUnit: fc.Arbitrary<RatedUnit> = fc
  .record({
    ratings: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
    raters: fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 4 }),
    group: fc.constantFrom('g', 'h', 'i', 'j'),
  })
  .map(({ ratings, raters, group }) => ({ ratings, raters: raters.slice(0, ratings.length), group }));
const anyUnits = fc.array(anyUnit, { minLength: 2, maxLength: 15 });

describe('varianceComponents', () => {
  /*
   * Means 2, 4, 9 with a variance of 13. Within units 2, 2 and 8 on 3 degrees of freedom: 4. Nobody rates twice, so the
   * mean of two has the noise 4 / 2, and 13 − 2 is signal.
   */
  it('are those of the one-way analysis of variance where nobody rates twice', () => {
    const units = [
      [1, 3],
      [5, 3],
      [7, 11],
    ].map((ratings, i) => unitOf(ratings, [`a${i}`, `b${i}`], `g${i}`));
    expectComponents(componentsOf(units), { signal: 11, person: 4, mean: 2, perPerson: 0.5 });
  });

  /*
   * Two people rate everything: 1 and 3, 3 and 5, 7 and 7. The means 2, 4, 7 have a variance of 19 / 3. The differences
   * −2, −2, 0 have a variance of 4 / 3: half of that is the error of one rating, a quarter the error of the mean, and 6 is
   * left as signal. With severity for noise, one rating has (2 + 2 + 0) / 3.
   */
  it('are those of the two-way analysis of variance where the same people rate everything', () => {
    const units = [
      [1, 3],
      [3, 5],
      [7, 7],
    ].map((ratings, i) => unitOf(ratings, ['a', 'b'], `g${i}`));
    expectComponents(componentsOf(units), { signal: 6, person: 4 / 3, mean: 1 / 3, perPerson: 0.5 });
  });

  it('take a rating by one person for noise like that of the others, and for no sign of agreement', () => {
    const paired = [
      [1, 3],
      [5, 3],
      [7, 11],
    ].map((ratings, i) => unitOf(ratings, [`a${i}`, `b${i}`], `g${i}`));
    const single = unitOf([100], ['z'], 'h');
    // Four units: three with half of the noise of a person and one with all of it.
    expectComponents(componentsOf([...paired, single]), {
      signal: 11,
      person: 4,
      mean: 4 * (2.5 / 4),
      perPerson: 2.5 / 4,
    });
  });

  it('gain nothing from repeating the units of every group', () => {
    fc.assert(
      fc.property(anyUnits, fc.integer({ min: 2, max: 3 }), (units, times) => {
        expectComponents(componentsOf(Array.from({ length: times }, () => units).flat()), componentsOf(units));
      }),
    );
  });

  it('weigh a unit of weight 2 as the unit twice, and one of weight 0 not at all', () => {
    fc.assert(
      fc.property(anyUnits, fc.infiniteStream(fc.integer({ min: 0, max: 2 })), (units, stream) => {
        const weights = units.map(() => stream.next().value);
        const repeated = units.flatMap((unit, i) => Array.from({ length: weights[i]! }, () => unit));
        fc.pre(repeated.length > 0);
        expectComponents(varianceComponents(units)(weights), componentsOf(repeated));
      }),
    );
  });

  it('do not depend on the order of units and people, and move with the square of the unit of the ratings', () => {
    fc.assert(
      fc.property(anyUnits, (units) => {
        const expected = componentsOf(units);
        const turned = units.map(({ ratings, raters, group }) =>
          unitOf(ratings.toReversed(), raters.toReversed(), group),
        );
        expectComponents(componentsOf(turned.toReversed()), expected);
        const scaled = componentsOf(units.map((unit) => ({ ...unit, ratings: unit.ratings.map((x) => 3 * x - 50) })));
        const { signal, person, mean, perPerson } = expected;
        expectComponents(scaled, { signal: 9 * signal, person: 9 * person, mean: 9 * mean, perPerson });
      }),
    );
  });

  it('are unknown without two ratings of a unit, and their signal with one group', () => {
    expectComponents(componentsOf([unitOf([1], ['a'], 'g'), unitOf([2], ['a'], 'h')]), {
      signal: NaN,
      person: NaN,
      mean: NaN,
      perPerson: 1,
    });
    const { signal, person } = componentsOf([unitOf([1, 3], ['a', 'b'], 'g'), unitOf([4, 4], ['a', 'b'], 'g')]);
    expect(signal).toBeNaN();
    expect(person).toBe(1);
  });
});

describe('sumsAcross', () => {
  it('are sums over all ordered pairs of entries of different groups', () => {
    const anyEntry = fc.record({
      unit: fc.integer({ min: 0, max: 5 }),
      group: fc.constantFrom('g', 'h', 'i'),
      value: fc.integer({ min: -4, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 12 }), (entries) => {
        const weights = [1, 2, 0, 1, 3, 1];
        const expected = { pairs: 0, products: 0, squares: 0 };
        for (const a of entries) {
          for (const b of entries) {
            if (a.group === b.group) continue;
            const weight = weights[a.unit]! * weights[b.unit]!;
            expected.pairs += weight;
            expected.products += weight * a.value * b.value;
            expected.squares += weight * a.value ** 2;
          }
        }
        expect(plain(sumsAcross(groupedValues(entries), weights))).toEqual(plain(expected));
      }),
    );
  });
});

function unitOf(ratings: readonly number[], raters: readonly string[], group: string): RatedUnit {
  return { ratings, raters, group };
}

function componentsOf(units: readonly RatedUnit[]): VarianceComponents {
  return varianceComponents(units)(units.map(() => 1));
}

function expectComponents(actual: VarianceComponents, expected: VarianceComponents): void {
  for (const key of ['signal', 'person', 'mean', 'perPerson'] as const) {
    if (Number.isNaN(expected[key])) expect(actual[key], key).toBeNaN();
    else expectClose(actual[key], expected[key], { absolute: 1e-8 });
  }
}

/** Without the sign of zero. */
function plain(sums: Readonly<Record<'pairs' | 'products' | 'squares', number>>) {
  return { pairs: sums.pairs + 0, products: sums.products + 0, squares: sums.squares + 0 };
}
