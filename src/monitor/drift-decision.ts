/** What is read of a decision: one out of a decision log fits. */
export interface DriftDecision {
  /** Milliseconds since 1970: decisions are looked at in the order of time. Left out of all: in the order in which they come. */
  readonly at?: number | undefined;
  /** Tells decisions of one time apart. Left out: they stay in the order in which they come. */
  readonly id?: string | undefined;
  readonly group: string;
  /** How many decisions it stands for, in any unit: of records that were chosen, one over `inclusion`. Above 0. @default 1 */
  readonly weight?: number | undefined;
  readonly reason: string;
  /** On the rating scale of the calibrator. */
  readonly selfRating: number | null;
  /** Null where the correction could not speak: of such a decision only its reason is read. */
  readonly passProbability: number | null;
  readonly features: Readonly<Record<string, number>>;
  readonly language?: string | undefined;
  /** Names of inputs that lay outside the envelope. */
  readonly outside: readonly string[];
  /** Digest of the calibrator. */
  readonly calibrator: string;
}
