import { beforeAll, describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { binOf, scoresOf, type Histograms } from '../../src/calibrator/histograms.ts';
import { expectClose } from '../close.ts';
import { issuesOf, resealed, wholeCalibrator } from './whole.ts';

let calibrator: Calibrator;
let histograms: Histograms;
beforeAll(() => {
  calibrator = wholeCalibrator();
  histograms = calibrator.histograms!;
});

function fieldsWith(changed: object): string[] {
  const { signature: _, ...rest } = calibrator;
  return issuesOf(resealed({ ...rest, histograms: { ...histograms, ...changed } })).map(({ field }) => field);
}

describe('histograms in a calibrator', () => {
  it('are read as they were written', () => {
    expect(fieldsWith({})).toEqual([]);
  });

  it('are refused where lists do not fit together', () => {
    const { selfRating, features, languages } = histograms;
    const shorter = <Item>(list: readonly Item[]): Item[] => list.slice(1);
    expect(fieldsWith({ features: shorter(features) })).toEqual(['histograms.features']);
    expect(fieldsWith({ selfRating: { ...selfRating, cuts: shorter(selfRating.cuts) } })).toEqual([
      'histograms.selfRating',
    ]);
    expect(fieldsWith({ selfRating: { ...selfRating, trials: shorter(selfRating.trials) } })).toEqual([
      'histograms.selfRating',
    ]);
    expect(fieldsWith({ languages: { ...languages!, names: shorter(languages!.names) } })).toEqual([
      'histograms.languages',
    ]);
  });

  it('are refused with cuts that do not ascend, shares that do not add up, and a language named twice', () => {
    const { selfRating, languages } = histograms;
    expect(selfRating.cuts.length).toBeGreaterThan(1);
    expect(fieldsWith({ selfRating: { ...selfRating, cuts: selfRating.cuts.toReversed() } })).toEqual([
      'histograms.selfRating',
    ]);
    expect(fieldsWith({ selfRating: { ...selfRating, shares: selfRating.shares.map((share) => share / 2) } })).toEqual([
      'histograms.selfRating',
    ]);
    expect(fieldsWith({ languages: { ...languages!, names: languages!.names.map(() => 'en') } })).toEqual([
      'histograms.languages.names',
    ]);
  });

  it('are refused with what is no share, no count or no error', () => {
    const { outside, selfRating } = histograms;
    expect(fieldsWith({ outside: { ...outside, share: 1.5 } })).toEqual(['histograms.outside.share']);
    expect(fieldsWith({ outside: { ...outside, trials: 1.5 } })).toEqual(['histograms.outside.trials']);
    expect(fieldsWith({ selfRating: { ...selfRating, location: -1 } })).toEqual(['histograms.selfRating.location']);
  });
});

describe('scores of bins', () => {
  it('have mean 0 and variance 1 over the labels, and are unrelated', () => {
    for (const shares of [[0.1, 0.2, 0.3, 0.4], [0.6, 0.1, 0.1, 0.1, 0.1], Array.from({ length: 10 }, () => 0.1)]) {
      const { location, spread } = scoresOf(shares);
      const mean = (values: readonly number[]): number => values.reduce((sum, value, i) => sum + value * shares[i]!, 0);
      for (const score of [location, spread]) {
        expectClose(mean(score), 0, { absolute: 1e-12 });
        expectClose(mean(score.map((value) => value ** 2)), 1);
      }
      expectClose(mean(location.map((value, i) => value * spread[i]!)), 0, { absolute: 1e-12 });
      expect(location).toEqual([...location].sort((a, b) => a - b));
    }
  });

  it('are zero where bins are too few to tell: one has no location, and two have no spread', () => {
    expect(scoresOf([1])).toEqual({ location: [0], spread: [0] });
    const { location, spread } = scoresOf([0.4, 0.6]);
    expect(location[1]).toBeGreaterThan(0);
    expect(spread).toEqual([0, 0]);
  });
});

it('a value belongs to the bin that begins at it or below it', () => {
  expect([-5, 1, 1.5, 2, 9].map((value) => binOf([1, 2], value))).toEqual([0, 1, 1, 2, 2]);
  expect(binOf([], 3)).toBe(0);
});
