/**
 * How the scores of the labels lie, out of fold: what a certificate is planned with before a fresh label is looked at.
 * Of each score the thresholds that a gate could have, from the strictest on; empty in calibrators of older formats.
 */
export interface Reference {
  readonly passProbability: readonly Step[];
  readonly selfRating: readonly Step[];
}

/** One threshold and what it would pass. */
export interface Step {
  /** On the scale of the score: 0..1 for pass probabilities, the rating scale for self-ratings. */
  readonly threshold: number;
  /** Share of the labels that reach it and that a gate does not have doubts about, 0..1. */
  readonly share: number;
  /** Share of those that is expected to pass by people: the mean of their pass probabilities. */
  readonly passRate: number;
}
