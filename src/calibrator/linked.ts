import type { CalibrationRecord } from '../types.ts';
import { canonicalJson } from './canonical.ts';
import { groupOf } from './record.ts';

/**
 * Which records must not be parted by a split: those of one group, of one prompt, and of groups that hold the same record. What is
 * on the other side would give away what it is to prove.
 *
 * @returns the records, in the order they came in, of each of these larger groups
 */
export function linkedGroups(records: readonly CalibrationRecord[]): CalibrationRecord[][] {
  return joined(records, (record) => [
    canonicalJson(['record', ...whatIs(record)]),
    ...(record.prompt === undefined ? [] : [canonicalJson(['prompt', plain(record.prompt)])]),
  ]);
}

/**
 * The groups of a proof: those that the records name. Copies of one text, with prompt and response, are one more reason to belong
 * together. Equal numbers are none: responses that differ may measure the same, and some of them come often.
 */
export function unitGroups(records: readonly CalibrationRecord[]): CalibrationRecord[][] {
  return joined(records, (record) =>
    record.prompt === undefined || record.response === undefined ? [] : [canonicalJson(whatIs(record))],
  );
}

/** A record by what was rated: where there is no text, by its features and its rating. */
export function whatIs({ prompt, response, features, selfRating }: CalibrationRecord): unknown[] {
  return [
    prompt === undefined ? null : plain(prompt),
    ...(response === undefined ? [features, selfRating] : [plain(response)]),
  ];
}

/** A text without what may change on its way from one file to another: blanks at its ends, and how many there are. */
export function plain(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** Groups that share a key are one, and so on. */
function joined(
  records: readonly CalibrationRecord[],
  keysOf: (record: CalibrationRecord) => readonly string[],
): CalibrationRecord[][] {
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
    const group = groupOf(record);
    for (const key of keysOf(record)) {
      const [a, b] = [rootOf(firstOf.get(key) ?? group), rootOf(group)];
      if (a !== b) parent.set(b, a);
      firstOf.set(key, a);
    }
  }
  return [...Map.groupBy(records, (record) => rootOf(groupOf(record))).values()];
}
