import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import { seededRandom } from '../math/random.ts';
import { drawSystematically } from './sample-draw.ts';
import { emphasisOf, type Informative } from './sample-emphasis.ts';
import { inclusionProbabilities } from './sample-inclusion.ts';

/** An entry that may be chosen for labelling. */
export interface Candidate extends Informative {
  readonly id: string;
  readonly group: string;
}

export interface SampleOptions {
  /** How many to choose. */
  readonly budget: number;
  /** The pass probability near which labels tell most: where the gate passes. @default 0.8 */
  readonly threshold?: number | undefined;
  /**
   * The share of the budget that goes over everything evenly, above 0 and at most 1. So every entry is chosen with a
   * probability of at least this times budget / entries, and no label stands for more than entries / budget / share.
   * @default 0.2
   */
  readonly shareOfEverything?: number | undefined;
  /** Give each slice the same share of the rest. @default false */
  readonly bySlice?: boolean | undefined;
  /** @default 1 */
  readonly seed?: number | undefined;
}

/** What was chosen, and how probably. */
export interface Sample<One extends Candidate = Candidate> {
  /** In the order of the candidates; as many as the budget, or all where they are fewer. */
  readonly chosen: readonly (One & { readonly inclusion: number })[];
  /** How probably each candidate was chosen, in their order: above 0, at most 1. They add up to the number chosen. */
  readonly inclusion: readonly number[];
  /** The least that any has. */
  readonly floor: number;
}

/** The least that a record may say of its inclusion. */
const leastInclusion = 1e-6;

/**
 * Chooses what to label: near the threshold, where labels are thin, and a share of everything. The inclusion probabilities
 * are those of the draw exactly, so labels that are weighted by one over them stand for all the candidates.
 *
 * @throws UnflatterError `invalid-option`, also for candidates of the same id, and for a budget so small that the floor
 *   would be below a millionth.
 */
export function chooseToLabel<One extends Candidate>(candidates: readonly One[], options: SampleOptions): Sample<One> {
  assertOptions<SampleOptions>(options, {
    budget: true,
    threshold: true,
    shareOfEverything: true,
    bySlice: true,
    seed: true,
  });
  const { budget, threshold = 0.8, shareOfEverything = 0.2, bySlice = false, seed = 1 } = options;
  assertOption(Number.isSafeInteger(budget) && budget > 0 && budget < 2 ** 20, 'budget', wholeBudget, budget);
  assertOption(threshold > 0 && threshold < 1, 'threshold', 'above 0 and below 1', threshold);
  const isShare = shareOfEverything > 0 && shareOfEverything <= 1;
  assertOption(isShare, 'shareOfEverything', 'above 0 and at most 1', shareOfEverything);
  assertOption(Number.isSafeInteger(seed), 'seed', 'a whole number', seed);
  assertCandidates(candidates);
  const size = Math.min(budget, candidates.length);
  if (size === 0) return { chosen: [], inclusion: [], floor: 0 };
  const floor = (shareOfEverything * size) / candidates.length;
  const needed = `large enough that each of ${candidates.length} entries is chosen with at least ${leastInclusion}`;
  assertOption(floor >= 2 * leastInclusion, 'budget', needed, budget);
  const inclusion = inclusionProbabilities(emphasisOf(candidates, threshold, bySlice), size, floor);
  const tickets = candidates.map(({ id, group }, i) => ({ id, group, inclusion: inclusion[i]!, i }));
  const drawn = drawSystematically(tickets, seededRandom(seed)).sort((a, b) => a.i - b.i);
  return {
    chosen: drawn.map(({ i }) => ({ ...candidates[i]!, inclusion: inclusion[i]! })),
    inclusion,
    floor: inclusion.reduce((least, one) => Math.min(least, one), 1),
  };
}

const wholeBudget = 'a whole number from 1 to 1048575';

function assertCandidates(candidates: readonly Candidate[]): void {
  const seen = new Set<string>();
  for (const { id, passProbability: p, thinness } of candidates) {
    assertOption(!seen.has(id), 'candidates', 'entries that each have an id of their own', id);
    assertOption(p === null || (p >= 0 && p <= 1), 'passProbability', 'from 0 to 1, or null', p);
    assertOption(thinness >= 0 && thinness <= 1, 'thinness', 'from 0 to 1', thinness);
    seen.add(id);
  }
}
