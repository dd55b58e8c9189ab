import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countAt,
  isShown,
  lastShown,
  lowestShown,
  sharesOf,
  type Groups,
  type Scored,
} from '../../../src/gate/certify/tests.ts';
import { binomialCdf } from '../../../src/math/binomial.ts';

const unit = (score: number, isContradicted: boolean, isDecidable = true): Scored => ({
  score,
  isContradicted,
  isDecidable,
});
const alone = (units: readonly Scored[]): Groups => units.map((one) => [one]);
const budget = { limit: 0.2, error: 0.1 };

describe('countAt', () => {
  const units = [unit(0.9, false), unit(0.8, true), unit(0.8, false, false), unit(0.2, true)];

  it('counts from the threshold on for passing, below it for failing, and never what a gate has doubts about', () => {
    expect(countAt(units, 0.8, 'false-pass')).toEqual({ decided: 2, contradicted: 1 });
    expect(countAt(units, 0.8, 'false-fail')).toEqual({ decided: 1, contradicted: 1 });
    expect(countAt(units, 0.1, 'joint')).toEqual({ decided: 3, contradicted: 2 });
  });
});

describe('lastShown', () => {
  // Eleven units of which none is contradicted show a rate below a fifth, at an error of a tenth; ten do not.
  const good = Array.from({ length: 11 }, () => unit(0.9, false));

  it('goes on as long as each threshold shows it', () => {
    const more = [...good, ...Array.from({ length: 7 }, () => unit(0.7, false)), unit(0.7, true)];
    expect(lastShown(alone(more), [0.9, 0.7, 0.5], 'false-pass', budget)).toBe(0.5);
    expect(lastShown(alone([...more, unit(0.6, true)]), [0.9, 0.7, 0.5], 'false-pass', budget)).toBe(0.7);
  });

  it('ends at the first that does not, even if a later one would', () => {
    const gap = [...good, unit(0.8, true), ...Array.from({ length: 30 }, () => unit(0.7, false))];
    expect(lastShown(alone(gap), [0.9, 0.8, 0.7], 'false-pass', budget)).toBe(0.9);
    expect(lastShown(alone(gap), [0.8, 0.7], 'false-pass', budget)).toBeUndefined();
  });

  it('shows nothing with nothing', () => {
    expect(lastShown([], [0.9], 'false-pass', budget)).toBeUndefined();
    expect(lastShown(alone(good), [], 'false-pass', budget)).toBeUndefined();
    expect(lastShown(alone(good.slice(1)), [0.9], 'false-pass', budget)).toBeUndefined();
  });
});

describe('lowestShown', () => {
  const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 120 });

  it('is the order statistic of Neyman and Pearson classification, for leaks', () => {
    fc.assert(
      fc.property(scores, fc.constantFrom(0.05, 0.1, 0.2, 0.5), (failing, limit) => {
        const ascending = [...new Set(failing)].sort((a, b) => a - b);
        const n = ascending.length;
        // The smallest k with P(at least k of n scores lie below the quantile of 1 − limit) at most the error.
        const k = Array.from({ length: n }, (_, i) => i + 1).find(
          (rank) => 1 - binomialCdf(rank - 1, n, 1 - limit) <= 0.1,
        );
        const units = ascending.map((score) => unit(score, true));
        // Every score is a threshold: to reach the next one above t(k) is to be above t(k).
        const found = lowestShown(alone(units), [2, ...ascending.toReversed()], 'leak', { limit, error: 0.1 });
        const expected = k === undefined ? undefined : (ascending[k] ?? 2);
        expect(found).toBe(expected);
      }),
    );
  });

  it('holds the joint rate against all units', () => {
    const units = [...Array.from({ length: 40 }, (_, i) => unit(i / 40, i === 30)), unit(0.99, false, false)];
    const thresholds = units.map(({ score }) => score).sort((a, b) => b - a);
    // One in forty-one shows a rate below a tenth, so all may pass; none in forty-one does not show a twentieth.
    expect(lowestShown(alone(units), thresholds, 'joint', { limit: 0.1, error: 0.1 })).toBe(0);
    expect(lowestShown(alone(units), thresholds, 'joint', { limit: 0.05, error: 0.1 })).toBeUndefined();
  });
});

describe('isShown', () => {
  const of = (passing: number, failing: number): readonly Scored[] => [
    ...Array.from({ length: passing }, () => unit(0.9, false)),
    ...Array.from({ length: failing }, () => unit(0.9, true)),
  ];

  it('says of groups that are all alike what it says of one unit of each', () => {
    for (const failing of [0, 1, 2, 3, 4, 5, 6]) {
      const single = alone(of(30 - failing, failing));
      const fivefold = single.map(([one]) => Array.from({ length: 5 }, () => one!));
      for (const estimand of ['false-pass', 'joint'] as const)
        expect(isShown(fivefold, 0.5, estimand, budget)).toBe(isShown(single, 0.5, estimand, budget));
    }
  });

  it('shows more of groups that are mixed, and no more of groups that say little', () => {
    // Eight of forty are too many of unrelated units, whichever forty are drawn; not so of 400 in forty groups.
    const mixed = Array.from({ length: 40 }, () => of(9, 1));
    expect(isShown(alone(of(35, 5)), 0.5, 'false-pass', budget)).toBe(false);
    expect(isShown(mixed, 0.5, 'false-pass', budget)).toBe(true);
    // What is decided of each is too little to make up for one group that was not seen.
    const low = Array.from({ length: 9 }, () => unit(0.1, false));
    const little = Array.from({ length: 40 }, (_, i) => [...low, ...(i < 10 ? of(1, 0) : [unit(0.1, false)])]);
    expect(isShown(little, 0.5, 'false-pass', budget)).toBe(false);
  });

  it('counts each group once, whatever its size', () => {
    const large = Array.from({ length: 3 }, () => of(300, 0));
    expect(isShown([...large, ...alone(of(0, 3))], 0.5, 'false-pass', { limit: 0.4, error: 0.1 })).toBe(false);
  });

  it('never shows with nothing decided, nor with no groups', () => {
    for (const estimand of ['false-pass', 'false-fail', 'leak', 'joint'] as const)
      expect(isShown([], 0.5, estimand, budget)).toBe(false);
    expect(isShown([of(5, 0), of(4, 1)], 0.95, 'false-pass', budget)).toBe(false);
  });
});

describe('sharesOf', () => {
  // By people, the first three fail: one is passed, one is not, and of one the gate has doubts.
  const failing = [unit(0.9, true), unit(0.1, true), unit(0.8, true, false)];
  const passing = [
    ...[0.9, 0.7, 0.6].map((score) => unit(score, false)),
    ...[0.2, 0.15, 0.1, 0.1].map((score) => unit(score, false)),
    unit(0.6, false, false),
  ];

  it('is, for each estimand, what is wrong of a group and what that is a rate of', () => {
    const group = [...failing, ...passing];
    expect(sharesOf([group], 0.5, 'leak')).toEqual([{ contradicted: 1 / 11, trials: 3 / 11 }]);
    expect(sharesOf([group], 0.5, 'false-pass')).toEqual([{ contradicted: 1 / 11, trials: 4 / 11 }]);
    expect(sharesOf([group], 0.5, 'false-fail')).toEqual([{ contradicted: 1 / 11, trials: 5 / 11 }]);
    expect(sharesOf([group], 0.5, 'joint')).toEqual([{ contradicted: 1 / 11, trials: 1 }]);
  });

  it('is of each group by itself, where a group adds nothing too', () => {
    const groups = [failing, passing, passing.slice(0, 3)];
    expect(sharesOf(groups, 0.5, 'leak')).toEqual([
      { contradicted: 1 / 3, trials: 1 },
      { contradicted: 0, trials: 0 },
      { contradicted: 0, trials: 0 },
    ]);
    expect(sharesOf(groups, 0.5, 'false-fail')).toEqual([
      { contradicted: 1 / 3, trials: 1 / 3 },
      { contradicted: 0, trials: 1 / 2 },
      { contradicted: 0, trials: 0 },
    ]);
  });
});

describe('a rate by means', () => {
  const mixed = (units: readonly Scored[], groups: number): Groups => Array.from({ length: groups }, () => units);
  const [kept, leaked, passed] = [unit(0.1, true), unit(0.9, true), unit(0.9, false)];

  it('for leaks is one of what fails by people, however much passes', () => {
    // One in ten of a group fails, and of those a third is passed: far from a limit of a fifth, though it is 3 % of the group.
    const nine = Array.from({ length: 9 }, () => passed);
    const leaking = [...mixed([kept, ...nine], 200), ...mixed([leaked, ...nine], 100)];
    expect(isShown(leaking, 0.5, 'leak', budget)).toBe(false);
    expect(isShown(leaking, 0.5, 'joint', budget)).toBe(true);
    // One in a hundred of the failing is passed: shown, however little fails of a group.
    const tight = [...mixed([kept, ...nine], 297), ...mixed([leaked, ...nine], 3)];
    expect(isShown(tight, 0.5, 'leak', budget)).toBe(true);
  });

  it('for false fails is one of what the gate fails, however much passes', () => {
    // A third of what is failed passes by people, and little is failed at all.
    const nine = Array.from({ length: 9 }, () => unit(0.9, true));
    const wrong = [...mixed([unit(0.1, false), ...nine], 200), ...mixed([unit(0.1, true), ...nine], 100)];
    expect(isShown(wrong, 0.5, 'false-fail', budget)).toBe(false);
    const right = [...mixed([unit(0.1, false), ...nine], 297), ...mixed([unit(0.1, true), ...nine], 3)];
    expect(isShown(right, 0.5, 'false-fail', budget)).toBe(true);
  });
});
