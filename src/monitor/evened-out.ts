import { canonicalJson } from '../calibrator/canonical.ts';
import { fingerprintOf } from '../calibrator/fingerprint.ts';
import { plain } from '../calibrator/linked.ts';
import { groupOf } from '../calibrator/record.ts';
import type { CalibrationRecord } from '../types.ts';

/**
 * Whether a label is left out to even out the chances of having been chosen: each stays with a probability of the least
 * inclusion over its own, so that those left are as if all had been chosen alike, as in a proof. By a hash of its names, which is the
 * same in every run.
 */
export function isEvenedOut(record: CalibrationRecord, least: number): boolean {
  const digits = fingerprintOf(canonicalJson(['evened out', plain(groupOf(record)), record.id]));
  return Number.parseInt(digits.slice(0, 12), 16) / 2 ** 48 >= least / (record.inclusion ?? 1);
}
