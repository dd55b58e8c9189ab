/** The scripts that are told apart, each up to a code unit; after the last one and between them is what has no row. */
const rows: readonly (readonly [string, number, number])[] = [
  ['Latin', 0, 0x2af],
  ['Greek', 0x370, 0x3ff],
  ['Cyrillic', 0x400, 0x52f],
  ['Armenian', 0x530, 0x58f],
  ['Hebrew', 0x590, 0x5ff],
  ['Arabic', 0x600, 0x6ff],
  ['Arabic', 0x750, 0x77f],
  ['Devanagari', 0x900, 0x97f],
  ['Bengali', 0x980, 0x9ff],
  ['Gurmukhi', 0xa00, 0xa7f],
  ['Gujarati', 0xa80, 0xaff],
  ['Oriya', 0xb00, 0xb7f],
  ['Tamil', 0xb80, 0xbff],
  ['Telugu', 0xc00, 0xc7f],
  ['Kannada', 0xc80, 0xcff],
  ['Malayalam', 0xd00, 0xd7f],
  ['Sinhala', 0xd80, 0xdff],
  ['Thai', 0xe00, 0xe7f],
  ['Lao', 0xe80, 0xeff],
  ['Tibetan', 0xf00, 0xfff],
  ['Myanmar', 0x1000, 0x109f],
  ['Georgian', 0x10a0, 0x10ff],
  ['Ethiopic', 0x1200, 0x139f],
  ['Khmer', 0x1780, 0x17ff],
  ['Latin', 0x1e00, 0x1eff],
  ['Greek', 0x1f00, 0x1fff],
  ['Kana', 0x3040, 0x30ff],
  ['Han', 0x3400, 0x9fff],
  ['Hangul', 0xac00, 0xd7af],
  ['Han', 0xf900, 0xfaff],
  ['Latin', 0xfb00, 0xfb06],
  ['Latin', 0xff00, 0xff5f],
  ['Kana', 0xff66, 0xff9f],
  ['Han', 0x20000, 0x323af],
];

/** Names of scripts; what is in none of them comes last. */
export const scriptNames: readonly string[] = [...new Set(rows.map(([name]) => name)), 'other'];

/** Up to here all is Latin. */
export const lastLatin = 0x2af;

const other = scriptNames.length - 1;

/** The script of each code point up to the last row, filled in when a text first has one that is not Latin. */
let table: Uint8Array | undefined;

/** The script of a letter, by its code unit or code point, as its place among the names. */
export function scriptOf(unit: number): number {
  return unit <= lastLatin ? 0 : ((table ??= tableOfScripts())[unit] ?? other);
}

function tableOfScripts(): Uint8Array {
  const scripts = new Uint8Array(rows.at(-1)![2] + 1).fill(other);
  for (const [name, from, to] of rows) scripts.fill(scriptNames.indexOf(name), from, to + 1);
  return scripts;
}
