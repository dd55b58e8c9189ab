import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords } from '../../src/features/words.ts';

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }));

describe('countWords', () => {
  it.each([
    { text: '', words: 0, characters: 0 },
    { text: ' … — !? 👍', words: 0, characters: 0 },
    { text: 'One two, three.', words: 3, characters: 11 },
    { text: 'well-known snake_case', words: 4, characters: 18 },
    { text: 'x2 costs 3.14', words: 4, characters: 10 },
    // ह ि न ् द ी and भ ा ष ा: vowel signs belong to the word.
    { text: 'हिन्दी भाषा', words: 2, characters: 10 },
    { text: 'cafe\u0301', words: 1, characters: 5 },
    { text: 'Größe Ωμέγα Привет', words: 3, characters: 16 },
    // No spaces between words: a run between marks counts as one.
    { text: '今天下雨。我不去', words: 2, characters: 7 },
    { text: '٤٢ كتاب', words: 2, characters: 6 },
  ])('finds $words words of $characters characters in "$text"', ({ text, words, characters }) => {
    expect(countWords(text, undefined)).toMatchObject({ words, wordCharacters: characters });
  });

  it.each([
    { text: "don't", words: 1, characters: 5 },
    { text: "rock'n'roll", words: 1, characters: 11 },
    { text: "'quoted'", words: 1, characters: 6 },
    { text: "dogs' tails", words: 2, characters: 9 },
    { text: "a''b", words: 2, characters: 2 },
  ])('keeps an apostrophe inside a word and no other: $text', ({ text, words, characters }) => {
    expect(countWords(text, undefined)).toMatchObject({ words, wordCharacters: characters });
    expect(countWords(text.replaceAll("'", '’'), undefined)).toEqual(countWords(text, undefined));
  });

  it('takes words that differ in case or in the shape of the apostrophe as one', () => {
    expect(countWords("The the THE isn't Isn’t", undefined)).toMatchObject({ words: 5, distinctWords: 2 });
  });

  it('counts the tone of words in any case', () => {
    expect(countWords('Perhaps I’m wrong, but WE clearly must: it MIGHT, I think', undefined)).toMatchObject({
      hedge: 3,
      booster: 2,
      'first person': 3,
    });
  });

  it('finds no tone in parts of words', () => {
    expect(countWords('mighty overyes mustard iron', undefined)).toMatchObject({
      hedge: 0,
      booster: 0,
      'first person': 0,
    });
  });

  it('counts each word of the text that the prompt has, as often as it comes', () => {
    expect(countWords('Cat, cat, dog', 'a CAT and a bird')).toMatchObject({ promptShared: 2, promptWords: 5 });
  });

  it('tells an absent prompt from an empty one', () => {
    expect(countWords('word', undefined)).toMatchObject({ promptShared: undefined, promptWords: undefined });
    expect(countWords('word', '')).toMatchObject({ promptShared: 0, promptWords: 0 });
  });

  it('adds up over lines', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const [a, b, both] = [one, other, `${one}\n${other}`].map((text) => countWords(text, 'the word'));
        for (const key of ['words', 'wordCharacters', 'hedge', 'booster', 'first person', 'promptShared'] as const) {
          expect(both![key]).toBe(a![key]! + b![key]!);
        }
      }),
    );
  });

  it('has no more distinct words than words, and no word without characters', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { words, distinctWords, wordCharacters } = countWords(text, undefined);
        expect(distinctWords).toBeLessThanOrEqual(words);
        expect(words).toBeLessThanOrEqual(wordCharacters);
        expect(distinctWords > 0).toBe(words > 0);
      }),
    );
  });
});
