import { featureSet, features, type FeatureName } from './definitions.ts';
import { read } from './reading.ts';

/** What was measured of one text, in natural units. A feature that does not exist for it is absent. */
export type SurfaceFeatures = Readonly<Partial<Record<FeatureName, number>>>;

/** Longest text that is measured, in UTF-16 code units. A gate asks a person about anything longer. */
export const longestText = 200_000;

/** What was measured of one text, and the language it is in. */
export interface Surface {
  readonly features: SurfaceFeatures;
  /** The code of a language with a word list, as `en`; else the name of the script, as `Tamil`. */
  readonly language: string;
  /** Marks of a text that was made to deceive: no label vouches for it. */
  readonly deceptions: number;
}

/**
 * Measures the surface of a response, and of the response against its prompt where there is one.
 *
 * Pure and total: any string in, finite numbers out, in linear time. Of a text longer than {@link longestText} only the
 * beginning is read, except by `characters`. What needs a prompt is absent without one, and what needs a word list is
 * absent in a language without one.
 *
 * @example extractFeatures('## Done\nAll tests pass!').headings // 1
 */
export function extractFeatures(response: string, prompt?: string): SurfaceFeatures {
  return measureSurface(response, prompt).features;
}

export function measureSurface(response: string, prompt?: string, language?: string): Surface {
  const reading = read(response.slice(0, longestText), prompt?.slice(0, longestText), language);
  const measured: Partial<Record<FeatureName, number>> = {};
  for (const { name, compute } of features) {
    const value: number | undefined = compute(reading);
    if (value !== undefined) measured[name] = value;
  }
  measured.characters! += Math.max(0, response.length - longestText);
  return { features: measured, language: reading.language, deceptions: reading.deceptions };
}

export { featureSet };
