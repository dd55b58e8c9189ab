import { estimatePassRate, type PassRateEstimate } from '../estimate/estimate.ts';
import { seededRandom } from '../math/random.ts';
import type { DemoEstimate } from '../report/demo-estimate.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import { rawThreshold } from '../fit/evaluate.ts';
import { isPass, meanHumanRating } from '../calibrator/record.ts';
import { toUnit } from '../calibrator/scale.ts';

/** As many labels as a person gives in an hour. */
const kept = 100;

/**
 * Forgets all but a hundred labels of a set, drawn at random, and estimates from what is left how many pass. What was
 * forgotten says how many do.
 */
export function estimateWithFew(records: readonly CalibrationRecord[], target: Target, seed: number): DemoEstimate {
  const known = new Set(drawn(records, seed).map(({ id }) => id));
  const few = records.map((record) => (known.has(record.id) ? record : { ...record, humanRatings: [] }));
  const { estimate, interval, labelsOnly, method, reason }: PassRateEstimate = estimatePassRate(few, {
    ...target,
    seed,
  });
  const share = (holds: (record: CalibrationRecord) => boolean): number =>
    records.filter(holds).length / records.length;
  return {
    records: records.length,
    labelled: known.size,
    truth: share((record) => isPass(meanHumanRating(record)!, target)),
    bySelfRating: share(({ selfRating }) => toUnit(selfRating, target.ratingScale) >= rawThreshold - 1e-9),
    estimate: { value: estimate, lower: interval?.lower ?? null, upper: interval?.upper ?? null },
    labelsOnly: {
      value: labelsOnly.estimate,
      lower: labelsOnly.interval?.lower ?? null,
      upper: labelsOnly.interval?.upper ?? null,
    },
    method,
    reason,
  };
}

/** Without replacement, by what a draw gives each. */
function drawn(records: readonly CalibrationRecord[], seed: number): CalibrationRecord[] {
  const random = seededRandom(seed);
  return records
    .map((record) => ({ record, place: random() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, kept)
    .map(({ record }) => record);
}
