import { toInputs } from '../calibrator/inputs.ts';
import { UnflatterError, naming, shown } from '../errors.ts';
import type { CalibrationRecord, Scale } from '../types.ts';

/** More values than this are no slices: most often an id, a text or a measurement has got where a name should be. */
const mostSlices = 100;

/** Which slice each record belongs to. */
export interface Sliced {
  /** By the id of the record; those without a value are not there. */
  readonly sliceOf: ReadonlyMap<string, string>;
  /** In order of their names. */
  readonly slices: readonly string[];
  /** Records that do not say. */
  readonly unsliced: number;
}

/**
 * Slices records by a field: one of ours, as `generator`, or one of the app's own. The language is recognised where a record
 * does not say it.
 *
 * @throws UnflatterError `invalid-option` where no record has the field, where it holds anything but a text, a number, true
 *   or false, or where it has more than 100 values.
 */
export function sliceRecords(records: readonly CalibrationRecord[], field: string, scale: Scale): Sliced {
  const sliceOf = new Map<string, string>();
  for (const record of records.filter(isThere)) {
    const value = valueOf(record, field, scale);
    if (value === undefined || value === null) continue;
    if (!isName(value)) throw wrongSlices(field, 'a text, a number, true or false', `${shown(value)} in ${record.id}`);
    sliceOf.set(record.id, String(value));
  }
  const slices = [...new Set(sliceOf.values())].sort();
  if (slices.length === 0) throw wrongSlices(field, 'a field of the records', `none has it; ${fieldsOf(records)}`);
  if (slices.length > mostSlices) throw wrongSlices(field, `at most ${mostSlices} values`, `${slices.length}`);
  return { sliceOf, slices, unsliced: records.length - sliceOf.size };
}

function valueOf(record: CalibrationRecord, field: string, scale: Scale): unknown {
  if (field === 'language') return naming(`record ${record.id}`, () => toInputs(record, scale).language);
  return Object.hasOwn(record, field) ? record[field as keyof CalibrationRecord] : undefined;
}

/** What is no record is found where all are read: here it says nothing. */
function isThere(record: CalibrationRecord | null | undefined): boolean {
  return record !== null && record !== undefined;
}

function isName(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function wrongSlices(field: string, expected: string, received: string): UnflatterError {
  const message = `slices by ${shown(field)} must be by ${expected}, got ${received}`;
  return new UnflatterError('invalid-option', message, { option: 'sliceBy', expected, received: field });
}

/** What the records could be sliced by. */
function fieldsOf(records: readonly CalibrationRecord[]): string {
  const fields = new Set(
    records
      .filter(isThere)
      .flatMap((record) => Object.entries(record).flatMap(([field, value]) => (isName(value) ? [field] : []))),
  );
  for (const field of ['id', 'prompt', 'response', 'selfRating', 'reasoning', 'inclusion']) fields.delete(field);
  return `they have ${fields.size === 0 ? 'no field to slice by' : [...fields].sort().slice(0, 10).map(shown).join(', ')}`;
}
