import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { features } from '../../src/features/definitions.ts';
import { promptFeatures } from '../../src/features/definitions/prompt.ts';
import { toneFeatures } from '../../src/features/definitions/tone.ts';
import { extractFeatures, featureSet, longestText, measureSurface } from '../../src/features/extract.ts';
import { lexicons } from '../../src/features/lexicon/lexicons.ts';
import { scriptNames } from '../../src/features/scripts.ts';
import { expectClose } from '../close.ts';

const names = features.map(({ name }) => name);
const shares = features.filter(({ unit }) => unit.startsWith('0')).map(({ name }) => name);
const promptNames = new Set<string>(promptFeatures.map(({ name }) => name));
const toneNames = new Set<string>(toneFeatures.map(({ name }) => name).filter((name) => name !== 'citations'));

/** UTF-16 code units in any order: lone surrogates and all. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 })
  .map((units) => String.fromCharCode(...units));
const anySurrogates = fc
  .array(fc.constantFrom('\ud83d', '\udc4d', '\ud83d\udc4d', 'a', '\u0301', '\u200d', "'"), { maxLength: 30 })
  .map((pieces) => pieces.join(''));
/** Parts are separated by ¦. */
const markdown =
  '# ¦- ¦1. ¦**¦__¦```¦~~~¦````¦`¦\n¦\r¦ ¦word¦perhaps¦I\'m¦. ¦!¦？¦7¦*¦"¦)¦…¦[3]¦(2019)¦](https://a.b)¦| a |¦> ¦: ';
const words =
  "don't¦perhaps¦el¦der¦Wort¦नदी¦है¦слово¦сlеаr¦ｗｉｄｅ¦𝐛𝐨𝐥𝐝¦今天¦可能¦です¦ไทย¦ ¦ ¦\n¦\u200b¦\u0301¦\u093c¦\u3099¦👍🏽¦❤️¦。";
const [anyMarkdown, anyWords] = [markdown, words].map((parts) =>
  fc.array(fc.constantFrom(...parts.split('¦')), { maxLength: 60 }).map((pieces) => pieces.join('')),
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  anyUnits,
  anySurrogates,
  anyMarkdown!,
  anyWords!,
);
const anyPrompt = fc.option(anyText, { nil: undefined });

describe('extractFeatures', () => {
  it('measures any two strings: all that there is, in order, finite and not negative', () => {
    fc.assert(
      fc.property(anyText, anyPrompt, (text, prompt) => {
        const measured: Record<string, number> = extractFeatures(text, prompt);
        const hasTones = 'hedges' in measured;
        expect(Object.keys(measured)).toEqual(
          names.filter(
            (name) => (prompt !== undefined || !promptNames.has(name)) && (hasTones || !toneNames.has(name)),
          ),
        );
        expect(Object.entries(measured).filter(([, value]) => !(Number.isFinite(value) && value >= 0))).toEqual([]);
        for (const name of shares) expect(measured[name] ?? 0, name).toBeLessThanOrEqual(1);
        expect(measured['characters']! + measured['invisibles']!).toBe(text.length);
      }),
      { numRuns: 5000 },
    );
  });

  it('has tones wherever the language is one with a lexicon, and nowhere else', () => {
    const withLexicon = new Set(lexicons.map(({ language }) => language));
    fc.assert(
      fc.property(anyText, anyPrompt, (text, prompt) => {
        const { features: measured, language } = measureSurface(text, prompt);
        expect(measured).toEqual(extractFeatures(text, prompt));
        expect('hedges' in measured).toBe(withLexicon.has(language));
        expect(withLexicon.has(language) || scriptNames.includes(language)).toBe(true);
      }),
      { numRuns: 1000 },
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
    expect(Object.keys(measured)).toEqual(names.filter((name) => !promptNames.has(name)));
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
    const { promptOverlap, promptRatio, promptWords } = extractFeatures('tail', prompt);
    expect({ promptOverlap, promptWords }).toEqual({ promptOverlap: 0, promptWords: longestText / 2 });
    expectClose(promptRatio!, 2 / (longestText / 2 + 1));
  });

  /*
   * Whoever changes one of these numbers changes what calibrators were fitted on, so the version changes as well.
   *
   * 51 words of 217 characters: 5 in the first line, 1, 22, 6, 2 and 2 in the table, 6, 6, and 1 in the code. Of those, 12
   * came before: "is" twice, "answer" three times, and "the", "Canberra", "It", "1908", "why", "not" and "Sydney" once.
   * 11 sentences: 2 in the first line, the heading, 3, the quotation, 2 rows with words, 2 items. 9 lines outside of code,
   * of 25, 9, 130, 38, 16, 9, 19, 38 and 28 characters, in 6 paragraphs. Of the 49 runs of three words, "why not Sydney"
   * comes twice. "Sure" and "Here is" open the text, "I think" hedges, "clearly" boosts, "always" and "all" are absolute,
   * "tests pass" claims completion, "let me know" offers, and "I" and "me" are the author. "is" three times, "the" twice
   * and "capital" are in the prompt, and so is "is the capital".
   */
  it('measures what this version of the feature set measures', () => {
    const response = [
      'Sure! Here is the answer:',
      '',
      '## Answer',
      '',
      'I think **Canberra** is the capital [1]. It was clearly chosen in 1908; why not Sydney? (See "history" at https://example.org.) 👍',
      '',
      '> It is always a compromise — halfway.',
      '',
      '| City | Since |',
      '|---|---|',
      '| Canberra | 1908 |',
      '',
      '- Run `answer()` first: all tests pass',
      '- Let me know why not Sydney',
      '',
      '```js',
      'answer()',
      '```',
    ].join('\n');
    const measured = extractFeatures(response, 'What is the capital of Australia?');
    expect(featureSet).toBe('unflatter-2');
    const expected = {
      characters: 345,
      words: 51,
      sentences: 11,
      lines: 9,
      paragraphs: 6,
      lineLength: 312 / 9,
      headings: 1,
      listItems: 2,
      boldSpans: 1,
      tableRows: 3,
      codeBlocks: 1,
      inlineCode: 1,
      links: 1,
      quotedLines: 1,
      leadIns: 1,
      openEnd: 0,
      hedges: 100 / 51,
      boosters: 100 / 51,
      absolutes: 200 / 51,
      completionClaims: 100 / 51,
      authorityClaims: 0,
      citations: 1,
      selfPraise: 0,
      flattery: 0,
      offers: 100 / 51,
      refusals: 0,
      openers: 2,
      closers: 0,
      firstPerson: 200 / 51,
      secondPerson: 0,
      repetition: 1 / 49,
      variety: 39 / Math.sqrt(51),
      wordsPerSentence: 51 / 11,
      wordLength: 217 / 51,
      longWords: 800 / 51,
      capitalised: 1500 / 51,
      shouted: 0,
      digits: 900 / 51,
      exclamationMarks: 1,
      questionMarks: 1,
      commas: 100 / 51,
      colons: 300 / 51,
      dashes: 100 / 51,
      brackets: 300 / 51,
      quotationMarks: 200 / 51,
      emoji: 1,
      invisibles: 0,
      mixedScripts: 0,
      promptWords: 6,
      promptRatio: 52 / 7,
      promptOverlap: 6 / 51,
      promptCoverage: 3 / 6,
      promptRestated: 1 / 49,
      otherScript: 0,
      promptQuestions: 1,
      promptWordLength: 27 / 6,
      promptCapitalised: 200 / 6,
    };
    expect(Object.keys(measured)).toEqual(Object.keys(expected));
    expectClose(Object.values(measured), Object.values(expected));
  });

  const patterns = 'a¦ ¦\n¦#¦`¦~¦*¦_¦.¦"¦a\'¦. "¦- ¦``` ¦1. ¦。¦\ud83d¦a\u0301¦```a`'.split('¦');
  it.each(patterns)('takes no more than linear time: %j without end', (pattern) => {
    const text = pattern.repeat(longestText / pattern.length);
    const start = performance.now();
    extractFeatures(text, text);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
