import { shown } from '../errors.ts';
import { repeatedKey } from './repeated-key.ts';

/** Largest calibrator that is read, in characters. */
export const largest = 256 * 1024;

/** Deepest nesting that is read. A calibrator needs five; what is deeper is not even parsed. */
const deepest = 32;

/** The value of a small JSON text that may come from anywhere, or what is wrong with the text. */
export function valueOf(text: string): { readonly value: unknown } | { readonly problem: string } {
  if (text.length > largest) return { problem: `must be at most ${largest} characters, got ${text.length}` };
  if (isDeeper(text)) return { problem: `must be at most ${deepest} lists and objects deep, got more` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `must be JSON, got ${(error as Error).message}` };
  }
  const key = repeatedKey(text, value);
  return key === undefined ? { value } : { problem: `must have each key once, got ${shown(key)} twice` };
}

const [quote, backslash] = [0x22, 0x5c];
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** In what is no JSON, brackets may be counted wrongly; that is refused a step later. */
function isDeeper(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length && depth <= deepest; at++) {
    const code = text.charCodeAt(at);
    if (isInString && code === backslash) at++;
    else if (code === quote) isInString = !isInString;
    else if (!isInString && opening.has(code)) depth++;
    else if (!isInString && closing.has(code)) depth--;
  }
  return depth > deepest;
}
