import { braintrust } from './braintrust.ts';
import { deepeval } from './deepeval.ts';
import { problem, refuse, type Entry } from './entry.ts';
import { inspect } from './inspect.ts';
import { langfuse } from './langfuse.ts';
import { langsmith } from './langsmith.ts';
import { promptfoo } from './promptfoo.ts';
import type { Format } from './row.ts';
import { table } from './table.ts';

/** What can be imported, by the name of the tool. The order is that of asking: those with the clearest marks first. */
export const formats = {
  promptfoo,
  inspect,
  deepeval,
  langsmith,
  langfuse,
  braintrust,
  table,
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as FormatName[];

/** Those that are somebody else's. */
export const tools = formatNames.filter((name) => name !== 'table');

/** The tool that an export is from, by its first value. @throws UnflatterError `invalid-records` if it is from none. */
export function detect(first: Entry): FormatName {
  const found = formatNames.find((name) => formats[name].isLike(first.value, first.path));
  if (found === undefined) refuse([problem(first, `one of ${tools.join(', ')}, or ${table.expected}`)]);
  return found!;
}
