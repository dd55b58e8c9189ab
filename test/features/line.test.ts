import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colon, comma, dash, emoji, exclamation, opening, question, quote } from '../../src/features/characters.ts';
import { read, type Reading } from '../../src/features/reading.ts';

const kinds = { colon, comma, dash, emoji, exclamation, opening, question, quote };

/** Markdown in pieces, without fences. */
const anyProse = fc
  .array(
    fc.constantFrom(
      '# ',
      '- ',
      '**',
      '__',
      '*',
      'word',
      'Wort',
      ' ',
      '. ',
      '!',
      '。',
      '"',
      ')',
      '](',
      '[3]',
      '://',
      '`',
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))
  .filter((text) => !text.includes('```'));

describe('sentences', () => {
  it.each([
    ['One. Two! Three?', 3],
    ['Wait... what?!', 2],
    ['Wait… what', 2],
    ['Version 3.14 of example.com is out', 1],
    ['"Go." He went.', 2],
    ['(Really.) **Yes.** `No.` So.', 4],
    ['No closing mark', 1],
    ['Ends. Without a mark', 2],
    ['In all. 42', 2],
    ['One.\tTwo', 2],
    ['One. … Two', 2],
    ['A dot, then a dash.— here', 1],
    ['one line\nanother line', 2],
    ['- one\n- two\n- three', 3],
    ['1. Install it\n2. Run it', 2],
    ['1. Install it. Then run it.', 2],
    ['---\n***\n...\n?', 0],
    ['他来了。他走了！好吗？', 3],
    ['他来了。他走了', 2],
    ['真的吗？！好。', 2],
    ['यह अच्छा है। धन्यवाद।', 2],
    ['एक॥ दो॥', 2],
    ['كيف حالك؟ بخير.', 2],
    ['یہ اچھا ہے۔ شکریہ۔', 2],
    ['ថ្ងៃនេះ។អរគុណ។', 2],
    ['ကောင်းတယ်။ ကျေးဇူး။', 2],
    ['Done!👍 More.', 2],
    ['Done!👍🏽 More.', 2],
    ['Done!❤ More.', 2],
    ['Done! 👍', 1],
  ])('are counted: "%s" has %i', (text, sentences) => {
    expect(read(text, undefined).sentences).toBe(sentences);
  });
});

describe('bold spans', () => {
  it.each([
    ['**one** and **two** and __three__', 3],
    ['***bold and italic***', 1],
    ['2 ** 3', 0],
    ['**opened', 0],
    ['**not over\ntwo lines**', 0],
    ['a ** b __ c', 0],
    ['*italic* and _italic_', 0],
    ['*_a_*', 0],
    ['***\n\n***', 0],
    ['call `a**b**c` now', 0],
    ['call `a` **now**', 1],
    ['call ``a**b**c`` now', 0],
  ])('are counted: %j has %i', (text, boldSpans) => {
    expect(read(text, undefined).boldSpans).toBe(boldSpans);
  });
});

describe('code within a line', () => {
  it.each([
    ['run `a` and `b`', 2],
    ['run ``a`` and ```b```', 2],
    ['an open ` tick', 0],
    ['`open\nclosed`', 0],
    ['```\n`a`\n```', 0],
  ])('is counted: %j has %i', (text, inlineCode) => {
    expect(read(text, undefined).inlineCode).toBe(inlineCode);
  });
});

describe('links', () => {
  it.each([
    ['[the docs](docs/start.md)', 1],
    ['![a picture](picture.png)', 1],
    ['see https://example.org and http://example.com', 2],
    ['<https://example.org>', 1],
    ['[the docs](https://example.org)', 1],
    ['[a](HTTP://example.org) [b](http-status.md)', 2],
    ['[a] (b), a: // b', 0],
    ['[a', 0],
  ])('are counted: %s has %i', (text, links) => {
    expect(read(text, undefined).links).toBe(links);
  });
});

describe('citations', () => {
  it.each([
    ['as shown [3] and [12] and [123]', 3],
    ['as shown [1234]', 0],
    ['as shown [a] and [] and [b2]', 0],
    ['Smith (2019) and (Lee, 1987)', 2],
    ['(3019), (219), (11987) and (2019', 0],
    ['3]', 0],
    ['```\n[3]\n```', 0],
  ])('are counted: %s has %i', (text, citations) => {
    expect(read(text, undefined).citations).toBe(citations);
  });
});

describe('marks', () => {
  it.each([
    { text: 'a: b：c', marks: { colon: 2 } },
    { text: 'a, b; c，d；e、f،g', marks: { comma: 6 } },
    { text: 'a — b – c - d', marks: { dash: 2 } },
    { text: '(a) [b] {c} （d） 【e】', marks: { opening: 5 } },
    { text: '"a" “b” «c» 「d」 „e‘ it’s', marks: { quote: 10 } },
    { text: 'Why? لماذا؟', marks: { question: 2 } },
    { text: 'Oh! Oh!!', marks: { exclamation: 3 } },
    { text: '👍 ❤️ ☀ © → ™ 𝄞', marks: { emoji: 3 } },
    // One with a tone of skin, and a family of three.
    { text: '👍🏽 👩‍👩‍👧', marks: { emoji: 4 } },
  ])('are counted by kind: $text', ({ text, marks }) => {
    expect(marksOf(read(text, undefined))).toEqual({ ...marksOf(read('', undefined)), ...marks });
  });
});

describe('code', () => {
  it('has words, capitals and digits, and nothing else', () => {
    const line = 'Sure! Is it **so**, `a` [3](b): "c" — 42? 👍 ❤';
    const code = read(`~~~\n${line}\n~~~`, undefined);
    // Sure Is it so a 3 b c 42
    expect(code).toMatchObject({ words: 9, capitalised: 2, digits: 3 });
    expect(code).toMatchObject({ sentences: 0, boldSpans: 0, inlineCode: 0, links: 0, citations: 0 });
    expect(marksOf(code)).toEqual(marksOf(read('', undefined)));
  });

  it('has no tone and no language', () => {
    const code = '```\nYo siempre digo que no, y ella nunca dice que si cuando los otros hablan con el rey.\n```';
    const [alone, behind] = [code, `It is done.\n${code}`].map((text) => read(text, undefined));
    expect(alone!.tones).toMatchObject({ absolute: 0, firstPerson: 0 });
    expect([alone!.language, behind!.language]).toEqual(['en', 'en']);
  });
});

it('adds up over lines: what ends on one does not change the next', () => {
  const names: readonly (keyof Reading)[] = ['sentences', 'boldSpans', 'inlineCode', 'links', 'citations'];
  fc.assert(
    fc.property(anyProse, anyProse, (one, other) => {
      const [a, b, both] = [one, other, `${one}\n${other}`].map((text) => read(text, undefined));
      for (const name of names) expect(both![name], name).toBe((a![name] as number) + (b![name] as number));
    }),
    { numRuns: 500 },
  );
});

function marksOf({ marks }: Reading): Record<string, number> {
  return Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, marks[kind]!]));
}
