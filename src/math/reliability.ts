import { groupedValues, sumsAcross, type Entry, type GroupedValues } from './across-groups.ts';
import { dot } from './quadratic.ts';

/** What people said of one unit: a rating by each, and who they are. Units of one group may be related in any way. */
export interface RatedUnit {
  readonly ratings: readonly number[];
  readonly raters: readonly string[];
  readonly group: string;
}

/** Where the variance of ratings comes from, in squared units of the ratings. */
export interface VarianceComponents {
  /**
   * What people agree on, from unit to unit. Unbiased, so where there is little it may come out below 0. NaN without two
   * groups that hold a unit with two ratings.
   */
  readonly signal: number;
  /** One person about it, how severe they are included. NaN for no unit with two ratings. */
  readonly person: number;
  /** The mean of the ratings of a unit about it, over units rated as all these were. Not below 0; NaN with `person`. */
  readonly mean: number;
  /** Mean of 1 / k over all units, where k people rated the unit. */
  readonly perPerson: number;
}

/**
 * Variance components of ratings, for many weightings of the units. Moment estimates: units with two ratings or more
 * tell `signal` and `person`; `mean` is for all. Units are compared across groups only, so repeating one adds nothing.
 *
 * In a one-way model the mean of k ratings has the noise `person` / k. Where the same people rate many units, part of
 * that is no noise: how severe they are moves all their units alike. The part is the variance of severity times what two
 * units have in common, 1 / (k k') for every person in both. That variance is half the mean product of the differences
 * between the same two people on two units; 0 where no two people share two units. So the noise is that of the two-way
 * model with people fixed where everybody rates everything, and that of the one-way model where nobody rates twice.
 *
 * @see McGraw and Wong (1996), Forming Inferences about Some Intraclass Correlation Coefficients
 */
export function varianceComponents(units: readonly RatedUnit[]): (weights: ArrayLike<number>) => VarianceComponents {
  const paired = units.map(({ ratings }) => ratings.length > 1);
  const everyone = units.map(() => true);
  const squares = units.map(({ ratings }) => squaresOf(ratings));
  const freedom = units.map(({ ratings }) => ratings.length - 1);
  const varianceOf = varianceOfMeans(units, paired);
  const severityOf = severityVariance(units);
  const noiseOfPaired = noiseOfMeans(units, paired);
  const noiseOfAll = noiseOfMeans(units, everyone);
  const perPersonOf = perPersonShare(units, everyone);
  return (weights) => {
    const person = dot(weights, squares) / dot(weights, freedom);
    const severity = severityOf(weights);
    return {
      signal: varianceOf(weights) - noiseOfPaired(weights, person, severity),
      person,
      mean: noiseOfAll(weights, person, severity),
      perPerson: perPersonOf(weights),
    };
  };
}

function meanOf(ratings: readonly number[]): number {
  return ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
}

/** Σ (x − x̄)². */
function squaresOf(ratings: readonly number[]): number {
  const mean = meanOf(ratings);
  return ratings.reduce((sum, rating) => sum + (rating - mean) ** 2, 0);
}

/** The mean of 1 / k over the units that count. */
function perPersonShare(
  units: readonly RatedUnit[],
  counts: readonly boolean[],
): (weights: ArrayLike<number>) => number {
  const ones = counts.map((does) => (does ? 1 : 0));
  const shares = units.map(({ ratings }, unit) => (counts[unit] ? 1 / ratings.length : 0));
  return (weights) => dot(weights, shares) / dot(weights, ones);
}

/** Half the mean squared distance of the means of two units of different groups, over the units that count. */
function varianceOfMeans(units: readonly RatedUnit[], counts: readonly boolean[]) {
  // From their middle, so that squares and products do not cancel.
  const middle = meanOf(units.map(({ ratings }) => meanOf(ratings)));
  const means = units.map(({ ratings, group }, unit) => ({ unit, group, value: meanOf(ratings) - middle }));
  const grouped = groupedValues(means.filter(({ unit }) => counts[unit]));
  return (weights: ArrayLike<number>): number => {
    const { pairs, products, squares } = sumsAcross(grouped, weights);
    return (squares - products) / pairs;
  };
}

/** The noise of the people who rated, less that part of their severity which any two of the units share. */
function noiseOfMeans(units: readonly RatedUnit[], counts: readonly boolean[]) {
  const some = units.map((unit, place) => ({ ...unit, place })).filter(({ place }) => counts[place]);
  const persons = listsOf(
    some.flatMap(({ raters, group, place }) =>
      raters.map((rater) => ({ unit: place, group, value: 1 / raters.length, key: rater })),
    ),
  );
  const all = groupedValues(some.map(({ group, place }) => ({ unit: place, group, value: 1 })));
  const perPersonOf = perPersonShare(units, counts);
  return (weights: ArrayLike<number>, person: number, severity: number): number => {
    const common = severity > 0 ? meanProduct(persons, weights, sumsAcross(all, weights).pairs) : 0;
    return Math.max(0, person * perPersonOf(weights) - severity * common);
  };
}

/** Half the mean product of what one person rates above another on two units of different groups; at least 0. */
function severityVariance(units: readonly RatedUnit[]): (weights: ArrayLike<number>) => number {
  const differences = listsOf(units.flatMap(differencesOf));
  return (weights) => Math.max(0, meanProduct(differences, weights) / 2);
}

/** Over all lists and, unless told how many pairs there are, over all their pairs; 0 where there are none. */
function meanProduct(lists: readonly GroupedValues[], weights: ArrayLike<number>, ofPairs?: number): number {
  const sums = lists.map((list) => sumsAcross(list, weights));
  const pairs = ofPairs ?? sums.reduce((sum, list) => sum + list.pairs, 0);
  return pairs > 0 ? sums.reduce((sum, { products }) => sum + products, 0) / pairs : 0;
}

/** For every two people who rated a unit, always the same one's rating less the other's. */
function differencesOf({ ratings, raters, group }: RatedUnit, unit: number): (Entry & { readonly key: string })[] {
  const ordered = raters
    .map((rater, i) => ({ rater, rating: ratings[i]! }))
    .sort((a, b) => (a.rater < b.rater ? -1 : 1));
  return ordered.flatMap((first, i) =>
    ordered.slice(i + 1).map((second) => ({
      unit,
      group,
      value: first.rating - second.rating,
      key: JSON.stringify([first.rater, second.rater]),
    })),
  );
}

/** A list for each key. Those of one entry are left out: they say nothing of two units. */
function listsOf(entries: readonly (Entry & { readonly key: string })[]): GroupedValues[] {
  const lists = [...Map.groupBy(entries, ({ key }) => key).values()];
  return lists.filter(({ length }) => length > 1).map(groupedValues);
}
