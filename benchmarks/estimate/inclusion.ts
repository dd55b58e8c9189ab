import { fromUnit, toUnit } from '../../src/calibrator/scale.ts';
import type { CalibrationRecord } from '../../src/index.ts';
import type { Random } from '../../src/math/random.ts';
import { worldTarget } from '../gate/world.ts';

export interface Choice {
  readonly labels: number;
  /** How many times as often records next to the mark are labelled. */
  readonly nearMark: number;
  readonly random: Random;
}

/** Whole ratings next to the pass mark of people, moved to the scale of the ratings, are this close to it. */
const close = 1;

/**
 * The records with the inclusion of each, those that are chosen for labelling first: systematic sampling, in which as many are
 * chosen as were asked for, each with exactly its inclusion.
 *
 * @see Madow (1949), On the Theory of Systematic Sampling, II
 */
export function chosenNearMark(
  records: readonly CalibrationRecord[],
  { labels, nearMark, random }: Choice,
): CalibrationRecord[] {
  const { ratingScale, humanScale, passAt } = worldTarget;
  const mark = fromUnit(toUnit(passAt, humanScale), ratingScale);
  const times = records.map(({ selfRating }) => (Math.abs(selfRating - mark) <= close ? nearMark : 1));
  const all = times.reduce((sum, one) => sum + one, 0);
  const start = random();
  let before = 0;
  const { chosen = [], others = [] } = Object.groupBy(
    records.map((record, i) => ({ ...record, inclusion: (labels * times[i]!) / all })),
    (_, i) => {
      const [from, to] = [before, (before += times[i]!)].map((sum) => Math.floor((labels * sum) / all + start));
      return to! > from! ? 'chosen' : 'others';
    },
  );
  return [...chosen, ...others];
}
