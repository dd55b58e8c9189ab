const shortestMatch = 8;

/**
 * Share of a text, 0..1, that repeats something said earlier in it: the characters that an LZ77 parse with a
 * four-character hash and greedy matches of at least eight characters would copy instead of writing out. It stands for
 * the compression ratio, for which browsers have no synchronous compressor.
 *
 * Linear: every character is either matched once or hashed once.
 */
export function repeatedShare(text: string): number {
  // One slot a character, within bounds: with fewer, what was said long ago would be forgotten.
  const bits = Math.min(17, Math.max(12, 32 - Math.clz32(text.length)));
  const lastSeen = new Int32Array(1 << bits);
  let repeated = 0;
  let lastFour = 0;
  let at = 0;
  let hashed = 0;
  while (hashed < text.length) {
    lastFour = (lastFour << 8) ^ text.charCodeAt(hashed++);
    if (hashed - at < 4) continue;
    const slot = Math.imul(lastFour, 0x9e3779b1) >>> (32 - bits);
    const earlier = lastSeen[slot]! - 1;
    lastSeen[slot] = at + 1;
    const length = earlier < 0 ? 0 : matchLength(text, earlier, at);
    if (length < shortestMatch) {
      at++;
      continue;
    }
    repeated += length;
    at += length;
    hashed = at;
    lastFour = 0;
  }
  return text.length === 0 ? 0 : repeated / text.length;
}

function matchLength(text: string, earlier: number, at: number): number {
  let length = 0;
  while (at + length < text.length && text.charCodeAt(earlier + length) === text.charCodeAt(at + length)) length++;
  return length;
}
