/** The records that share one rating: how many, and how many of them pass. */
export interface Level {
  readonly rating: number;
  readonly passing: number;
  readonly count: number;
}

/** A run of levels that share one value, their pass rate. */
export interface Block {
  readonly from: number;
  readonly to: number;
  readonly passing: number;
  readonly count: number;
}

/** Records pooled by rating, lowest first. Without that, a fit would depend on the order in which ties arrive. */
export function levelsOf(ratings: readonly number[], outcomes: readonly number[]): Level[] {
  const tied = Map.groupBy(
    ratings.map((rating, i) => ({ rating, outcome: outcomes[i]! })),
    ({ rating }) => rating,
  );
  return [...tied]
    .map(([rating, some]) => ({
      rating,
      passing: some.reduce((sum, { outcome }) => sum + outcome, 0),
      count: some.length,
    }))
    .sort((a, b) => a.rating - b.rating);
}

/**
 * Pool adjacent violators: the non-decreasing pass rates closest to those of the levels in least squares, O(levels).
 *
 * @see Barlow, Bartholomew, Bremner and Brunk (1972), Statistical Inference under Order Restrictions, chapter 1
 */
export function poolAdjacentViolators(levels: readonly Level[]): Block[] {
  const blocks: Block[] = [];
  for (const { rating, passing, count } of levels) {
    let block: Block = { from: rating, to: rating, passing, count };
    for (let last = blocks.at(-1); last !== undefined && rateOf(last) >= rateOf(block); last = blocks.at(-1)) {
      blocks.pop();
      block = {
        from: last.from,
        to: block.to,
        passing: last.passing + block.passing,
        count: last.count + block.count,
      };
    }
    blocks.push(block);
  }
  return blocks;
}

export function rateOf({ passing, count }: Block): number {
  return passing / count;
}

/** Isotonic regression, with straight lines between the blocks and flat beyond the ends. */
export function isotonicCurve(ratings: readonly number[], outcomes: readonly number[]): (rating: number) => number {
  const blocks = poolAdjacentViolators(levelsOf(ratings, outcomes));
  const points = blocks.flatMap((block) => [block.from, block.to].map((x) => ({ x, y: rateOf(block) })));
  return (rating) => {
    const next = points.findIndex(({ x }) => x >= rating);
    if (next <= 0) return points.at(next)!.y;
    const [a, b] = [points[next - 1]!, points[next]!];
    return b.x === a.x ? b.y : a.y + ((b.y - a.y) * (rating - a.x)) / (b.x - a.x);
  };
}
