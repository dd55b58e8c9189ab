import type { CalibratedRating } from '../../src/index.ts';

/** A calibrated rating with this pass probability, inside the envelope. */
export function calibratedAt(passProbability: number, rest: Partial<CalibratedRating> = {}): CalibratedRating {
  return {
    selfRating: 9,
    passProbability,
    rating: 4,
    interval: { lower: 3, upper: 5, coverage: 0.9 },
    contributions: [],
    outside: [],
    ...rest,
  };
}
