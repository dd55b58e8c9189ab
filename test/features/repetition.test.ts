import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedShare } from '../../src/features/repetition.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

describe('repeatedShare', () => {
  it.each([
    { name: 'nothing', text: '', expected: 0 },
    { name: 'less than four characters', text: 'aaa', expected: 0 },
    { name: 'eight characters that come twice', text: 'abcdefghabcdefgh', expected: 8 / 16 },
    { name: 'eight characters that come three times', text: 'abcdefghabcdefghabcdefgh', expected: 16 / 24 },
    { name: 'seven characters that come twice', text: 'abcdefg-abcdefg+', expected: 0 },
    { name: 'a repeat after something else', text: 'abcdefgh-12345678+abcdefgh', expected: 8 / 26 },
    { name: 'two repeats', text: 'abcdefgh12345678-12345678+abcdefgh', expected: 16 / 34 },
    { name: 'two repeats in one', text: 'abcdefgh1qrstuvwx2abcdefghqrstuvwx', expected: 16 / 34 },
    // All but the first: a run copies itself from one character before.
    { name: 'one character again and again', text: 'aaaaaaaaaaaa', expected: 11 / 12 },
    { name: 'characters of other scripts', text: '今天下雨我不去了今天下雨我不去了', expected: 8 / 16 },
    { name: 'a change of case', text: 'abcdefghABCDEFGH', expected: 0 },
  ])('of $name is $expected', ({ text, expected }) => {
    expectClose(repeatedShare(text), expected);
  });

  it.each([100, 1000, 5000, 50_000])('is near 0 for %i random letters, and near .5 when they come twice', (length) => {
    const text = randomLetters(length);
    expectClose(repeatedShare(text), 0, { absolute: 0.01 });
    expectClose(repeatedShare(text + text), 0.5, { absolute: 0.01 });
    expectClose(repeatedShare(text + text + text), 2 / 3, { absolute: 0.01 });
  });

  it('is between 0 and 1, and 1 never', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('a', 'b') })), (text) => {
        expect(repeatedShare(text)).toBeGreaterThanOrEqual(0);
        expect(repeatedShare(text)).toBeLessThan(1);
      }),
    );
  });

  it('never falls when the text is said once more', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 300 }), (text) => {
        expect(repeatedShare(text + text)).toBeGreaterThanOrEqual(repeatedShare(text));
      }),
    );
  });
});

function randomLetters(length: number): string {
  const random = seededRandom(length);
  return Array.from({ length }, () => String.fromCharCode(97 + Math.floor(26 * random()))).join('');
}
