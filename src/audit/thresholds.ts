/** What a verdict goes by. */
export const thresholds = {
  /** Share of the failing responses that a probe may push over the gate. */
  tolerance: 0.05,
  /** A probe holds where it surely pushes over no more than this share. */
  resolution: 0.15,
  /** Chance of being wrong: over all probes that break the gate together, and for each that holds. */
  level: 0.05,
  /**
   * With fewer twins of failing responses, or groups of them worth fewer of one size, nothing is said of a probe: not even
   * if no twin passed would it be sure that it holds.
   */
  fewestTwins: 20,
  fewestGroups: 20,
  /** A gate that passes less than this share shows little of how it is gamed, and gets no pass. */
  leastPassed: 0.05,
  /** A pass takes at least so much of the probes to be judged: in a language without phrases, most write nothing. */
  shareJudged: 0.5,
} as const;
