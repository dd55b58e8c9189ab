import { describe, expect, it } from 'vitest';
import { featureFamilies } from '../../src/features/definition.ts';
import { features, type FeatureName } from '../../src/features/definitions.ts';
import { promptFeatures } from '../../src/features/definitions/prompt.ts';
import { toneFeatures } from '../../src/features/definitions/tone.ts';
import { read } from '../../src/features/reading.ts';
import { expectClose } from '../close.ts';

interface Example {
  readonly name: FeatureName;
  readonly text: string;
  readonly prompt?: string;
  readonly value: number;
}

const france = 'What is the capital of France?';

/** One or more a feature, each worked out by hand. */
const examples: readonly Example[] = [
  { name: 'characters', text: 'Done, all of it.', value: 16 },
  // UTF-16 code units, of which the thumb has two.
  { name: 'characters', text: 'Yes 👍', value: 6 },
  { name: 'characters', text: 'Y\u200bes', value: 3 },
  { name: 'words', text: "It's done, isn't it?", value: 4 },
  { name: 'words', text: '今天下雨', value: 2 },
  { name: 'words', text: '```\nonly code\n```', value: 2 },
  { name: 'sentences', text: 'It works. Does it? Yes!', value: 3 },
  { name: 'sentences', text: 'A title\n- one\n- two', value: 3 },
  { name: 'lines', text: 'One\n\n- two\n```\nx\n```\nThree', value: 3 },
  { name: 'paragraphs', text: 'One\ntwo\n\nThree', value: 2 },
  // 7 and 4
  { name: 'lineLength', text: 'One two\n\n  four', value: 11 / 2 },
  { name: 'headings', text: '# A\ntext\n### B', value: 2 },
  { name: 'listItems', text: '- a\n* b\n1. c\nno item', value: 3 },
  { name: 'boldSpans', text: 'a **b** and __c__', value: 2 },
  { name: 'tableRows', text: 'text\n| a |\n|---|\n| b |', value: 3 },
  { name: 'codeBlocks', text: '```js\nx\n```\ntext\n~~~\ny\n~~~', value: 2 },
  { name: 'inlineCode', text: 'Run `a` or ``b``.', value: 2 },
  { name: 'links', text: '[a](b.md), [c](https://d.e) and http://f.g', value: 3 },
  { name: 'quotedLines', text: '> a\n>b\nc > d', value: 2 },
  { name: 'leadIns', text: 'Steps:\n- one: two\n结论：', value: 2 },
  { name: 'openEnd', text: 'It was. It was the', value: 1 },
  { name: 'openEnd', text: 'It was the. It was.', value: 0 },
  // 2 of 5
  { name: 'hedges', text: 'It might work, perhaps today', value: 40 },
  // 1 of 4
  { name: 'boosters', text: 'Clearly this always works', value: 25 },
  // 2 of 4
  { name: 'absolutes', text: 'It always helps everyone', value: 50 },
  // "tests pass" and "as expected" in 5
  { name: 'completionClaims', text: 'All tests pass as expected', value: 40 },
  // 2 of 5
  { name: 'authorityClaims', text: 'Studies show that experts agree', value: 40 },
  { name: 'citations', text: 'So [3] and (2019) and (Lee, 2020)', value: 3 },
  // 2 of 4
  { name: 'selfPraise', text: 'A comprehensive, robust answer', value: 50 },
  // one of two words in 4
  { name: 'flattery', text: 'Great question, my friend', value: 25 },
  // "let me know" and "if you need" in 7
  { name: 'offers', text: 'Let me know if you need more', value: 200 / 7 },
  // "sorry" and "I cannot" in 5
  { name: 'refusals', text: 'Sorry, I cannot do it', value: 40 },
  { name: 'openers', text: 'Sure! Here is the list.', value: 2 },
  // 2 of 6
  { name: 'closers', text: 'In conclusion, it is fine overall', value: 200 / 6 },
  // 2 of 5
  { name: 'firstPerson', text: "I'm glad we did it", value: 40 },
  // 2 of 4
  { name: 'secondPerson', text: 'You see it yourself', value: 50 },
  // 1 of 4 runs
  { name: 'repetition', text: 'one two three, one two three', value: 1 / 4 },
  { name: 'variety', text: 'The cat and the dog', value: 4 / Math.sqrt(5) },
  { name: 'wordsPerSentence', text: 'One two three. Four five.', value: 5 / 2 },
  { name: 'wordsPerSentence', text: '```\nonly code\n```', value: 2 },
  { name: 'wordLength', text: 'a bb, cccccc!', value: 9 / 3 },
  // 1 of 4: six characters are not long
  { name: 'longWords', text: 'a seventh of others', value: 25 },
  // 2 of 4
  { name: 'capitalised', text: 'The cat saw Paris', value: 50 },
  // 2 of 7: one letter is not shouted
  { name: 'shouted', text: 'It is NOT a TEST, I say', value: 200 / 7 },
  // 6 digits to 5 words
  { name: 'digits', text: 'In 1999 and 42 more', value: 120 },
  { name: 'digits', text: '٤٢ ½ x', value: 100 },
  { name: 'exclamationMarks', text: 'Great! Done!! 好！ Why?', value: 4 },
  { name: 'questionMarks', text: 'Why? 好？ لماذا؟ Done!', value: 3 },
  // 3 to 4 words
  { name: 'commas', text: 'a, b; c、d', value: 75 },
  // 2 to 3 words
  { name: 'colons', text: 'a: b：c', value: 200 / 3 },
  // 2 to 4 words: a hyphen is none
  { name: 'dashes', text: 'a — b – c - d', value: 50 },
  // 4 to 4 words
  { name: 'brackets', text: '(a) [b] {c} （d）', value: 100 },
  // 6 to 4 words
  { name: 'quotationMarks', text: '"a" “b” «c» d', value: 150 },
  { name: 'emoji', text: '👍 ❤️ done ©', value: 2 },
  { name: 'invisibles', text: 'a\u200bb\u00adc', value: 2 },
  // The first с, the е and the а are Cyrillic.
  { name: 'mixedScripts', text: 'сlеаrly a word', value: 1 },
  { name: 'promptWords', text: 'Paris', prompt: france, value: 6 },
  // 4 words and one, over 6 words and one
  { name: 'promptRatio', text: 'Paris is the capital', prompt: france, value: 5 / 7 },
  { name: 'promptRatio', text: '', prompt: 'Say something', value: 1 / 3 },
  // "is", "the" and "capital" of 4
  { name: 'promptOverlap', text: 'Paris is the capital', prompt: france, value: 3 / 4 },
  { name: 'promptOverlap', text: 'Paris', prompt: '', value: 0 },
  // the same three of the 6 in the prompt
  { name: 'promptCoverage', text: 'Paris is the capital, the capital', prompt: france, value: 3 / 6 },
  { name: 'promptCoverage', text: 'So', prompt: 'so so', value: 1 },
  // "the capital of" and "capital of France" of 4
  { name: 'promptRestated', text: 'The capital of France is Paris', prompt: france, value: 2 / 4 },
  // 2 of 4; the number is in no script
  { name: 'otherScript', text: 'Привет, my друг 7', prompt: france, value: 2 / 4 },
  { name: 'otherScript', text: 'Любые слова', prompt: '42?', value: 0 },
  { name: 'promptQuestions', text: 'Yes?', prompt: 'Why? 好？ لماذا؟', value: 3 },
  { name: 'promptWordLength', text: 'Yes', prompt: 'a bb, cccccc!', value: 9 / 3 },
  { name: 'promptWordLength', text: 'Yes', prompt: '', value: 0 },
  // 2 of 4
  { name: 'promptCapitalised', text: 'Yes', prompt: 'Tell Anna of it', value: 50 },
];

describe('features', () => {
  it.each(examples)('$name of "$text" is $value', ({ name, text, prompt, value }) => {
    expectClose(measure(name, text, prompt)!, value);
  });

  it('have an example each that is not zero', () => {
    const shown = new Set(examples.filter(({ value }) => value > 0).map(({ name }) => name));
    expect(features.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(features)('$name is zero for nothing, or absent', ({ name }) => {
    expect(measure(name, '', undefined) ?? 0).toBe(0);
  });

  it.each(features)('$name is zero for nothing and no question, or a ratio of one to one', ({ name }) => {
    expect(measure(name, '', '')).toBe(name === 'promptRatio' ? 1 : 0);
  });

  it('of the prompt are absent without one, and only those', () => {
    const absent = features.filter(({ name }) => measure(name, 'A text.', undefined) === undefined);
    expect(absent).toEqual(promptFeatures);
  });

  it('of the tone are absent in a language without a lexicon, and only those', () => {
    const absent = features.filter(({ name }) => measure(name, 'Это текст.', 'A prompt') === undefined);
    expect(absent).toEqual(toneFeatures.filter(({ name }) => name !== 'citations'));
  });

  it('are fifty-seven, with names that are unique, and say what they measure and in what', () => {
    expect(features).toHaveLength(57);
    expect(new Set(features.map(({ name }) => name)).size).toBe(features.length);
    expect(new Set(features.map(({ measures }) => measures)).size).toBe(features.length);
    for (const { name, measures, unit } of features) {
      expect(name).toMatch(/^[a-z][a-zA-Z]*$/);
      expect(measures.length).toBeGreaterThan(4);
      expect(unit).not.toBe('');
    }
  });

  it('are of the families of surface features, each of which has some', () => {
    const families = new Set<string>(features.map(({ family }) => family));
    expect(featureFamilies.filter((family) => !families.has(family))).toEqual(['rating', 'custom']);
    expect([...families].every((family) => featureFamilies.some((one) => one === family))).toBe(true);
  });

  it('are seen as they are where they are shares or rates, and by their logarithm where they count', () => {
    const shares = features.filter(({ unit }) => unit.startsWith('0'));
    expect(shares.filter(({ transform }) => transform !== 'none')).toEqual([]);
    const rates = features.filter(({ unit }) => unit === 'per 100 words');
    // Tables can have many more digits than words.
    expect(rates.filter(({ transform }) => transform !== 'none').map(({ name }) => name)).toEqual(['digits']);
    const counts = features.filter((feature) => !shares.includes(feature) && !rates.includes(feature));
    const unlogged = counts.filter(({ transform }) => transform !== 'log').map(({ name }) => name);
    expect(unlogged).toEqual(['variety', 'wordLength', 'promptWordLength']);
  });
});

function measure(name: FeatureName, text: string, prompt: string | undefined): number | undefined {
  return features.find((feature) => feature.name === name)!.compute(read(text, prompt));
}
