/*
 * Word lists behind the tone features. English only so far: in other languages these rates are zero.
 * The lists are part of the feature set: a change of a word is a new feature-set version.
 */

/** What a word of a lexicon tells of the tone. */
export type Tone = 'hedge' | 'booster' | 'first person';

const words: Readonly<Record<Tone, string>> = {
  hedge: `
    may might could would should perhaps maybe possibly probably likely unlikely seem seems seemed appear
    appears appeared suggest suggests suggested suggesting around approximately roughly about somewhat
    relatively fairly generally usually often sometimes typically partly partially mostly largely apparently
    presumably arguably potentially conceivably supposedly allegedly guess suppose assume believe think unsure
    uncertain unclear tend tends tended depends depending rather quite`,
  booster: `
    absolutely always certain certainly clearly comprehensive comprehensively completely conclusively correct
    correctly definite definitely definitive entirely essential essentially ensure ensures ensured every
    everything evident evidently exactly excellent extremely fully guarantee guaranteed guarantees highly
    impossible indeed indisputable invaluable must never obvious obviously perfect perfectly precisely proven
    robust rigorous significantly simply surely thorough thoroughly totally truly unquestionably undoubtedly
    utterly very verified crucial vital successfully successful`,
  'first person': `
    i me my mine myself we us our ours ourselves i'm i've i'd i'll we're we've we'd we'll`,
};

const tones: readonly Tone[] = ['hedge', 'booster', 'first person'];

/** The tone of each word that has one, by the word in lower case. */
export const lexicon: ReadonlyMap<string, Tone> = new Map(
  tones.flatMap((tone) =>
    words[tone]
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => [word, tone] as const),
  ),
);
