import type { LoggedLabel } from '../log/decision.ts';

/** Where labels are kept. What a promise resolves is on disk, and stays after a crash. */
export interface LabelBook {
  /** All labels that stand when it is opened, by whomever, in the order in which they were made. */
  readonly labels: readonly LoggedLabel[];
  /** What stands under its key now: the label itself, or one that somebody else made before. */
  readonly save: (label: LoggedLabel) => Promise<LoggedLabel>;
  readonly takeBack: (label: LoggedLabel) => Promise<void>;
  /** What stands under a key, read anew: for after an error, when it is not known what was done. Needed where others write too. */
  readonly standing?: ((label: Pick<LoggedLabel, 'id' | 'key'>) => Promise<LoggedLabel | undefined>) | undefined;
  /** Keys of labels that are final, since their labeller has seen what the model said. */
  readonly seen?: readonly string[] | undefined;
  /** Keeps that a label is final. Where it cannot, that holds until the server ends. */
  readonly see?: ((label: LoggedLabel) => Promise<void>) | undefined;
}
