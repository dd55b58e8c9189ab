import { z } from 'zod';
import { UnflatterError, listIssues, mustBe, shown } from '../errors.ts';
import type { Calibrator } from './calibrator.ts';

/** Largest calibrator that is read, in characters. */
const largest = 256 * 1024;

/** Larger numbers are no measurement, and what is computed from them would not be finite. */
const finite = z
  .number(mustBe('a finite number'))
  .refine((value) => Math.abs(value) <= 1e12, mustBe('from -1e12 to 1e12'));
const share = finite.min(0, mustBe('from 0 to 1')).max(1, mustBe('from 0 to 1'));
const positive = finite.min(1e-12, mustBe('above 0, by 1e-12 at least'));
const count = z.int(mustBe('a whole number')).min(0, mustBe('at least 0')).max(1e12, mustBe('from -1e12 to 1e12'));
const label = z
  .string(mustBe('a string'))
  .min(1, mustBe('a string that is not empty'))
  .max(1000, mustBe('at most 1000 characters'));
const entries = (expected: string) => ({
  error: ({ input }: { readonly input?: unknown }) => `must have ${expected}, got ${(input as unknown[]).length}`,
});
const slopes = z.array(finite, mustBe('a list of numbers')).max(1000, entries('at most 1000 numbers'));
const scale = z
  .strictObject({ min: finite, max: finite, step: positive.optional() })
  .refine(({ min, max }) => min < max, mustBe('a scale with min below max'));
const evaluation = z.strictObject({ logLoss: finite, brier: finite, auc: share.nullable(), calibrationError: finite });
const headParts = {
  intercept: finite,
  ratingSlopes: z.array(finite.min(0, mustBe('at least 0')), mustBe('a list of numbers')),
  featureSlopes: slopes,
  absenceShifts: slopes,
  categoryShifts: slopes,
};
const names = z.array(label, mustBe('a list of names')).max(1000, entries('at most 1000 names'));

const schema = z
  .strictObject({
    format: z.literal('unflatter-calibrator', mustBe('"unflatter-calibrator"')),
    version: z.literal(2, mustBe('2 (fit it again, or use the unflatter that made it)')),
    featureSet: label,
    target: z.strictObject({
      ratingScale: scale,
      humanScale: scale,
      passAt: finite,
      passBy: z.enum(['mean', 'person'], mustBe('mean or person')).optional(),
      criterion: label.optional(),
    }),
    raters: names,
    languages: names,
    ratingCurve: z.strictObject({
      knots: z
        .array(share, mustBe('a list of numbers'))
        .min(1, entries('1 to 100 numbers'))
        .max(100, entries('1 to 100 numbers')),
      reference: share,
      spread: positive,
    }),
    features: z
      .array(
        z.strictObject({
          name: label,
          transform: z.enum(['log', 'none'], mustBe('log or none')),
          centre: finite,
          spread: positive,
          min: finite,
          max: finite,
          slack: finite.min(0, mustBe('at least 0')),
          isOptional: z.literal(true, mustBe('true or left out')).optional(),
          isOfLanguage: z.literal(true, mustBe('true or left out')).optional(),
          describe: label.optional(),
        }),
        mustBe('a list'),
      )
      .max(1000, entries('at most 1000 features')),
    categories: z
      .array(
        z.strictObject({ of: z.enum(['language', 'rater'], mustBe('language or rater')), name: label }),
        mustBe('a list'),
      )
      .max(1000, entries('at most 1000 categories')),
    passHead: z.strictObject(headParts),
    ratingHead: z.strictObject({
      ...headParts,
      residuals: z.strictObject({ lower: finite, upper: finite, coverage: share }),
    }),
    outOfFold: z.strictObject({
      folds: count,
      raw: evaluation,
      baseRate: evaluation,
      ratingOnly: evaluation,
      lengthOnly: evaluation,
      toneOnly: evaluation,
      corrected: evaluation,
      featuresWorthIt: z.strictObject({
        verdict: z.enum(['worth it', 'not yet', 'no'], mustBe('a verdict')),
        gain: finite,
        standardError: finite,
        lower: finite.nullable(),
        upper: finite.nullable(),
      }),
      falsePass: z.strictObject({ passedShare: share, raw: share.nullable(), corrected: share.nullable() }),
      outsideShare: share,
    }),
    fittedOn: z.strictObject({
      records: count,
      groups: count,
      effectiveRecords: finite.min(0, mustBe('at least 0')),
      passRate: share,
      meanInflation: finite,
      groupCorrelation: share,
      isEnoughToCertify: z.boolean(mustBe('true or false')),
      seed: count,
      digest: z.string(mustBe('a SHA-256')).regex(/^[0-9a-f]{64}$/, mustBe('a SHA-256')),
    }),
  })
  .superRefine((value, context) => {
    for (const { path, message } of inconsistencies(value))
      context.addIssue({ code: 'custom', path: path.split('.'), message });
  });

/**
 * Reads a calibrator from its JSON text or from the value that was parsed from it. Strict: unknown keys, numbers that
 * are not finite, lists that do not fit together and other formats are refused, so what passes can be calculated with.
 *
 * @param path what to call it in messages
 * @throws UnflatterError `invalid-calibrator` with every issue; of another format or version, with that alone.
 */
export function parseCalibrator(json: unknown, path = 'calibrator'): Calibrator {
  const result = schema.safeParse(typeof json === 'string' ? parseText(json, path) : json, { reportInput: true });
  if (result.success) return result.data;
  const { issues } = result.error;
  const foreign =
    issues.find((issue) => issue.path[0] === 'format') ?? issues.find((issue) => issue.path[0] === 'version');
  throw invalid(
    path,
    (foreign === undefined ? issues : [foreign]).map((issue) => ({
      field: issue.path.join('.') || 'file',
      message: messageOf(issue),
    })),
  );
}

function parseText(text: string, path: string): unknown {
  if (text.length > largest)
    throw invalid(path, [{ field: 'file', message: `must be at most ${largest} characters, got ${text.length}` }]);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(path, [{ field: 'file', message: `must be JSON, got ${(error as Error).message}` }]);
  }
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `must not have the key ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  if (issue.code === 'invalid_type' && issue.expected === 'object')
    return `must be an object, got ${shown(issue.input)}`;
  return issue.message;
}

/** What the schema cannot say: lists of one length, and numbers in order. */
function* inconsistencies({
  ratingCurve,
  features,
  categories,
  passHead,
  ratingHead,
  target,
}: Calibrator): Generator<{ path: string; message: string }> {
  const { knots } = ratingCurve;
  if (knots.some((knot, i) => i > 0 && knot <= knots[i - 1]!))
    yield { path: 'ratingCurve.knots', message: 'must ascend' };
  for (const [name, head] of Object.entries({ passHead, ratingHead })) {
    const { ratingSlopes } = head;
    if (ratingSlopes.length !== knots.length - 1) {
      yield {
        path: `${name}.ratingSlopes`,
        message: `must have one number between each two of ${knots.length} knots, got ${ratingSlopes.length}`,
      };
    }
    for (const [list, wanted, what] of [
      ['featureSlopes', features.length, 'features'],
      ['absenceShifts', features.length, 'features'],
      ['categoryShifts', categories.length, 'categories'],
    ] as const) {
      if (head[list].length !== wanted) {
        const message = `must have one number for each of ${wanted} ${what}, got ${head[list].length}`;
        yield { path: `${name}.${list}`, message };
      }
    }
  }
  if (new Set(features.map(({ name }) => name)).size !== features.length)
    yield { path: 'features', message: 'must have each name once' };
  if (new Set(categories.map((category) => JSON.stringify(category))).size !== categories.length)
    yield { path: 'categories', message: 'must have each category once' };
  if (features.some(({ min, max }) => min > max)) yield { path: 'features', message: 'must have min at most max' };
  if (target.passAt <= target.humanScale.min || target.passAt > target.humanScale.max) {
    yield { path: 'target.passAt', message: `must be on the human scale and above its lowest, got ${target.passAt}` };
  }
  if (ratingHead.residuals.lower > ratingHead.residuals.upper)
    yield { path: 'ratingHead.residuals', message: 'must have lower at most upper' };
}

function invalid(
  path: string,
  found: readonly { readonly field: string; readonly message: string }[],
): UnflatterError<'invalid-calibrator'> {
  const issues = found.map((issue) => ({ path, ...issue }));
  return new UnflatterError('invalid-calibrator', listIssues(issues), { path, issues });
}
