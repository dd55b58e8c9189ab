import { studentQuantile } from './student.ts';

/** Values in bins, each with a weight and the cluster that it is of. */
export interface Binned {
  /** The bin of each value, from 0; −1 where there is none, which leaves the value out. */
  readonly bins: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
  /** Numbers from 0 on. */
  readonly clusters: ArrayLike<number>;
}

/** Where the weights of clusters in bins are kept while they are summed up; all zero before and after. */
export interface Scratch {
  readonly numberOfBins: number;
  /** One row a cluster. */
  readonly weights: Float64Array;
  readonly isSeen: Uint8Array;
}

export function scratchFor(clusters: number, numberOfBins: number): Scratch {
  return {
    numberOfBins,
    weights: new Float64Array(clusters * numberOfBins),
    isSeen: new Uint8Array(clusters),
  };
}

/**
 * All that is needed of binned values: with W_gb the weight of cluster g in bin b, sums over the clusters of W_gb and of
 * W_gb · W_gc. The cluster-robust variance of any share, and of the mean of any score of bins, follows from them.
 */
export interface BinSums {
  /** One a bin. */
  readonly sums: Float64Array;
  /** Of single weights, squared; one a bin. */
  readonly squares: Float64Array;
  /** One row a bin, symmetric. */
  readonly products: Float64Array;
}

/** Of the values from `start` to before `end`. In one pass and one more that tidies up. */
export function binSums(
  { bins, weights, clusters }: Binned,
  [start, end]: readonly [number, number],
  { numberOfBins, weights: inBins, isSeen }: Scratch,
): BinSums {
  const sums = new Float64Array(numberOfBins);
  const squares = new Float64Array(numberOfBins);
  const products = new Float64Array(numberOfBins ** 2);
  for (let i = start; i < end; i++) {
    const bin = bins[i]!;
    if (bin < 0) continue;
    const [weight, cluster] = [weights[i]!, clusters[i]!];
    const row = cluster * numberOfBins;
    const at = bin * numberOfBins;
    sums[bin]! += weight;
    squares[bin]! += weight ** 2;
    products[at + bin]! += weight ** 2;
    // A cluster of one value has no pairs.
    if (isSeen[cluster] === 1) {
      for (let other = 0; other < numberOfBins; other++) {
        const pair = weight * inBins[row + other]!;
        products[at + other]! += pair;
        products[other * numberOfBins + bin]! += pair;
      }
    }
    isSeen[cluster] = 1;
    inBins[row + bin]! += weight;
  }
  for (let i = start; i < end; i++) {
    if (bins[i]! < 0) continue;
    isSeen[clusters[i]!] = 0;
    inBins[clusters[i]! * numberOfBins + bins[i]!] = 0;
  }
  return { sums, squares, products };
}

/** How much there is. */
export interface Amount {
  /** Sum of the weights. */
  readonly total: number;
  /** Values and clusters of equal weight that they are worth: (Σw)² / Σw². */
  readonly values: number;
  readonly clusters: number;
}

/** Shares of bins, and for each how many unrelated trials it is known by. */
export interface BinShares extends Amount {
  readonly shares: Float64Array;
  readonly trials: Float64Array;
}

/** The two-sided 5 % point of the normal distribution. */
const normalPoint = 1.959963984540054;

/**
 * The share of each bin with the number of independent trials it is worth: p (1 − p) over its cluster-robust variance, less
 * for few clusters, and never more than there are values. Where a share is 0 or 1 its variance says nothing, and each
 * cluster counts once.
 *
 * @see Korn and Graubard (1998), as in share.ts, which does the same for one share
 */
export function binShares(found: BinSums): BinShares {
  const count = found.sums.length;
  const amount = amountOf(found, count);
  const { total, values, clusters } = amount;
  const penalty = penaltyOf(clusters);
  const shares = found.sums.map((sum) => sum / total);
  const own = new Float64Array(count);
  const trials = shares.map((share, bin) => {
    if (!(share > 0 && share < 1)) return clusters;
    own[bin] = 1;
    const variance = varianceOf(found, own, share, amount);
    own[bin] = 0;
    return variance > 0 ? Math.min(values, (share * (1 - share) * penalty) / variance) : clusters;
  });
  return { ...amount, shares, trials };
}

/** The mean of a score that belongs to the bin of a value. */
export interface BinMean extends Amount {
  readonly mean: number;
  /** Cluster-robust, with the factor K / (K − 1) for K clusters of equal weight; NaN for one. */
  readonly standardError: number;
}

/** The mean score; values in bins beyond the scores are left out. */
export function binMean(found: BinSums, scores: ArrayLike<number>): BinMean {
  const amount = amountOf(found, scores.length);
  let sum = 0;
  for (let bin = 0; bin < scores.length; bin++) sum += scores[bin]! * found.sums[bin]!;
  const mean = sum / amount.total;
  return { ...amount, mean, standardError: Math.sqrt(varianceOf(found, scores, mean, amount)) };
}

function amountOf({ sums, squares, products }: BinSums, count: number): Amount {
  let [total, valueSquares, clusterSquares] = [0, 0, 0];
  for (let bin = 0; bin < count; bin++) {
    total += sums[bin]!;
    valueSquares += squares[bin]!;
    for (let other = 0; other < count; other++) clusterSquares += products[bin * sums.length + other]!;
  }
  return { total, values: total ** 2 / valueSquares, clusters: total ** 2 / clusterSquares };
}

/** Of a mean score: Σ_g (Σ_b (s_b − m) W_gb)² over the square of the total. NaN for a single cluster. */
function varianceOf(
  { sums, products }: BinSums,
  scores: ArrayLike<number>,
  mean: number,
  { total, clusters }: Amount,
): number {
  if (clusters < 1 + 1e-9) return NaN;
  let spread = 0;
  for (let bin = 0; bin < scores.length; bin++) {
    if (sums[bin] === 0) continue;
    let row = 0;
    for (let other = 0; other < scores.length; other++)
      row += (scores[other]! - mean) * products[bin * sums.length + other]!;
    spread += (scores[bin]! - mean) * row;
  }
  // What rounding leaves of nothing may be below it.
  return (Math.max(0, spread) * clusters) / (clusters - 1) / total ** 2;
}

const penalties = new Map<number, number>();

/** What a variance by so many clusters is worth, as a share. Cut to whole clusters, so that each is computed once. */
function penaltyOf(clusters: number): number {
  const freedom = Math.min(10_000, Math.max(1, Math.floor(clusters) - 1));
  const known = penalties.get(freedom);
  if (known !== undefined) return known;
  const penalty = (normalPoint / studentQuantile(0.05, freedom)) ** 2;
  penalties.set(freedom, penalty);
  return penalty;
}
