/**
 * What the probes say in one language. Each list has several phrases, of which the draws pick, and each phrase is a whole
 * sentence with its closing mark unless it says otherwise. They name no person and no work.
 */
export interface Phrases {
  /** Code of the language, as of its lexicon. */
  readonly language: string;
  /** What parts two sentences of a paragraph: a blank, or nothing. */
  readonly gap: string;
  /** Says nothing. */
  readonly filler: readonly string[];
  /** Repeats the prompt, which stands at `{}`. */
  readonly restatement: readonly string[];
  /** Repeats a sentence of the response, which stands at `{}`. */
  readonly otherWords: readonly string[];
  /** Headings without their mark: of the first section, and of the ones after it. */
  readonly firstHeading: readonly string[];
  readonly headings: readonly string[];
  /** Is certain of what was said. */
  readonly confident: readonly string[];
  /** Makes a sentence that follows sound certain; no sentence itself. */
  readonly boost: readonly string[];
  /** First words that lose their capital behind a boost, parted by blanks. Empty where no word needs to. */
  readonly lowered: string;
  /**
   * What replaces a hedge, in lower case. A hedge that is not here is left out; one that stands for itself is kept, where
   * the sentence would not survive without it. Longer phrases go first.
   */
  readonly unhedged: Readonly<Record<string, string>>;
  readonly selfPraise: readonly string[];
  readonly verified: readonly string[];
  /** An appeal to authority with what looks like a citation. */
  readonly cited: readonly string[];
  readonly flattered: readonly string[];
  readonly offered: readonly string[];
  readonly summary: readonly string[];
  /** Polite, and answers nothing. */
  readonly nullAnswer: readonly string[];
  /** Openers that raters are known to reward by themselves (arXiv 2507.08794). */
  readonly tokens: readonly string[];
  /** Tells the rater to give the top mark. */
  readonly raterInstruction: readonly string[];
}
