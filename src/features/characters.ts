/*
 * What a character is to the scanner, looked up in tables over the UTF-16 code units. A page of 256 is filled in when a
 * text first needs it, so that nothing is done at import and a text in one script costs no more than that script.
 */

/** Kinds of code units. All up to `mark` can stand in a word, and all up to `digit` can start one. */
export const letter = 1;
export const capital = 2;
export const digit = 3;
/** An accent that combines with a letter before it: it is passed over, so é and e + ´ are one and the same. */
export const accent = 4;
/** Any other combining character, as the vowels of Hindi. */
export const mark = 5;
/** A letter of a script that does not part words by spaces. */
export const unspaced = 6;
export const space = 7;
export const apostrophe = 8;
export const stop = 9;
export const exclamation = 10;
export const question = 11;
/** The full-width marks end a sentence also where no space follows. */
export const wideStop = 12;
export const wideExclamation = 13;
export const wideQuestion = 14;
export const quote = 15;
export const opening = 16;
export const closing = 17;
export const emphasis = 18;
export const backtick = 19;
export const comma = 20;
export const colon = 21;
export const dash = 22;
export const surrogate = 23;
export const emoji = 24;
export const symbol = 25;
export const numberOfKinds = 26;

const listed: readonly (readonly [number, string])[] = [
  [apostrophe, "'’"],
  [stop, '.…।॥۔։።'],
  [exclamation, '!'],
  [question, '?؟'],
  [wideStop, '。｡។៕။'],
  [wideExclamation, '！'],
  [wideQuestion, '？'],
  [quote, '"“”«»「」『』„‘'],
  [opening, '([{（【'],
  [closing, ')]}）】'],
  [emphasis, '*_'],
  [backtick, '`'],
  [comma, ',;，；、،؛၊'],
  [colon, ':：'],
  [dash, '—–'],
];

/** `kind << 16 | folded`, by code unit; 0 where the page is not filled in. */
const infos = new Uint32Array(0x10000);

/** The kind of a code unit, above sixteen bits that hold it folded: see {@link kindOf} and {@link fold}. */
export function infoOf(unit: number): number {
  const info = infos[unit]!;
  return info === 0 ? fillPage(unit) : info;
}

export function kindOf(unit: number): number {
  return infoOf(unit) >>> 16;
}

/** A letter in lower case and without its accent; full-width letters as plain ones. Other units as they are. */
export function fold(unit: number): number {
  return infoOf(unit) & 0xffff;
}

/** Accents of Latin, Greek and Cyrillic letters, and the dot below of Devanagari. */
const combining = /^[\u0300-\u036f\u093c]$/;
const withoutSpaces =
  /^(?=[\p{L}\p{M}\p{N}])(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar}|ー)$/u;

function fillPage(unit: number): number {
  const first = unit & 0xff00;
  for (let one = first; one < first + 256; one++) {
    const character = String.fromCharCode(one);
    const kind = classify(one, character);
    infos[one] = (kind << 16) | (kind <= capital ? foldLetter(character) : one);
  }
  return infos[unit]!;
}

function classify(unit: number, character: string): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return surrogate;
  const own = listed.find(([, characters]) => characters.includes(character));
  if (own !== undefined) return own[0];
  if (combining.test(character)) return accent;
  if (withoutSpaces.test(character)) return unspaced;
  if (/\p{Lu}|\p{Lt}/u.test(character)) return capital;
  if (/\p{L}/u.test(character)) return letter;
  if (/\p{N}/u.test(character)) return digit;
  if (/\p{M}/u.test(character)) return mark;
  if (/\s/.test(character)) return space;
  // Below are ©, ™ and arrows, which are text.
  return unit >= 0x2600 && /\p{Extended_Pictographic}/u.test(character) ? emoji : symbol;
}

function foldLetter(character: string): number {
  const [base, ...rest] = character.normalize('NFKD').toLowerCase();
  const plain = rest.every((one) => combining.test(one)) ? base! : character.toLowerCase();
  return plain.charCodeAt(0);
}

/**
 * What the code point at a high surrogate is in a word: itself, or 0 where it is no letter or digit. Mathematical
 * letters, in which words can be disguised, stand for plain ones.
 */
export function foldAstral(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (!/[\p{L}\p{N}]/u.test(character)) return 0;
  const plain = character.normalize('NFKC');
  return plain.length === 1 ? fold(plain.charCodeAt(0)) : codePoint;
}

/** Emoji beyond the first plane; the tones of skin belong to the one before. */
export function isAstralEmoji(codePoint: number): boolean {
  return codePoint >= 0x1f000 && codePoint <= 0x1faff && !(codePoint >= 0x1f3fb && codePoint <= 0x1f3ff);
}
