import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { toInputs } from '../../src/calibrator/inputs.ts';
import { linkedGroups } from '../../src/calibrator/linked.ts';
import type { CalibrationRecord } from '../../src/index.ts';
import { seededRandom, type Random } from '../../src/math/random.ts';
import { passes, type Task } from '../accuracy/tasks.ts';
import { certifyRecords, type Traffic } from './promise.ts';

/** Labels of a round. */
export const resampledLabels = 300;

/** Numbers of a record that is drawn again are changed by such a share: else it would be known for the same, and not parted. */
const jitter = 1e-9;

/** The records of a real task as all the traffic that there is, whose outcomes are known: one response of each group. */
export function trafficOf({ records, target }: Task): Traffic {
  return linkedGroups(records).flatMap((own) =>
    own.map((record) => ({
      inputs: toInputs(record, target.ratingScale),
      truth: passes(record, target),
      weight: 1 / own.length,
    })),
  );
}

/** A round of labels from it: groups drawn with replacement, each draw a group of its own. */
export function certifyResampled({ records, target }: Task, seed: number): Calibrator | undefined {
  const random = seededRandom(seed);
  const groups = linkedGroups(records);
  const drawn: CalibrationRecord[] = [];
  for (let draw = 0; drawn.length < resampledLabels; draw++) {
    const own = groups[Math.floor(random() * groups.length)]!;
    drawn.push(...own.map((record, i) => ({ ...changed(record, random), id: `${draw}-${i}`, group: `${draw}` })));
  }
  return certifyRecords(drawn, target, { seed });
}

function changed(record: CalibrationRecord, random: Random): CalibrationRecord {
  const features = Object.entries(record.features ?? {}).map(([name, value]) => [
    name,
    value * (1 + jitter * random()),
  ]);
  return { ...record, features: Object.fromEntries(features) as Record<string, number> };
}
