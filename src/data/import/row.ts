import type { CalibrationRecord } from '../../types.ts';
import { isFields, type Entry } from './entry.ts';
import type { Columns } from './columns.ts';

/** What one score of an export says of one response. */
export interface Given {
  readonly name: string;
  /** Undefined where it is no number. */
  readonly value: number | undefined;
  /** `code`: by a rule, as for words that must occur. `anyone`: the export does not say. `metadata`: a column of the user's own. */
  readonly by: 'model' | 'person' | 'code' | 'anyone' | 'metadata';
  readonly rater?: string | undefined;
  readonly labeller?: string | undefined;
  /** When it was given, as text that sorts by time. */
  readonly at?: string | undefined;
}

/** One response in an export, as all tools have it in common. */
export interface Row {
  readonly entry: Entry;
  readonly id: string;
  readonly group?: string | undefined;
  readonly prompt?: string | undefined;
  /** Undefined where there is none that could be read, as `missing` says. */
  readonly response: string | undefined;
  readonly missing?: string | undefined;
  readonly generator?: string | undefined;
  readonly given: readonly Given[];
  /** Further fields of a record, where they are named so. */
  readonly more?: Partial<CalibrationRecord> | undefined;
}

/** The export of one tool: a pure function from its values to rows. */
export interface Format {
  /** What an export looks like, in words. */
  readonly expected: string;
  /** Whether a value of a file has the marks of this tool. */
  readonly isLike: (value: unknown, path: string) => boolean;
  /** @throws UnflatterError `invalid-records` for a shape that is not known. */
  readonly rowsOf: (entries: readonly Entry[], columns?: Columns) => Row[];
}

/** A number as it is, yes and no as 1 and 0; nothing else is one. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The numbers of the user's own beside a response, which may be human ratings where an export has no place for them. */
export function givenInMetadata(metadata: unknown): Given[] {
  if (!isFields(metadata)) return [];
  return Object.entries(metadata).flatMap(([key, value]) => {
    const number = numberOf(value);
    return number === undefined ? [] : [{ name: `metadata.${key}`, value: number, by: 'metadata' as const }];
  });
}
