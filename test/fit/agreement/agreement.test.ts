import { describe, expect, it } from 'vitest';
import { agreementOf, type Agreement } from '../../../src/fit/agreement/agreement.ts';
import type { Estimate } from '../../../src/fit/bootstrap.ts';
import { passLaw, seenCorrelation } from '../../../src/fit/agreement/pass-law.ts';
import { normal, seededRandom } from '../../../src/math/random.ts';
import type { CalibrationRecord, HumanRating, Target } from '../../../src/types.ts';
import { expectClose } from '../../close.ts';

const target: Target = { ratingScale: { min: 0, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 3.5 };
const none = { value: null, lower: null, upper: null };

describe('agreementOf', () => {
  it('says nothing where no record was rated by two people', () => {
    expect(agreementOf([], target)).toBeUndefined();
    expect(agreementOf(recordsOf([[1], [], [5]]), target)).toBeUndefined();
    const twice = [1, 2].map((value) => ({ value, labeller: 'a' }));
    expect(agreementOf(recordsOf([twice, twice]), target)).toBeUndefined();
  });

  it('counts the records with two ratings, their ratings and the people who have a name', () => {
    const named = [
      { value: 4, labeller: 'b' },
      { value: 2, labeller: 'a' },
    ];
    const found = agreementOf(recordsOf([[4, 5, 3], [2], named, []]), target)!;
    expect(found).toMatchObject({ records: 2, ratings: 5, labellers: ['a', 'b'] });
  });

  it('takes ratings by one person of one record for one, their mean', () => {
    const twice = (values: readonly number[], other: number): HumanRating[] => [
      ...values.map((value) => ({ value, labeller: 'a' })),
      { value: other, labeller: 'b' },
    ];
    const rated = twoStars(30);
    const split = rated.map(([a, b]) => twice(a! < 5 ? [a! - 0.5, a! + 0.5] : [a!], b!));
    const once = rated.map(([a, b]) => twice([a!], b!));
    expect(agreementOf(recordsOf(split), target)).toEqual(agreementOf(recordsOf(once), target));
  });

  /* Verdicts at 3.5: 4 against 2 and 2 against 4 differ, and each of the others is the other's. Two of four records. */
  it('compares the verdict of each with the label that the others make', () => {
    const found = agreementOf(
      recordsOf([
        [4, 2],
        [5, 4],
        [1, 2],
        [2, 4],
      ]),
      target,
    )!;
    expect(found.person.value).toBe(0.5);
    // 5 against the mean 3 of 1 and 5, 5 likewise, and 1 against 5: none.
    expect(agreementOf(recordsOf([[1, 5, 5]]), target)!.person.value).toBe(0);
  });

  /*
   * A person passes a response of quality z where (z + e) / √2 is above zero, with e normal: with the chance q = Φ(z), which is
   * uniform. So E[H(q)] is ½ nat, E[q (1 − q)] is 1/6, the best AUC 5/6, the correlation of a verdict with q √(1/3), and two
   * people say the same with chance E[q² + (1 − q)²] = 2/3. Three people rate 3,000 records.
   */
  it('by a person, is about the verdict of one, whoever it is', () => {
    const random = seededRandom(4);
    const verdicts = Array.from({ length: 3000 }, () => {
      const quality = normal(random);
      return [0, 0, 0].map(() => (quality + normal(random) > 0 ? 5 : 1));
    });
    const { ceiling, person } = agreementOf(recordsOf(verdicts), { ...target, passBy: 'person' })!;
    expectClose(ceiling.logLoss.value!, 1 / 2, { absolute: 0.015 });
    expectClose(ceiling.brier.value!, 1 / 6, { absolute: 0.007 });
    expectClose(ceiling.auc.value!, 5 / 6, { absolute: 0.015 });
    expectClose(ceiling.correlation.value!, Math.sqrt(1 / 3), { absolute: 0.02 });
    expectClose(person.value!, 2 / 3, { absolute: 0.02 });
    // The mean of three is more certain.
    expect(agreementOf(recordsOf(verdicts), target)!.ceiling.logLoss.value).toBeLessThan(0.45);
  });

  it('finds nothing to be gained beyond people who agree perfectly', () => {
    const found = agreementOf(recordsOf(twoStars(60).map(([a]) => [a!, a!])), target)!;
    expect(found.alpha.ratings.value).toBe(1);
    expect(found.person.value).toBe(1);
    expect(found.reliability).toMatchObject({ one: { value: 1 }, mean: { value: 1 } });
    expect(found.ceiling.correlation.value).toBe(1);
    expectClose(found.ceiling.auc.value!, 1, { absolute: 1e-3 });
    // Losses are clipped at .001, and a thousandth of a nat is then the least.
    expectClose(found.ceiling.logLoss.value!, 0.001, { absolute: 1e-3 });
    expectClose(found.ceiling.brier.value!, 0, { absolute: 1e-3 });
  });

  it('has no ceiling where people agree no better than by chance', () => {
    const apart = recordsOf(twoStars(60).map(([a]) => [a!, 6 - a!]));
    const { alpha, reliability, ceiling } = agreementOf(apart, target)!;
    expect(alpha.ratings.value).toBeLessThan(0);
    expect(reliability.one.value).toBe(0);
    expect(ceiling).toEqual({ correlation: none, logLoss: none, brier: none, auc: none });
  });

  it('lowers the ceiling where some records have one rating, and leaves agreement as it is', () => {
    const rated = twoStars(100);
    const single = rated.map((ratings, i) => (i % 2 === 0 ? ratings : ratings.slice(0, 1)));
    const [all, half] = [rated, single].map((ratings) => agreementOf(recordsOf(ratings), target)!);
    expect(half!.records).toBe(50);
    expect(half!.reliability.mean.value).toBeLessThan(all!.reliability.mean.value!);
    expect(half!.reliability.mean.value).toBeGreaterThan(half!.reliability.one.value!);
    const kept = agreementOf(recordsOf(single.filter(({ length }) => length === 2)), target)!;
    expectClose(half!.alpha.ratings.value!, kept.alpha.ratings.value!, { relative: 1e-5 });
    expect(half!.person.value).toBe(kept.person.value);
    expect(half!.ceiling.logLoss.value).toBeGreaterThan(kept.ceiling.logLoss.value!);
    expect(half!.ceiling.auc.value).toBeLessThan(kept.ceiling.auc.value!);
  });

  /* The mean of two people is the same whether one of them is severe or not, if it is the same one everywhere. */
  it('takes severity for noise only where records differ in who rated them', () => {
    const rated = twoStars(200).map(([a, b]) => [Math.min(4, a!), Math.min(4, b!)]);
    const severe = (i: number): HumanRating[] => {
      const [a, b] = rated[i]!;
      return [
        { value: a! + 1, labeller: 'a' },
        { value: b!, labeller: 'b' },
      ];
    };
    const same = agreementOf(recordsOf(rated.map((_, i) => severe(i))), target)!;
    const strangers = rated.map((_, i) =>
      severe(i).map((rating) => ({ ...(rating as { value: number }), labeller: `${i}${JSON.stringify(rating)}` })),
    );
    const other = agreementOf(recordsOf(strangers), target)!;
    const plain = agreementOf(recordsOf(rated), target)!;
    expectClose(same.ceiling.correlation.value!, plain.ceiling.correlation.value!, { relative: 1e-5 });
    expect(same.alpha.ratings.value).toBeLessThan(plain.alpha.ratings.value! - 0.1);
    expect(other.ceiling.correlation.value).toBeLessThan(same.ceiling.correlation.value! - 0.03);
    // One person a point higher moves the mean by half a point, and so does the pass mark.
    const moved = agreementOf(recordsOf(rated), { ...target, passAt: 3 })!;
    expectClose(same.ceiling.logLoss.value!, moved.ceiling.logLoss.value!, { absolute: 0.02 });
    expectClose(same.ceiling.auc.value!, moved.ceiling.auc.value!, { absolute: 0.02 });
  });

  /*
   * Half of the records have three verdicts, of which half pass, and half have one, which passes: so do three of four
   * records. What two people agree on is told by those with three.
   */
  it('is what the law of verdicts says for as many people as made each label, every record counting once', () => {
    const verdicts = { ...target, humanScale: { min: 0, max: 1 }, passAt: 0.5 };
    const sets = [[1, 1, 1], [0, 0, 0], [1, 1, 0], [0, 0, 1], [1], [1], [1], [1]];
    const turned = (set: readonly number[], by: number): number[] => [...set.slice(by), ...set.slice(0, by)];
    const rated = Array.from({ length: 30 }, (_, i) => sets.map((set) => turned(set, i % set.length))).flat();
    const { reliability, ceiling } = agreementOf(recordsOf(rated), verdicts)!;
    const law = { places: [0, 1], atLeast: [1, 0.75], passFrom: 0.5 };
    const rho = seenCorrelation(law, (place) => place, reliability.one.value!);
    const brier = passLaw(law, rho, 3).reduce((sum, { share, passing: [, one, , three] }) => {
      return sum + (share * (one! * (1 - one!) + three! * (1 - three!))) / 2;
    }, 0);
    expectClose(ceiling.brier.value!, brier, { relative: 1e-4 });
  });

  /* Verdicts in disguise: what passes lies a little above the pass mark, on a scale without steps. */
  it('does not let rounding carry a rating across the pass mark', () => {
    const random = seededRandom(6);
    const verdicts = twoStars(100).map((ratings) => ratings.map((value) => (value > 3 ? 1 : 0)));
    const disguised = verdicts.map((pair) => pair.map((value) => (value === 1 ? 0.506 : 0.2) + 0.003 * random()));
    const scale = { min: 0, max: 1 };
    const plain = agreementOf(recordsOf(verdicts), { ...target, humanScale: scale, passAt: 0.9 })!;
    const found = agreementOf(recordsOf(disguised), { ...target, humanScale: scale, passAt: 0.504 })!;
    expectClose(found.ceiling.logLoss.value!, plain.ceiling.logLoss.value!, { relative: 1e-4 });
  });

  it('tells people without a name apart by their place in the list', () => {
    const rated = twoStars(100).map(([a, b]) => [Math.min(4, a!) + 1, Math.min(4, b!)]);
    const named = rated.map((ratings) => ratings.map((value, i) => ({ value, labeller: `person ${i}` })));
    const { severity, labellers, ...byName } = agreementOf(recordsOf(named), target)!;
    expect(labellers).toEqual(['person 0', 'person 1']);
    expect(severity).toHaveLength(2);
    expect(agreementOf(recordsOf(rated), target)).toEqual({ ...byName, labellers: [], severity: [] });
  });

  it('has intervals where the groups with two ratings are worth ten, and only there', () => {
    const rated = twoStars(60);
    expect(intervalsOf(agreementOf(recordsOf(rated, 1), target)!).every(({ lower }) => lower !== null)).toBe(true);
    expect(intervalsOf(agreementOf(recordsOf(rated, 10), target)!).every(({ lower }) => lower === null)).toBe(true);
    const few = rated.map((ratings, i) => (i < 9 ? ratings : ratings.slice(0, 1)));
    for (const { value, lower, upper } of intervalsOf(agreementOf(recordsOf(few, 1), target)!)) {
      expect(value).not.toBeNull();
      expect([lower, upper]).toEqual([null, null]);
    }
  });

  it('does not depend on the order of the records', () => {
    const records = recordsOf(twoStars(40), 2);
    expect(agreementOf(records.toReversed(), target)).toEqual(agreementOf(records, target));
  });

  it('does not depend on the unit of the human scale', () => {
    const rated = twoStars(60);
    const scaled: Target = { ...target, humanScale: { min: 0, max: 100 }, passAt: 62.5 };
    const found = agreementOf(recordsOf(rated.map((ratings) => ratings.map((x) => 25 * (x - 1)))), scaled)!;
    const expected = agreementOf(recordsOf(rated), target)!;
    intervalsOf(found).forEach(({ value }, i) =>
      expectClose(value!, intervalsOf(expected)[i]!.value!, { relative: 1e-5 }),
    );
  });

  it('comes close on a continuous scale to what it says of nearly the same ratings in steps', () => {
    const rated = twoStars(200);
    const random = seededRandom(9);
    const blurred = rated.map((ratings) => ratings.map((x) => Math.min(5, Math.max(1, x + 0.02 * (random() - 0.5)))));
    const [steps, smooth] = [rated, blurred].map((ratings) => agreementOf(recordsOf(ratings), target)!);
    intervalsOf(smooth!).forEach(({ value }, i) =>
      expectClose(value!, intervalsOf(steps!)[i]!.value!, { absolute: 0.01 }),
    );
  });

  it('weighs a record that stands for several as several', () => {
    const rated = twoStars(60);
    const rare = recordsOf(rated).map((record, i) => (i % 3 === 0 ? { ...record, inclusion: 0.25 } : record));
    const repeated = recordsOf(rated).flatMap((record, i) =>
      Array.from({ length: i % 3 === 0 ? 4 : 1 }, (_, copy) => ({ ...record, id: `${record.id}-${copy}` })),
    );
    const [weighted, copied] = [rare, repeated].map((records) => agreementOf(records, target)!);
    for (const of of [
      ({ person }: Agreement) => person,
      ({ reliability }: Agreement) => reliability.mean,
      ({ ceiling }: Agreement) => ceiling.logLoss,
    ])
      expectClose(of(weighted!).value!, of(copied!).value!, { relative: 1e-5 });
  });
});

describe('severity', () => {
  const stars = (labeller: string, value: number): HumanRating => ({ value, labeller });

  /* a rates 1 above b in half of 20 records and the same in the others: .5 on average, ±.5, so s / √n is .5 / √19. */
  it('is the mean difference from the others on the same records, with the error of its groups', () => {
    const rated = Array.from({ length: 20 }, (_, i) => [stars('a', 3 + (i % 2)), stars('b', 3)]);
    const [a, b, ...more] = agreementOf(recordsOf([...rated, [stars('a', 1)]]), target)!.severity;
    expect(more).toEqual([]);
    expect(a).toMatchObject({ labeller: 'a', records: 20, difference: 0.5 });
    expectClose(a!.standardError, 0.5 / Math.sqrt(19), { relative: 1e-5 });
    // T of 4.3589 with 19 degrees of freedom: .000337 on two sides, twice by Holm.
    expectClose(a!.pValue, 2 * 0.000337, { relative: 0.01 });
    expect(b).toEqual({ ...a, labeller: 'b', difference: -0.5 });
  });

  it('counts the records of a group together', () => {
    const rated = Array.from({ length: 60 }, (_, i) => [stars('a', 3 + (Math.floor(i / 3) % 2)), stars('b', 3)]);
    const [one] = agreementOf(recordsOf(rated, 3), target)!.severity;
    expectClose(one!.standardError, 0.5 / Math.sqrt(19), { relative: 1e-5 });
  });

  it('is left open for people of few groups, and is no difference where there never is one', () => {
    const rated = Array.from({ length: 20 }, (_, i) => [stars('a', 3), stars(i < 11 ? 'b' : 'c', 3), stars('d', 3)]);
    const { severity } = agreementOf(recordsOf(rated), target)!;
    expect(severity.map(({ labeller, pValue }) => [labeller, pValue])).toEqual([
      ['a', 1],
      ['b', 1],
      ['d', 1],
    ]);
  });
});

/** Ratings by two people who share most of what they see. */
function twoStars(count: number): number[][] {
  const random = seededRandom(4);
  return Array.from({ length: count }, () => {
    const quality = 3.2 + normal(random);
    return [0, 1].map(() => Math.min(5, Math.max(1, Math.round(quality + 0.7 * normal(random)))));
  });
}

function recordsOf(rated: readonly (readonly HumanRating[])[], perGroup = 1): CalibrationRecord[] {
  return rated.map((humanRatings, i) => ({
    id: `r${String(i).padStart(4, '0')}`,
    group: `g${Math.floor(i / perGroup)}`,
    selfRating: 5,
    humanRatings,
    features: {},
  }));
}

function intervalsOf({ alpha, reliability, person, ceiling }: Agreement): Estimate[] {
  return [...Object.values(alpha), ...Object.values(reliability), person, ...Object.values(ceiling)] as Estimate[];
}
