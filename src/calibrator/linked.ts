import type { CalibrationRecord } from '../types.ts';
import { canonicalJson } from './canonical.ts';
import { groupOf } from './record.ts';

/**
 * Which records belong together: those of one group, and those of groups that hold the same record. A copy under another
 * group says nothing new, and on the other side of a split it would give away what it is to prove.
 *
 * @returns the records, in the order they came in, of each of these larger groups
 */
export function linkedGroups(records: readonly CalibrationRecord[]): CalibrationRecord[][] {
  const parent = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    while (parent.has(root)) root = parent.get(root)!;
    // The way is made short for the next who asks.
    for (let at = name; at !== root;) {
      const next = parent.get(at)!;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  const firstOf = new Map<string, string>();
  for (const record of records) {
    const [what, group] = [whatIs(record), groupOf(record)];
    const [a, b] = [rootOf(firstOf.get(what) ?? group), rootOf(group)];
    if (a !== b) parent.set(b, a);
    firstOf.set(what, a);
  }
  return [...Map.groupBy(records, (record) => rootOf(groupOf(record))).values()];
}

/** A record by what was rated: where there is no text, by its features and its rating. */
function whatIs({ prompt, response, features, selfRating }: CalibrationRecord): string {
  return canonicalJson(['record', prompt ?? null, ...(response === undefined ? [features, selfRating] : [response])]);
}
