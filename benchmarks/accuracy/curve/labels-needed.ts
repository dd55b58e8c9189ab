/** A mean log loss, and the number of labels that it takes. */
export interface Point {
  readonly labels: number;
  readonly logLoss: number;
}

/** A number of labels, exact as far as the curve goes or one of its ends. */
export interface Needed {
  readonly relation: 'about' | 'at most' | 'more than';
  readonly labels: number;
}

/**
 * The fewest labels at which a curve is down at a log loss, by straight lines over the logarithm of the labels. Points
 * come in order of their labels. A curve that is down from its start needs at most that many, one that never is more than
 * it goes to.
 */
export function labelsNeeded(points: readonly Point[], goal: number): Needed {
  const reached = points.findIndex(({ logLoss }) => logLoss <= goal);
  if (reached === -1) return { relation: 'more than', labels: points.at(-1)!.labels };
  if (reached === 0) return { relation: 'at most', labels: points[0]!.labels };
  const [before, after] = [points[reached - 1]!, points[reached]!];
  const share = (before.logLoss - goal) / (before.logLoss - after.logLoss);
  return { relation: 'about', labels: Math.round(before.labels * (after.labels / before.labels) ** share) };
}
