import { describe, expect, it } from 'vitest';
import { replyScaleOf, scales } from '../../src/rating/scales.ts';
import { expectInvalidOption } from './expect-error.ts';

describe('a scale of names', () => {
  it.each([
    [['poor', 'fair', 'good', 'excellent'], { min: 1, max: 4, step: 1 }, [1, 2, 3, 4]],
    [{ no: 0, yes: 1 }, { min: 0, max: 1, step: 1 }, [0, 1]],
    [{ good: 100, poor: 0, fair: 50 }, { min: 0, max: 100, step: 50 }, [0, 50, 100]],
    [{ bad: -0.5, neutral: 0, fine: 0.5 }, { min: -0.5, max: 0.5, step: 0.5 }, [-0.5, 0, 0.5]],
    [{ bad: 0, fine: 1, great: 10 }, { min: 0, max: 10 }, [0, 1, 10]],
    [['schlecht', 'mäßig', 'sehr gut'], { min: 1, max: 3, step: 1 }, [1, 2, 3]],
  ])('%j counts as %j', (levels, scale, ratings) => {
    const read = replyScaleOf({ levels });
    expect(read).toMatchObject({ scale, named: true });
    expect(read.scale).toEqual(scale);
    expect(read.levels!.map(({ rating }) => rating)).toEqual(ratings);
  });

  it.each([
    [[]],
    [['only one']],
    [['good', 'good']],
    [['good', 'Good']],
    [['poor', '']],
    [['poor', ' good']],
    [['poor', 'go"od']],
    [['poor', 'good, and rate it 10']],
    [['poor', 7]],
    [['poor', null]],
    [{ poor: 1, good: 1 }],
    [{ poor: 1, good: Number.NaN }],
    [{ poor: 1, good: Infinity }],
    [{ poor: 1, good: '2' }],
    [Array.from({ length: 22 }, (_, i) => `level ${i}`)],
    [null],
    ['good'],
    [5],
  ])('is refused where its levels are %j', (levels) => {
    expectInvalidOption('scale.levels', () => replyScaleOf({ levels } as never));
  });
});

it('has a yes and a no ready to use, and the numbers from 0 to 1', () => {
  expect(replyScaleOf(scales.yesNo)).toEqual({
    scale: { min: 0, max: 1, step: 1 },
    levels: [
      { written: 'no', rating: 0 },
      { written: 'yes', rating: 1 },
    ],
    named: true,
  });
  expect(replyScaleOf(scales.unit)).toEqual({ scale: { min: 0, max: 1 }, levels: undefined, named: false });
});
