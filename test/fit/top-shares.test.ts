import { describe, expect, it } from 'vitest';
import { judgeCorrected, judgeRaw } from '../../src/fit/evaluate.ts';
import { toExamples } from '../../src/fit/examples.ts';
import { topShares } from '../../src/fit/top-shares.ts';
import { failShareAtTop } from '../../src/math/metrics.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { drawWorld, worldTarget } from '../world.ts';

const records = drawWorld(seededRandom(1), {
  records: 150,
  measured: ['words'],
  inclusion: (passes) => (passes ? 1 : 0.6),
});
const examples = toExamples(records, worldTarget);
const truths = new Map(records.map(({ id, truth }) => [id, truth]));
const before = judgeRaw(examples);
const after = judgeCorrected(
  examples,
  examples.map(({ id }) => truths.get(id)!),
);
const weights = examples.map(({ weight }) => weight);
const drawn = { weights, groups: examples.map(({ group }) => group), seed: 1 };
const shares = topShares(before, after, drawn);

describe('risk against share passed', () => {
  it('is what fails at the top, at every twentieth, ties and weights counted', () => {
    expect(shares.map(({ share }) => share)).toEqual(Array.from({ length: 20 }, (_, i) => (i + 1) / 20));
    for (const one of shares) {
      const expected = [before, after].map(({ ties, outcomes }) => failShareAtTop(ties, outcomes, weights, one.share));
      expectClose([one.before.value!, one.after.value!], expected, { absolute: 1e-6 });
      expectClose(one.difference.value!, expected[1]! - expected[0]!, { absolute: 2e-6 });
    }
  });

  it('is lower by what is true than by a rating that length inflates, and ends at the share that fails of all', () => {
    expect(shares[3]!.difference.upper).toBeLessThan(0);
    const all = shares.at(-1)!;
    expectClose(all.before.value!, all.after.value!, { absolute: 1e-6 });
    expect(all.difference.value).toBe(0);
  });

  it('has its value within its interval, and none where the groups are few', () => {
    for (const { before: one } of shares) expect(one.lower! <= one.value! && one.value! <= one.upper!).toBe(true);
    const few = topShares(before, after, { ...drawn, groups: drawn.groups.map((_, i) => `g${i % 4}`) });
    for (const one of few)
      expect([one.before.lower, one.after.upper, one.difference.lower]).toEqual([null, null, null]);
  });
});
