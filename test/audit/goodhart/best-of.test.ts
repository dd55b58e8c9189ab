import { describe, expect, it } from 'vitest';
import { bestOfChances } from '../../../src/audit/goodhart/best-of.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { expectClose } from '../../close.ts';

/** Every subset of n places, one after the other; the best of each shares its chance with those it is tied with. */
function byEnumeration(scores: readonly number[], n: number): number[] {
  const chances = scores.map(() => 0);
  let subsets = 0;
  for (let mask = 0; mask < 2 ** scores.length; mask++) {
    const places = scores.flatMap((_, i) => (mask & (1 << i) ? [i] : []));
    if (places.length !== n) continue;
    subsets++;
    const best = Math.max(...places.map((i) => scores[i]!));
    const tied = places.filter((i) => scores[i] === best);
    for (const i of tied) chances[i]! += 1 / tied.length;
  }
  return chances.map((chance) => chance / subsets);
}

describe('the chance to be the best of n', () => {
  const random = seededRandom(11);
  const lists = Array.from({ length: 12 }, (_, i) =>
    // Few values, so that most lists have ties, also at the top.
    Array.from({ length: 1 + (i % 9) }, () => Math.floor(random() * (i % 2 === 0 ? 3 : 1000))),
  );

  it.each(lists.map((list) => [list]))('is that of all subsets of %j', (list) => {
    for (let n = 1; n <= list.length; n++) expectClose(bestOfChances(list, n), byEnumeration(list, n));
  });

  it('is the same for all at n = 1, and shared by the highest when all are drawn', () => {
    expectClose(bestOfChances([3, 1, 3, 2], 1), [0.25, 0.25, 0.25, 0.25]);
    expectClose(bestOfChances([3, 1, 3, 2], 4), [0.5, 0, 0.5, 0]);
  });

  it('adds up to 1 for a thousand responses', () => {
    const chances = bestOfChances(
      Array.from({ length: 1000 }, (_, i) => (i * 7) % 97),
      300,
    );
    expectClose(
      chances.reduce((sum, chance) => sum + chance, 0),
      1,
    );
    expect(Math.min(...chances)).toBeGreaterThanOrEqual(0);
  });
});
