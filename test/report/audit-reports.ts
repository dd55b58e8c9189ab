import { drawRecords, target } from '../../benchmarks/audit/world.ts';
import { audit, type AuditReport } from '../../src/audit/audit.ts';
import { unchanged } from '../../src/audit/try-probe.ts';
import { fit } from '../../src/fit/fit.ts';
import { seededRandom } from '../../src/math/random.ts';
import type { CalibrationRecord } from '../../src/types.ts';

const models = ['model-a', 'model-b'] as const;

/** Four responses to each of 30 prompts, by two models that rate their own and each other's. */
function draw(seed: number): CalibrationRecord[] {
  const random = seededRandom(seed);
  return drawRecords(random, 120).records.map((record, i) => {
    const generator = models[i % 2]!;
    const rater = models[Math.floor(i / 2) % 2]!;
    const selfRating = Math.min(10, record.selfRating + (generator === rater ? 1 : 0));
    return { ...record, id: `${seed}-${i}`, group: `${seed}-${Math.floor(i / 4)}`, generator, rater, selfRating };
  });
}

const calibrator = fit(draw(1), target);
const records = draw(2);
const policy = { passThreshold: 0.6 };

/** Of a rater that was not asked. */
export const heldReport: AuditReport = audit(calibrator, records, { policy });

/** Of a rater that gives padding and emoji the top of the scale, and rates everything else as before. */
export const gamedReport: AuditReport = audit(calibrator, records, {
  policy,
  ratings: ({ probe, original: { selfRating, rater } }) => ({
    selfRating: probe !== unchanged && (probe === 'padded' || probe === 'emoji') ? 10 : selfRating,
    rater,
  }),
});

/** Of sixteen labels. */
export const fewReport: AuditReport = audit(calibrator, records.slice(0, 16), { policy });
