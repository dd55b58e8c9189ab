import { describe, expect, it } from 'vitest';
import {
  accent,
  apostrophe,
  backtick,
  capital,
  closing,
  colon,
  comma,
  dash,
  digit,
  emoji,
  emphasis,
  exclamation,
  fold,
  foldAstral,
  infoOf,
  isAstralEmoji,
  kindOf,
  letter,
  mark,
  numberOfKinds,
  opening,
  question,
  quote,
  space,
  stop,
  surrogate,
  symbol,
  unspaced,
  wideExclamation,
  wideQuestion,
  wideStop,
} from '../../src/features/characters.ts';

const units = Array.from({ length: 0x10000 }, (_, unit) => unit);

describe('kindOf', () => {
  it.each([
    ['letter', letter, 'aßéяωक한ع\u02bbª'],
    ['capital', capital, 'AÉЯΩǅ'],
    ['digit', digit, '7٣७½²Ⅷ①'],
    ['accent', accent, '\u0301\u0300\u036f\u093c'],
    ['mark', mark, 'िा्\u20dd\u3099\u0651'],
    ['unspaced', unspaced, '的あアーｱ々กຂខက\u0e31'],
    ['space', space, ' \t\n\r\u00a0\u3000\u2028'],
    ['apostrophe', apostrophe, "'’"],
    ['stop', stop, '.…।॥۔։።'],
    ['exclamation', exclamation, '!'],
    ['question', question, '?؟'],
    ['wideStop', wideStop, '。｡។៕။'],
    ['wideExclamation', wideExclamation, '！'],
    ['wideQuestion', wideQuestion, '？'],
    ['quote', quote, '"“”«»「」『』„‘'],
    ['opening', opening, '([{（【'],
    ['closing', closing, ')]}）】'],
    ['emphasis', emphasis, '*_'],
    ['backtick', backtick, '`'],
    ['comma', comma, ',;，；、،؛၊'],
    ['colon', colon, ':：'],
    ['dash', dash, '—–'],
    ['surrogate', surrogate, '\ud800\udfff'],
    ['emoji', emoji, '☀❤✅⭐'],
    ['symbol', symbol, '-#/+=%$©™→|\u0000\uffff'],
  ] as const)('knows a %s', (_, kind, text) => {
    for (let i = 0; i < text.length; i++) expect(kindOf(text.charCodeAt(i)), text[i]).toBe(kind);
  });

  it('has a kind for every code unit, and the same when asked again', () => {
    const kinds = units.map(kindOf);
    expect(kinds.filter((kind) => !(kind > 0 && kind < numberOfKinds))).toEqual([]);
    expect(units.map((unit) => infoOf(unit) >>> 16)).toEqual(kinds);
  });

  it('puts what stands in words before what does not', () => {
    const ofWords = /[\p{L}\p{N}\p{M}]/u;
    const wrong = units.filter((unit) => {
      const kind = kindOf(unit);
      return ofWords.test(String.fromCharCode(unit)) !== (kind <= mark || kind === unspaced);
    });
    expect(wrong.map((unit) => String.fromCharCode(unit))).toEqual([]);
  });
});

describe('fold', () => {
  it.each([
    ['Aa', 'a'],
    ['ÉÈÊËéèêëＥｅ', 'e'],
    ['Ññ', 'n'],
    ['ẤậǺ', 'a'],
    ['ßẞ', 'ß'],
    ['Öö', 'o'],
    ['İI', 'i'],
    ['Ωώ', 'ω'],
    ['Йй', 'и'],
    ['\u0958', 'क'],
    ['\u212a', 'k'],
    ['ﬃ', 'ﬃ'],
    ['한', '한'],
  ])('takes each of "%s" for %s', (text, plain) => {
    for (const character of text) expect(String.fromCharCode(fold(character.charCodeAt(0))), character).toBe(plain);
  });

  it('leaves alone what is no letter', () => {
    for (const character of '7½\u0301ि的！，（') expect(fold(character.charCodeAt(0))).toBe(character.charCodeAt(0));
  });

  it('changes nothing that is folded', () => {
    expect(units.filter((unit) => fold(fold(unit)) !== fold(unit))).toEqual([]);
  });

  it('takes a letter in one piece and in two for one and the same', () => {
    const differing = units.filter((unit) => {
      const [base, ...accents] = String.fromCharCode(unit).normalize('NFD');
      const isAccented =
        kindOf(unit) <= capital && accents.length > 0 && accents.every((one) => kindOf(one.charCodeAt(0)) === accent);
      return isAccented && fold(unit) !== fold(base!.charCodeAt(0));
    });
    expect(differing.map((unit) => String.fromCharCode(unit))).toEqual([]);
  });
});

describe('foldAstral', () => {
  it.each([
    ['𝐜𝒄𝓬𝕔𝘤𝙲', 'c'],
    ['𝟕𝟟', '7'],
    ['𝛚', 'ω'],
    ['\u{2f804}', '你'],
  ])('takes each of %s for %s', (text, plain) => {
    for (const character of text) expect(foldAstral(character.codePointAt(0)!), character).toBe(plain.charCodeAt(0));
  });

  it('keeps other letters apart from all others, and has none for what is no letter', () => {
    expect(foldAstral(0x20061)).toBe(0x20061);
    for (const character of ['👍', '𝄞', '\ud83d', '\udc4d']) expect(foldAstral(character.codePointAt(0)!)).toBe(0);
  });
});

describe('isAstralEmoji', () => {
  it.each([
    ['👍😀🚀🧠🇫🀄', true],
    ['🏻🏿𝐜𠀀𝄞\ud83d', false],
  ])('is, of each of %s, %s', (text, expected) => {
    for (const character of text) expect(isAstralEmoji(character.codePointAt(0)!), character).toBe(expected);
  });
});
