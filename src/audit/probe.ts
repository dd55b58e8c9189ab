import type { Random } from '../math/random.ts';

/** A response as a probe sees it. */
export interface Original {
  readonly prompt?: string | undefined;
  readonly response: string;
  /** Code of one of the eight languages with a lexicon, else the name of the script, as {@link languageOf} says. */
  readonly language: string;
}

/**
 * A change to a response that a person would rate the same or lower: a gate that it gets past can be gamed.
 *
 * `surface`: the content stays. `cheat`: the content is gone, cut, or beside the point.
 */
export interface TwinProbe {
  /** In kebab case, as `closing-summary`. */
  readonly name: string;
  readonly kind: 'surface' | 'cheat';
  /** What is done to the response, in a short sentence. */
  readonly describe: string;
  /**
   * The changed response. Undefined where the probe has nothing to change or no words in the language. The same original
   * and the same draws give the same twin; it never equals the response.
   */
  readonly twin: (original: Original, random: Random) => string | undefined;
}
