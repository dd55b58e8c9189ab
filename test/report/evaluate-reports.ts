import { evaluateAndJudge } from '../../src/fit/evaluate-calibrator.ts';
import { evaluationDetails, seenLabels } from '../../src/fit/evaluation-details.ts';
import { fit } from '../../src/fit/fit.ts';
import { calibratorChange, type CalibratorChange } from '../../src/gate/promotion/against.ts';
import { seededRandom } from '../../src/math/random.ts';
import type { EvaluationReport } from '../../src/report/evaluate-words.ts';
import type { CalibrationRecord } from '../../src/types.ts';
import { drawWorld, worldTarget, type WorldOptions } from '../world.ts';

/** Of this draw alone: no id and no group is that of another. */
export function drawLabels(seed: number, options: WorldOptions): CalibrationRecord[] {
  return drawWorld(seededRandom(seed), { perGroup: 2, measured: ['words', 'hedges'], ...options }).map(
    ({ truth: _, ...record }) => ({ ...record, id: `${seed}-${record.id}`, group: `${seed}-${record.group}` }),
  );
}

const flattered = { records: 900, inflation: 1.6 };
const fitted = drawLabels(11, flattered);
const calibrator = fit(fitted, worldTarget);

export function reportOf(records: readonly CalibrationRecord[]): EvaluationReport {
  const judged = evaluateAndJudge(calibrator, records);
  return {
    calibrator,
    evaluation: judged.evaluation,
    ...evaluationDetails(judged, 1),
    seen: seenLabels(calibrator, records),
  };
}

export const freshLabels = drawLabels(12, flattered);

/** On labels that are new, on some that are not, and on those of the fit. */
export const freshReport = reportOf(freshLabels);
export const mixedReport = reportOf([...fitted.slice(0, 30), ...freshLabels]);
export const sameReport = reportOf(fitted);

/** Of another rater, whom length makes strict: to correct it for the opposite makes it worse. */
export const shiftedReport = reportOf(drawLabels(13, { records: 900, inflation: -0.4 }));

const now = Date.UTC(2027, 0, 1);
const earlier = fit(drawLabels(14, { records: 80, inflation: 1.6 }), worldTarget);

/** From a fit on few labels to one on many, and back. */
export const betterChange: CalibratorChange = calibratorChange(earlier, calibrator, freshLabels, { now });
export const worseChange: CalibratorChange = calibratorChange(calibrator, earlier, freshLabels, { now });

/** With ids that nobody would choose, some labels that were seen, and promises that are lost and gained. */
export function hostileChange(names: readonly string[]): CalibratorChange {
  const nameOf = (i: number): string => names[i % names.length]!;
  const { decisions } = betterChange;
  const flips = decisions.flips.map((flip, i) => ({ ...flip, id: `${nameOf(i)} ${i}` }));
  const promise = { estimand: 'false-pass', limit: 0.1, confidence: 0.9 } as const;
  return {
    ...betterChange,
    decisions: { ...decisions, flips },
    leftOut: { labels: 40, seenBy: { previous: 30, current: 10 }, ids: names.slice(0, 5) },
    lost: [{ ...promise, weakerIn: ['raters', 'expires'] }],
    gained: [{ ...promise, estimand: 'leak', weakerIn: [] }],
    certified: [
      { ...promise, limit: 0.2, candidate: 0.3, champion: 0.2, difference: { value: 0.1, lower: 0, upper: 0.2 } },
    ],
  };
}
