import { describe, it } from 'vitest';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { ece } from './rows.ts';

describe('calibrationError', () => {
  // Ten records, each its own bin. The first five miss by .05, .15, .25, .35 and .45, the others by the same: 2.5 / 10.
  it('is the mean distance over ten bins', () => {
    const p = Array.from({ length: 10 }, (_, i) => i / 10 + 0.05);
    expectClose(ece(p, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]), 0.25);
  });

  // Two records a bin, one of which passes: bin i predicts i/10 + .05 and sees .5. Σ |p − .5| · 2 = 5, of 20.
  it('lets records of one bin make up for each other', () => {
    const p = Array.from({ length: 20 }, (_, i) => Math.floor(i / 2) / 10 + (i % 2 === 0 ? 0.04 : 0.06));
    const outcomes = p.map((_, i) => i % 2);
    expectClose(ece(p, outcomes), 0.25);
  });

  // Three in ten pass and all ten are told .3. In bins of one record they would miss by .42.
  it('keeps equal probabilities in one bin', () => {
    expectClose(ece(Array<number>(10).fill(0.3), [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]), 0);
  });

  /*
   * Weights add up to 10, so a bin holds weight 1, and a tie goes where its middle falls. The first two span 0–.5 and
   * .5–w. For w = 1.2 the middle is .85, the same bin: |.5 (.2 − 1) + .7 · .3| = .19. For w = 1.6 it is 1.05, the next
   * one: .4 + 1.1 · .3 = .73. The last, of .9 that pass, misses by .1 times its weight: .88 and .84.
   */
  it.each([
    { end: 1.2, expected: (0.19 + 0.88) / 10 },
    { end: 1.6, expected: (0.73 + 0.84) / 10 },
  ])('puts a tie where its middle falls: up to $end', ({ end, expected }) => {
    expectClose(ece([0.2, 0.3, 0.9], [1, 0, 1], [0.5, end - 0.5, 10 - end]), expected);
  });

  /*
   * Probabilities uniform in 0..1 that are exactly right. At n records a bin of n / 10 misses by about
   * E √(2 p (1 − p) / (π n / 10)), with E √(p (1 − p)) = π / 8: .031 at 1,000 and .1 at 100. One set is off by .007 and
   * .024, the mean of 400 by a twentieth of that; the band is four of the larger.
   */
  it.each([
    { records: 1000, expected: 0.031 },
    { records: 100, expected: 0.1 },
  ])('of a perfect model is about $expected at $records records, from noise alone', ({ records, expected }) => {
    const random = seededRandom(31);
    let sum = 0;
    for (let set = 0; set < 400; set++) {
      const p = Array.from({ length: records }, random);
      sum += ece(
        p,
        p.map((value) => (random() < value ? 1 : 0)),
      );
    }
    expectClose(sum / 400, expected, { absolute: 0.005 });
  });
});
