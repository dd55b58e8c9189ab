import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { features } from '../../src/features/definitions.ts';
import { extractFeatures, featureSet, longestText } from '../../src/features/extract.ts';
import { expectClose } from '../close.ts';

const names = features.map(({ name }) => name);

/** UTF-16 code units in any order: lone surrogates and all. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 })
  .map((units) => String.fromCharCode(...units));
const anySurrogates = fc
  .array(fc.constantFrom('\ud83d', '\udc4d', '\ud83d\udc4d', 'a', '\u0301', '\u200d', "'"), { maxLength: 30 })
  .map((pieces) => pieces.join(''));
const anyMarkdown = fc
  .array(
    fc.constantFrom(
      '# ',
      '- ',
      '1. ',
      '**',
      '__',
      '```',
      '~~~',
      '````',
      '`',
      '\n',
      '\r',
      ' ',
      'word',
      'perhaps',
      "I'm",
      '. ',
      '!',
      '？',
      '7',
      '*',
      '"',
      ')',
      '…',
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  anyUnits,
  anySurrogates,
  anyMarkdown,
);
const anyPrompt = fc.option(anyText, { nil: undefined });

describe('extractFeatures', () => {
  it('measures any two strings: every feature there, in order, finite and not negative', () => {
    fc.assert(
      fc.property(anyText, anyPrompt, (text, prompt) => {
        const measured = extractFeatures(text, prompt);
        expect(Object.keys(measured)).toEqual(
          prompt === undefined ? names.filter((name) => !name.startsWith('prompt')) : names,
        );
        expect(Object.entries(measured).filter(([, value]) => !(Number.isFinite(value) && value >= 0))).toEqual([]);
        for (const share of [measured.repetition!, measured.promptOverlap ?? 0]) expect(share).toBeLessThanOrEqual(1);
        expect(measured.characters).toBe(text.length);
      }),
      { numRuns: 5000 },
    );
  });

  it('measures the same of the same text, whatever it measured before', () => {
    fc.assert(
      fc.property(anyText, anyPrompt, anyText, (text, prompt, other) => {
        const first = extractFeatures(text, prompt);
        extractFeatures(other, text);
        expect(extractFeatures(text, prompt)).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves out what needs a prompt when there is none', () => {
    const measured = extractFeatures('A text.');
    expect(measured).not.toHaveProperty('promptOverlap');
    expect(measured).not.toHaveProperty('promptRatio');
    expect(extractFeatures('A text.', 'A prompt')).toMatchObject({ ...measured, promptOverlap: 0.5, promptRatio: 1 });
  });

  it('reads a long text at its beginning, but knows its length', () => {
    const beginning = `${'word '.repeat(longestText / 5 - 1)}end!!`;
    expect(beginning.length).toBe(longestText);
    const long = extractFeatures(`${beginning}\n# More!\n\n- and more`);
    expect(long).toEqual({ ...extractFeatures(beginning), characters: longestText + 20 });
    expect(long).toMatchObject({ exclamationMarks: 2, headings: 0, words: longestText / 5 });
  });

  it('reads a long prompt at its beginning', () => {
    const prompt = `${'x '.repeat(longestText / 2)}tail`;
    const { promptOverlap, promptRatio } = extractFeatures('tail', prompt);
    expect(promptOverlap).toBe(0);
    expectClose(promptRatio!, 2 / (longestText / 2 + 1));
  });

  /*
   * Whoever changes one of these numbers changes what calibrators were fitted on, so the version changes as well.
   * 24 words of 110 characters, 2 of them in the block and one of them twice ("answer"). 6 sentences: the heading, three,
   * two items. "Think" hedges, "clearly" boosts, "I" is the author, and "is", "the" and "capital" are in the prompt.
   */
  it('measures what this version of the feature set measures', () => {
    const response =
      '## Answer\n\nI think **Canberra** is the capital. It was clearly chosen in 1908! Why not Sydney?\n\n' +
      '- a compromise\n- halfway between two cities\n\n```js\nanswer()\n```';
    const measured = extractFeatures(response, 'What is the capital of Australia?');
    expect(featureSet).toBe('unflatter-1');
    const expected = {
      characters: 159,
      words: 24,
      sentences: 6,
      wordsPerSentence: 24 / 6,
      wordLength: 110 / 24,
      paragraphs: 3,
      headings: 1,
      listItems: 2,
      boldSpans: 1,
      codeBlocks: 1,
      hedges: 100 / 24,
      boosters: 100 / 24,
      firstPerson: 100 / 24,
      digits: 400 / 24,
      exclamationMarks: 1,
      questionMarks: 1,
      variety: 23 / Math.sqrt(24),
      repetition: 0,
      promptOverlap: 3 / 24,
      promptRatio: 25 / 7,
    };
    expect(Object.keys(measured)).toEqual(Object.keys(expected));
    expectClose(Object.values(measured), Object.values(expected));
  });

  const patterns = [
    'a',
    ' ',
    '\n',
    '#',
    '`',
    '~',
    '*',
    '_',
    '.',
    '"',
    "a'",
    '. "',
    '- ',
    '``` ',
    '1. ',
    '。',
    '\ud83d',
    'a\u0301',
    '```a`',
  ];
  it.each(patterns)('takes no more than linear time: %j without end', (pattern) => {
    const text = pattern.repeat(longestText / pattern.length);
    const start = performance.now();
    extractFeatures(text, text);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
