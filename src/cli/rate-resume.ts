import { readGrown, type FoundLine, type Span } from '../data/growing.ts';
import { UnflatterError, escaped, shown } from '../errors.ts';
import type { Scale } from '../types.ts';
import { keyOf, unrated, type RatableRecord } from './rate-records.ts';

/** What all lines of a file have in common, said on each: ratings of different kinds are not mixed. */
export interface RatingRun {
  /** As it was asked for. What the server calls it is the `rater` of each line. */
  readonly model: string;
  readonly rubric: string;
  readonly scale: Scale;
}

/** A record that has its line. */
export interface DoneRecord extends Span {
  /** Of the error, where it could not be rated. */
  readonly code: string | undefined;
  readonly rater: string | undefined;
}

/** What is there of the output. */
export interface Found {
  /** By key, in the order of the lines. */
  readonly done: Map<string, DoneRecord>;
  /** Bytes that are good. */
  readonly length: number;
  readonly ratingPrompt: string | undefined;
}

export interface Resuming {
  readonly out: string;
  /** The option that names the output. */
  readonly option: 'out' | 'rated';
  readonly records: readonly RatableRecord[];
  readonly run: RatingRun;
  readonly criterion: string | undefined;
}

type Line = Partial<RatableRecord> & {
  readonly ratingRun?: RatingRun;
  readonly ratingError?: { readonly code?: unknown };
  readonly ratingPrompt?: string;
  readonly rater?: string;
};

/**
 * Reads what an earlier run has written. A last line that was torn off by a kill is left out; it is known by being the
 * beginning of a line of one of the records.
 *
 * @throws UnflatterError `unreadable-file`; `invalid-option` for a file that these records and options would not have
 *   made: nothing in it is touched.
 */
export async function readRated(path: string, { out, option, records, run, criterion }: Resuming): Promise<Found> {
  const wrongOut = (received: string): UnflatterError => wrongFile(option, out, received);
  const byKey = new Map(records.map((record) => [keyOf(record, criterion), record]));
  const done = new Map<string, DoneRecord>();
  let length = 0;
  let ratingPrompt: string | undefined;
  for await (const found of readGrown(path)) {
    const where = `${out}:${found.line}`;
    if (!found.isWhole) {
      if (isTorn(found.bytes!, records)) break;
      throw wrongOut(`${where}, which is not from rate`);
    }
    const line = parse(found);
    if (line?.ratingRun === undefined) throw wrongOut(`${where}, which is not from rate`);
    const difference = differenceOf(line.ratingRun, run);
    if (difference !== undefined) throw wrongOut(`${where}, which was rated with ${difference}`);
    const key = keyOf(line as RatableRecord, criterion);
    const record = byKey.get(key);
    if (record === undefined) throw wrongOut(`${where} with ${shown(line.id)}, which is no record that is read`);
    if (textOf(record, record) !== textOf(line, record))
      throw wrongOut(`${where}, where ${shown(line.id)} is not what is read now`);
    if (done.has(key)) throw wrongOut(`${where}, where ${shown(line.id)} comes again`);
    done.set(key, { start: found.start, end: found.end, code: codeOf(line), rater: line.rater });
    ratingPrompt ??= line.ratingPrompt;
    length = found.end;
  }
  return { done, length, ratingPrompt };
}

function codeOf({ ratingError }: Line): string | undefined {
  return ratingError === undefined ? undefined : String(ratingError.code);
}

/** The record alone, as it stands at the beginning of its line. */
function textOf(value: object, { criterion }: RatableRecord): string {
  const { criterion: _, ...rest } = unrated(value) as Partial<RatableRecord>;
  return JSON.stringify(criterion === undefined ? rest : unrated(value));
}

function parse({ bytes }: FoundLine): Line | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** After a power cut, a file may end in zeros where its last bytes never came. */
export function isTorn(bytes: Buffer, records: readonly RatableRecord[]): boolean {
  const zeros = bytes.indexOf(0);
  const tail = zeros === -1 ? bytes : bytes.subarray(0, zeros);
  if (!bytes.subarray(tail.length).every((byte) => byte === 0)) return false;
  return records.some((record) => {
    const start = Buffer.from(escaped(JSON.stringify(unrated(record)).slice(0, -1)));
    const shared = Math.min(start.length, tail.length);
    return tail.subarray(0, shared).equals(start.subarray(0, shared));
  });
}

/** What sets one kind of run apart from another, if anything. */
export function differenceOf(found: RatingRun, run: RatingRun): string | undefined {
  for (const key of ['model', 'rubric', 'scale'] as const) {
    const [was, is] = [found[key], run[key]].map((value) => JSON.stringify(value));
    if (was !== is) return `the ${key} ${was}, not ${is}`;
  }
  return undefined;
}

function wrongFile(option: string, out: string, got: string): UnflatterError<'invalid-option'> {
  const expected = 'a new file, or one that the same command has begun';
  const message = `--${option} must be ${expected}, got ${got}`;
  return new UnflatterError('invalid-option', message, { option, expected, received: out });
}
