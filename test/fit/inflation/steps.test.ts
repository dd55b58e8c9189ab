import { describe, expect, it } from 'vitest';
import type { FeatureScaling } from '../../../src/calibrator/calibrator.ts';
import { shortNumber, spreadsOf, stepOf } from '../../../src/fit/inflation/steps.ts';
import { expectClose } from '../../close.ts';

const log = (name: string, usual: number, min: number, max: number): FeatureScaling => ({
  name,
  transform: 'log',
  centre: Math.log1p(usual),
  spread: 0.8,
  min,
  max,
  slack: 0,
});
const plain = (name: string, centre: number, spread: number, min: number, max: number): FeatureScaling => ({
  name,
  transform: 'none',
  centre,
  spread,
  min,
  max,
  slack: 0,
});

describe('the step of', () => {
  it.each([
    { what: 'a length', scaling: log('characters', 800, 100, 4000), words: 'per doubling' },
    { what: 'a count that is mostly zero', scaling: log('headings', 0, 0, 9), words: 'from none to one' },
    { what: 'a ratio below one', scaling: log('promptRatio', 0.4, 0.1, 8), words: 'per doubling' },
    {
      what: 'a rate',
      scaling: plain('boosters', 0.4, 0.5, 0, 6),
      words: 'per extra one in 100 words',
    },
    { what: 'a share', scaling: plain('repetition', 0.2, 0.1, 0, 0.9), words: 'per ten points of 100' },
    {
      what: 'a mean',
      scaling: plain('wordLength', 4.6, 0.31, 3, 7),
      words: 'per 0.2 characters more',
    },
    { what: 'a plain number', scaling: plain('variety', 8, 2.3, 1, 15), words: 'per 2 more' },
    { what: 'a feature that is none of ours', scaling: plain('latency', 900, 700, 20, 9000), words: 'per 500 more' },
  ])('$what is "$words"', ({ scaling, words }) => {
    expect(stepOf(scaling, 1).words).toBe(words);
  });

  it('lies about the centre', () => {
    const { from, to } = stepOf(log('characters', 800, 100, 4000), 1);
    expectClose([to / from, from * to], [2, 800 ** 2], { relative: 1e-4 });
    expect(stepOf(plain('repetition', 0.2, 0.1, 0, 0.9), 1)).toMatchObject({ from: 0.15, to: 0.25 });
  });

  it('is moved into what the labels cover', () => {
    expect(stepOf(log('characters', 100, 90, 4000), 1)).toMatchObject({ from: 90, to: 180 });
    expect(stepOf(log('characters', 1000, 90, 1100), 1)).toMatchObject({ from: 550, to: 1100 });
    expect(stepOf(plain('boosters', 0.1, 0.5, 0, 6), 1)).toMatchObject({ from: 0, to: 1 });
    expect(stepOf(plain('boosters', 5.9, 0.5, 0, 6), 1)).toMatchObject({ from: 5, to: 6 });
  });

  it.each([
    log('characters', 100, 80, 130),
    log('headings', 0, 0, 0.5),
    plain('boosters', 0.1, 0.1, 0, 0.7),
    plain('repetition', 0.1, 0.01, 0.08, 0.12),
  ])('is all that the labels cover where they have no room for it: $name from $min to $max', (scaling) => {
    const { min, max } = scaling;
    expect(stepOf(scaling, 1)).toEqual({ words: `from ${min} to ${max}`, from: min, to: max });
  });

  it('is round, and at most the standard deviation', () => {
    const words = (spread: number): string => stepOf(plain('latency', 1000, spread, -1e6, 1e6), 1).words;
    expect([1, 1.9, 2, 4.99, 5, 9.9, 10, 0.07].map(words)).toEqual(
      ['1', '1', '2', '2', '5', '5', '10', '0.05'].map((size) => `per ${size} more`),
    );
    expect(stepOf(plain('latency', 1000, 2, -1e6, 1e6), 0.5).words).toBe('per 1 more');
  });
});

describe('the length of a step', () => {
  it('is in spreads of the feature', () => {
    expectClose(spreadsOf({ words: '', from: 99, to: 199 }, log('characters', 149, 10, 4000)), Math.LN2 / 0.8);
    expectClose(spreadsOf({ words: '', from: 2, to: 3 }, plain('boosters', 2, 0.5, 0, 6)), 2);
  });

  it('ends where the feature has no further effect', () => {
    expectClose(spreadsOf({ words: '', from: 0, to: 1 }, plain('boosters', 0, 0.1, 0, 6)), 3);
  });
});

it('a number is shown with three digits', () => {
  expect([0.00123456, 12.345, 12345, 0].map(shortNumber)).toEqual(['0.00123', '12.3', '12,300', '0']);
});
