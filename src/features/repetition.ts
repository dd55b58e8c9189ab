const windowBits = 12;
const shortestMatch = 8;

/**
 * Share of a text, 0..1, that repeats something said earlier in it: the characters an LZ77 parse with a
 * four-character hash and greedy matches of at least eight characters would copy instead of writing out.
 * It stands for the compression ratio, which needs a compressor that browsers do not have in synchronous form.
 *
 * Linear: every character is either matched once or hashed once.
 */
export function repeatedShare(text: string): number {
  const lastSeen = new Int32Array(1 << windowBits).fill(-1);
  let repeated = 0;
  let at = 0;
  while (at + 4 <= text.length) {
    const slot = hashOfFour(text, at);
    const earlier = lastSeen[slot]!;
    lastSeen[slot] = at;
    const length = earlier < 0 ? 0 : matchLength(text, earlier, at);
    if (length >= shortestMatch) {
      repeated += length;
      at += length;
    } else {
      at++;
    }
  }
  return text.length === 0 ? 0 : repeated / text.length;
}

function hashOfFour(text: string, at: number): number {
  const low = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
  const high = text.charCodeAt(at + 2) | (text.charCodeAt(at + 3) << 16);
  return Math.imul(Math.imul(low, 0x9e3779b1) ^ high, 0x85ebca6b) >>> (32 - windowBits);
}

function matchLength(text: string, earlier: number, at: number): number {
  let length = 0;
  while (at + length < text.length && text.charCodeAt(earlier + length) === text.charCodeAt(at + length)) length++;
  return length;
}
