import { describe, expect, it } from 'vitest';
import { toText } from '../../../src/report/page/markup.ts';
import { bullets, page, paragraph } from '../../../src/report/page/page.ts';
import { elementsOf } from './elements.ts';

const parts = {
  title: 'A <title>',
  what: 'of \u202ewhat',
  headline: { verdict: 'fail', tone: 'bad', sentence: 'It does not hold.' },
  opening: [paragraph('first')],
  sections: [
    { title: 'One', body: [paragraph('one')] },
    { title: 'Two', body: [bullets(['a', 'b'])] },
  ],
} as const;

describe('a page', () => {
  it('is one file that runs nothing and may load nothing', () => {
    const elements = elementsOf(page(parts));
    const names = new Set(elements.map(({ name }) => name));
    for (const name of ['script', 'img', 'iframe', 'object', 'image', 'use']) expect(names).not.toContain(name);
    const policy = elements.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
    expect(policy!.attributes['content']).toContain("default-src 'none'");
    for (const { attributes } of elements) {
      expect(Object.keys(attributes).filter((name) => name === 'src' || name.startsWith('on'))).toEqual([]);
      expect(attributes['href'] ?? '#').toMatch(/^(?:#|data:,$)/);
    }
    expect(page(parts)).not.toMatch(/@import|url\(/);
  });

  it('says its title and verdict first, and links every section', () => {
    const elements = elementsOf(page(parts));
    expect(elements.find(({ name }) => name === 'title')!.text).toBe('A <title>');
    expect(elements.find(({ name }) => name === 'h1')!.text).toBe('A <title>');
    expect(elements.find(({ attributes }) => attributes['class'] === 'what')!.text).toBe('of ⟨U+202E⟩what');
    expect(elements.find(({ attributes }) => attributes['class'] === 'verdict')!.text).toContain('fail');
    const links = elements.filter(({ name }) => name === 'a').map(({ attributes, text }) => [attributes['href'], text]);
    expect(links).toEqual([
      ['#section-1', 'One'],
      ['#section-2', 'Two'],
    ]);
    for (const [href] of links)
      expect(elements.filter(({ attributes }) => `#${attributes['id']}` === href)).toHaveLength(1);
  });

  it('has a dark look, and a look in print', () => {
    expect(page(parts)).toContain('@media (prefers-color-scheme: dark)');
    expect(page(parts)).toContain('@media print');
  });

  it('keeps a number with its sign and its interval', () => {
    const [text] = elementsOf(toText(paragraph('it gets 42.3 % [35.6, 49.1] of [a long remark] through')));
    expect(text!.text).toBe('it gets 42.3\u00a0%\u00a0[35.6,\u00a049.1] of [a long remark] through');
  });

  it('has no list where there are no items', () => {
    expect(toText(bullets([]))).toBe('');
  });
});
