import { z } from 'zod';
import { mustBe } from '../errors.ts';
import { count, digest, finite, names, seen } from './schema-parts.ts';

const within = finite.refine((value) => value > 0 && value < 1, mustBe('above 0 and below 1'));

const askingId = z
  .string(mustBe('sixteen hexadecimal digits'))
  .regex(/^[0-9a-f]{16}$/, mustBe('sixteen hexadecimal digits'));

export const asking = z.strictObject({ id: askingId, labels: seen });

/** A certificate as it stands in a calibrator. Whether its threshold is on the scale is for the whole to check. */
export const certificate = z.strictObject({
  estimand: z.enum(['false-pass', 'leak', 'joint', 'false-fail'], mustBe('false-pass, leak, joint or false-fail')),
  limit: within,
  confidence: within,
  rule: z
    .strictObject({
      score: z.enum(['passProbability', 'selfRating'], mustBe('passProbability or selfRating')),
      threshold: finite,
    })
    .nullable(),
  units: count,
  groups: count.optional(),
  decided: count,
  contradicted: count,
  uses: count.min(1, mustBe('at least 1')),
  drawnFrom: within.optional(),
  leftOut: count.optional(),
  sources: names.optional(),
  raters: names,
  ratingPrompts: names,
  labelPolicies: names,
  expires: z
    .string(mustBe('a day as 2027-06-30, or null'))
    .refine(isDay, mustBe('a day as 2027-06-30, or null'))
    .nullable(),
  seed: count,
  digest,
  asking: askingId,
});

/** A day that there is: 2027-02-29 is none. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
