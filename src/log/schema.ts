import { z } from 'zod';
import { largestMeasurement } from '../calibrator/custom.ts';
import { UnflatterError } from '../errors.ts';
import { longestText } from '../features/extract.ts';
import type { Choice, LoggedDecision, LoggedLabel } from './decision.ts';

/** What came is told by its kind alone: it may be a text that is not to be seen. */
function must(what: string): { readonly error: (issue: { readonly input?: unknown }) => string } {
  return {
    error: ({ input }) => `must be ${what}, got ${input === null ? 'null' : `a value of type ${typeof input}`}`,
  };
}

const longestKey = 1000;

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** What names something. A database takes no NUL and no half of a character. */
const name = z
  .string(must('a string of 1 to 1000 characters'))
  .refine((text) => text !== '' && text.length <= 1000 && isStorable(text), must('a string of 1 to 1000 characters'));
/**
 * What a database finds a row by. PostgreSQL refuses a row of an index above 2,704 bytes, and one of labels holds two of
 * these.
 */
const rowKey = name.refine((value) => Buffer.byteLength(value) <= longestKey, must('at most 1000 bytes in UTF-8'));
const text = z
  .string(must('a string'))
  .refine((value) => value.length <= longestText && value.isWellFormed(), must('a text of at most 200000 characters'));
const finite = z.number(must('a finite number'));
const share = finite.refine((value) => value >= 0 && value <= 1, must('a number from 0 to 1'));
const time = finite.refine((value) => Number.isSafeInteger(value) && value >= 0, must('whole milliseconds since 1970'));
const measurement = finite.refine((value) => Math.abs(value) <= largestMeasurement, must('from -1e12 to 1e12'));
const verdict = z.enum(['pass', 'fail', 'review'], must('pass, fail or review'));

const features = z
  .record(z.string(), measurement, must('an object of numbers'))
  .refine((all) => Object.keys(all).every(isFeatureName), must('an object of numbers under names'));

export const decisionSchema = z.object(
  {
    id: rowKey,
    at: time,
    group: name,
    verdict,
    reason: name,
    selfRating: finite.nullable(),
    samples: z.array(finite, must('a list of numbers')).optional(),
    probabilities: z.array(finite, must('a list of numbers')).optional(),
    passProbability: share.nullable(),
    features,
    language: name.optional(),
    outside: z.array(name, must('a list of names')),
    calibrator: name,
    rater: name.optional(),
    raterModel: name.optional(),
    generator: name.optional(),
    ratingPrompt: name.optional(),
    criterion: name.optional(),
    slice: name.optional(),
    prompt: text.optional(),
    response: text.optional(),
    shadow: z
      .object(
        { calibrator: name, verdict, reason: name, passProbability: share.nullable() },
        must('a decision {calibrator, verdict, reason, passProbability}'),
      )
      .optional(),
  },
  must('a decision'),
);

export const labelSchema = z.object(
  {
    key: rowKey,
    id: rowKey,
    value: finite,
    labeller: name,
    source: name,
    policy: name.optional(),
    note: text.optional(),
    at: time,
  },
  must('a label'),
);

export const choiceSchema = z.object(
  { id: rowKey, inclusion: share.refine((value) => value > 0, must('above 0 and at most 1')), at: time },
  must('a choice'),
);

/** What every object has, as `constructor`, would be found where it is absent. */
export function isFeatureName(key: string): boolean {
  return key !== '' && key.length <= 1000 && !(key in {}) && isStorable(key);
}

/** Whether it can stand where the log expects a name. */
export function isName(value: unknown): value is string {
  return name.safeParse(value).success;
}

/** Whether it can stand where the log expects an id. */
export function isKey(value: unknown): value is string {
  return rowKey.safeParse(value).success;
}

/** What may be stored: known fields only. @throws UnflatterError `invalid-records`, listing all that is wrong. */
export function checked<Value extends LoggedDecision | LoggedLabel | Choice>(
  list: string,
  schema: z.ZodType<Value>,
  values: readonly unknown[],
): Value[] {
  const all: readonly unknown[] = Array.isArray(values) ? values : [values];
  const parsed = all.map((value) => schema.safeParse(value));
  const issues = parsed.flatMap(({ error }, line) =>
    (error?.issues ?? []).map(({ path, message }) => ({ path: list, line, field: path.join('.') || list, message })),
  );
  const [first] = issues;
  if (first === undefined) return parsed.map(({ data }) => data!);
  const message = `${list} for the log: ${first.field} of number ${first.line} ${first.message}`;
  throw new UnflatterError('invalid-records', message, { issues });
}
