import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractFeatures } from '../../src/features/extract.ts';
import { read } from '../../src/features/reading.ts';
import { plain } from './lexicon/hits.ts';

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }));

describe('invisible characters', () => {
  it.each(['\u200b', '\u00ad', '\u2060', '\ufeff', '\u202e', '\u034f', '\ufe0f', '\u3164', '\u{e0041}'])(
    'are counted and passed over: %j',
    (invisible) => {
      const text = 'It is clearly done. **Perhaps** not!';
      const veiled = text.replaceAll('e', `e${invisible}`).replace('**', `*${invisible}*`);
      expect(extractFeatures(veiled)).toEqual({ ...extractFeatures(text), invisibles: 4 * invisible.length });
    },
  );

  it('are passed over in a prompt, and counted nowhere', () => {
    const [shown, veiled] = ['the capital', 'the cap\u200bital'].map((prompt) => extractFeatures('a capital', prompt));
    expect(veiled).toEqual(shown);
  });

  it('and visible ones are all characters there are', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { invisibles, text: seen } = read(text, undefined);
        expect(invisibles + seen.length).toBe(text.length);
      }),
    );
  });

  it('are none in plain texts of any language', () => {
    for (const text of Object.values(plain)) expect(read(text, undefined)).toMatchObject({ text, invisibles: 0 });
  });
});

describe('accents', () => {
  it('change nothing but the length, in one piece or in two', () => {
    const text = `Élan, naïve café: ÉTÉ. ${plain.es} ${plain.fr} ${plain.hi}`;
    const [whole, parted] = ['NFC', 'NFD'].map((form) => extractFeatures(text.normalize(form), 'CAFÉ?'));
    const { characters, lineLength, ...rest } = whole!;
    expect(parted).toMatchObject(rest);
    expect([parted!.characters! > characters!, parted!.lineLength! > lineLength!]).toEqual([true, true]);
  });
});

describe('an open end', () => {
  it.each([
    ['It was the', true],
    ['It was the\n\n', true],
    ['In 1908', true],
    ['first, second,', true],
    ['cafe\u0301', true],
    ['这是', true],
    ['यह है', true],
    ['It was.', false],
    ['Was it?', false],
    ['这是。', false],
    ['यह है।', false],
    ['(as it was)', false],
    ['"it was"', false],
    ['**it was**', false],
    ['as follows:', false],
    ['```\nx\n```', false],
    ['Done 👍', false],
    ['', false],
    [' \n', false],
  ])('is where no mark closes the text: %j, %s', (text, endsOpen) => {
    expect(read(text, undefined).endsOpen).toBe(endsOpen);
  });
});

it('takes ill-formed text for what it stands for', () => {
  expect(extractFeatures('clearly\ud83d so\udc4d')).toEqual(extractFeatures('clearly\ufffd so\ufffd'));
  expect(extractFeatures('so \ud83dclearly')).toEqual(extractFeatures('so \ufffdclearly'));
  expect(extractFeatures('\ud83d\u200b\udc4d')).toEqual(extractFeatures('\ufffd\u200b\ufffd'));
});

it('tells an absent prompt from an empty one', () => {
  expect(read('word', undefined).prompt).toBeUndefined();
  expect(read('word', '').prompt).toMatchObject({ words: 0 });
});
