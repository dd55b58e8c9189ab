import type { CalibrationRecord } from '../../src/index.ts';
import { shuffled, type Random } from '../../src/math/random.ts';

/**
 * The same records with their labels dealt out anew, each record's human ratings as a whole and across groups. Ratings,
 * features and groups stay, and so does the number that pass; nothing is left that could foretell which.
 */
export function withShuffledLabels(records: readonly CalibrationRecord[], random: Random): CalibrationRecord[] {
  const labels = shuffled(
    records.map(({ humanRatings }) => humanRatings),
    random,
  );
  return records.map((record, i) => ({ ...record, humanRatings: labels[i]! }));
}
