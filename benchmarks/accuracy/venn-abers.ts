import { levelsOf, poolAdjacentViolators, rateOf, type Level } from './isotonic.ts';

/**
 * Venn–Abers prediction on the rating alone: isotonic regression is fitted twice with the record in question among
 * the others, once as if it failed (p0) and once as if it passed (p1), and p1 / (1 − p0 + p1) is the forecast of
 * least regret under log loss. It never says 0 or 1, which isotonic regression does.
 *
 * The rating is not itself fitted, so the full and the inductive predictor are the same. O(levels) a rating, once.
 *
 * @see Vovk, Petej and Fedorova (2015), Large-scale Probabilistic Predictors with and without Guarantees of Validity
 */
export function vennAbers(ratings: readonly number[], outcomes: readonly number[]): (rating: number) => number {
  const levels = levelsOf(ratings, outcomes);
  const known = new Map<number, number>();
  return (rating) => {
    const forecast = known.get(rating) ?? pointOf(vennAbersPair(levels, rating));
    known.set(rating, forecast);
    return forecast;
  };
}

/** The two probabilities at a rating, which need not be among the levels. */
export function vennAbersPair(levels: readonly Level[], rating: number): { readonly p0: number; readonly p1: number } {
  return { p0: rateWith(levels, rating, 0), p1: rateWith(levels, rating, 1) };
}

function pointOf({ p0, p1 }: ReturnType<typeof vennAbersPair>): number {
  return p1 / (1 - p0 + p1);
}

/** The isotonic pass rate at a rating after one more record of that rating. */
function rateWith(levels: readonly Level[], rating: number, outcome: 0 | 1): number {
  const own = levels.find((level) => level.rating === rating) ?? { passing: 0, count: 0 };
  const extended = levels
    .filter((level) => level.rating !== rating)
    .concat({ rating, passing: own.passing + outcome, count: own.count + 1 })
    .sort((a, b) => a.rating - b.rating);
  return rateOf(poolAdjacentViolators(extended).find(({ from, to }) => from <= rating && rating <= to)!);
}
