import { scratchFor } from '../math/binned-clusters.ts';
import type { WatchedInput } from './drift-inputs.ts';
import type { Block } from './drift-looks.ts';
import type { Stream } from './drift-stream.ts';
import { testBlock, type BlockResult } from './drift-tests.ts';

/** What all blocks so far say of one input. */
export interface Life {
  readonly input: WatchedInput;
  /** Whether any decision says it; else there is nothing to hold against the labels. */
  readonly isSaid: boolean;
  /** Whether there was any block of which something could be told. */
  readonly isEnough: boolean;
  /** Whether a large drift of all that was looked at would show, and there is none. */
  readonly isStill: boolean;
  /** The blocks that spoke more for a drift than all before them, with a p-value that allows for all blocks there can be. */
  readonly steps: readonly Step[];
  /** All that was looked at; undefined where nothing can be told. */
  readonly whole: Shown | undefined;
}

interface Shown extends Omit<BlockResult, 'p'> {
  readonly start: number;
  readonly end: number;
}

interface Step extends Shown {
  readonly look: number;
  readonly p: number;
}

/** The population stability index that is called a large shift by convention. */
const largeShift = 0.25;

/** One input through all blocks. A drift that is too small to count counts for nothing, however sure it is. */
export function lifeOf(
  input: WatchedInput,
  { decisions, clusters, groups, weights }: Stream,
  blocks: readonly Block[],
  leastPsi: number,
): Life {
  const bins = Int8Array.from(decisions, input.binOf);
  const binned = { bins, clusters, weights };
  const scratch = scratchFor(groups, input.bins.length);
  const steps: Step[] = [];
  let isEnough = false;
  let least = 1;
  for (const { look, start, end, part } of blocks) {
    const found = testBlock(input, binned, [start, end], scratch);
    if (found === undefined) continue;
    isEnough = true;
    const p = found.p / part;
    if (p >= least || found.psi < leastPsi) continue;
    least = p;
    steps.push({ ...found, look, start, end, p });
  }
  const end = blocks.at(-1)?.end ?? 0;
  const whole = testBlock(input, binned, [0, end], scratch);
  const isSaid = bins.some((bin) => bin !== -1);
  const large = Math.max(largeShift, leastPsi);
  const isStill = whole !== undefined && whole.chance < large && whole.psi < large;
  return { input, isSaid, isEnough, isStill, steps, whole: whole && { ...whole, start: 0, end } };
}
