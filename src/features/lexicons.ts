/*
 * Word lists behind the tone features. English only so far: in other languages these rates are zero.
 * The lists are part of the feature set: a change of a word is a new feature-set version.
 */

/** Words that weaken a claim. */
export const hedges: ReadonlySet<string> = new Set(
  `may might could would should perhaps maybe possibly probably likely unlikely seem seems seemed appear appears
  appeared suggest suggests suggested suggesting around approximately roughly about somewhat relatively fairly
  generally usually often sometimes typically partly partially mostly largely apparently presumably arguably
  potentially conceivably supposedly allegedly guess suppose assume believe think unsure uncertain unclear tend
  tends tended depends depending rather quite`.split(/\s+/),
);

/** Words that strengthen a claim. */
export const boosters: ReadonlySet<string> = new Set(
  `absolutely always certain certainly clearly comprehensive comprehensively completely conclusively correct
  correctly definite definitely definitive entirely essential essentially ensure ensures ensured every everything
  evident evidently exactly excellent extremely fully guarantee guaranteed guarantees highly impossible indeed
  indisputable invaluable must never obvious obviously perfect perfectly precisely proven robust rigorous
  significantly simply surely thorough thoroughly totally truly unquestionably undoubtedly utterly very
  verified crucial vital successfully successful`.split(/\s+/),
);

/** Words by which a text speaks of its author. */
export const firstPerson: ReadonlySet<string> = new Set(
  "i me my mine myself we us our ours ourselves i'm i've i'd i'll we're we've we'd we'll".split(' '),
);
