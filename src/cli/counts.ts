import { groupOf, isPass, meanHumanRating } from '../calibrator/record.ts';
import { escaped } from '../errors.ts';
import type { CalibrationRecord, Target } from '../types.ts';

/** What there is in a calibration set. */
export interface Counts {
  readonly records: number;
  readonly labelled: number;
  readonly passing: number;
  readonly groups: number;
  readonly raters: readonly string[];
}

export function countsOf(records: readonly CalibrationRecord[], target: Target): Counts {
  const means = records.flatMap((record) => meanHumanRating(record) ?? []);
  return {
    records: records.length,
    labelled: means.length,
    passing: means.filter((mean) => isPass(mean, target)).length,
    groups: new Set(records.map(groupOf)).size,
    raters: [...new Set(records.flatMap(({ rater }) => rater ?? []))].sort(),
  };
}

export function describeCounts({ records, labelled, passing, groups, raters }: Counts): string {
  const share = labelled === 0 ? '' : `, ${Math.round((100 * passing) / labelled)} % pass`;
  const by = raters.length === 0 ? '' : `, rated by ${raters.join(', ')}`;
  return `${escaped(`no problems: ${records} records in ${groups} groups, ${labelled} labelled${share}${by}`)}\n`;
}
