import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { isBuiltIn } from '../calibrator/custom.ts';
import { UnflatterError, shown } from '../errors.ts';
import { seededRandom } from '../math/random.ts';
import type { CalibrationRecord } from '../types.ts';
import type { TwinProbe } from './probe.ts';
import { originalOf } from './probes/original.ts';

/** A labelled record whose response a probe has changed. */
export interface Twin {
  /** The id of the record and the name of the probe. */
  readonly id: string;
  readonly probe: string;
  readonly original: CalibrationRecord;
  readonly response: string;
}

/** The id under which a twin is rated. */
export function twinId(record: string, probe: string): string {
  return `${record}~${probe}`;
}

/** What a probe makes of a record; undefined where it has nothing to change, or the record has no text. */
export function twinOf(probe: TwinProbe, original: CalibrationRecord, seed: number): Twin | undefined {
  if (original.response === undefined) return undefined;
  const id = twinId(original.id, probe.name);
  const random = seededRandom(seedOf(`${seed} ${id}`));
  const response: unknown = probe.twin(originalOf({ ...original, response: original.response }), random);
  if (response !== undefined && !(typeof response === 'string' && response.trim() !== ''))
    throw noText(probe, response);
  if (response === undefined || response === original.response) return undefined;
  return { id, probe: probe.name, original, response };
}

/**
 * The twin as a rated response, with its rating still that of the original. Columns of the app's own are kept, as nothing
 * here can measure them; the surface is measured anew.
 */
export function ratedTwin({ original, response }: Pick<Twin, 'original' | 'response'>): CalibrationRecord {
  const { features, ...rest } = original;
  const own = Object.entries(features ?? {}).filter(([name]) => !isBuiltIn(name));
  return { ...rest, response, ...(own.length === 0 ? {} : { features: Object.fromEntries(own) }) };
}

/** Of its own for every twin, so that no other record or probe changes what is drawn. */
export function seedOf(text: string): number {
  const { buffer, byteOffset } = sha256(utf8ToBytes(text));
  return new DataView(buffer, byteOffset).getUint32(0);
}

/** What is no text would be stopped by every gate, and the probe would seem to hold. */
function noText({ name }: TwinProbe, received: unknown): UnflatterError<'invalid-option'> {
  const expected = 'a text that is not blank, or undefined';
  const message = `the twin of the probe ${shown(name)} must be ${expected}, got ${shown(received)}`;
  return new UnflatterError('invalid-option', message, { option: 'probes', expected, received });
}
