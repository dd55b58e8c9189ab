/** A record as an estimate sees it: what people said, if anybody did, and what fits that had not seen its group expect. */
export interface Unit {
  readonly id: string;
  readonly group: string;
  /** Null where nobody has rated it. */
  readonly label: UnitLabel | null;
  /** Probability with which it was chosen for labelling, where the record says. */
  readonly inclusion: number | undefined;
  /** By fits that had not seen its group, 0..1. Null where the labels were too few for a fit. */
  readonly predicted: UnitLabel | null;
  /** The self-rating on 0..1. */
  readonly rating: number;
}

/** The two things that are estimated, on 0..1: whether it passes, and the human rating. */
export interface UnitLabel {
  /** 1 where it passes; by a person drawn at random, the share of people who pass it. */
  readonly passes: number;
  /** The mean human rating, on 0..1 of the human scale. */
  readonly human: number;
}
