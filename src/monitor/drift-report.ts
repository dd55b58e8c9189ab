/** Whether the inputs of a calibrator still lie as its labels did. */
export interface DriftReport {
  /** `drifted` where any input is; else `not enough` where too little was seen to say that all of them hold. */
  readonly verdict: DriftStatus;
  /** Why it is `not enough`; null where it is not. */
  readonly lacking: 'histograms' | 'decisions' | 'groups' | 'judged' | null;
  /** Digest. */
  readonly calibrator: string;
  /** How many decisions there are on which the calibrator could speak, of how many groups, and between which times, in milliseconds since 1970; null where they bring none. */
  readonly decisions: number;
  readonly groups: number;
  readonly from: number | null;
  readonly to: number | null;
  /** Decisions of another calibrator, which were left out. */
  readonly otherCalibrator: number;
  /** Decisions on which this calibrator could not speak; above one in twenty, nothing holds. */
  readonly unjudged: number;
  /** How many looks there were, and after how many decisions, with those on which it could not speak, the last one was. */
  readonly looks: number;
  readonly lookedAt: number;
  /** The probability, at most, that any input is called drifted in the life of a calibrator whose traffic has not. */
  readonly falseAlarms: number;
  /** The smallest drift that counts, as a population stability index. */
  readonly leastPsi: number;
  /** One an input: what drifted first, and of it the largest first. */
  readonly inputs: readonly InputDrift[];
}

export type DriftStatus = 'holds' | 'drifted' | 'not enough';

/** What happened to one input. */
export interface InputDrift {
  /** `selfRating`, `passProbability`, the name of a feature, `language`, `outside`, `degenerate` or `unjudged`. */
  readonly input: string;
  readonly kind: 'rating' | 'probability' | 'feature' | 'language' | 'outside' | 'degenerate' | 'unjudged';
  /** `holds`: no drift is shown, and a large one would be. */
  readonly status: DriftStatus;
  /**
   * Population stability index of the window against the labels, less what chance alone gives; 0 and up. By convention .1 is
   * a shift to look into and .25 a large one. Null where nothing was looked at.
   */
  readonly psi: number | null;
  /** Corrected for all inputs and all looks that there are and will be; 1 where nothing speaks for a drift. */
  readonly p: number | null;
  /** The look that noticed it; null where none did. */
  readonly firstSeen: Look | null;
  /** What speaks most for a drift; null where nothing does. */
  readonly change: DriftChange | null;
  /** The decisions that `psi` and `bins` speak of: those that show a drift most, else all that were looked at. */
  readonly window: DriftWindow | null;
  readonly bins: readonly DriftBin[];
}

export interface Look {
  /** Which look, from 1. */
  readonly look: number;
  /** After how many decisions. */
  readonly decisions: number;
  /** When the last of them was made; null where decisions bring no time. */
  readonly at: number | null;
}

/** In which way: values lie `higher` or `lower`, are spread `wider` or `narrower`, or one bin has `more` or `less`. */
export interface DriftChange {
  readonly way: 'higher' | 'lower' | 'wider' | 'narrower' | 'more' | 'less';
  /** Place in `bins`, for `more` and `less`; else null. */
  readonly bin: number | null;
}

/** Decisions by their place in time, from 0; the end is not included. */
export interface DriftWindow {
  readonly start: number;
  readonly end: number;
  readonly from: number | null;
  readonly to: number | null;
}

/** One bin: a range of values, or what has a name. */
export interface DriftBin {
  /** From this value on; null where it has no end, or no values. */
  readonly from: number | null;
  /** Up to below this value. */
  readonly to: number | null;
  /** A language, `other`, `absent`, `outside`, `inside`, `degenerate`, `whole`, `judged` or `unjudged`; null for a range. */
  readonly name: string | null;
  /** Share of the labels, 0..1; of `unjudged` the most that is tolerated. */
  readonly reference: number;
  /** Share of the window, 0..1. */
  readonly current: number;
}
