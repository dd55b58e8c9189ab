import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStructure, type Structure } from '../../src/features/structure.ts';

const nothing: Structure = { headings: 0, listItems: 0, boldSpans: 0, codeBlocks: 0, paragraphs: 0, sentences: 0 };

/** Markdown in pieces, without fences. */
const anyProse = fc
  .array(
    fc.constantFrom(
      '# ',
      '## ',
      '- ',
      '1. ',
      '• ',
      '**',
      '__',
      '*',
      'word',
      ' ',
      '  ',
      '. ',
      '!',
      '。',
      '"',
      '\n',
      '\r\n',
      '\t',
      '`',
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))
  .filter((text) => !text.includes('```'));

describe('readStructure', () => {
  it.each([
    { name: 'the dot of a numbered item', text: '1. Install it\n2. Run it', sentences: 2 },
    {
      name: 'the dot of a numbered item, but does that of its sentence',
      text: '1. Install it. Then run it.',
      sentences: 2,
    },
  ])('does not take $name for the end of a sentence', ({ text, sentences }) => {
    expect(readStructure(text).sentences).toBe(sentences);
  });

  it.each([
    { name: 'in a line of code', text: 'call `a**b**c` now', boldSpans: 0 },
    { name: 'of two kinds that do not pair', text: 'a ** b __ c', boldSpans: 0 },
    { name: 'of both kinds', text: '**a** and __b__', boldSpans: 2 },
  ])('counts bold marks $name as $boldSpans', ({ text, boldSpans }) => {
    expect(readStructure(text).boldSpans).toBe(boldSpans);
  });

  it('counts what shapes a text', () => {
    const text =
      '# Title\n\nFirst **bold** line. And more!\nSame paragraph\n\n- one\n- __two__\n\n```js\ncode();\n```\nEnd.';
    // Sentences: the title, two and one in the first paragraph, two items, the end.
    expect(readStructure(text)).toEqual({
      headings: 1,
      listItems: 2,
      boldSpans: 2,
      codeBlocks: 1,
      paragraphs: 4,
      sentences: 7,
    });
  });

  it('finds nothing in nothing', () => {
    for (const text of ['', ' ', '\n\n \t\n', '\r\n']) expect(readStructure(text)).toEqual(nothing);
  });

  it.each([
    ['# One', 1],
    ['###### Six', 1],
    ['####### seven', 0],
    ['   ### three spaces', 1],
    ['    # four spaces', 0],
    ['#\ttab', 1],
    ['#hashtag', 0],
    ['not # here', 0],
  ])('knows a heading: "%s"', (text, headings) => {
    expect(readStructure(text).headings).toBe(headings);
  });

  it.each([
    ['- dash', 1],
    ['* star', 1],
    ['+ plus', 1],
    ['• bullet', 1],
    ['1. one', 1],
    ['12) twelve', 1],
    ['    - nested', 1],
    ['\t- nested by a tab', 1],
    ['1984. A year', 0],
    ['-1 degrees', 0],
    ['3.14 is pi', 0],
    ['**bold** start', 0],
    ['a - b', 0],
  ])('knows a list item: "%s"', (text, listItems) => {
    expect(readStructure(text).listItems).toBe(listItems);
  });

  it.each([
    ['**one** and **two** and __three__', 3],
    ['***bold and italic***', 1],
    ['2 ** 3', 0],
    ['**opened', 0],
    ['**not over\ntwo lines**', 0],
    ['*italic* and _italic_', 0],
  ])('counts bold spans: "%s"', (text, boldSpans) => {
    expect(readStructure(text).boldSpans).toBe(boldSpans);
  });

  it.each([
    ['One. Two! Three?', 3],
    ['Wait... what?!', 2],
    ['Wait… what', 2],
    ['Version 3.14 of example.com is out', 1],
    ['"Go." He went.', 2],
    ['(Really.) **Yes.**', 2],
    ['No closing mark', 1],
    ['Ends. Without a mark', 2],
    ['In all. 42', 2],
    ['one line\nanother line', 2],
    ['- one\n- two\n- three', 3],
    ['---\n***', 0],
    ['他来了。他走了！好吗？', 3],
    ['他来了。他走了', 2],
    ['真的吗？！好。', 2],
    ['यह अच्छा है। धन्यवाद।', 2],
    ['एक॥ दो॥', 2],
    ['كيف حالك؟ بخير.', 2],
  ])('counts sentences: "%s"', (text, sentences) => {
    expect(readStructure(text).sentences).toBe(sentences);
  });

  it.each([
    ['one\ntwo', 1],
    ['one\n\ntwo', 2],
    ['one\n \t\n\n\ntwo\n', 2],
    ['one\r\n\r\ntwo\r\nstill two', 2],
    ['before\n```\ncode\n```\nafter', 2],
  ])('counts paragraphs: %j', (text, paragraphs) => {
    expect(readStructure(text).paragraphs).toBe(paragraphs);
  });

  it.each([
    { name: 'between backticks', text: '```\n# no\n- no\n**no**\nNo. No!\n\nno\n```' },
    { name: 'between tildes', text: '~~~\n# no\n~~~' },
    { name: 'after a language', text: '```python\n# no\n```' },
    { name: 'after a language with backticks, between tildes', text: '~~~ a`b`~c\n# no\n~~~' },
    { name: 'to the end where the fence never closes', text: '```\n# no\n- no\n\nNo.' },
    { name: 'past a shorter fence', text: '````\n```\n# no\n````' },
    { name: 'past a fence of the other kind', text: '```\n~~~\n# no\n```' },
    { name: 'past a fence with a language', text: '```\nx\n```js\n# no\n```' },
    { name: 'indented by three', text: '   ```\n# no\n  ```' },
    { name: 'with carriage returns', text: '```\r\n# no\r\n```\r\n' },
  ])('counts one code block and nothing inside it: $name', ({ text }) => {
    expect(readStructure(text)).toEqual({ ...nothing, codeBlocks: 1 });
  });

  it.each([
    { name: 'a fence that closed', text: '```\n# no\n```\n# yes', codeBlocks: 1 },
    { name: 'a longer fence', text: '```\n# no\n``````\n# yes', codeBlocks: 1 },
    { name: 'a fence with spaces about it', text: '```\n# no\n  ``` \n# yes', codeBlocks: 1 },
    { name: 'a fence and carriage returns', text: '```\r\n# no\r\n```\r\n# yes\r\n', codeBlocks: 1 },
    { name: 'two blocks', text: '```\n# no\n```\n~~~\n# no\n~~~\n# yes', codeBlocks: 2 },
    {
      name: 'a fence deep in a list',
      text: '- one\n    - two\n        ```\n        # no\n        ```\n# yes',
      codeBlocks: 1,
    },
    {
      name: 'backticks indented beyond any list, which are no fence',
      text: `${' '.repeat(13)}\`\`\`\n# yes`,
      codeBlocks: 0,
    },
    { name: 'two backticks, which are none', text: '``\n# yes', codeBlocks: 0 },
    {
      name: 'code in a line of text, though it starts with three backticks',
      text: '```npm ci``` first.\n# yes',
      codeBlocks: 0,
    },
  ])('counts again after $name', ({ text, codeBlocks }) => {
    expect(readStructure(text)).toMatchObject({ headings: 1, codeBlocks });
  });

  it('adds up over texts with a blank line between them', () => {
    fc.assert(
      fc.property(anyProse, anyProse, (one, other) => {
        const [a, b] = [readStructure(one), readStructure(other)];
        const sum = Object.fromEntries(
          Object.entries(a).map(([name, count]) => [name, count + b[name as keyof Structure]]),
        );
        expect(readStructure(`${one}\n\n${other}`)).toEqual(sum);
      }),
      { numRuns: 500 },
    );
  });

  it('sees one code block and nothing else in any prose between fences', () => {
    fc.assert(
      fc.property(anyProse, fc.constantFrom('```', '~~~~', '`````'), (prose, fence) => {
        expect(readStructure(`${fence}\n${prose}\n${fence}\n`)).toEqual({ ...nothing, codeBlocks: 1 });
      }),
      { numRuns: 500 },
    );
  });
});
