import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedKey } from '../../src/calibrator/repeated-key.ts';

const repeatedIn = (text: string): string | undefined => repeatedKey(text, JSON.parse(text));

describe('the key that an object has twice', () => {
  it.each<[string, string | undefined]>([
    ['{"a":1,"a":1}', 'a'],
    ['{"a":1,"b":{"a":1,"c":{"a":1}}}', undefined],
    ['[{"a":1},{"a":1}]', undefined],
    ['{"a":[{"b":1},{"b":1,"c":"b","b":2}]}', 'b'],
    ['{"a":"a","b":"a\\":","c":"{\\"a\\":1,\\"a\\":2}"}', undefined],
    ['{"a" \t:1,\r\n"a"\n:2}', 'a'],
    [String.raw`{"a\\":1,"a":2}`, undefined],
    [String.raw`{"a\"":1,"a\u0022":2}`, 'a"'],
    ['{"__proto__":1,"constructor":2}', undefined],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"":1,"":2}', ''],
    ['{"1":1,"2":2,"1":3}', '1'],
    ['"a"', undefined],
    ['null', undefined],
    ['[]', undefined],
  ])('of %s is %s', (text, key) => {
    expect(repeatedIn(text)).toBe(key);
  });

  it('is none in whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(3), (json, indent) => {
        const value: unknown = JSON.parse(json);
        expect(repeatedIn(JSON.stringify(value, null, indent))).toBeUndefined();
      }),
    );
  });

  it('is found wherever it is written in', () => {
    fc.assert(
      fc.property(fc.json(), fc.string({ unit: 'binary' }), fc.json(), (inner, key, other) => {
        const name = JSON.stringify(key);
        expect(repeatedIn(`[${other},{${name}:${inner},${name}:${other}},${inner}]`)).toBe(JSON.parse(name));
      }),
    );
  });

  it('is found in linear time, however deep the lists and however many the backslashes', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const slashes = '\\\\'.repeat(500_000);
    const begin = performance.now();
    expect(repeatedIn(`{"a":${deep},"b":"${slashes}","a":1}`)).toBe('a');
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
