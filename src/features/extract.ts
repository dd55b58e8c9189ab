import { featureSet, features, read, type FeatureName } from './definitions.ts';

/** What was measured of one text, in natural units. A feature that does not exist for it is absent. */
export type SurfaceFeatures = Readonly<Partial<Record<FeatureName, number>>>;

/** Longest text that is measured, in UTF-16 code units. A gate asks a person about anything longer. */
export const longestText = 200_000;

/**
 * Measures the surface of a response, and of the response against its prompt where there is one.
 *
 * Pure and total: any string in, finite numbers out, in one linear pass. Of a text longer than
 * {@link longestText} only the beginning is read, except by `characters`.
 *
 * @example extractFeatures('## Done\nAll tests pass!').headings // 1
 */
export function extractFeatures(response: string, prompt?: string): SurfaceFeatures {
  const reading = read(response.slice(0, longestText), prompt?.slice(0, longestText));
  const measured: Partial<Record<FeatureName, number>> = {};
  for (const { name, compute } of features) {
    const value: number | undefined = compute(reading);
    if (value !== undefined) measured[name] = value;
  }
  measured.characters = response.length;
  return measured;
}

export { featureSet };
