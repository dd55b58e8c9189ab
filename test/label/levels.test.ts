import { describe, expect, it } from 'vitest';
import { levelsFor } from '../../src/label/levels.ts';

const keysOf = (min: number, max: number, step?: number) =>
  levelsFor({ min, max, step }).map(({ value, key }) => `${value}:${key}`);

describe('the keys of a scale', () => {
  it('are its own digits where it has digits', () => {
    expect(keysOf(1, 5)).toEqual(['1:1', '2:2', '3:3', '4:4', '5:5']);
    expect(keysOf(0, 1)).toEqual(['0:0', '1:1']);
    expect(keysOf(0, 4, 2)).toEqual(['0:0', '2:2', '4:4']);
  });

  it('are those of the row of digits where it goes up to ten', () => {
    expect(keysOf(1, 10).at(-1)).toBe('10:0');
    expect(keysOf(0, 10)).toEqual(Array.from({ length: 10 }, (_, i) => `${i}:${i}`).concat('10:-'));
  });

  it('are letters for those that are no digits', () => {
    expect(keysOf(-2, 2)).toEqual(['-2:q', '-1:w', '0:0', '1:1', '2:2']);
    expect(keysOf(0, 1, 0.25)).toEqual(['0:0', '0.25:w', '0.5:e', '0.75:r', '1:1']);
    expect(keysOf(1, 5, 0.5)).toEqual(['1:1', '1.5:w', '2:2', '2.5:r', '3:3', '3.5:y', '4:4', '4.5:o', '5:5']);
    expect(keysOf(0, 10, 5)).toEqual(['0:0', '5:5', '10:-']);
  });

  it('are the places of its ratings where none is a digit', () => {
    expect(keysOf(-3, -1)).toEqual(['-3:1', '-2:2', '-1:3']);
    expect(keysOf(0.25, 0.75, 0.25)).toEqual(['0.25:1', '0.5:2', '0.75:3']);
  });

  it('never give another rating than the digit that is pressed, nor do anything else', () => {
    for (const step of [0.25, 0.5, 1, 2])
      for (let min = -6; min <= 10; min++)
        for (let max = min + step; max <= min + 10 * step; max += step) {
          const levels = levelsFor({ min, max, step });
          const values = new Set(levels.map(({ value }) => value));
          for (const { value, key } of levels) {
            if (/\d/.test(key) && values.has(Number(key))) expect(value).toBe(Number(key));
            expect('jkusnmc?').not.toContain(key);
          }
        }
  });

  it('are none where a number is typed instead', () => {
    expect(keysOf(0, 100)).toEqual([]);
    expect(keysOf(0, 1.5)).toEqual([]);
    expect(keysOf(0, 1, 0.05)).toEqual([]);
  });

  it('are never shared by two ratings', () => {
    for (let min = -3; min <= 3; min++)
      for (let max = min + 1; max <= min + 12; max++) {
        const keys = levelsFor({ min, max }).map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
      }
  });
});
