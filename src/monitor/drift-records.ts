import { calibrateInputs } from '../calibrator/calibrate.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { degeneracyIn } from '../calibrator/degenerate.ts';
import { fingerprintOf } from '../calibrator/fingerprint.ts';
import { toInputs } from '../calibrator/inputs.ts';
import { assertBrought, assertMadeFor, assertSameFeatures } from '../calibrator/made-for.ts';
import { groupOf } from '../calibrator/record.ts';
import { isUnflatterError } from '../errors.ts';
import type { CalibrationRecord } from '../types.ts';
import type { DriftDecision } from './drift-decision.ts';

/**
 * What a gate with this calibrator would log of records, labelled or not, as far as drift goes. They have no time, and files
 * are sorted by this and that, which is no drift: their order is one of chance, the same each time. A record on which the calibrator cannot speak becomes a decision that says so.
 *
 * @throws UnflatterError `invalid-option` or `feature-set-mismatch` for other features than the calibrator was fitted with.
 */
export function decisionsOf(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  features: readonly CustomFeature[] = [],
): DriftDecision[] {
  assertSameFeatures(calibrator, features);
  return inOrderOfChance(records).map((record) => {
    const weight = 1 / (record.inclusion ?? 1);
    const origin = { id: record.id, group: groupOf(record), weight, calibrator: calibrator.digest };
    try {
      assertMadeFor(calibrator, record);
      assertBrought(calibrator, record, features);
      const inputs = toInputs(record, calibrator.target.ratingScale, features);
      const { passProbability, selfRating, outside } = calibrateInputs(calibrator, inputs);
      const degeneracy = degeneracyIn(outside);
      return {
        ...origin,
        reason: degeneracy === undefined ? 'judged' : `response-${degeneracy}`,
        selfRating,
        passProbability,
        features: inputs.features,
        language: inputs.language,
        outside: outside.map(({ input }) => input),
      };
    } catch (error) {
      if (!isUnflatterError(error)) throw error;
      return { ...origin, reason: error.code, selfRating: null, passProbability: null, features: {}, outside: [] };
    }
  });
}

/** By a hash of their ids, which depends on nothing else. */
function inOrderOfChance(records: readonly CalibrationRecord[]): CalibrationRecord[] {
  return records
    .map((record) => ({ record, place: fingerprintOf(record.id) }))
    .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
    .map(({ record }) => record);
}
