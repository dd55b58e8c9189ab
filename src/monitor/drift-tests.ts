import { binMean, binShares, binSums, type BinShares, type Binned, type Scratch } from '../math/binned-clusters.ts';
import { studentTail } from '../math/student.ts';
import { fisher } from '../math/two-shares.ts';
import type { WatchedInput } from './drift-inputs.ts';
import type { DriftChange } from './drift-report.ts';

/** Groups of equal weight below which nothing is told of a block, nor by labels. */
export const fewestGroups = 10;

/** What one block says of one input. */
export interface BlockResult {
  /** How probably a block looks so different by chance, if this were the only one and the only input. */
  readonly p: number;
  readonly change: DriftChange;
  readonly psi: number;
  /** What `psi` would be by chance alone, on average, where nothing has changed. */
  readonly chance: number;
  /** One a bin. */
  readonly shares: Float64Array;
}

interface Test {
  readonly p: number;
  /** Of the error of one input in one block. */
  readonly part: number;
  readonly change: DriftChange;
}

/**
 * Holds a block against the labels in up to three ways, which share the error 2 : 1 : 1: where its mean score for location
 * lies, where that for spread, and the bin whose share differs most. Labels and block are both samples of groups, and the
 * errors of both count.
 *
 * @returns undefined where too few groups say anything
 */
export function testBlock(
  input: WatchedInput,
  binned: Binned,
  range: readonly [number, number],
  scratch: Scratch,
): BlockResult | undefined {
  const sums = binSums(binned, range, scratch);
  const found = binShares(sums);
  if (!(found.clusters >= fewestGroups)) return undefined;
  const tests = [mostDifferent(input, found)];
  const { ordered } = input;
  if (ordered !== null && ordered.groups >= fewestGroups) {
    for (const [of, part, ways] of [
      ['location', 2, ['higher', 'lower']],
      ['spread', 1, ['wider', 'narrower']],
    ] as const) {
      const scores = ordered.scores[of];
      // Bins were too few for it.
      if (scores.every((score) => score === 0)) continue;
      const { mean, standardError, values, clusters } = binMean(sums, scores);
      if (!(clusters >= fewestGroups)) continue;
      // As spread as unrelated labels at least: a block in which all is alike says nothing of its error.
      const error = Math.max(standardError, 1 / Math.sqrt(values));
      const p = welch(mean, [error, clusters], [ordered[of], ordered.groups]);
      tests.push({ p, part, change: { way: ways[mean > 0 ? 0 : 1], bin: null } });
    }
  }
  const parts = tests.reduce((sum, { part }) => sum + part, 0);
  const best = tests.map((test) => ({ ...test, p: Math.min(1, (test.p * parts) / test.part) }));
  const { p, change } = best.reduce((least, test) => (test.p < least.p ? test : least));
  return { p, change, ...stabilityIndex(input, found), shares: found.shares };
}

type Side = readonly [error: number, groups: number];

/** Standard errors within which a difference is not worth the work of a p-value: corrected, it would be 1. */
const unremarkable = 2;

/** Two-sided, of a difference of two means with their own errors (Welch and Satterthwaite). */
function welch(difference: number, [error, groups]: Side, [ownError, ownGroups]: Side): number {
  const [first, second] = [error ** 2, ownError ** 2];
  if (difference ** 2 < unremarkable ** 2 * (first + second)) return 1;
  const freedom = (first + second) ** 2 / (first ** 2 / (groups - 1) + second ** 2 / (ownGroups - 1));
  return studentTail(difference / Math.sqrt(first + second), freedom);
}

/** By Fisher's exact test of each bin, all of them together. Of two bins, one says it all. */
function mostDifferent({ bins, shares, trials, isCeiling }: WatchedInput, found: BinShares): Test {
  const places = bins.map((_, i) => i).slice(bins.length === 2 ? 1 : 0);
  let [least, place] = [2, places[0]!];
  for (const i of places) {
    const [share, current, worth, currentWorth] = [shares[i]!, found.shares[i]!, trials[i]!, found.trials[i]!];
    const pooled = (share * worth + current * currentWorth) / (worth + currentWorth);
    const variance = pooled * (1 - pooled) * (1 / worth + 1 / currentWorth);
    const isPlain = (current - share) ** 2 < unremarkable ** 2 * variance || (isCeiling && current < share);
    const p = isPlain ? 1 : fisher({ share, trials: worth }, { share: current, trials: currentWorth });
    if (p < least) [least, place] = [p, i];
  }
  const way = found.shares[place]! > shares[place]! ? 'more' : 'less';
  return { p: Math.min(1, least * places.length), part: 1, change: { way, bin: place } };
}

/**
 * Population stability index, Σ (c − r) ln (c / r), less what it is to be expected to be where nothing has changed. Half a
 * trial is added to each bin, so that an empty one counts for what is known of it.
 */
function stabilityIndex(
  { shares, trials, isCeiling }: WatchedInput,
  found: BinShares,
): Pick<BlockResult, 'psi' | 'chance'> {
  const smooth = (share: number, worth: number): number => (share * worth + 0.5) / (worth + 0.5 * shares.length);
  let [index, chance] = [0, 0];
  shares.forEach((share, i) => {
    const now = found.shares[i]!;
    if (share === 0 && now === 0) return;
    const [r, c] = [smooth(share, trials[i]!), smooth(now, found.trials[i]!)];
    index += (c - r) * Math.log(c / r);
    chance += (1 - r) * (1 / Math.max(1, trials[i]!) + 1 / found.trials[i]!);
  });
  const isBelow = isCeiling && found.shares.at(-1)! <= shares.at(-1)!;
  return { psi: isBelow ? 0 : Math.max(0, index - chance), chance };
}
