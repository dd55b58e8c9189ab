/** What a word or a phrase tells of the tone. */
export const tones = [
  'hedge',
  'booster',
  'absolute',
  'completion',
  'authority',
  'selfPraise',
  'flattery',
  'offer',
  'refusal',
  'opener',
  'closer',
  'firstPerson',
  'secondPerson',
] as const;

export type Tone = (typeof tones)[number];

/**
 * The words of one language. Entries are words or phrases of at most four words, separated by commas and line ends.
 * Case and accents do not matter. In scripts without spaces an entry is any stretch of characters.
 *
 * The lists are part of the feature set: a change of a word is a new feature-set version.
 */
export interface Lexicon {
  /** Code of the language (ISO 639-1). */
  readonly language: string;
  /** The commonest function words, by which the language is recognised. Empty where its script tells. */
  readonly common: string;
  readonly tones: Readonly<Record<Tone, string>>;
}
