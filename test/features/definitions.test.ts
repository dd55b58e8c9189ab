import { describe, expect, it } from 'vitest';
import { features, read, type FeatureName } from '../../src/features/definitions.ts';
import { expectClose } from '../close.ts';

interface Example {
  readonly name: FeatureName;
  readonly text: string;
  readonly prompt?: string;
  readonly value: number;
}

/** One or more a feature, each worked out by hand. */
const examples: readonly Example[] = [
  { name: 'characters', text: 'Done, all of it.', value: 16 },
  // UTF-16 code units, of which the thumb has two.
  { name: 'characters', text: 'Yes 👍', value: 6 },
  { name: 'words', text: "It's done, isn't it?", value: 4 },
  { name: 'sentences', text: 'It works. Does it? Yes!', value: 3 },
  { name: 'sentences', text: 'A title\n- one\n- two', value: 3 },
  { name: 'wordsPerSentence', text: 'One two three. Four five.', value: 5 / 2 },
  { name: 'wordsPerSentence', text: '```\nonly code\n```', value: 2 },
  { name: 'wordLength', text: 'a bb, cccccc!', value: 9 / 3 },
  { name: 'paragraphs', text: 'One\ntwo\n\nThree', value: 2 },
  { name: 'headings', text: '# A\ntext\n### B', value: 2 },
  { name: 'listItems', text: '- a\n* b\n1. c\nno item', value: 3 },
  { name: 'boldSpans', text: 'a **b** and __c__', value: 2 },
  { name: 'codeBlocks', text: '```js\nx\n```\ntext\n~~~\ny\n~~~', value: 2 },
  // 2 of 5
  { name: 'hedges', text: 'It might work, perhaps today', value: 40 },
  // 2 of 4
  { name: 'boosters', text: 'Clearly this always works', value: 50 },
  // 2 of 5
  { name: 'firstPerson', text: "I'm glad we did it", value: 40 },
  // 6 digits to 5 words
  { name: 'digits', text: 'In 1999 and 42 more', value: 120 },
  { name: 'digits', text: '٤٢ ½ x', value: 100 },
  { name: 'exclamationMarks', text: 'Great! Done!! 好！ Why?', value: 4 },
  { name: 'questionMarks', text: 'Why? 好？ لماذا؟ Done!', value: 3 },
  { name: 'variety', text: 'The cat and the dog', value: 4 / Math.sqrt(5) },
  { name: 'repetition', text: 'abcdefghabcdefgh', value: 0.5 },
  // "is", "the" and "capital" of 4
  { name: 'promptOverlap', text: 'Paris is the capital', prompt: 'What is the capital of France?', value: 3 / 4 },
  { name: 'promptOverlap', text: 'Paris', prompt: '', value: 0 },
  // 4 words and one, over 6 words and one
  { name: 'promptRatio', text: 'Paris is the capital', prompt: 'What is the capital of France?', value: 5 / 7 },
  { name: 'promptRatio', text: '', prompt: 'Say something', value: 1 / 3 },
];

describe('features', () => {
  it.each(examples)('$name of "$text" is $value', ({ name, text, prompt, value }) => {
    expectClose(measure(name, text, prompt)!, value);
  });

  it('have an example each', () => {
    expect(new Set(examples.map(({ name }) => name))).toEqual(new Set(features.map(({ name }) => name)));
  });

  it.each(features)('$name is zero for nothing, or absent', ({ name }) => {
    expect(measure(name, '', undefined) ?? 0).toBe(0);
  });

  it('of the prompt are absent without one, and only those', () => {
    const absent = features.filter(({ name }) => measure(name, 'A text.', undefined) === undefined);
    expect(absent.map(({ name }) => name)).toEqual(['promptOverlap', 'promptRatio']);
  });

  it('have names that are unique, and say what they measure and in what', () => {
    expect(new Set(features.map(({ name }) => name)).size).toBe(features.length);
    for (const { name, measures, unit } of features) {
      expect(name).toMatch(/^[a-z][a-zA-Z]*$/);
      expect(measures.length).toBeGreaterThan(5);
      expect(unit).not.toBe('');
    }
  });

  it('are seen by their logarithm where they count, and as they are where they are rates', () => {
    expect(features.filter(({ transform }) => transform === 'log').map(({ name }) => name)).toEqual([
      'characters',
      'words',
      'sentences',
      'paragraphs',
      'headings',
      'listItems',
      'boldSpans',
      'codeBlocks',
      'exclamationMarks',
      'questionMarks',
      'promptRatio',
    ]);
  });
});

function measure(name: FeatureName, text: string, prompt: string | undefined): number | undefined {
  const { compute } = features.find((feature) => feature.name === name)!;
  return compute(read(text, prompt));
}
