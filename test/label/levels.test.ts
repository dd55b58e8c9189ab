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

  it('are the places of its ratings where those are no digits', () => {
    expect(keysOf(-2, 2)).toEqual(['-2:1', '-1:2', '0:3', '1:4', '2:5']);
    expect(keysOf(0, 1, 0.25)).toEqual(['0:1', '0.25:2', '0.5:3', '0.75:4', '1:5']);
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
