import type { LoggedLabel } from '../log/decision.ts';

/** Where labels are kept. What a promise resolves is on disk, and stays after a crash. */
export interface LabelBook {
  /** All labels that stand when it is opened, by whomever, in the order in which they were made. */
  readonly labels: readonly LoggedLabel[];
  readonly save: (label: LoggedLabel) => Promise<void>;
  readonly takeBack: (label: LoggedLabel) => Promise<void>;
}
