/*
 * What the server tells the page. Only types: the page's own code imports nothing else, since its functions run in a
 * browser, alone.
 */

export interface Turn {
  readonly role: string;
  readonly content: string;
}

/** What holds for as long as the server runs. */
export interface PageSettings {
  /** What is labelled, as the name of a file. */
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly step: number | null;
  /** The ratings to choose from, from the lowest on, with the key of each; empty where a number has to be typed. */
  readonly levels: readonly { readonly value: number; readonly key: string }[];
  /** From which rating on a response passes, where that is known. */
  readonly passAt: number | null;
  readonly rubric: string | null;
  readonly policy: string | null;
  /** Who labels, where the command said so. */
  readonly labeller: string | null;
}

/** A response and what a person needs to judge it. Texts are a model's: never markup. */
export interface Judged {
  readonly response: string;
  readonly prompt?: string | undefined;
  readonly system?: string | undefined;
  readonly conversation?: readonly Turn[] | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly language?: string | undefined;
}

/** One response to be labelled. The rating of the model is not in it, nor whether it comes for the second time. */
export interface Task extends Judged {
  /** The key that its label will have. */
  readonly key: string;
}

export interface PageState {
  /** Changes with everything that the labeller does, in whatever tab. */
  readonly version: string;
  /** Null: all is labelled. */
  readonly task: Task | null;
  /** Labels that the labeller has given, and how many there will be. */
  readonly done: number;
  readonly total: number;
  /** The last label that stands. */
  readonly last: LastLabel | null;
}

export interface LastLabel {
  readonly key: string;
  readonly value: number;
  readonly note: string;
  /** False once the rating of the model has been seen: a label that comes after it would be another. */
  readonly canUndo: boolean;
}

/** A state, and what came of what was asked. */
export interface PageReply {
  readonly state: PageState;
  /** Where a label stands that is not the one that was sent. */
  readonly standing?: number;
}

export interface Revealed extends PageReply {
  /** Null: there is none. */
  readonly selfRating: number | null;
  readonly passProbability: number | null;
}
