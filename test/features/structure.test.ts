import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStructure, type Structure } from '../../src/features/structure.ts';

const nothing: Structure = {
  lines: 0,
  lineCharacters: 0,
  headings: 0,
  listItems: 0,
  codeBlocks: 0,
  tableRows: 0,
  quotedLines: 0,
  leadIns: 0,
  paragraphs: 0,
};

/** Markdown in pieces, without fences. */
const anyProse = fc
  .array(
    fc.constantFrom(
      '# ',
      '## ',
      '- ',
      '1. ',
      '• ',
      '> ',
      '|',
      '**',
      '*',
      'word',
      ' ',
      '  ',
      ':',
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
  it('counts what shapes a text', () => {
    const text =
      '# Title\n\nFirst line:\nSame paragraph\n\n- one\n2. two\n\n> said\n\n| a |\n|---|\n```js\ncode();\n```\n  End.  ';
    // Characters of the lines, blanks at their ends aside: 7, 11, 14, 5, 6, 6, 5, 5 and 4.
    expect(structureOf(text)).toEqual({
      lines: 9,
      lineCharacters: 63,
      headings: 1,
      listItems: 2,
      codeBlocks: 1,
      tableRows: 2,
      quotedLines: 1,
      leadIns: 1,
      paragraphs: 6,
    });
  });

  it('finds nothing in nothing', () => {
    for (const text of ['', ' ', '\n\n \t\n', '\r\n', '\u00a0\n\u3000']) expect(structureOf(text)).toEqual(nothing);
  });

  it('shows each line without its indentation and its mark, and whether it is code', () => {
    const text = '## Title \n\n  - item\r\n1) step\n> said\n```js\n  # code \n\n```\n**end**';
    expect(linesOf(text)).toEqual([
      ['Title', false],
      ['item', false],
      ['step', false],
      ['> said', false],
      ['# code', true],
      ['', true],
      ['**end**', false],
    ]);
  });

  it.each([
    ['# One', 1],
    ['###### Six', 1],
    ['####### seven', 0],
    ['#\ttab', 1],
    ['            # twelve spaces', 1],
    ['             # thirteen spaces', 0],
    ['#hashtag', 0],
    ['# ', 0],
    ['not # here', 0],
  ])('knows a heading: "%s"', (text, headings) => {
    expect(structureOf(text)).toMatchObject({ headings, listItems: 0, lines: 1 });
  });

  it.each([
    ['- dash', 1],
    ['* star', 1],
    ['+ plus', 1],
    ['• bullet', 1],
    ['1. one', 1],
    ['12) twelve', 1],
    ['123. many', 1],
    ['    - nested', 1],
    ['\t- nested by a tab', 1],
    ['            - twelve spaces', 1],
    ['             - thirteen spaces', 0],
    ['1984. A year', 0],
    ['-1 degrees', 0],
    ['3.14 is pi', 0],
    ['7 of them', 0],
    ['. dot', 0],
    ['**bold** start', 0],
    ['a - b', 0],
  ])('knows a list item: "%s"', (text, listItems) => {
    expect(structureOf(text)).toMatchObject({ listItems, headings: 0, lines: 1 });
  });

  it.each([
    ['| a | b |\n|---|---|\n  | 1 | 2 |', { tableRows: 3 }],
    ['a | b', { tableRows: 0 }],
    ['> one\n>> two\n> - three', { quotedLines: 3, listItems: 0 }],
    ['a > b', { quotedLines: 0 }],
    ['Steps:\n- one\n结论：\nNote: this', { leadIns: 2 }],
    ['## Title:  \nText', { leadIns: 1 }],
  ])('counts lines of tables, quotations and lead-ins: %j', (text, expected) => {
    expect(structureOf(text)).toMatchObject(expected);
  });

  it.each([
    ['one\ntwo', 1],
    ['one\n\ntwo', 2],
    ['one\n \t\n\n\ntwo\n', 2],
    ['one\r\n\r\ntwo\r\nstill two', 2],
    ['before\n```\ncode\n```\nafter', 2],
  ])('counts paragraphs: %j', (text, paragraphs) => {
    expect(structureOf(text).paragraphs).toBe(paragraphs);
  });

  it.each([
    { name: 'between backticks', text: '```\n# no\n- no\n| no |\n> no\nNo:\n\nno\n```' },
    { name: 'between tildes', text: '~~~\n# no\n~~~' },
    { name: 'after a language', text: '```python\n# no\n```' },
    { name: 'after a language with backticks, between tildes', text: '~~~ a`b`~c\n# no\n~~~' },
    { name: 'to the end where the fence never closes', text: '```\n# no\n- no\n\nNo.' },
    { name: 'past a shorter fence', text: '````\n```\n# no\n````' },
    { name: 'past a fence of the other kind', text: '```\n~~~\n# no\n```' },
    { name: 'past a fence with a language', text: '```\nx\n```js\n# no\n```' },
    { name: 'past a fence that is indented too far', text: `\`\`\`\nx\n${' '.repeat(13)}\`\`\`\n# no\n\`\`\`` },
    { name: 'indented by three', text: '   ```\n# no\n  ```' },
    { name: 'with carriage returns', text: '```\r\n# no\r\n```\r\n' },
  ])('counts one code block and nothing inside it: $name', ({ text }) => {
    expect(structureOf(text)).toEqual({ ...nothing, codeBlocks: 1 });
  });

  it.each([
    { name: 'a fence that closed', text: '```\n# no\n```\n# yes', codeBlocks: 1 },
    { name: 'a longer fence', text: '```\n# no\n``````\n# yes', codeBlocks: 1 },
    { name: 'a fence with spaces about it', text: '```\n# no\n  ``` \n# yes', codeBlocks: 1 },
    { name: 'a fence and carriage returns', text: '```\r\n# no\r\n```\r\n# yes\r\n', codeBlocks: 1 },
    { name: 'two blocks', text: '```\n# no\n```\n~~~\n# no\n~~~\n# yes', codeBlocks: 2 },
    {
      name: 'a fence deep in a list',
      text: '- one\n    - two\n            ```\n        # no\n            ```\n# yes',
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
    expect(structureOf(text)).toMatchObject({ headings: 1, codeBlocks });
  });

  it('adds up over texts with a blank line between them', () => {
    fc.assert(
      fc.property(anyProse, anyProse, (one, other) => {
        const [a, b] = [structureOf(one), structureOf(other)];
        const sum = Object.fromEntries(
          Object.entries(a).map(([name, count]) => [name, count + b[name as keyof Structure]]),
        );
        expect(structureOf(`${one}\n\n${other}`)).toEqual(sum);
      }),
      { numRuns: 500 },
    );
  });

  it('sees one code block and nothing else in any prose between fences', () => {
    fc.assert(
      fc.property(anyProse, fc.constantFrom('```', '~~~~', '`````'), (prose, fence) => {
        expect(structureOf(`${fence}\n${prose}\n${fence}\n`)).toEqual({ ...nothing, codeBlocks: 1 });
      }),
      { numRuns: 500 },
    );
  });
});

function structureOf(text: string): Structure {
  return readStructure(text, () => {});
}

function linesOf(text: string): (readonly [content: string, isCode: boolean])[] {
  const lines: (readonly [string, boolean])[] = [];
  readStructure(text, (from, to, isCode) => lines.push([text.slice(from, to), isCode]));
  return lines;
}
