import { repeatedKey } from '../calibrator/repeated-key.ts';
import { UnflatterError, shown } from '../errors.ts';

/** Why a reply is not one JSON object and nothing else. */
type FormCode =
  | 'rating-unreadable'
  | 'reply-prose'
  | 'reply-fenced'
  | 'reply-repeated-key'
  | 'reply-second-object'
  | 'reply-truncated'
  | 'reply-refused';

export type ReplyObject = Readonly<Record<string, unknown>>;

/** A reply longer than this is no rating: reasons are a few sentences. */
export const longestReply = 20_000;

/** A code fence around the whole of a reply. */
const wholeFence = /^```(?:json)?[\t ]*\r?\n([^]*)\n[\t ]*```$/;

/**
 * Reads a reply that is one JSON object and nothing else, each key once. A code fence around the whole of it is taken
 * off, since many models put one there whatever they are told, and what is inside still has to be the object alone: a fence
 * with a word beside it, or with two objects in it, is refused.
 *
 * @throws UnflatterError with one of the codes above, naming what was expected.
 */
export function readObject(reply: string, expected: string): ReplyObject {
  const refuse = (code: FormCode): never => refused(code, reply, expected);
  if (reply.length > longestReply) return refuse('rating-unreadable');
  const whole = trimmed(reply);
  const text = trimmed(wholeFence.exec(whole)?.[1] ?? whole);
  const value = parsed(text);
  if (value === undefined) return refuse(text === '' ? 'rating-unreadable' : formOf(text, whole));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('rating-unreadable');
  if (repeatedKey(text, value) !== undefined) return refuse('reply-repeated-key');
  // Another spelling of a number than the one that was asked for: an exponent is often a slip.
  if (/\d[eE]/.test(withoutStrings(text))) return refuse('rating-unreadable');
  return value as ReplyObject;
}

export function refused(code: FormCode, reply: string, expected: string): never {
  const message = `the rater must answer ${expected}, got ${shown(reply)}`;
  throw new UnflatterError(code, message, { reply: reply.slice(0, 1000), expected });
}

/** What stands outside of the strings of a JSON text. */
function withoutStrings(json: string): string {
  let outside = '';
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    if (inString && json[i] === '\\') i++;
    else if (json[i] === '"') inString = !inString;
    else if (!inString) outside += json[i];
  }
  return outside;
}

/** Without the blanks of JSON, which are fewer than those of `trim`. */
function trimmed(text: string): string {
  return text.replace(/^[\t\n\r ]+/, '').replace(/(?<![\t\n\r ])[\t\n\r ]+$/, '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What is wrong with the form of a text that is no JSON: a whole reply, or the inside of its fence. */
function formOf(text: string, whole: string): FormCode {
  const fences = text.split('```').length - 1;
  // A fence that was opened and never closed.
  if (fences === 1 && text.startsWith('```') && text === whole) return 'reply-truncated';
  if (!text.startsWith('{')) return fences > 0 ? 'reply-fenced' : 'reply-prose';
  const end = endOfObject(text);
  if (end === undefined) return 'reply-truncated';
  const rest = trimmed(text.slice(end));
  if (rest === '') return 'rating-unreadable';
  if (rest.startsWith('{')) return 'reply-second-object';
  return rest.includes('```') ? 'reply-fenced' : 'reply-prose';
}

/** Where the object that a text begins with is over; undefined where it never is. */
function endOfObject(text: string): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const one = text[at];
    if (inString) {
      if (one === '\\') at++;
      else if (one === '"') inString = false;
    } else if (one === '"') inString = true;
    else if (one === '{' || one === '[') depth++;
    else if ((one === '}' || one === ']') && --depth === 0) return at + 1;
  }
  return undefined;
}
