import { describe, expect, it } from 'vitest';
import { lexicon } from '../../src/features/lexicons.ts';
import { countWords } from '../../src/features/words.ts';

describe('lexicon', () => {
  it.each([
    ['perhaps', 'hedge'],
    ['clearly', 'booster'],
    ["i'm", 'first person'],
  ])('knows the tone of "%s": %s', (word, tone) => {
    expect(lexicon.get(word)).toBe(tone);
  });

  it('has no tone for plain words', () => {
    for (const word of ['', 'the', 'house', 'Perhaps']) expect(lexicon.has(word)).toBe(false);
  });

  it.each([...lexicon])('holds "%s" as words are counted', (word, tone) => {
    expect(countWords(word, undefined)).toMatchObject({ words: 1, [tone]: 1 });
  });

  it('has words of every tone, each many', () => {
    for (const tone of ['hedge', 'booster', 'first person']) {
      expect([...lexicon.values()].filter((other) => other === tone).length).toBeGreaterThan(15);
    }
  });
});
