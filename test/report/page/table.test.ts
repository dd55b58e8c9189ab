import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { toText } from '../../../src/report/page/markup.ts';
import { markdownTable, markdownText, table } from '../../../src/report/page/table.ts';
import { elementsOf, tablesOf } from './elements.ts';

const hostile = [
  'a | b',
  'two\nlines',
  '<script>alert(1)</script>',
  '[link](https://example.com)',
  '**bold** _it_ `code` ~~gone~~',
  '\\| \\',
  '# &lt; $x$ ![image](a)',
  '\u202eevil',
];

const numbers = {
  title: 'Numbers & <more>',
  head: ['name', 'how much', 'why'],
  rows: [
    ['first', '42.3 % [35.6, 49.1]', 'short'],
    ['second', 'none', 'a sentence that is longer than a word'],
  ],
};

describe('a table', () => {
  it('has a caption, headings and row headings, and scrolls within itself', () => {
    const elements = elementsOf(toText(table(numbers)));
    expect(elements[0]!.attributes).toMatchObject({ role: 'region', tabindex: '0', 'aria-label': numbers.title });
    expect(elements.filter(({ attributes }) => attributes['scope'] === 'col').map(({ text }) => text)).toEqual(
      numbers.head,
    );
    expect(elements.filter(({ attributes }) => attributes['scope'] === 'row').map(({ text }) => text)).toEqual([
      'first',
      'second',
    ]);
    const rows = numbers.rows.map((row) => row.map((cell) => cell.replace(' %', '\u00a0%')));
    expect(tablesOf(toText(table(numbers))).get(numbers.title)).toEqual([numbers.head, ...rows]);
  });

  it('sets numbers apart from words', () => {
    const cells = elementsOf(toText(table(numbers))).filter(({ name }) => name === 'td');
    expect(cells.map(({ attributes }) => attributes['class'])).toEqual(['number', 'sentence', 'number', 'sentence']);
  });
});

describe('a table in Markdown', () => {
  it('shows every text as it is, in its own cell', () => {
    const rows = hostile.map((text) => [text, '1', text]);
    const html = new MarkdownIt().render(markdownTable({ head: ['a', 'b', 'c'], rows }));
    const cells = elementsOf(html.replaceAll('\n', ''))
      .filter(({ name }) => name === 'td')
      .map(({ text }) => text.trim());
    const shown = hostile.map((text) => text.replace('\n', ' ').replace('\u202e', '⟨U+202E⟩'));
    expect(cells).toEqual(shown.flatMap((text) => [text, '1', text]));
    expect(html).not.toMatch(/<(?!\/?(?:table|thead|tbody|tr|th|td)\b)/);
  });

  it('has no link and tells nobody, whatever finds addresses and names in it', () => {
    const addresses = [
      'see https://evil.example.com/a?b=c#d',
      'HTTP://localhost/x',
      'www.evil.com, WWW.evil.org/path',
      '//evil.com/x',
      'ask @somebody or @org/team',
      'somebody@evil.com mailto:somebody@evil.com',
      '(ftp://evil.com)',
      'a\\@b.com \\https://evil.com',
    ];
    for (const text of addresses) {
      const written = markdownText(text);
      const html = new MarkdownIt({ linkify: true }).render(written);
      expect(html).not.toContain('<a');
      // Mentions are found in what is shown, where no sign is escaped.
      expect(html).not.toMatch(/@[a-z0-9]/i);
      expect(elementsOf(html)[0]!.text.trim().replaceAll('\u2060', '')).toBe(text);
    }
    expect(markdownText('at 3:10, a/b, v1.2')).toBe('at 3:10, a/b, v1.2');
  });

  it('aligns columns of numbers to the right', () => {
    expect(markdownTable(numbers).split('\n')[1]).toBe('| --- | ---: | --- |');
  });

  it('makes no heading, list or link of a text on a line of its own', () => {
    for (const text of hostile) {
      const html = new MarkdownIt().render(`- ${markdownText(text)}`);
      expect(elementsOf(html).map(({ name }) => name)).toEqual(['ul', 'li']);
    }
  });
});
