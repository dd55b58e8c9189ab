import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUnflatterError, type ErrorCode } from '../../src/errors.ts';
import type { RatingTask } from '../../src/rating/prompt.ts';
import { readReply } from '../../src/rating/reply.ts';
import type { Scale } from '../../src/types.ts';
import { codeOf } from './expect-error.ts';
import { oneToTen, taskOf } from './tasks.ts';

const tasks: readonly RatingTask[] = [
  oneToTen,
  { min: 1, max: 5, step: 0.5 },
  { min: -2, max: 2, step: 1 },
  { min: 0, max: 100 },
  { min: 0, max: 1 },
].map((scale) => taskOf(scale));

const ratingIn = (reply: string, task: RatingTask): number => readReply(reply, task)[0]!.rating;

/** A rating of a scale, written without an exponent. */
const written = fc.constantFrom(...tasks).chain((task) => {
  const { min, max, step } = task.replyScale.scale;
  const digits = step === undefined ? 4 : 1;
  const unit = step ?? 10 ** -digits;
  return fc.integer({ min: 0, max: Math.round((max - min) / unit) }).map((k) => {
    const number = (min + k * unit).toFixed(digits);
    return { task, number, rating: Number(number) };
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
          expect(ratingIn(text, r.task)).toBe(r.rating);
        },
      ),
    );
  });

  it('comes back from what JSON.stringify writes', () => {
    fc.assert(
      fc.property(written, ({ task, rating }) => {
        expect(ratingIn(JSON.stringify({ rating }), task)).toBe(rating);
        expect(ratingIn(JSON.stringify({ rating: String(rating) }), task)).toBe(rating);
      }),
    );
  });

  it('brings its reasons, whatever they say', () => {
    const task = taskOf(oneToTen, true);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (explanation) => {
        fc.pre(explanation.trim() !== '');
        const reply = JSON.stringify({ explanation, rating: '7' });
        expect(readReply(reply, task)).toEqual([{ rating: 7, written: '7', reasoning: JSON.parse(reply).explanation }]);
      }),
    );
  });

  it('is the number that its name stands for', () => {
    const task = taskOf({ levels: { poor: -1, fair: 0.5, good: 9 } });
    expect(['poor', 'fair', 'good'].map((name) => ratingIn(`{"rating":"${name}"}`, task))).toEqual([-1, 0.5, 9]);
  });

  it('comes for each criterion, in their order, whatever the order of the reply', () => {
    const task = taskOf(oneToTen, true, ['safe', 'correct']);
    const reply = '{"correct":{"rating":"2","explanation":"wrong"},"safe":{"explanation":"harmless","rating":9}}';
    expect(readReply(reply, task)).toEqual([
      { rating: 9, written: '9', reasoning: 'harmless' },
      { rating: 2, written: '2', reasoning: 'wrong' },
    ]);
  });
});

/**
 * What a reply is worth, by JSON.parse and a look at the keys: the rating, or nothing. The key must be there once, and an
 * exponent is no way to write a rating.
 */
function worth(reply: string, { min, max, step }: Scale): number | undefined {
  const whole = reply.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  const value = parsed(
    /^```(?:json)?[\t ]*\r?\n[^]*\n[\t ]*```$/.test(whole) ? whole.replace(/^.*\n|```$/g, '') : reply,
  );
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (Object.keys(value).join() !== 'rating') return undefined;
  if (reply.replaceAll('\\u0061', 'a').split('"rating"').length !== 2) return undefined;
  const { rating } = value as { rating: unknown };
  const number = typeof rating === 'string' && rating === rating.trim() ? parsed(rating) : rating;
  if (typeof number !== 'number' || number < min || number > max) return undefined;
  if (/[\de]e[+\d]/i.test(reply)) return undefined;
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
  fc.constantFrom('[8]', '{"rating":8}', '{}', '"8', '8"', "'8'", '"8""', '8,"rating":9', '"rating"'),
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
const before = mostly('', 'Rating: ', '```json\n', '```\n', '```', '{}', '{"rating":2}', '.', '\0');
const after = mostly('', '\n```', '```', '{}', '{"rating":2}', ' because', '.', '\0');
const fenced = object.map((text) => `\`\`\`json\n${text}\n\`\`\``);
const whole = fc.oneof(
  { arbitrary: fc.tuple(before, object, after).map((all) => all.join('')), weight: 9 },
  { arbitrary: fenced, weight: 1 },
);
const cut = fc.tuple(whole, fc.nat(60)).map(([text, at]) => text.slice(0, at) + text.slice(at + 1));
const nearMiss = fc.oneof({ arbitrary: whole, weight: 4 }, { arbitrary: cut, weight: 1 });

const refusals: ReadonlySet<ErrorCode> = new Set([
  'rating-off-scale',
  'rating-unreadable',
  'reply-prose',
  'reply-fenced',
  'reply-repeated-key',
  'reply-second-object',
  'reply-truncated',
]);

it('reads a number from exactly the replies that are one by their JSON, and refuses all others with a code', () => {
  let ratings = 0;
  const codes = new Set<unknown>();
  const property = fc.property(nearMiss, fc.constantFrom(...tasks), (reply, task) => {
    const expected = worth(reply, task.replyScale.scale);
    if (expected !== undefined) ratings++;
    const { rating, code } = outcomeOf(reply, task);
    codes.add(code);
    expect(rating).toBe(expected === undefined ? undefined : expected + 0);
  });
  fc.assert(property, { numRuns: 10_000 });
  expect(ratings, 'ratings among the replies').toBeGreaterThan(500);
  expect(ratings, 'ratings among the replies').toBeLessThan(9000);
  expect(codes, 'codes among the refusals').toEqual(new Set([...refusals, undefined]));
});

function outcomeOf(reply: string, task: RatingTask): { readonly rating?: number; readonly code?: ErrorCode } {
  try {
    return { rating: ratingIn(reply, task) };
  } catch (error) {
    if (isUnflatterError(error) && refusals.has(error.code)) return { code: error.code };
    throw error;
  }
}

it('accepts none of 5,000 objects in which some key is there twice', () => {
  const names = ['safe', 'correct', 'complete'];
  const several = taskOf(oneToTen, true, names);
  const one = taskOf(oneToTen, true);
  const level = fc.integer({ min: 1, max: 10 }).chain((n) => fc.constantFrom(`${n}`, `"${n}"`));
  const reasons = fc.string({ maxLength: 20 }).filter((text) => text.trim() !== '');
  const answer = fc
    .tuple(reasons, level)
    .map(([text, n]) => [`"explanation":${JSON.stringify(text)}`, `"rating":${n}`]);
  /** One of the parts again, or one like it, anywhere among them; its key may be written another way. */
  const doubled = (parts: readonly string[]) =>
    fc.tuple(fc.nat(parts.length - 1), fc.nat(parts.length), fc.boolean(), level).map(([which, at, spelled, other]) => {
      const again = spelled
        ? parts[which]!.replace(/^"(.)/, (_, first: string) => `"\\u00${first.charCodeAt(0).toString(16)}`)
        : parts[which]!.replace(/^"rating":.*$/, `"rating":${other}`);
      return parts.toSpliced(at, 0, again);
    });
  const single = answer.chain(doubled).map((parts) => ({ task: one, reply: `{${parts.join(',')}}` }));
  const outer = fc
    .tuple(answer, answer, answer)
    .map((answers) => answers.map((parts, i) => `"${names[i]}":{${parts.join(',')}}`))
    .chain(doubled)
    .map((parts) => ({ task: several, reply: `{${parts.join(',')}}` }));
  const inner = fc.tuple(answer, answer, answer.chain(doubled)).map((answers) => ({
    task: several,
    reply: `{${answers.map((parts, i) => `"${names[i]}":{${parts.join(',')}}`).join(',')}}`,
  }));
  const property = fc.property(fc.oneof(single, outer, inner), ({ task, reply }) => {
    expect(JSON.parse(reply), 'it is JSON').toBeTypeOf('object');
    expect(codeOf(() => readReply(reply, task))).toBe('reply-repeated-key');
  });
  fc.assert(property, { numRuns: 5000 });
});

describe('twenty replies that are ratings', () => {
  const levels = { levels: ['poor', 'sehr gut', '优秀'] };
  const replies: [RatingTask, string][] = [
    [taskOf(oneToTen), '{"rating":"10"}'],
    [taskOf(oneToTen), '{"rating":10}'],
    [taskOf(oneToTen), ' {\n\t"rating" : "10"\r\n}'],
    [taskOf(oneToTen), '{"rating":10.0}'],
    [taskOf(oneToTen), '```json\n{"rating":"10"}\n```'],
    [taskOf(oneToTen), '```\n{"rating":10}\n```'],
    [taskOf(oneToTen), '```json\r\n{\n  "rating": "10"\n}\r\n```'],
    [taskOf({ min: 0, max: 1 }), '{"rating":0.355}'],
    [taskOf({ min: 0, max: 1 }), '{"rating":"0.355"}'],
    [taskOf({ min: 0, max: 1000 }), '{"rating":1000}'],
    [taskOf({ min: -20, max: 20, step: 1 }), '{"rating":"-20"}'],
    [taskOf(levels), '{"rating":"poor"}'],
    [taskOf(levels), '{"rating":"sehr gut"}'],
    [taskOf(levels), '{"rating":"优秀"}'],
    [taskOf(levels), '{"rating":"\\u4f18\\u79c0"}'],
    [taskOf(oneToTen, true), '{"explanation":"short","rating":"10"}'],
    [taskOf(oneToTen, true), '{"rating":"10","explanation":"after it"}'],
    [taskOf(oneToTen, true), '{"explanation":"{\\"rating\\":\\"1\\"} \\\\ ``` \\ud83d\\ude00 😀}","rating":"10"}'],
    [taskOf(oneToTen, true, ['a', 'b']), '{"a":{"explanation":"x","rating":"1"},"b":{"explanation":"y","rating":10}}'],
    [taskOf(levels, false, ['a', 'b']), '{"a":{"rating":"poor"},"b":{"rating":"优秀"}}'],
  ];

  it.each(replies)('are none wherever they are cut off: %#', (task, reply) => {
    expect(replies).toHaveLength(20);
    expect(readReply(reply, task).length).toBe(task.criteria.length);
    const bytes = Buffer.from(reply);
    for (let length = 0; length < bytes.length; length++) {
      const part = bytes.subarray(0, length).toString('utf8');
      expect(outcomeOf(part, task), part).toEqual({ code: expect.any(String) });
    }
  });
});

describe('a reply that is no rating', () => {
  it('is kept in the error up to a thousand characters', () => {
    const error = thrownBy(() => readReply('x'.repeat(5000), tasks[0]!));
    expect(isUnflatterError(error, 'reply-prose') && error.details.reply).toBe('x'.repeat(1000));
  });

  it.each(['{', '{"rating":', '{"rating":8', ' ', '9', '{"rating":"', '```\n', '\n', '\t\n```', '"\\'])(
    'is refused in no time, be it ten million times %j',
    (piece) => {
      const reply = piece.repeat(10_000_000 / piece.length);
      const start = performance.now();
      expect(codeOf(() => readReply(reply, tasks[0]!))).toBe('rating-unreadable');
      expect(codeOf(() => readReply(reply.slice(0, 20_000), tasks[0]!))).toBeTypeOf('string');
      expect(performance.now() - start).toBeLessThan(1000);
    },
  );

  it.each([
    [{ min: 1, max: 10, step: 1 }, '7.5'],
    [{ min: 1, max: 10, step: 1 }, '7.00001'],
    [{ min: 1, max: 10, step: 1 }, '7.0000004'],
    [{ min: 0, max: 100, step: 1 }, '69.9999999'],
    [{ min: 1, max: 10, step: 2 }, '10'],
    [{ min: 0, max: 1, step: 0.1 }, '0.35'],
    [{ min: 0, max: 1 }, '1.0000001'],
    [{ min: 0, max: 1 }, '-0.0000001'],
  ])('is off the scale where no level of %j is %s', (scale, number) => {
    expect(codeOf(() => readReply(`{"rating":${number}}`, taskOf(scale)))).toBe('rating-off-scale');
  });

  it('is a level itself where it is written to more digits than anyone counts', () => {
    const thirds = { min: 0, max: 1, step: 1 / 3 };
    for (const number of ['0.333333333', '0.3333333333333333'])
      expect(ratingIn(`{"rating":${number}}`, taskOf(thirds))).toBe(0.333333333);
    expect(ratingIn('{"rating":6.9999999999999}', taskOf({ min: 0, max: 100, step: 1 }))).toBe(7);
    expect(ratingIn('{"rating":0.07}', taskOf({ min: 0, max: 1, step: 0.01 }))).toBe(0.07);
  });

  it('is not a level that binary fractions miss by a hair', () => {
    for (const number of ['0.1', '0.3', '0.6', '0.7', '0.9'])
      expect(ratingIn(`{"rating":${number}}`, taskOf({ min: 0, max: 1, step: 0.1 }))).toBe(Number(number));
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
