import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read } from '../../src/features/reading.ts';
import { emptyTally, type Tally } from '../../src/features/tally.ts';
import { readWord } from '../../src/features/word.ts';

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }));

describe('readWord', () => {
  it.each([
    ['word', 4],
    ['word.', 4],
    ['word-for-word', 4],
    ['snake_case', 5],
    ["isn't it", 5],
    ['x2 = 1', 2],
    ['Größe ist', 5],
    ['पानी में', 4],
    ['word的', 4],
    ['word👍', 4],
    ['...', 0],
    ["'tis", 0],
    ['👍', 0],
    // A sign that stands on its own belongs to no word.
    ['ि ', 0],
  ])('finds the end of "%s": %i', (text, end) => {
    const tally = emptyTally(text.length, undefined);
    expect(readWord(text, 0, text.length, tally)).toBe(end);
    expect(tally).toMatchObject({ words: Math.min(end, 1), wordCharacters: end });
  });

  it('reads no further than the end it is given', () => {
    const tally = emptyTally(9, undefined);
    expect(readWord("it's here", 0, 1, tally)).toBe(1);
    expect(readWord("it's here", 5, 7, tally)).toBe(7);
    expect(readWord("it's here", 0, 3, tally)).toBe(2);
    expect(tally).toMatchObject({ words: 3, wordCharacters: 5 });
  });
});

describe('words', () => {
  it.each([
    { text: '', words: 0, characters: 0 },
    { text: ' … — !? 👍 \u0301 \u20dd', words: 0, characters: 0 },
    { text: 'One two, three.', words: 3, characters: 11 },
    { text: 'well-known snake_case', words: 4, characters: 18 },
    { text: 'x2 costs 3.14', words: 4, characters: 10 },
    // ह ि न ् द ी and भ ा ष ा: vowel signs belong to the word.
    { text: 'हिन्दी भाषा', words: 2, characters: 10 },
    { text: 'Größe Ωμέγα Привет', words: 3, characters: 16 },
    { text: '٤٢ كتاب', words: 2, characters: 6 },
    { text: '한국어 문장', words: 2, characters: 5 },
    { text: '𝐜𝐥𝐞𝐚𝐫', words: 1, characters: 5 },
    { text: 'CO₂ and x²', words: 3, characters: 8 },
  ])('of "$text" are $words of $characters characters', ({ text, words, characters }) => {
    expect(read(text, undefined)).toMatchObject({ words, wordCharacters: characters });
  });

  it.each([
    { text: "don't", words: 1, characters: 5 },
    { text: "rock'n'roll", words: 1, characters: 11 },
    { text: "'quoted'", words: 1, characters: 6 },
    { text: "dogs' tails", words: 2, characters: 9 },
    { text: "a''b", words: 2, characters: 2 },
  ])('keep an apostrophe inside and no other: $text', ({ text, words, characters }) => {
    const plain = read(text, undefined);
    expect(plain).toMatchObject({ words, wordCharacters: characters });
    expect(read(text.replaceAll("'", '’'), undefined)).toEqual({ ...plain, text: expect.anything() });
  });

  it.each([
    { name: 'case', text: 'The the THE tHe', distinct: 1 },
    { name: 'the shape of the apostrophe', text: 'isn’t isn’t', distinct: 1 },
    { name: 'accents', text: 'Café cafe CAFE\u0301', distinct: 1 },
    { name: 'the dot below of Hindi', text: 'ज़रूर जरूर', distinct: 1 },
    { name: 'width', text: 'ｗｏｒｄ word ＷＯＲＤ', distinct: 1 },
    { name: 'mathematical letters', text: '𝐰𝐨𝐫𝐝 word 𝕎𝕠𝕣𝕕', distinct: 1 },
    { name: 'letters', text: 'word wort', distinct: 2 },
    { name: 'order of letters', text: 'god dog', distinct: 2 },
    { name: 'letters beyond the first plane', text: '\u{20061} \u{30061} a', distinct: 3 },
  ])('that differ in $name are $distinct', ({ text, distinct }) => {
    expect(read(text, undefined).distinctWords).toBe(distinct);
  });

  it.each([
    ['One TWO three Four', { capitalised: 3, shouted: 1 }],
    ['I am A4, HTML5, OK', { capitalised: 4, shouted: 1 }],
    ['Élan ÉTÉ E\u0301TE\u0301 été', { capitalised: 3, shouted: 2 }],
    ['Привет МИР', { capitalised: 2, shouted: 1 }],
    ['iPhone eBay', { capitalised: 0, shouted: 0 }],
    ['In 1999 and 42 more', { digits: 6 }],
    ['٤٢ ½ x7', { digits: 4 }],
    ['seventh letters sixlet \u0301sixlet', { longWords: 2 }],
  ])('have capitals, digits and lengths: "%s"', (text, expected) => {
    expect(read(text, undefined)).toMatchObject(expected);
  });

  it.each([
    // Cyrillic с, е and а; Greek ο; Cherokee Ꭺ.
    ['сlеаrly', 1],
    ['pr\u03bfven prοven', 2],
    ['\u13aall', 1],
    ['clearly Привет Ωμέγα', 0],
    ['ＡＢcd straße ǆ ə', 0],
    // A phonetic letter, a raised letter, a ligature, the Hawaiian ʻokina, and a Korean ending.
    ['sɪks', 0],
    ['xⁿ aₙ', 0],
    ['conﬁrm ﬂow', 0],
    ['Hawaiʻi', 0],
    ['API는 AI가', 0],
    ['x² H₂O Ångström', 0],
  ])('with letters of two scripts are told: "%s" has %i', (text, mixedScripts) => {
    expect(read(text, undefined).mixedScripts).toBe(mixedScripts);
  });

  it('add up over lines', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const [a, b, both] = [one, other, `${one}\n${other}`].map((text) => read(text, 'the word'));
        const names = ['words', 'wordCharacters', 'longWords', 'capitalised', 'digits', 'promptShared'] as const;
        for (const name of names) expect(both![name], name).toBe(a![name] + b![name]);
        expect(both!.scripts).toEqual(a!.scripts.map((count, script) => count + b!.scripts[script]!));
      }),
    );
  });

  it('are no fewer than distinct, capitalised and long ones, and none is without characters', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const counts: Tally = { ...read(text, undefined), prompt: undefined };
        for (const name of ['distinctWords', 'capitalised', 'shouted', 'longWords', 'mixedScripts'] as const) {
          expect(counts[name], name).toBeLessThanOrEqual(counts.words);
        }
        expect(counts.words).toBeLessThanOrEqual(counts.wordCharacters);
        expect(counts.distinctWords > 0).toBe(counts.words > 0);
      }),
    );
  });
});
