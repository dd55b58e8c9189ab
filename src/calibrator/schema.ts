import { z } from 'zod';
import { mustBe, shown } from '../errors.ts';
import { asking, certificate } from './certificate-schema.ts';
import { inconsistencies } from './consistent.ts';
import { histograms } from './histogram-schema.ts';
import { count, digest, entries, finite, label, names, positive, seen, share } from './schema-parts.ts';

/** The format that this version writes. Older ones are carried over by the steps in `migrate.ts`. */
export const currentVersion = 3;

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

const format = z.literal('unflatter-calibrator', mustBe('"unflatter-calibrator"'));

/** What all versions since the second have, in the order in which it is written: first what it is for, … */
const purpose = {
  featureSet: label,
  target: z.strictObject({
    ratingScale: scale,
    humanScale: scale,
    passAt: finite,
    passBy: z.enum(['mean', 'person'], mustBe('mean or person')).optional(),
    criterion: label.optional(),
  }),
  raters: names,
};

/** … then what it knows of the labels … */
const surroundings = {
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
        describe: label.optional(),
        centre: finite,
        spread: positive,
        min: finite,
        max: finite,
        isOptional: z.literal(true, mustBe('true or left out')).optional(),
        isOfLanguage: z.literal(true, mustBe('true or left out')).optional(),
        slack: finite.min(0, mustBe('at least 0')),
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
  acceptsTruncated: z.literal(true, mustBe('true or left out')).optional(),
};

const jointDistance = z.strictObject({
  limit: positive,
  centre: slopes,
  whitening: z.array(finite, mustBe('a list of numbers')).max(5050, entries('at most 5050 numbers')),
});

/** … and the correction and what it comes from. */
const correction = {
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
    digest,
  }),
};

const hardened = z.strictObject({
  share: positive.max(1, mustBe('at most 1')),
  twins: count.min(1, mustBe('at least 1')),
  probes: names.min(1, entries('1 to 1000 names')),
});

const base64 = (bytes: number) => {
  const said = mustBe(`${bytes} bytes in base64`);
  return z
    .string(said)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, said)
    .length(4 * Math.ceil(bytes / 3), said);
};

/** Version 2 had nothing of its own that later ones have not. */
export const schemaOfVersion2 = z
  .strictObject({ format, version: z.literal(2), ...purpose, ...surroundings, ...correction })
  .superRefine((value, context) => report(inconsistencies(value), context));

const referenceSteps = z
  .array(z.strictObject({ threshold: finite, share, passRate: share }), mustBe('a list'))
  .max(100, entries('at most 100 thresholds'));

export const schema = z
  .strictObject({
    format,
    version: z.literal(currentVersion, { error: ({ input }) => wrongVersion(input) }),
    ...purpose,
    ratingPrompts: names,
    labelPolicies: names,
    ...surroundings,
    jointDistance: jointDistance.optional(),
    ...correction,
    fittedOn: correction.fittedOn.extend({ hardened: hardened.optional() }),
    reference: z.strictObject({ passProbability: referenceSteps, selfRating: referenceSteps }),
    histograms: histograms.optional(),
    seen,
    certificates: z.array(certificate, mustBe('a list')).max(100, entries('at most 100 certificates')),
    askings: z.array(asking, mustBe('a list')).max(100, entries('at most 100 askings')),
    digest,
    signature: z
      .strictObject({
        algorithm: z.literal('Ed25519', mustBe('"Ed25519"')),
        publicKey: base64(44),
        value: base64(64),
      })
      .optional(),
  })
  .superRefine((value, context) => report(inconsistencies(value), context));

function report(found: Iterable<{ path: string; message: string }>, context: z.core.$RefinementCtx): void {
  for (const { path, message } of found) context.addIssue({ code: 'custom', path: path.split('.'), message });
}

function wrongVersion(version: unknown): string {
  if (version === 1)
    return 'must be 2 or 3, got 1, whose features were measured in another way: fit it again on its records';
  const isNewer = typeof version === 'number' && version > currentVersion;
  return `must be 2 or 3, got ${shown(version)}${isNewer ? ', made by a newer unflatter: update it' : ''}`;
}
