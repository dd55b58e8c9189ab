/** A key that is shorter is none: servers at home take any word, and such a word may stand in any text. */
const shortestKey = 8;
/** So many letters in a row of a key are taken out, wherever in it they stand. */
const shortestPart = 8;
/** What is left of a key whose middle is hidden is known as such from so many letters on. */
const fewestEnds = 4;

/** What stands for the middle of a key of which only the ends are shown, as servers quote it. */
const hidden = /\*\*+|\.\.\.+|…/g;
/** No end that is shown is longer. */
const longestEnd = 40;

/**
 * Takes keys out of a text: whole or in part, as they are, as in an address, or in base 64; also what is left of one whose
 * middle is hidden.
 */
export function without(keys: readonly string[]): (text: string) => string {
  const secrets = keys.filter((key) => key.length >= shortestKey);
  const parts = new Set(secrets.flatMap(formsOf).flatMap(partsOf));
  return (text) => (secrets.length === 0 ? text : withoutParts(withoutEnds(text, secrets), parts));
}

function formsOf(key: string): string[] {
  const inAddress = encodeURIComponent(key);
  return [key, inAddress, inAddress.replace(/%../g, (code) => code.toLowerCase()), ...inBase64(key)];
}

/** Three forms: the letters depend on how many bytes stand before. Those that hold other bytes too are left out. */
function inBase64(key: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(key)]);
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
}

function partsOf(form: string): string[] {
  return Array.from({ length: form.length - shortestPart + 1 }, (_, i) => form.slice(i, i + shortestPart));
}

function withoutEnds(text: string, secrets: readonly string[]): string {
  let [rest, done] = ['', 0];
  for (const { index, 0: middle } of text.matchAll(hidden)) {
    const head = lettersBefore(text, index);
    const tail = lettersAfter(text, index + middle.length);
    const isLong = head.length + tail.length >= fewestEnds;
    const isKey = isLong && secrets.some((key) => key.startsWith(head) && key.endsWith(tail));
    if (!isKey || index - head.length < done) continue;
    rest += `${text.slice(done, index - head.length)}(key)`;
    done = index + middle.length + tail.length;
  }
  return rest + text.slice(done);
}

function lettersBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < longestEnd && /[\w-]/.test(text[start - 1]!)) start--;
  return text.slice(start, end);
}

function lettersAfter(text: string, start: number): string {
  let end = start;
  while (end < text.length && end - start < longestEnd && /[\w-]/.test(text[end]!)) end++;
  return text.slice(start, end);
}

function withoutParts(text: string, parts: ReadonlySet<string>): string {
  const isPart = (from: number): boolean => parts.has(text.slice(from, from + shortestPart));
  let [rest, done] = ['', 0];
  for (let start = 0; start + shortestPart <= text.length; start++) {
    if (!isPart(start)) continue;
    let last = start;
    while (isPart(last + 1)) last++;
    rest += `${text.slice(done, start)}(key)`;
    done = last + shortestPart;
    start = done - 1;
  }
  return rest + text.slice(done);
}
