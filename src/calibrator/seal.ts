import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Calibrator } from './calibrator.ts';
import { canonicalJson } from './canonical.ts';

/** A calibrator that nobody vouches for yet. */
export type Unsealed = Omit<Calibrator, 'digest' | 'signature'>;

/**
 * Puts the digest to a calibrator that was just made, as the last step of making it. A digest or a signature that it had
 * is of what it was before, and goes.
 */
export function sealed(unsealed: Unsealed): Calibrator {
  // As it will be read again: JSON knows no minus zero, and no keys without a value.
  const { digest: _, signature: __, ...plain } = JSON.parse(JSON.stringify(unsealed)) as Calibrator;
  return { ...plain, digest: digestOf(plain) };
}

/** SHA-256 of the canonical JSON of all of a calibrator but its digest and its signature, in hexadecimal digits. */
export function digestOf(calibrator: Unsealed): string {
  const { digest: _, signature: __, ...rest } = calibrator as Calibrator;
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(rest))));
}
