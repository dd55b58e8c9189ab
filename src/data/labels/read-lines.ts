import { z } from 'zod';
import { repeatedKey } from '../../calibrator/repeated-key.ts';
import { yesNoHint } from '../../calibrator/yes-no.ts';
import { mustBe, shown, type Issue } from '../../errors.ts';
import { gathered, textFields, type FileLabel, type Read, type ReadLabels } from './label.ts';
import { isStump } from './stump.ts';

const text = z.string(mustBe('a text')).nullish();
const name = z.string(mustBe('a text that is not empty')).min(1, mustBe('a text that is not empty'));

/** As the labelling page writes it, and as a log keeps it. */
const label = z.looseObject(
  {
    id: name,
    value: z.number({ error: ({ input }) => `must be a number, got ${shown(input)}${yesNoHint(input)}` }).nullish(),
    at: z.number(mustBe('milliseconds since 1970')).nullish(),
    ...(Object.fromEntries(textFields.map((field) => [field, text])) as Record<
      (typeof textFields)[number],
      typeof text
    >),
  },
  mustBe('a JSON object'),
);

/** The labels in JSON Lines, one an object. A value that is null or left out is none yet. */
export function labelsInLines(path: string, content: string): ReadLabels {
  const lines = content.split('\n').map((one, i) => ({ line: i + 1, text: one }));
  const read = lines.filter(({ text: one }) => one.trim() !== '').map((one) => labelIn(path, one));
  const last = lines.at(-1)!.text.trim();
  const isTorn = last !== '' && isStump(last) && 'issues' in read.at(-1)!;
  return gathered(standing(isTorn ? read.slice(0, -1) : read));
}

/** The labelling page takes a label back by a line of its own: what it has the key of is none then. */
interface TakenBack {
  readonly undo: string;
}

/** By another it says that the labeller has seen what the model said: the label stays as it is. */
interface Seen {
  readonly seen: string;
}

function standing(read: readonly (Read | TakenBack | Seen)[]): Read[] {
  const kept: Read[] = [];
  for (const one of read) {
    if ('seen' in one) continue;
    if (!('undo' in one)) kept.push(one);
    else {
      const at = kept.findLastIndex((other) => 'label' in other && other.label?.key === one.undo);
      if (at !== -1) kept.splice(at, 1);
    }
  }
  return kept;
}

function labelIn(
  path: string,
  { line, text: json }: { readonly line: number; readonly text: string },
): Read | TakenBack | Seen {
  const issue = (field: string, message: string): Issue => ({ path, line, field, message });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { issues: [issue('label', `must be one JSON object a line, got ${(error as Error).message}`)] };
  }
  const repeated = repeatedKey(json, value);
  if (repeated !== undefined)
    return { issues: [issue('label', `must have each key once, got ${shown(repeated)} twice`)] };
  if (typeof value === 'object' && value !== null && 'undo' in value && typeof value.undo === 'string')
    return { undo: value.undo };
  if (typeof value === 'object' && value !== null && 'seen' in value && typeof value.seen === 'string')
    return { seen: value.seen };
  const { data, error } = label.safeParse(value);
  if (error !== undefined)
    return { issues: error.issues.map((one) => issue(one.path.join('.') || 'label', one.message)) };
  if (data.value === undefined || data.value === null) return {};
  const said = [...textFields, 'at' as const].flatMap((field) =>
    data[field] === undefined || data[field] === null || data[field] === '' ? [] : [[field, data[field]]],
  );
  return { label: { path, line, id: data.id, value: data.value, ...Object.fromEntries(said) } as FileLabel };
}
