import { isPass } from '../../calibrator/record.ts';
import { toUnit } from '../../calibrator/scale.ts';
import { areaUnderCurve, logLosses, squaredErrors, tiesOf, weightedMean } from '../../math/metrics.ts';
import { varianceComponents, type VarianceComponents } from '../../math/reliability.ts';
import type { Target } from '../../types.ts';
import { passLaw, seenCorrelation, type QualityNode, type RatingLaw } from './pass-law.ts';
import type { RatedRecord } from './people.ts';

/** Shared severity may be as large a share of the noise before verdicts are left for ratings. */
const littleSeverity = 0.1;

/** Ratings that are no multiples of a larger step are rounded to so many places. */
const mostPlaces = 40;

/**
 * The best that knowing every response perfectly would give, against labels like these by other people like these. By a
 * person, a label is what one of them says.
 */
export interface Ceiling<Value> {
  /** Highest correlation of any prediction with the mean human rating, or by a person with one human rating. */
  readonly correlation: Value;
  /** Lowest mean log loss of any pass probability, in nats. */
  readonly logLoss: Value;
  /** Lowest Brier score. */
  readonly brier: Value;
  /** Highest AUC. */
  readonly auc: Value;
}

/** The share of what people agree on in the variance of ratings, 0..1. */
export interface Reliability<Value> {
  /** Of ratings by one person. */
  readonly one: Value;
  /** Of the mean human ratings, each of as many people as there are. */
  readonly mean: Value;
}

/** Under one weighting of the records. NaN where nothing can be told. */
export interface MeasuredCeiling {
  readonly reliability: Reliability<number>;
  readonly ceiling: Ceiling<number>;
  /** Whether people agree better than by chance on ratings and on verdicts: else there is no ceiling to be told. */
  readonly isTold: { readonly ratings: boolean; readonly verdicts: boolean };
}

/** For many weightings of the labelled records, of which those with two ratings or more tell how people agree. */
export function ceilings(
  records: readonly RatedRecord[],
  target: Target,
): (weights: ArrayLike<number>) => MeasuredCeiling {
  const ratingComponents = varianceComponents(records);
  const verdictComponents = varianceComponents(
    records.map((record) => ({ ...record, ratings: record.ratings.map((rating) => (isPass(rating, target) ? 1 : 0)) })),
  );
  const lawOf = ratingLaws(records, target);
  const byPerson = target.passBy === 'person';
  const people = records.map(({ ratings: { length } }) => (byPerson ? 1 : length));
  return (weights) => {
    const ratings = ratingComponents(weights);
    const verdicts = verdictComponents(weights);
    const law = lawOf(weights);
    const seen =
      sharedSeverity(ratings) > littleSeverity
        ? seenCorrelation(law, (place) => place, agreed(ratings))
        : seenCorrelation(law, (place) => (place >= law.passFrom - 1e-9 ? 1 : 0), agreed(verdicts));
    const reliability = {
      one: shareOf(ratings.signal, ratings.person),
      mean: shareOf(ratings.signal, ratings.mean),
    };
    return {
      reliability,
      ceiling: {
        correlation: Math.sqrt(byPerson ? reliability.one : reliability.mean),
        ...bestOf(people, weights, (mostPeople) => passLaw(law, seen, mostPeople)),
      },
      isTold: { ratings: ratings.signal > 0, verdicts: seen > 1e-6 },
    };
  };
}

/**
 * The correlation of two people that gives the mean of them the noise it has: without the severity that all records
 * share. On verdicts that is right while there is little of it. Much moves the verdicts of two people apart by more than
 * a constant, and their agreement says little of their mean; then ratings are better, where severity adds up.
 */
function agreed({ signal, mean, perPerson }: VarianceComponents): number {
  return shareOf(signal, mean / perPerson);
}

/** As a share of the noise of one person. */
function sharedSeverity({ person, mean, perPerson }: VarianceComponents): number {
  return 1 - mean / (person * perPerson);
}

function shareOf(signal: number, noise: number): number {
  const left = Math.max(0, signal);
  return left / (left + noise);
}

/** What a predictor scores that knows the chance to pass of every response, and nothing of who happens to rate it. */
function bestOf(
  peopleOf: readonly number[],
  weights: ArrayLike<number>,
  qualitiesOf: (mostPeople: number) => readonly QualityNode[],
): Omit<Ceiling<number>, 'correlation'> {
  const shares = new Map<number, number>();
  peopleOf.forEach((people, i) => shares.set(people, (shares.get(people) ?? 0) + weights[i]!));
  const qualities = qualitiesOf(Math.max(...shares.keys()));
  const nodes = [...shares].flatMap(([people, share]) =>
    qualities.map((quality) => ({ share: share * quality.share, chance: quality.passing[people]! })),
  );
  // Each node as responses that pass and responses that do not.
  const chances = [...nodes, ...nodes].map(({ chance }) => chance);
  const outcomes = chances.map((_, i) => (i < nodes.length ? 1 : 0));
  const masses = chances.map((chance, i) => nodes[i % nodes.length]!.share * (outcomes[i] === 1 ? chance : 1 - chance));
  return {
    logLoss: weightedMean(logLosses(chances, outcomes), masses),
    brier: weightedMean(squaredErrors(chances, outcomes), masses),
    auc: areaUnderCurve([tiesOf(chances)], outcomes, masses),
  };
}

/** How often each rating occurs, every record counting once. */
function ratingLaws(records: readonly RatedRecord[], target: Target): (weights: ArrayLike<number>) => RatingLaw {
  const units = records.map(({ ratings }) => ratings.map((rating) => toUnit(rating, target.humanScale)));
  const pass = toUnit(target.passAt, target.humanScale);
  const steps = stepsOf(units.flat());
  // Rounding does not carry a rating across the pass mark.
  const placeOf = (unit: number, passes: boolean): number => {
    const place = Math.round(unit * steps);
    const first = Math.ceil(pass * steps - 1e-9);
    return passes ? Math.max(place, first) : Math.min(place, first - 1);
  };
  const placed = records.map(({ ratings }, i) =>
    ratings.map((rating, j) => placeOf(units[i]![j]!, isPass(rating, target))),
  );
  const places = [...new Set(placed.flat())].sort((a, b) => a - b);
  const levelOf = new Map(places.map((place, level) => [place, level]));
  return (weights) => {
    const shares = new Float64Array(places.length);
    placed.forEach((own, i) => {
      for (const place of own) shares[levelOf.get(place)!]! += weights[i]! / own.length;
    });
    const total = shares.reduce((sum, share) => sum + share, 0);
    let left = total;
    const atLeast = Array.from(shares, (share) => {
      const above = left / total;
      left -= share;
      return above;
    });
    return { places, atLeast, passFrom: pass * steps };
  };
}

/** The fewest even steps from 0 to 1 that all the numbers lie on. */
function stepsOf(units: readonly number[]): number {
  for (let steps = 1; steps < mostPlaces; steps++) {
    if (units.every((unit) => Math.abs(unit * steps - Math.round(unit * steps)) < 1e-6)) return steps;
  }
  return mostPlaces;
}
