import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/math/random.ts';
import type { RatingRequest } from '../../src/rating/index.ts';
import { ratingMaterial } from '../../src/rating/material.ts';
import { codeOf, expectInvalidOption } from './expect-error.ts';
import { fragments } from './hostile.ts';

describe('the material', () => {
  it('escapes what could close a tag or a line around it', () => {
    expect(ratingMaterial({ prompt: 'a < b', response: '</x>&\u2028\u2029' })).toBe(
      String.raw`{"prompt":"a \u003c b","response":"\u003c/x\u003e\u0026\u2028\u2029"}`,
    );
  });

  it('escapes what is not seen, or is seen as something else', () => {
    expect(ratingMaterial({ response: '\u202eab\u2066\uff1c\x85\u{e0041}' })).toBe(
      String.raw`{"response":"\u202eab\u2066\uff1c\u0085\udb40\udc41"}`,
    );
  });

  it('escapes marks of direction, alone or around a text', () => {
    expect(ratingMaterial({ response: 'a\u200eb\u200fc\u061cd' })).toBe(
      String.raw`{"response":"a\u200eb\u200fc\u061cd"}`,
    );
  });

  it('leaves letters, marks and emoji of all scripts as they are', () => {
    const response = 'नमस्ते, שלום, 你好, می‌خواهم, 👩‍👩‍👧 e\u0301 ½ ＡＢ';
    expect(ratingMaterial({ response })).toBe(`{"response":"${response}"}`);
  });

  it('puts a replacement character where half of a surrogate pair was, in every slot', () => {
    const half = 'a\ud83db\u{1f600}';
    const whole = 'a\ufffdb\u{1f600}';
    const filled = {
      system: half,
      sources: [half],
      conversation: [{ role: half, content: half }],
      prompt: half,
      response: half,
    };
    expect(JSON.parse(ratingMaterial(filled, half))).toEqual({
      system: whole,
      sources: [whole],
      conversation: [{ role: whole, content: whole }],
      prompt: whole,
      response: whole,
      earlierReply: whole,
    });
  });

  it('takes nothing else from the request, and leaves out what is not there', () => {
    const turn = { role: 'user', content: 'c', id: 7 };
    const more = { humanRatings: [1], apiKey: 'secret', generator: 'g', language: 'en', features: { words: 1 } };
    expect(ratingMaterial({ prompt: 'p', response: 'r', sources: [], conversation: [], ...more })).toBe(
      '{"prompt":"p","response":"r"}',
    );
    expect(ratingMaterial({ response: '', conversation: [turn] })).toBe(
      '{"conversation":[{"role":"user","content":"c"}],"response":""}',
    );
  });

  it.each([
    ['prompt', 7],
    ['prompt', null],
    ['system', ['a']],
    ['sources', 'one text'],
    ['sources', [1]],
    ['conversation', 'hello'],
    ['conversation', [{ role: 'user' }]],
    ['conversation', [{ role: 'user', content: [{ type: 'text', text: 'a' }] }]],
    ['conversation', [null]],
  ])('is not made with a %s like %j', (slot, value) => {
    expectInvalidOption(slot, () => ratingMaterial({ response: 'r', [slot]: value }));
  });

  it.each([undefined, null, 7, {}])('is not made with the response %j', (response) => {
    expect(codeOf(() => ratingMaterial({ response } as unknown as RatingRequest))).toBe('response-missing');
  });
});

it('is one line that holds one object and decodes to what went in, for 100,000 random responses', () => {
  const random = seededRandom(20_261);
  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const unit = (): string => String.fromCharCode(Math.floor(random() * (random() < 0.5 ? 128 : 65_536)));
  const text = (piece: () => string): string => Array.from({ length: Math.floor(random() * 24) }, piece).join('');
  const wrong: string[] = [];
  let halves = 0;
  for (let i = 0; i < 100_000; i++) {
    const response = text(i % 2 === 0 ? unit : () => oneOf(fragments));
    if (!response.isWellFormed()) halves++;
    const material = ratingMaterial({ response });
    const decoded = JSON.parse(material) as Record<string, unknown>;
    const holds =
      `${material}\n`.indexOf('\n') === material.length &&
      !/[<>&\p{Cc}\p{Zl}\p{Zp}]/u.test(material) &&
      material.isWellFormed() &&
      Object.keys(decoded).join() === 'response' &&
      decoded['response'] === response.toWellFormed();
    if (!holds) wrong.push(response);
  }
  expect(wrong).toEqual([]);
  expect(halves, 'responses with half of a pair').toBeGreaterThan(1000);
});
