import type { GateDecision } from '../gate/decide.ts';

/** What is kept of one decision of a gate. Texts are not, unless that was asked for. */
export interface LoggedDecision {
  /** Unique in a log. The app's own, or a random one. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What belongs together: the app's own name for it, else a hash of the prompt, else the id. */
  readonly group: string;
  readonly verdict: GateDecision['verdict'];
  readonly reason: string;
  /** Null where there was none to read. On the rating scale of the calibrator. */
  readonly selfRating: number | null;
  readonly samples?: readonly number[] | undefined;
  readonly probabilities?: readonly number[] | undefined;
  /** Null where the correction could not speak. */
  readonly passProbability: number | null;
  /** Surface features in natural units, as they were measured; empty where none could be. */
  readonly features: Readonly<Record<string, number>>;
  readonly language?: string | undefined;
  /** Names of inputs that lay outside the envelope. */
  readonly outside: readonly string[];
  /** Digest of the calibrator. */
  readonly calibrator: string;
  readonly rater?: string | undefined;
  readonly raterModel?: string | undefined;
  readonly generator?: string | undefined;
  readonly ratingPrompt?: string | undefined;
  readonly criterion?: string | undefined;
  /** What the app wants to tell apart, as a route or a customer tier. */
  readonly slice?: string | undefined;
  /** Only where texts are stored; as the redactor left them. */
  readonly prompt?: string | undefined;
  readonly response?: string | undefined;
  /** What another calibrator would have said of the same: a candidate in the shadow. */
  readonly shadow?: ShadowDecision | undefined;
}

export interface ShadowDecision extends Pick<LoggedDecision, 'calibrator' | 'verdict' | 'reason' | 'passProbability'> {}

/** What a person, or somebody else, said of a logged response. */
export interface LoggedLabel {
  /** Unique: a label that is sent twice is kept once. */
  readonly key: string;
  /** The id of the decision. */
  readonly id: string;
  /** On the human scale. */
  readonly value: number;
  readonly labeller: string;
  /** Which kind of label it is: `expert`, `user`, `model`, or a name of the app's own. */
  readonly source: string;
  /** Version of the instructions. */
  readonly policy?: string | undefined;
  readonly note?: string | undefined;
  readonly at: number;
}

/** That a response was chosen for labelling, and how probably it would have been. */
export interface Choice {
  readonly id: string;
  /** Above 0, at most 1. */
  readonly inclusion: number;
  readonly at: number;
}

/** A decision with all that came of it. A decision that was never chosen has no inclusion. */
export interface LogEntry extends LoggedDecision {
  readonly labels: readonly LoggedLabel[];
  readonly inclusion?: number | undefined;
  /** When it was chosen: the `at` of its choice, which all that was chosen in one round share. */
  readonly chosenAt?: number | undefined;
}
