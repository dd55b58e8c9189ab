import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUnflatterError } from '../../src/errors.ts';
import { readRating } from '../../src/rating/reply.ts';
import type { Scale } from '../../src/types.ts';

const scales: readonly Scale[] = [
  { min: 1, max: 10, step: 1 },
  { min: 1, max: 5, step: 0.5 },
  { min: -2, max: 2, step: 1 },
  { min: 0, max: 100 },
  { min: 0, max: 1 },
];

/** A rating of a scale, written without an exponent. */
const written = fc.constantFrom(...scales).chain((scale) => {
  const { min, max, step } = scale;
  const digits = step === undefined ? 4 : 1;
  const unit = step ?? 10 ** -digits;
  return fc.integer({ min: 0, max: Math.round((max - min) / unit) }).map((k) => {
    const number = (min + k * unit).toFixed(digits);
    return { scale, number, rating: Number(number) };
  });
});
const blanks = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r'), maxLength: 3 });

describe('a rating on the scale', () => {
  it('comes back as it was written: bare or in quotes, whatever blanks are around it', () => {
    fc.assert(
      fc.property(
        written,
        fc.constantFrom('', '"'),
        fc.array(blanks, { minLength: 6, maxLength: 6 }),
        (r, quote, b) => {
          const text = `${b[0]}{${b[1]}"rating"${b[2]}:${b[3]}${quote}${r.number}${quote}${b[4]}}${b[5]}`;
          expect(readRating(text, r.scale)).toBe(r.rating);
        },
      ),
    );
  });

  it('comes back from what JSON.stringify writes', () => {
    fc.assert(
      fc.property(written, ({ scale, rating }) => {
        expect(readRating(JSON.stringify({ rating }), scale)).toBe(rating);
        expect(readRating(JSON.stringify({ rating: String(rating) }), scale)).toBe(rating);
      }),
    );
  });
});

/**
 * What a reply is worth, by JSON.parse and a look at the keys: the rating, or nothing. The key must be spelled out once,
 * and an exponent is no way to write a rating.
 */
function worth(reply: string, { min, max, step }: Scale): number | undefined {
  const value = parsed(reply);
  if (reply.length > 1000 || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (Object.keys(value).join() !== 'rating' || reply.split('"rating"').length !== 2) return undefined;
  if (/[\\e]/i.test(reply)) return undefined;
  const { rating } = value as { rating: unknown };
  const number = typeof rating === 'string' && rating === rating.trim() ? parsed(rating) : rating;
  if (typeof number !== 'number' || number < min || number > max) return undefined;
  return step === undefined || Number.isInteger((number - min) / step) ? number : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Mostly what it should be, else something near it. */
const mostly = (right: string, ...near: readonly string[]) =>
  fc.oneof({ arbitrary: fc.constant(right), weight: 40 }, { arbitrary: fc.constantFrom(...near), weight: 1 });
const blank = mostly('', ' ', '\n', '\t', '\u00a0', '\ufeff', '\u2028', '\f', '\v', '/**/', 'x', ' '.repeat(999));
const bare = [
  ...'1 3 7 10 0 -1 -0.5 2.5 7.5 0.5 1.0 10.00 100 11 101 -3'.split(' '),
  ...'08 +8 .5 5. 1e1 1E0 0x8 1_0 --1 - 8/10 8,5 8% \uff18 1n NaN Infinity null true eight'.split(' '),
  '',
  ' 8',
  '8 ',
  '9'.repeat(400),
];
const value = fc.oneof(
  fc.constantFrom(...bare),
  fc.constantFrom(...bare).map((text) => `"${text}"`),
  fc.constantFrom('[8]', '{"rating":8}', '{}', '"8', '8"', "'8'", '"8""', '"\\u0038"', '8,"rating":9', '"rating"'),
);
const key = mostly(
  '"rating"',
  '"Rating"',
  'rating',
  "'rating'",
  '"r\\u0061ting"',
  '"rating "',
  '"__proto__"',
  '"score"',
);
const member = fc.tuple(blank, key, blank, mostly(':', '=', '', '::'), blank, value, blank).map((all) => all.join(''));
const members = fc.oneof(
  { arbitrary: member, weight: 8 },
  { arbitrary: fc.tuple(member, member).map((all) => all.join(',')), weight: 1 },
);
const object = fc
  .tuple(blank, mostly('{', '[', '', '{{', '[{'), members, mostly('}', ']', '', '}}', '}]', ',}'), blank)
  .map((all) => all.join(''));
const around = mostly('', 'Rating: ', '```json\n', '```', '{}', '{"rating":2}', '.', '\0');
const whole = fc.tuple(around, object, around).map((all) => all.join(''));
const cut = fc.tuple(whole, fc.nat(60)).map(([text, at]) => text.slice(0, at) + text.slice(at + 1));
const nearMiss = fc.oneof({ arbitrary: whole, weight: 4 }, { arbitrary: cut, weight: 1 });

it('reads a number from exactly the replies that are one by their JSON, and refuses all others with a code', () => {
  let ratings = 0;
  const property = fc.property(nearMiss, fc.constantFrom(...scales), (reply, scale) => {
    const expected = worth(reply, scale);
    if (expected !== undefined) ratings++;
    expect(outcomeOf(reply, scale)).toBe(expected ?? 'refused');
  });
  fc.assert(property, { numRuns: 10_000 });
  expect(ratings, 'ratings among the replies').toBeGreaterThan(500);
  expect(ratings, 'ratings among the replies').toBeLessThan(9000);
});

function outcomeOf(reply: string, scale: Scale): number | 'refused' {
  try {
    return readRating(reply, scale);
  } catch (error) {
    if (isUnflatterError(error, 'rating-off-scale') || isUnflatterError(error, 'rating-unreadable')) return 'refused';
    throw error;
  }
}

describe('a reply that is no rating', () => {
  it('is kept in the error up to a thousand characters', () => {
    const error = thrownBy(() => readRating('x'.repeat(5000), scales[0]!));
    expect(isUnflatterError(error, 'rating-unreadable') && error.details.reply).toBe('x'.repeat(1000));
  });

  it.each(['{', '{"rating":', '{"rating":8', ' ', '9', '{"rating":"'])(
    'is refused in no time, be it ten million times %j',
    (piece) => {
      const reply = piece.repeat(10_000_000 / piece.length);
      const start = performance.now();
      expect(
        isUnflatterError(
          thrownBy(() => readRating(reply, scales[0]!)),
          'rating-unreadable',
        ),
      ).toBe(true);
      expect(performance.now() - start).toBeLessThan(1000);
    },
  );

  it.each([
    [{ min: 1, max: 10, step: 1 }, '7.5'],
    [{ min: 1, max: 10, step: 1 }, '7.00001'],
    [{ min: 1, max: 10, step: 2 }, '10'],
    [{ min: 0, max: 1, step: 0.1 }, '0.35'],
    [{ min: 0, max: 1 }, '1.0000001'],
    [{ min: 0, max: 1 }, '-0.0000001'],
  ])('is off the scale where no level of %j is %s', (scale, number) => {
    expect(
      isUnflatterError(
        thrownBy(() => readRating(`{"rating":${number}}`, scale)),
        'rating-off-scale',
      ),
    ).toBe(true);
  });

  it('is not a level that binary fractions miss by a hair', () => {
    for (const number of ['0.1', '0.3', '0.6', '0.7', '0.9'])
      expect(readRating(`{"rating":${number}}`, { min: 0, max: 1, step: 0.1 })).toBe(Number(number));
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return expect.unreachable('nothing was thrown');
}
