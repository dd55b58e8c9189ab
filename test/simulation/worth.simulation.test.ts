import { describe, expect, it } from 'vitest';
import { fit } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { drawWorld, worldTarget } from '../world.ts';
import { atMost, keepMeasured, runs } from './runs.ts';

const minutes = 60_000;
const measured = keepMeasured('worth');

describe('the verdict "worth it"', () => {
  /* Features mean nothing here: the verdict may say "worth it" in 5 % of the sets, and "no" is not there to be said below 300. */
  it.each([
    { records: 60, perGroup: 1, chance: 1 },
    { records: 100, perGroup: 10, chance: 1 },
    { records: 300, perGroup: 20, chance: 1 },
    { records: 100, perGroup: 1, chance: 0.1 },
    { records: 100, perGroup: 1, chance: 0.02 },
  ])(
    'is seldom given to features that mean nothing: $records records, $perGroup a group, high ratings labelled with chance $chance',
    ({ records, perGroup, chance }) => {
      const inclusion = (_passes: boolean, selfRating: number): number => (selfRating >= 7 ? chance : 1);
      const verdicts = Array.from({ length: runs }, (_, run) => {
        const random = seededRandom(1000 + run);
        return fit(drawWorld(random, { records, perGroup, inflation: 0, inclusion }), worldTarget).outOfFold
          .featuresWorthIt.verdict;
      });
      const worthIt = verdicts.filter((verdict) => verdict === 'worth it').length / runs;
      measured(`"worth it" for nothing, ${records} labels, ${perGroup} a group, chance ${chance}`, worthIt);
      expect(worthIt).toBeLessThanOrEqual(atMost(0.05));
      if (records < 300) expect(verdicts).not.toContain('no');
    },
    10 * minutes,
  );

  /* Features matter, from a little to a lot: "no" would be wrong. It may come up in 5 % of the sets. */
  it.each([
    { inflation: 0.8, leastPower: 0 },
    { inflation: 1.5, leastPower: 0.6 },
  ])(
    'is given where length inflates strongly, and "no" is seldom given where it inflates by $inflation',
    ({ inflation, leastPower }) => {
      const verdicts = Array.from({ length: runs }, (_, run) => {
        const random = seededRandom(2000 + run);
        return fit(drawWorld(random, { records: 400, inflation }), worldTarget).outOfFold.featuresWorthIt.verdict;
      });
      const share = (wanted: string): number => verdicts.filter((verdict) => verdict === wanted).length / runs;
      measured(`"worth it" for length that inflates by ${inflation}, 400 labels`, share('worth it'));
      measured(`"no" for length that inflates by ${inflation}, 400 labels`, share('no'));
      expect(share('worth it')).toBeGreaterThanOrEqual(leastPower);
      expect(share('no')).toBeLessThanOrEqual(atMost(0.05));
    },
    10 * minutes,
  );
});
