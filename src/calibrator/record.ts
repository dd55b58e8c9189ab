import { z } from 'zod';
import { mustBe, shown, type Issue } from '../errors.ts';
import { longestText } from '../features/extract.ts';
import type { CalibrationRecord, HumanRating, Scale, Target } from '../types.ts';
import { largestMeasurement } from './custom.ts';
import { keyMeant } from './field-names.ts';
import { problemWith } from './probabilities.ts';
import { describeScale, isOnScale, isSameScale } from './scale.ts';
import { yesNoHint } from './yes-no.ts';

const finite = z.number(mustBe('a number'));
const measurement = finite.refine((value) => Math.abs(value) <= largestMeasurement, mustBe('from -1e12 to 1e12'));
const name = z
  .string(mustBe('a non-empty string'))
  .min(1, mustBe('a non-empty string'))
  .max(1000, mustBe('at most 1000 characters long'));
const prose = z
  .string(mustBe('a string'))
  .refine((value) => value.length <= longestText, {
    error: ({ input }) => `must be at most ${longestText} characters, got ${String(input).length}`,
  })
  .refine((value) => value.isWellFormed(), {
    error: ({ input }) =>
      `must be well-formed Unicode, got a lone surrogate at character ${loneSurrogate(String(input))}`,
  });

const humanRating = z.union(
  [
    finite,
    z.looseObject({
      value: finite,
      labeller: name.optional(),
      source: name.optional(),
      policy: name.optional(),
      at: finite.optional(),
    }),
  ],
  saying('a number or {value, labeller, source, policy}'),
);
const people = z.array(humanRating, saying('a list'));

/** A record as a gate sees it: the rating and the labels may be missing. */
const rated = z.looseObject(
  {
    id: name,
    group: name.optional(),
    prompt: prose.optional(),
    response: prose.optional(),
    selfRating: finite.nullish(),
    humanRatings: people.optional(),
    generator: name.optional(),
    raterModel: name.optional(),
    rater: name.optional(),
    ratingPrompt: name.optional(),
    criterion: name.optional(),
    scale: z
      .looseObject({ min: finite, max: finite, step: finite.optional() }, mustBe('a scale {min, max}'))
      .optional(),
    features: z.record(z.string(), measurement, mustBe('an object of numbers')).optional(),
    language: name.optional(),
    samples: z.array(finite, mustBe('a list of numbers')).optional(),
    probabilities: z.array(finite, mustBe('a list of numbers')).optional(),
    reasoning: prose.optional(),
    inclusion: finite.refine(isInclusion, mustBe('from 0.000001 to 1')).optional(),
  },
  mustBe('a JSON object'),
);

/** The names of all fields of a record. */
export const recordFields: readonly string[] = Object.keys(rated.shape);

/** A record as fitting needs it. */
const labelled = rated.extend({
  selfRating: finite,
  humanRatings: people,
  response: prose.refine((value) => value.trim() !== '', mustBe('a text that is not blank')).optional(),
});

/** What is wrong with one value that should be a record of a calibration set. */
export function recordIssues(value: unknown, target: Target): FieldIssue[] {
  return [...schemaIssues(labelled, value), ...scaleIssues(value, target)];
}

/** The same for a record that only has to be decided on. */
export function ratedIssues(value: unknown, target: Target): FieldIssue[] {
  return [...schemaIssues(rated, value), ...scaleIssues(value, target)];
}

export type FieldIssue = Omit<Issue, 'path' | 'line'>;

/** The mean of the human ratings, on their scale; undefined while there are none. */
export function meanHumanRating({ humanRatings }: Pick<CalibrationRecord, 'humanRatings'>): number | undefined {
  if (humanRatings.length === 0) return undefined;
  // In order of size, since the order of addition shows in the last digit.
  const values = humanRatings.map(valueOf).sort((a, b) => a - b);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether the mean human rating reaches the pass mark; what should be equal to it but for rounding does. */
export function isPass(mean: number, { passAt, humanScale: { min, max } }: Target): boolean {
  return mean >= passAt - 1e-9 * (max - min);
}

/** What must stay together: the group it names, else its prompt, else itself. */
export function groupOf({ group, prompt, id }: CalibrationRecord): string {
  return group ?? prompt ?? id;
}

/** Whether a number may be the probability with which a record was chosen. */
export function isInclusion(value: number): boolean {
  return value >= 1e-6 && value <= 1;
}

/** Like `mustBe`, and how labels are given that came as words. */
function saying(what: string): { readonly error: (issue: { readonly input?: unknown }) => string } {
  return {
    error: ({ input }) => {
      const word = typeof input === 'object' && input !== null && 'value' in input ? input.value : input;
      return `must be ${what}, got ${shown(input)}${yesNoHint(word)}`;
    },
  };
}

function valueOf(rating: HumanRating): number {
  return typeof rating === 'number' ? rating : rating.value;
}

function schemaIssues(schema: z.ZodType, value: unknown): FieldIssue[] {
  const found = schema.safeParse(value).error?.issues ?? [];
  return [
    ...found.map(({ path, message }) => ({
      field: path.join('.') || 'record',
      message: `${message}${path.length === 1 ? otherName(value, String(path[0])) : ''}`,
    })),
    ...textIssues(value),
    ...nameIssues(value),
  ];
}

/** A field that is missing may be there under another name. */
function otherName(value: unknown, field: string): string {
  if (typeof value !== 'object' || value === null || field in value) return '';
  const key = keyMeant(value, field);
  return key === undefined ? '' : `; the record has ${shown(key)}`;
}

/** A calibrator names its features. What every object has, as `constructor`, would be found where it is absent. */
function nameIssues(value: unknown): FieldIssue[] {
  const features = (value as Partial<CalibrationRecord> | null | undefined)?.features;
  if (typeof features !== 'object' || features === null) return [];
  return Object.keys(features).flatMap((key) => {
    const isName = key !== '' && key.length <= 1000 && !(key in {});
    const message = `must have names of 1 to 1000 characters that not every object has, got ${shown(key)}`;
    return isName ? [] : [{ field: 'features', message }];
  });
}

function textIssues(value: unknown): FieldIssue[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { response, features } = value as Partial<CalibrationRecord>;
  return response === undefined && features === undefined
    ? [
        {
          field: 'response',
          message: `must be a string unless the record has features, got nothing${otherName(value, 'response')}`,
        },
      ]
    : [];
}

/** Ratings off their scales. What is no number at all is the schema's to report. */
function scaleIssues(value: unknown, { ratingScale, humanScale }: Target): FieldIssue[] {
  if (typeof value !== 'object' || value === null) return [];
  const { selfRating, humanRatings, scale, samples, probabilities } = value as Partial<CalibrationRecord>;
  const ratings = Array.isArray(humanRatings) ? (humanRatings as HumanRating[]) : [];
  return [
    ...(isScale(scale) && !isSameScale(scale, ratingScale)
      ? [{ field: 'scale', message: `must be ${describeScale(ratingScale)}, got ${describeScale(scale)}` }]
      : []),
    ...offScale('selfRating', selfRating, ratingScale),
    ...(Array.isArray(samples) ? samples : []).flatMap((sample, i) => offScale(`samples.${i}`, sample, ratingScale)),
    ...(isNumbers(probabilities) ? probabilityIssues(probabilities, ratingScale) : []),
    ...ratings.flatMap((rating, i) =>
      typeof rating === 'object' && rating !== null
        ? offScale(`humanRatings.${i}.value`, rating.value, humanScale)
        : offScale(`humanRatings.${i}`, rating, humanScale),
    ),
  ];
}

function probabilityIssues(probabilities: readonly number[], scale: Scale): FieldIssue[] {
  const problem = problemWith(probabilities, scale);
  return problem === undefined ? [] : [{ field: 'probabilities', message: problem }];
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => Number.isFinite(one));
}

/** What is no scale is the schema's to report. */
function isScale(value: unknown): value is Scale {
  return typeof value === 'object' && value !== null && 'min' in value && 'max' in value;
}

function offScale(field: string, value: unknown, scale: Scale): FieldIssue[] {
  if (!Number.isFinite(value) || isOnScale(value as number, scale)) return [];
  return [{ field, message: `must be ${describeScale(scale)}, got ${value as number}` }];
}

function loneSurrogate(text: string): number {
  let at = 0;
  for (const character of text) {
    if (!character.isWellFormed()) return at + 1;
    at += character.length;
  }
  return at;
}
