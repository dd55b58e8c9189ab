/**
 * The first key that an object of this JSON text has twice, at any depth; undefined where none has. `JSON.parse` takes
 * the last of them in silence. Linear, and cheap where all is well: then as many keys were parsed as the text has.
 *
 * @param value what the text was parsed to
 */
export function repeatedKey(text: string, value: unknown): string | undefined {
  return keysIn(text) === keysOf(value) ? undefined : firstRepeated(text);
}

const [quote, backslash, colon] = [0x22, 0x5c, 0x3a];
const [brace, closingBrace, bracket, closingBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const blank = 0x20;

function keysIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1;) {
    const end = endOfString(text, at);
    if (isKey(text, end)) count++;
    at = text.indexOf('"', end);
  }
  return count;
}

/** Without recursion: what was parsed may be deeper than the stack. */
function keysOf(value: unknown): number {
  let count = 0;
  const open = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== 'object' || one === null) continue;
    const inside: unknown[] = Array.isArray(one) ? one : Object.values(one);
    if (inside !== one) count += inside.length;
    for (const each of inside) if (typeof each === 'object') open.push(each);
  }
  return count;
}

function firstRepeated(text: string): string | undefined {
  /** The keys of every object that is open here; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === brace) open.push(new Set());
    else if (code === bracket) open.push(undefined);
    else if (code === closingBrace || code === closingBracket) open.pop();
    else if (code === quote) {
      const end = endOfString(text, at);
      if (isKey(text, end)) {
        const key = JSON.parse(text.slice(at, end)) as string;
        const keys = open.at(-1)!;
        if (keys.has(key)) return key;
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** Where a string that starts here is over: past the first quote that an even number of backslashes stands before. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return end + 1;
  }
}

/** In JSON only a key has a colon after it. */
function isKey(text: string, end: number): boolean {
  let at = end;
  while (text.charCodeAt(at) <= blank) at++;
  return text.charCodeAt(at) === colon;
}
