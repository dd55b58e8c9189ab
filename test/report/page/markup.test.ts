import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markup, plainLine, toText } from '../../../src/report/page/markup.ts';
import { elementsOf } from './elements.ts';

describe('markup', () => {
  it('shows what is put in as text, in an element and in an attribute', () => {
    const hostile = `<script>alert("1")</script> & ' onload='x`;
    const [element] = elementsOf(toText(markup`<p title="${hostile}">${hostile}</p>`));
    expect(element).toEqual({ name: 'p', attributes: { title: hostile }, text: hostile });
  });

  it('stays well-formed whatever is put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [element] = elementsOf(toText(markup`<p title="${text}">${text}</p>`));
        expect(element!.text).toBe(plainLine(text));
        expect(element!.attributes['title']).toBe(plainLine(text));
      }),
      { seed: 1 },
    );
  });

  it('takes markup, lists of it and numbers as they are', () => {
    const items = ['a', '<b>'].map((one) => markup`<li>${one}</li>`);
    expect(toText(markup`<ul class="${1.5}">${items}</ul>`)).toBe('<ul class="1.5"><li>a</li><li>&lt;b&gt;</li></ul>');
  });

  it('takes no look-alike of markup that came from data', () => {
    const forged = JSON.parse('{"markup":"<script>"}') as never;
    expect(() => markup`${forged}`).toThrow(TypeError);
  });

  it.each([
    ['\u202eevil', '⟨U+202E⟩evil'],
    ['a\u2066b', 'a⟨U+2066⟩b'],
    ['zero\u200bwidth', 'zero⟨U+200B⟩width'],
    ['\u{e0041}', '⟨U+E0041⟩'],
    ['\ud800', '⟨U+D800⟩'],
    ['\0\u001b[2J', '⟨U+0000⟩⟨U+001B⟩[2J'],
    ['two\r\nlines\t', 'two  lines '],
    ['\u2028', '⟨U+2028⟩'],
  ])('names characters that are not seen: %j', (text, shown) => expect(plainLine(text)).toBe(shown));

  it('leaves scripts and emoji as they are', () => {
    for (const text of ['क्‍ष', 'شكراً', '👩‍💻', '日本語', 'e\u0301']) expect(plainLine(text)).toBe(text);
  });
});
