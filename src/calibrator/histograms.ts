/**
 * How the inputs of a calibrator lie over its labels: what traffic is held against, to see whether it has drifted away from
 * them. Every label counts by its weight; what a fit says of it is said by one that had not seen its group.
 */
export interface Histograms {
  /** Of the self-rating, on the rating scale. */
  readonly selfRating: Histogram;
  /** Of the pass probability, 0..1. */
  readonly passProbability: Histogram;
  /** One a feature, in the order of `features`, in natural units. */
  readonly features: readonly Histogram[];
  /** Of the languages that the labels say, the most frequent ones by name. Left out where the labels say none. */
  readonly languages?: Languages | undefined;
  /** The share that lies outside the envelope. */
  readonly outside: ReferenceShare;
  /** The share of responses that are none, as where they are cut off. */
  readonly degenerate: ReferenceShare;
}

/** A share of the labels, 0..1. */
export interface ReferenceShare {
  readonly share: number;
  /** How many unrelated labels of equal weight it is known by. */
  readonly trials: number;
}

/** About ten bins at the quantiles of the labels; equal values are never parted. */
export interface Histogram {
  /** Ascending. A bin goes from one cut, itself included, to the next; the first and the last one have no end. */
  readonly cuts: readonly number[];
  /** One a bin, so one more than there are cuts. With that of the absent they add up to 1. */
  readonly shares: readonly number[];
  /** For each share, how many unrelated labels of equal weight it is known by. */
  readonly trials: readonly number[];
  /** The labels that are without it. */
  readonly absent: ReferenceShare;
  /** Standard errors of the mean score for location and for spread, over groups: see {@link scoresOf}. */
  readonly location: number;
  readonly spread: number;
  /** How many groups of equal weight the labels that have it are worth. */
  readonly groups: number;
}

export interface Languages {
  readonly names: readonly string[];
  /** One a name, and last that of all other languages. */
  readonly shares: readonly number[];
  readonly trials: readonly number[];
  readonly groups: number;
}

/** The bin that a value belongs to. */
export function binOf(cuts: readonly number[], value: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < cuts[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** One number a bin, of mean 0 and variance 1 over the labels; all zero where the bins are too few to tell. */
export interface Scores {
  /** Ascends: traffic with a mean above 0 lies higher than the labels. */
  readonly location: readonly number[];
  /** Highest at both ends: traffic with a mean above 0 is spread more widely. */
  readonly spread: readonly number[];
}

/**
 * The first two components of Neyman's smooth test, on the ranks of the labels that their bins leave: polynomials of degree
 * one and two in the rank of the middle of a bin, unrelated to one another.
 *
 * @see Rayner, Thas and Best (2009), Smooth Tests of Goodness of Fit, section 4
 */
export function scoresOf(ofBins: Histogram['shares']): Scores {
  const total = ofBins.reduce((sum, share) => sum + share, 0);
  const shares = ofBins.map((share) => (total > 0 ? share / total : 0));
  let below = 0;
  const ranks = shares.map((share) => (below += share) - share / 2);
  const location = standardised(ranks, shares, []);
  return {
    location,
    spread: standardised(
      ranks.map((rank) => rank ** 2),
      shares,
      [location],
    ),
  };
}

/** Less what earlier scores say of it. What then is left of rounding alone is nothing. */
function standardised(
  values: readonly number[],
  shares: readonly number[],
  earlier: readonly (readonly number[])[],
): number[] {
  const mean = (of: readonly number[]): number => of.reduce((sum, value, i) => sum + value * shares[i]!, 0);
  let left = values.map((value) => value - mean(values));
  for (const score of earlier) {
    const slope = mean(left.map((value, i) => value * score[i]!));
    left = left.map((value, i) => value - slope * score[i]!);
  }
  const variance = mean(left.map((value) => value ** 2));
  return left.map((value) => (variance > 1e-12 ? value / Math.sqrt(variance) : 0));
}
