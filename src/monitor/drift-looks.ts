/** Decisions between two looks. */
export const lookEvery = 100;

/** A run of decisions that is held against the labels at the look that ends it. */
export interface Block {
  /** Which look, from 1: after so many hundred decisions. */
  readonly look: number;
  /** Places of decisions in time; the end is not included. */
  readonly start: number;
  readonly end: number;
  /** The part of the error of all looks together that is spent here. The parts of all blocks there can ever be add up to 1. */
  readonly part: number;
}

/**
 * The blocks that have ended by so many decisions, in order of time. At each look all runs of 100 · 2^k decisions that end
 * there and begin at a multiple of their length: the first are 0–100, 0–200, 0–400 and so on, by which a drift from the start
 * is noticed; the later ones begin anew, so that a late drift is not drowned by what was before. They depend on nothing but
 * the number of decisions: who reads a longer log finds the same ones again, and further ones.
 *
 * Error is spent as 1 / ((k + 1)(k + 2)) on each length, and of that 1 / (j (j + 1)) on its j-th run: both add up to 1
 * however long it goes on, and fall so slowly that a late drift takes few more decisions than an early one.
 */
export function blocksIn(decisions: number): Block[] {
  const blocks: Block[] = [];
  for (let look = 1; look * lookEvery <= decisions; look++) {
    for (let [k, runs] = [0, look]; ; k++, runs /= 2) {
      const end = look * lookEvery;
      const start = end - lookEvery * 2 ** k;
      blocks.push({ look, start, end, part: 1 / ((k + 1) * (k + 2) * runs * (runs + 1)) });
      if (runs % 2 === 1) break;
    }
  }
  return blocks;
}
