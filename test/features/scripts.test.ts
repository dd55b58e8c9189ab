import { describe, expect, it } from 'vitest';
import { lastLatin, scriptNames, scriptOf } from '../../src/features/scripts.ts';

describe('scriptOf', () => {
  it.each([
    ['aé\u0259ệＡﬁﬆ', 'Latin'],
    ['αῥ', 'Greek'],
    ['Жԛ', 'Cyrillic'],
    ['հ', 'Armenian'],
    ['א', 'Hebrew'],
    ['كپݐ', 'Arabic'],
    ['क७', 'Devanagari'],
    ['ক', 'Bengali'],
    ['ਕ', 'Gurmukhi'],
    ['ક', 'Gujarati'],
    ['କ', 'Oriya'],
    ['த', 'Tamil'],
    ['త', 'Telugu'],
    ['ಕ', 'Kannada'],
    ['മ', 'Malayalam'],
    ['ක', 'Sinhala'],
    ['ก', 'Thai'],
    ['ກ', 'Lao'],
    ['ཀ', 'Tibetan'],
    ['က', 'Myanmar'],
    ['ქ', 'Georgian'],
    ['አ', 'Ethiopic'],
    ['ខ', 'Khmer'],
    ['あアｱ', 'Kana'],
    ['漢豈𠀀', 'Han'],
    ['한', 'Hangul'],
    ['Ꭺᚠ\u{10330}', 'other'],
  ])('knows the script of each letter of %s: %s', (letters, name) => {
    for (const letter of letters) expect(scriptNames[scriptOf(letter.codePointAt(0)!)], letter).toBe(name);
  });

  it('agrees with Unicode on the letters of every script that has a name', () => {
    const wrong: string[] = [];
    for (let unit = 0; unit < 0x10000; unit++) {
      const letter = String.fromCharCode(unit);
      const name = scriptNames[scriptOf(unit)]!;
      // In the ranges are the signs µ and ー, and the Coptic letters behind the Greek ones.
      if (name !== 'other' && /\p{L}/u.test(letter) && !isOf(name, letter)) wrong.push(`${letter} ${name}`);
    }
    expect(wrong).toEqual([]);
  });

  it('takes all up to the last Latin letter for Latin, and none behind it for granted', () => {
    expect([lastLatin, lastLatin + 1].map((unit) => scriptNames[scriptOf(unit)])).toEqual(['Latin', 'other']);
  });
});

function isOf(name: string, letter: string): boolean {
  if (/[\p{Script=Common}\p{Script=Coptic}]/u.test(letter)) return true;
  const scripts = name === 'Kana' ? ['Hiragana', 'Katakana'] : [name];
  return scripts.some((script) => new RegExp(`\\p{Script_Extensions=${script}}`, 'u').test(letter));
}
