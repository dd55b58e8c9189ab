import { toUnit } from '../../calibrator/scale.ts';
import { ratedRecords } from '../../fit/agreement/people.ts';
import { bootstrap, type Estimate } from '../../fit/bootstrap.ts';
import { clusterMembers } from '../../math/clusters.ts';
import { varianceComponents } from '../../math/reliability.ts';
import { significant } from '../../math/round.ts';
import type { Target } from '../../types.ts';
import type { Compared } from './compared.ts';

/** With human ratings less reliable than this, a correction divides by next to nothing. */
const leastReliability = 0.2;

/** Ratings are on 0..1, so what is smaller than this is rounding. */
export const nothing = 1e-9;

/** What the noise of human ratings does to a gap at equal human rating. */
export interface Noise {
  /**
   * Share of the variance of mean human ratings, within own and within others' responses to a rater, that is no
   * noise, 0..1. Null where too few were rated by several people.
   */
  readonly reliability: number | null;
  /** The gap with that noise taken out. Null where it is unknown, or the reliability is below .2. */
  readonly gap: Estimate;
  /**
   * The reliability at which the gap would be gone: if human ratings are less reliable than this, what is called a gap
   * may be quality. Null where no noise could make it.
   */
  readonly goneAt: number | null;
}

/**
 * The gap of a straight-line adjustment with the noise of the human ratings taken out of their variance: least squares
 * corrected for errors in variables, within raters. Interval by a bootstrap over groups that estimates the noise anew.
 *
 * @see Fuller (1987), Measurement Error Models, section 2.2
 */
export function noiseOf(compared: readonly Compared[], target: Target, seed: number): Noise {
  const weights = compared.map(({ example }) => example.weight);
  const groups = compared.map(({ example }) => example.group);
  const momentsOf = withinRaters(compared);
  const noiseVarianceOf = noiseVariance(compared, target);
  const estimate = bootstrap(
    (by) => {
      const moments = momentsOf(by);
      return { ...solved(moments, noiseVarianceOf(by)), goneAt: goneAtOf(moments) };
    },
    { weights, groups, seed },
  );
  const reliability = estimate((measured) => measured.reliability).value;
  const isUsable = reliability !== null && reliability >= leastReliability;
  return {
    reliability,
    gap: isUsable ? estimate(({ gap }) => gap) : { value: null, lower: null, upper: null },
    goneAt: estimate((measured) => measured.goneAt).value,
  };
}

/** Weighted means of products of what is left of own, human rating and self-rating without the means of each rater. */
interface Moments {
  readonly ownOwn: number;
  readonly ownHuman: number;
  readonly humanHuman: number;
  readonly ownRating: number;
  readonly humanRating: number;
}

function withinRaters(compared: readonly Compared[]): (weights: ArrayLike<number>) => Moments {
  const raters = clusterMembers(compared.map(({ rater }) => rater));
  const own = compared.map((one) => (one.own ? 1 : 0));
  const human = compared.map(({ example }) => example.human);
  const rating = compared.map(({ example }) => example.inputs.rating);
  const pairs = {
    ownOwn: [own, own],
    ownHuman: [own, human],
    humanHuman: [human, human],
    ownRating: [own, rating],
    humanRating: [human, rating],
  } as const;
  return (weights) => {
    const total = compared.reduce((sum, _, i) => sum + weights[i]!, 0);
    const momentOf = ([a, b]: readonly [readonly number[], readonly number[]]): number => {
      let moment = 0;
      for (const places of raters) {
        let [weight, sumA, sumB, sumAB] = [0, 0, 0, 0];
        for (const i of places) {
          weight += weights[i]!;
          sumA += weights[i]! * a[i]!;
          sumB += weights[i]! * b[i]!;
          sumAB += weights[i]! * a[i]! * b[i]!;
        }
        if (weight > 0) moment += sumAB - (sumA * sumB) / weight;
      }
      return moment / total;
    };
    return Object.fromEntries(
      Object.entries(pairs).map(([name, pair]) => [name, momentOf(pair)]),
    ) as unknown as Moments;
  };
}

/** The variance of the noise of mean human ratings on 0..1, of one rating of each response. NaN where nothing tells it. */
function noiseVariance(compared: readonly Compared[], target: Target): (weights: ArrayLike<number>) => number {
  const rated = ratedRecords(compared.map(({ record }) => record)).map((unit) => ({
    ...unit,
    ratings: unit.ratings.map((rating) => toUnit(rating, target.humanScale)),
  }));
  const several = rated.filter(({ ratings }) => ratings.length > 1).map(({ group }) => group);
  const componentsOf = varianceComponents(rated);
  return (weights) => (new Set(several).size < 2 ? NaN : componentsOf(weights).mean);
}

function solved({ ownOwn, ownHuman, humanHuman, ownRating, humanRating }: Moments, noise: number) {
  const withinVariance = humanHuman - ownHuman ** 2 / ownOwn;
  const reliability = Math.max(0, 1 - noise / withinVariance);
  const cleared = humanHuman - noise;
  const gap = (ownRating * cleared - ownHuman * humanRating) / (ownOwn * cleared - ownHuman ** 2);
  return { reliability: finite(reliability), gap: finite(reliability >= leastReliability ? gap : NaN) };
}

/** Where the plain difference is the slope of the human rating, over the reliability, times the difference of human ratings. */
function goneAtOf({ ownOwn, ownHuman, humanHuman, ownRating, humanRating }: Moments): number | null {
  const slope = (humanRating - (ownHuman * ownRating) / ownOwn) / (humanHuman - ownHuman ** 2 / ownOwn);
  const share = (slope * ownHuman) / ownRating;
  return share > nothing && share < 1 ? significant(share, 6) : null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
