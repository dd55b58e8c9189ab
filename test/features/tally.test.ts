import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { features, type FeatureName } from '../../src/features/definitions.ts';
import { read } from '../../src/features/reading.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

describe('words and phrases of a lexicon', () => {
  it('count in any case, and with either apostrophe', () => {
    const { tones } = read('Perhaps I’m wrong, but WE clearly must: it MIGHT, I Think', undefined);
    expect(tones).toMatchObject({ hedge: 3, booster: 1, firstPerson: 3 });
  });

  it('count with and without their accents', () => {
    const text = 'Quizás el río está muy lejos, y tú nunca lo verás en la vida; no es fácil de decir. Según él, jamás.';
    const { tones, language } = read(text, undefined);
    expect(language).toBe('es');
    expect(tones).toMatchObject({ hedge: 1, booster: 1, absolute: 1, authority: 1, secondPerson: 1 });
    expect(read(text.normalize('NFD'), undefined).tones).toEqual(tones);
    expect(read(text.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, ''), undefined).tones).toEqual(tones);
  });

  it('count whole only', () => {
    expect(read('mighty overyes mustard iron alleys', undefined).tones).toMatchObject({
      hedge: 0,
      booster: 0,
      absolute: 0,
      firstPerson: 0,
    });
  });

  it('count in one text for several tones', () => {
    expect(read('Certainly', undefined).tones).toMatchObject({ booster: 1, opener: 1 });
  });

  it('count as phrases only with all their words, in order', () => {
    expect(read('Please let me know.', undefined).tones).toMatchObject({ offer: 1 });
    expect(read('Please let you know.', undefined).tones).toMatchObject({ offer: 0 });
    expect(read('Let know me.', undefined).tones).toMatchObject({ offer: 0 });
    expect(read('me know', undefined).tones).toMatchObject({ offer: 0 });
    // Four words in German.
    const german = 'Was kann er, und was kann er nicht?';
    expect(read('Sie ist nicht in der Lage.', german).tones).toMatchObject({ refusal: 1 });
    expect(read('Sie ist auch in der Lage.', german).tones).toMatchObject({ refusal: 0 });
    expect(read('Nicht an der Lage.', german).tones).toMatchObject({ refusal: 0 });
  });

  it('count as phrases over a hyphen and over the end of a line', () => {
    expect(read('A well-structured, high-\nquality text', undefined).tones).toMatchObject({ selfPraise: 2 });
  });

  it('count as openers only among the first eight words', () => {
    expect(read('Sure', undefined).tones).toMatchObject({ opener: 1 });
    expect(read('One two three four five six seven sure', undefined).tones).toMatchObject({ opener: 1 });
    expect(read('One two three four five six seven eight sure', undefined).tones).toMatchObject({ opener: 0 });
    expect(read('One two three four five six here is', undefined).tones).toMatchObject({ opener: 1 });
    expect(read('One two three four five six seven here is', undefined).tones).toMatchObject({ opener: 0 });
  });
});

describe('repetition', () => {
  it.each([
    { name: 'nothing', text: '', expected: 0 },
    { name: 'two words', text: 'so so', expected: 0 },
    { name: 'three words', text: 'one two three', expected: 0 },
    { name: 'three words that come twice', text: 'one two three. One two three!', expected: 1 / 4 },
    { name: 'three words that come three times', text: 'a b c a b c a b c', expected: 4 / 7 },
    { name: 'two words that come twice', text: 'one two three one two four', expected: 0 },
    { name: 'the same words in another order', text: 'one two three two one', expected: 0 },
    { name: 'one word again and again', text: 'go go go go go go', expected: 3 / 4 },
    { name: 'a change of case and of accents', text: 'Café au lait; CAFE AU LAIT', expected: 1 / 4 },
    { name: 'Chinese', text: '今天下雨。今天下雨。今天', expected: 1 / 3 },
    { name: 'code', text: '```\nlet a = b\nlet a = b\n```', expected: 1 / 4 },
  ])('in $name is $expected', ({ text, expected }) => {
    expectClose(measure('repetition', text), expected);
  });

  it.each([30, 300, 3000])('is near 0 for %i random words, near ½ when they come twice', (words) => {
    const text = randomWords(words);
    expectClose(measure('repetition', text), 0);
    expectClose(measure('repetition', `${text} ${text}`), 0.5, { absolute: 1 / words });
    expectClose(measure('repetition', `${text} ${text} ${text}`), 2 / 3, { absolute: 1 / words });
  });

  it('is between 0 and 1, and never falls when the text is said once more', () => {
    const anyWords = fc.array(fc.constantFrom('a', 'b', 'c', '. ', '的', "'"), { maxLength: 40 });
    fc.assert(
      fc.property(anyWords, (words) => {
        const text = words.join(' ');
        const share = measure('repetition', text);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThan(1);
        expect(measure('repetition', `${text} ${text}`)).toBeGreaterThanOrEqual(share);
      }),
    );
  });
});

describe('a prompt', () => {
  it('shares each word of the text that it has, as often as it comes', () => {
    expect(read('Cat, cat, dog', 'a CAT and a bird')).toMatchObject({ promptShared: 2, words: 3 });
  });

  it('is covered by each of its words once', () => {
    // a, cat, and, bird: of the four, two come.
    expect(read('Cat, cat, a dog', 'a CAT and a bird')).toMatchObject({ promptCovered: 2 });
    expectClose(measure('promptCoverage', 'Cat, cat, a dog', 'a CAT and a bird'), 2 / 4);
    expectClose(measure('promptCoverage', 'bird and cat: a', 'a CAT and a bird'), 1);
  });

  it('is restated by runs of three words, as often as they come', () => {
    expectClose(measure('promptRestated', 'the old mill is the old mill', 'Where is the old mill?'), 3 / 5);
    expectClose(measure('promptRestated', 'mill old the', 'the old mill'), 0);
    expectClose(measure('promptRestated', 'the old', 'the old mill'), 0);
    expectClose(measure('promptRestated', 'the old mill', 'the old mill'), 1);
  });

  it('is the same whatever the response says, and says nothing of the words of the response', () => {
    const [alone, along] = [read('A cat.', undefined), read('A cat.', 'One two three one two three')];
    expect(along.prompt).toMatchObject({ words: 6, distinctWords: 3 });
    expect({ ...along, prompt: undefined }).toEqual(alone);
    expect(read('One two three', 'One two three').repeatedTriples).toBe(0);
  });
});

function measure(name: FeatureName, text: string, prompt?: string): number {
  return features.find((feature) => feature.name === name)!.compute(read(text, prompt))!;
}

function randomWords(words: number): string {
  const random = seededRandom(words);
  return Array.from({ length: words }, () => `w${Math.floor(1e9 * random()).toString(36)}`).join(' ');
}
