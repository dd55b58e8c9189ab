import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { twinProbes } from '../../../src/audit/probes/twin-probes.ts';
import { longestText } from '../../../src/features/extract.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { codeOf, isWithin, markdown, texts } from './texts.ts';

const reader = new MarkdownIt();
const language = fc.constantFrom(...Object.keys(texts), 'Thai', 'other', '__proto__');
const seed = fc.nat();

/** Pieces that Markdown is made of, and words that probes look for. */
const marks =
  '`¦``¦```¦~~~¦```js\n¦\n¦\n\n¦\r\n¦ ¦   ¦    ¦\t¦- ¦1. ¦7) ¦2. ¦# ¦> ¦|¦|---|¦*¦**¦_¦__¦\\¦\\`¦[¦](¦)¦(¦<¦>¦<!--¦<pre>¦$$¦===¦---¦:¦. ¦。¦! ¦।¦"';
const words = 'Perhaps¦ may be¦It might¦The end¦code¦A. ¦B¦也许¦かもしれません¦शायद¦vielleicht¦👍¦\ud83d¦\udc4d¦\u200b';
const pieces = `${marks}¦${words}`.split('¦');
const piece = fc.constantFrom(...pieces);
const marked = fc.array(piece, { maxLength: 60 }).map((list) => list.join(''));
const parts = fc
  .array(fc.constantFrom(...markdown.split('\n'), ...Object.values(texts), '', ''), { maxLength: 20 })
  .map((list) => list.join('\n'));
const anyText = fc.oneof(
  marked,
  parts,
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
);
const lone = /\p{Cs}/gu;

describe('twins of any text', () => {
  it('are another text or none, of bounded length, and the same for the same draws', () => {
    fc.assert(
      fc.property(anyText, fc.option(anyText, { nil: undefined }), language, seed, (response, prompt, spoken, from) => {
        for (const { name, twin } of twinProbes) {
          const original = { prompt, response, language: spoken };
          const changed = twin(original, seededRandom(from));
          expect(twin(original, seededRandom(from))).toBe(changed);
          if (changed === undefined) continue;
          expect({ name, isSame: changed === response, isBlank: changed.trim() === '' }).toEqual({
            name,
            isSame: false,
            isBlank: false,
          });
          expect(changed.length).toBeLessThanOrEqual(longestText);
        }
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  it('have no surrogate alone that was not alone', () => {
    fc.assert(
      fc.property(anyText, anyText, language, seed, (response, prompt, spoken, from) => {
        for (const { name, twin } of twinProbes) {
          const original = { prompt: prompt.toWellFormed(), response: response.toWellFormed(), language: spoken };
          const changed = twin(original, seededRandom(from)) ?? '';
          expect({ name, lone: changed.match(lone) }).toEqual({ name, lone: null });
        }
      }),
      { numRuns: 400, seed: 2 },
    );
  });
});

describe('surface twins of any Markdown', () => {
  const surface = twinProbes.filter(({ kind }) => kind === 'surface');

  it('keep all that CommonMark takes for code, in its order', () => {
    fc.assert(
      fc.property(fc.oneof(marked, parts), fc.constantFrom(...Object.keys(texts)), seed, (response, spoken, from) => {
        const code = codeOf(reader.parse(response, {}));
        for (const { name, twin } of surface) {
          const changed = twin({ prompt: 'Why?', response, language: spoken }, seededRandom(from));
          if (changed === undefined) continue;
          const kept = isWithin(code, codeOf(reader.parse(changed, {})));
          expect({ name, changed, kept }).toEqual({ name, changed, kept: true });
        }
      }),
      { numRuns: 1000, seed: 3 },
    );
  });

  it('keep all other lines than those of prose', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(...Object.keys(texts)), seed, (response, spoken, from) => {
        const rows = (text: string) => text.split('\n').filter((line) => /^[|>#]/.test(line));
        for (const { name, twin } of surface) {
          const changed = twin({ response, language: spoken }, seededRandom(from));
          if (changed !== undefined)
            expect({ name, kept: isWithin(rows(response), rows(changed)) }).toEqual({ name, kept: true });
        }
      }),
      { numRuns: 300, seed: 4 },
    );
  });
});
