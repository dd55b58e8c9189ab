import { bootstrap, type Estimate } from '../fit/bootstrap.ts';
import type { Judged } from '../fit/evaluate.ts';
import { clusterMembers } from '../math/clusters.ts';
import { areaUnderCurve, tiesOf, weightedMean } from '../math/metrics.ts';

/** Responses of several authors pooled, and what is left when only responses of one author are compared. */
export interface ByAuthor {
  readonly authors: number;
  /** The share that passes, of the author with the lowest and of the one with the highest. */
  readonly passRates: { readonly lowest: number; readonly highest: number };
  /**
   * AUC within one author: P(a passing response ranks above a failing one of the same author), over all such pairs;
   * 95 % intervals over groups.
   */
  readonly within: { readonly raw: Estimate; readonly corrected: Estimate; readonly difference: Estimate };
}

/** Ratings before and after correction, with who wrote what and which records belong together. */
export interface Authored {
  readonly authors: readonly string[];
  readonly groups: readonly string[];
  readonly raw: Judged;
  readonly corrected: Judged;
}

/** Null where one author wrote everything: there is nothing to compare. */
export function summariseAuthors({ authors, groups, raw, corrected }: Authored): ByAuthor | null {
  const weights = authors.map(() => 1);
  const members = clusterMembers(authors);
  if (members.length < 2) return null;
  const rates = members.map((places) => shareOf(places, raw.outcomes));
  const strata = [raw, corrected].map(({ probabilities }) => members.map((places) => tiesOf(probabilities, places)));
  const estimate = bootstrap(
    (drawn) => strata.map((ties) => areaUnderCurve(ties, raw.outcomes, drawn)) as [number, number],
    { weights, groups, seed: 1 },
  );
  return {
    authors: members.length,
    passRates: { lowest: Math.min(...rates), highest: Math.max(...rates) },
    within: {
      raw: estimate(([before]) => before),
      corrected: estimate(([, after]) => after),
      difference: estimate(([before, after]) => after - before),
    },
  };
}

/**
 * All that the author alone tells of a response: how many authors pass less often than its own, counted on the responses
 * of other folds.
 *
 * A rank, since rates of what was left out must not be compared across folds: they are the lower the more passes here, so
 * within each author they would put the failing responses first.
 */
export function authorRanks(
  authors: readonly string[],
  outcomes: ArrayLike<number>,
  foldOf: readonly number[],
): number[] {
  const members = clusterMembers(authors);
  const ranks: number[] = [];
  for (const fold of new Set(foldOf)) {
    const rates = members.map((places) => {
      const others = places.filter((i) => foldOf[i] !== fold);
      return shareOf(others, outcomes);
    });
    members.forEach((places, author) => {
      const rank = rates.filter((rate) => rate < rates[author]!).length;
      for (const i of places) if (foldOf[i] === fold) ranks[i] = rank;
    });
  }
  return ranks;
}

function shareOf(places: readonly number[], outcomes: ArrayLike<number>): number {
  return weightedMean(
    places.map((i) => outcomes[i]!),
    places.map(() => 1),
  );
}
