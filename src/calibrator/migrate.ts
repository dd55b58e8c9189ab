import type { z } from 'zod';
import { currentVersion, schemaOfVersion2 } from './schema.ts';
import { sealed, type Unsealed } from './seal.ts';

/** One step from a version to the next: what the older one is checked by first, and what is made of it. */
interface Step {
  readonly schema: z.ZodType;
  readonly next: (older: never) => unknown;
}

/**
 * By the version that each starts from. There is none from version 1: its features were measured in another way, and its
 * ranges had no room around them.
 */
export const steps: ReadonlyMap<unknown, Step> = new Map([[2, { schema: schemaOfVersion2, next: toVersion3 }]]);

/** The calibrator that a value of an older version stands for: it decides as that did. The value has passed its schema. */
export function migrated(version: number, value: unknown): unknown {
  let newest = value;
  for (let from = version; from < currentVersion; from++) newest = steps.get(from)!.next(newest as never);
  return sealed(newest as Unsealed);
}

/** What a calibrator had seen was not kept, nor how its scores lay, so it has no certificates and can get none. */
function toVersion3(older: z.infer<typeof schemaOfVersion2>) {
  return {
    ...older,
    version: 3,
    ratingPrompts: [],
    labelPolicies: [],
    reference: { passProbability: [], selfRating: [] },
    seen: { oneIn: 1, records: '', groups: '' },
    certificates: [],
    askings: [],
  } satisfies Unsealed;
}
