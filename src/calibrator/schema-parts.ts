import { z } from 'zod';
import { mustBe } from '../errors.ts';
import { isHashes, mostSeen } from './seen.ts';

/** What the schemas of calibrators and certificates are made of. */

/** Larger numbers are no measurement, and what is computed from them would not be finite. A minus zero becomes zero. */
export const finite = z
  .number(mustBe('a finite number'))
  .refine((value) => Math.abs(value) <= 1e12, mustBe('from -1e12 to 1e12'))
  .overwrite((value) => value + 0);
export const share = finite.min(0, mustBe('from 0 to 1')).max(1, mustBe('from 0 to 1'));
export const positive = finite.min(1e-12, mustBe('above 0, by 1e-12 at least'));
export const count = z
  .int(mustBe('a whole number'))
  .min(0, mustBe('at least 0'))
  .max(1e12, mustBe('from -1e12 to 1e12'))
  .overwrite((value) => value + 0);
export const label = z
  .string(mustBe('a string'))
  .min(1, mustBe('a string that is not empty'))
  .max(1000, mustBe('at most 1000 characters'));
export const names = z.array(label, mustBe('a list of names')).max(1000, entries('at most 1000 names'));
export const digest = z.string(mustBe('a SHA-256')).regex(/^[0-9a-f]{64}$/, mustBe('a SHA-256'));

export function entries(expected: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) => `must have ${expected}, got ${(input as unknown[]).length}`,
  };
}

export const hashes = z
  .string(mustBe('hashes in base64'))
  // Kept by their value, they are not to the last one as many as was aimed at.
  .max(8 * mostSeen, entries(`at most ${8 * mostSeen} characters`))
  .refine(isHashes, mustBe('hashes of four bytes each that ascend, in base64'));

/** What records are known by again. */
export const seen = z.strictObject({ oneIn: count.min(1, mustBe('at least 1')), records: hashes, groups: hashes });
