import { describe, expect, it } from 'vitest';
import { passLaw, seenCorrelation, type QualityNode, type RatingLaw } from '../../../src/fit/agreement/pass-law.ts';
import { expectClose } from '../../close.ts';

const stars: RatingLaw = { places: [0, 1, 2, 3, 4], atLeast: [1, 0.9, 0.6, 0.35, 0.1], passFrom: 2.5 };
const verdicts: RatingLaw = { places: [0, 1], atLeast: [1, 0.7], passFrom: 0.5 };
const passes = (law: RatingLaw) => (place: number) => (place >= law.passFrom ? 1 : 0);

describe('passLaw', () => {
  it.each([0, 0.3, 0.9, 0.98])('passes as often as one person does, ρ %d', (rho) => {
    expectClose(
      over(passLaw(stars, rho, 1), ({ passing }) => passing[1]!),
      0.35,
      { absolute: 1e-4 },
    );
    expectClose(
      over(passLaw(verdicts, rho, 1), ({ passing }) => passing[1]!),
      0.7,
      { absolute: 1e-4 },
    );
  });

  it('counts verdicts exactly: one pass of two is a mean of a half, two of three are above it', () => {
    for (const { passing } of passLaw(verdicts, 0.4, 3)) {
      const [, one, two, three] = passing;
      expectClose(two!, 1 - (1 - one!) ** 2, { absolute: 1e-9 });
      expectClose(three!, one! ** 3 + 3 * one! ** 2 * (1 - one!), { absolute: 1e-9 });
    }
  });

  // Two of (0, 1, 2, 3, 4) with a sum of 5 or more: with chances p, p3 p2 + p2 p3 + 2 p4 (p1 + p2 + p3) + p3² + p4².
  it('adds up what two people say of stars', () => {
    const { atLeast } = stars;
    const [, p1, p2, p3, p4] = atLeast.map((share, i) => share - (atLeast[i + 1] ?? 0));
    const expected = 2 * p3! * p2! + 2 * p4! * (p1! + p2! + p3!) + p3! ** 2 + p4! ** 2;
    expectClose(
      over(passLaw(stars, 0, 2), ({ passing }) => passing[2]!),
      expected,
      { absolute: 1e-4 },
    );
  });

  it('gives better responses a better chance, the more so the more people agree', () => {
    const spreads = [0, 0.3, 0.7, 0.95].map((rho) => {
      const chances = passLaw(stars, rho, 2).map(({ passing }) => passing[2]!);
      chances.reduce((last, chance) => {
        expect(chance).toBeGreaterThanOrEqual(last - 1e-9);
        return chance;
      });
      return chances.at(-1)! - chances[0]!;
    });
    expect(spreads).toEqual(spreads.toSorted((a, b) => a - b));
    expect(spreads[0]).toBeLessThan(1e-9);
    expect(spreads.at(-1)).toBeGreaterThan(0.99);
  });

  /*
   * Whatever the law of pass rates q is, with v = E q (1 − q), half of what two people disagree: the entropy lies between
   * 4 v log 2 and (4 v)^(1 / log 4) log 2 [Topsøe (2001), Bounds for Entropy and Divergence], the latter a concave
   * function, which the mean may only lower.
   */
  it.each([0.1, 0.5, 0.9])('has an entropy within what disagreement alone allows, ρ %d', (rho) => {
    const law = passLaw(verdicts, rho, 1);
    const entropy = over(law, ({ passing: [, q] }) => -(q! * Math.log(q!) + (1 - q!) * Math.log1p(-q!)) || 0);
    const apart = 4 * over(law, ({ passing: [, q] }) => q! * (1 - q!));
    expect(entropy).toBeGreaterThan(Math.LN2 * apart);
    expect(entropy).toBeLessThan(Math.LN2 * apart ** (1 / Math.log(4)));
  });
});

describe('seenCorrelation', () => {
  it.each([0.05, 0.4, 0.9])('is found again from the verdicts and from the ratings it gives, ρ %d', (rho) => {
    const correlationOf = (scores: readonly number[], variance: number): number => {
      const shares = passLaw(stars, rho, 1).map(({ share }) => share);
      const mean = scores.reduce((sum, score, i) => sum + shares[i]! * score, 0);
      return scores.reduce((sum, score, i) => sum + shares[i]! * (score - mean) ** 2, 0) / variance;
    };
    const chanceOf = (passFrom: number): number[] =>
      passLaw({ ...stars, passFrom }, rho, 1).map(({ passing }) => passing[1]!);
    const verdict = correlationOf(chanceOf(2.5), 0.35 * 0.65);
    expectClose(seenCorrelation(stars, passes(stars), verdict), rho, { absolute: 1e-4 });
    // A rating is how many of the places 1, 2, 3 and 4 it reaches. Of chances .1, .3, .25, .25, .1: mean 1.95, square 5.15.
    const expected = [1, 2, 3, 4].map(chanceOf).reduce((sum, chances) => sum.map((value, i) => value + chances[i]!));
    const rating = correlationOf(expected, 5.15 - 1.95 ** 2);
    expectClose(
      seenCorrelation(stars, (place) => place, rating),
      rho,
      { absolute: 1e-4 },
    );
  });

  // Of standard normals with correlation r, both lie above their .3 quantile with the orthant probability of scipy.
  it.each([
    { r: 0.5, correlation: 0.317939622 },
    { r: 0.9, correlation: 0.702794882 },
  ])('is the tetrachoric correlation of two verdicts: $r', ({ r, correlation }) => {
    expectClose(
      seenCorrelation(verdicts, (place) => place, correlation),
      r,
      { absolute: 1e-4 },
    );
  });

  it('is 0 for verdicts that go together by chance alone, and below 1 where they always do', () => {
    expect(seenCorrelation(verdicts, (place) => place, 0)).toBe(0);
    const all = seenCorrelation(verdicts, (place) => place, 1);
    expect(all).toBeGreaterThan(0.99);
    expect(all).toBeLessThan(1);
  });
});

function over(law: readonly QualityNode[], of: (node: QualityNode) => number): number {
  return law.reduce((sum, node) => sum + node.share * of(node), 0);
}
