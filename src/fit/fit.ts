import type { Calibrator, FittedOn, OutOfFoldReport, RatingHead } from '../calibrator/calibrator.ts';
import { assertFeatures, type CustomFeature } from '../calibrator/custom.ts';
import { assertOptions } from '../calibrator/options.ts';
import { toUnit } from '../calibrator/scale.ts';
import { sealed } from '../calibrator/seal.ts';
import { assertOption, assertTarget, targetNames } from '../calibrator/target.ts';
import { featureSet } from '../features/extract.ts';
import { conformalQuantile } from '../math/conformal.ts';
import { weightedMean } from '../math/metrics.ts';
import { significant } from '../math/round.ts';
import type { CalibratedRating, CalibrationRecord, Target } from '../types.ts';
import { isEnoughToCertify } from './enough.ts';
import { compareFalsePass, evaluate, judgeBaseRate, judgeCorrected, judgeGain, judgeRaw } from './evaluate.ts';
import { assertBothClasses, assertEnough, digestOf, toExamples, type Example } from './examples.ts';
import { fitHeads, type Evidence } from './heads.ts';
import { histogramsOf } from './histograms.ts';
import { madeOf } from './made-of.ts';
import { outOfFold, type OutOfFold } from './out-of-fold.ts';
import { referenceOf } from './reference.ts';
import { candidatesOf } from './scaling.ts';
import { describeHardening, readTwins, type Hardening } from './twins.ts';
import { evidenceWeights } from './weights.ts';

export interface FitOptions extends Target {
  /** Seed of the folds. @default 1 */
  readonly seed?: number | undefined;
  /** Share of human ratings that the interval should hold, above 0 and below 1. @default 0.9 */
  readonly coverage?: number | undefined;
  /** Features of the app's own: see {@link defineFeature}. Columns that the records bring enter by themselves. */
  readonly features?: readonly CustomFeature[] | undefined;
  /**
   * Leaves all features out: the correction goes by the self-rating alone, with languages and raters told apart. For where they are not
   * worth it: a gate then doubts less, and what changes the surface alone changes nothing. @default false
   */
  readonly ratingOnly?: boolean | undefined;
  /**
   * Changed responses that people would rate the same, as `harden` makes them: the correction then leans away from what they
   * change. They join both heads and no more: all that is reported of a fit is of the records alone.
   */
  readonly twins?: Hardening | undefined;
  /** Called as the work goes on, with the steps done and all steps. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

/** For `assertOptions`. */
export const fitNames = {
  ...targetNames,
  seed: true,
  coverage: true,
  features: true,
  ratingOnly: true,
  twins: true,
  onProgress: true,
} as const;

/**
 * Fits a calibrator on a calibration set: how the surface of a text inflates its self-rating.
 *
 * Deterministic: the same records in any order, options and seed give the same calibrator to the last byte.
 * Records without human ratings are passed over. Groups are never split between folds.
 *
 * @throws UnflatterError `invalid-option`, `invalid-records`, `mixed-criteria`, `mixed-policies`, `feature-missing`,
 *   `too-few-records`, `too-few-groups` or `one-class-only`.
 */
export function fit(records: readonly CalibrationRecord[], options: FitOptions): Calibrator {
  assertOptions<FitOptions>(options, fitNames);
  return fitAndJudge(records, options).calibrator;
}

/** A calibrator, and what fits that had not seen a record's group say of it: one entry a labelled record, by id. */
export interface Judgement {
  readonly calibrator: Calibrator;
  readonly examples: readonly Example[];
  readonly outOfFold: readonly CalibratedRating[];
}

/** The same with the out-of-fold ratings, for reports. */
export function fitAndJudge(records: readonly CalibrationRecord[], options: FitOptions): Judgement {
  const { criterion, seed = 1, coverage = 0.9, features = [], ratingOnly = false, onProgress = () => {} } = options;
  const target = targetOf(records, options, criterion);
  assertTarget(target);
  assertOption(
    Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 32,
    'seed',
    'a whole number from 0 below 2^32',
    seed,
  );
  assertOption(coverage > 0 && coverage < 1, 'coverage', 'above 0 and below 1', coverage);
  assertFeatures(features);
  assertRatingOnly(ratingOnly, options);
  const examples = toExamples(records, target, features);
  assertEnough(examples, 'fitting');
  assertBothClasses(examples);
  const { seen, ...origin } = madeOf(records);
  const candidates = ratingOnly ? [] : candidatesOf(examples, features);
  const twins = options.twins && readTwins(options.twins, examples, { target, features });
  const onFold = (done: number, all: number) => onProgress(done, all + 1);
  const unseen = outOfFold(examples, { target, candidates, seed, twins, onFold });
  const { evidence, ...heads } = fitHeads(examples, { candidates, withCategories: true, twins });
  onProgress(unseen.folds + 1, unseen.folds + 1);
  const ratingHead = { ...heads.ratingHead, residuals: residualInterval(examples, unseen, target, coverage) };
  const calibrator = sealed({
    format: 'unflatter-calibrator',
    version: 3,
    featureSet,
    target,
    ...origin,
    ...heads,
    ratingHead,
    outOfFold: reportOn(examples, unseen, evidence.effectiveRecords),
    fittedOn: {
      ...describe(examples, evidence, seed),
      ...(options.twins === undefined ? {} : { hardened: describeHardening(options.twins) }),
    },
    reference: referenceOf(
      unseen.corrected,
      examples.map(({ weight }) => weight),
    ),
    histograms: histogramsOf(examples, unseen.corrected, { ...heads, target, ratingHead }),
    seen,
    certificates: [],
    askings: [],
  });
  return { calibrator, examples, outOfFold: unseen.corrected };
}

function assertRatingOnly(ratingOnly: unknown, { features = [], twins }: FitOptions): void {
  assertOption(typeof ratingOnly === 'boolean', 'ratingOnly', 'true or false', ratingOnly);
  if (ratingOnly === false) return;
  // Twins differ from their originals in features alone.
  const expected = 'left out where the fit is told to use features or twins';
  assertOption(features.length === 0 && twins === undefined, 'ratingOnly', expected, ratingOnly);
}

function residualInterval(
  examples: readonly Example[],
  { corrected }: OutOfFold,
  target: Target,
  coverage: number,
): RatingHead['residuals'] {
  const residuals = examples.map(({ human }, i) => human - toUnit(corrected[i]!.rating, target.humanScale));
  const { weights } = evidenceWeights(examples, Float64Array.from(residuals));
  const level = (1 + coverage) / 2;
  const upper = conformalQuantile(residuals, weights, level, 1);
  const lower = -conformalQuantile(
    residuals.map((residual) => -residual),
    weights,
    level,
    1,
  );
  return { lower: significant(lower, 6), upper: significant(upper, 6), coverage };
}

function reportOn(
  examples: readonly Example[],
  { folds, foldOf, corrected, ratingOnly, lengthOnly, toneOnly }: OutOfFold,
  effectiveRecords: number,
): OutOfFoldReport {
  const weights = examples.map(({ weight }) => weight);
  const groups = examples.map(({ group }) => group);
  const raw = judgeRaw(examples, foldOf);
  const bare = judgeCorrected(examples, ratingOnly, foldOf);
  const after = judgeCorrected(
    examples,
    corrected.map(({ passProbability }) => passProbability),
    foldOf,
  );
  return {
    folds,
    raw: evaluate(raw, weights),
    baseRate: evaluate(judgeBaseRate(examples, foldOf), weights),
    ratingOnly: evaluate(bare, weights),
    lengthOnly: evaluate(judgeCorrected(examples, lengthOnly, foldOf), weights),
    toneOnly: evaluate(judgeCorrected(examples, toneOnly, foldOf), weights),
    corrected: evaluate(after, weights),
    featuresWorthIt: judgeGain(bare, after, { weights, groups, effectiveRecords, folds }),
    falsePass: compareFalsePass(raw, after, weights),
    outsideShare: significant(
      weightedMean(
        corrected.map(({ outside }) => (outside.length > 0 ? 1 : 0)),
        weights,
      ),
      6,
    ),
  };
}

function describe(examples: readonly Example[], evidence: Evidence, seed: number): FittedOn {
  const weights = examples.map(({ weight }) => weight);
  return {
    records: examples.length,
    groups: new Set(examples.map(({ group }) => group)).size,
    effectiveRecords: significant(evidence.effectiveRecords, 6),
    passRate: significant(
      weightedMean(
        examples.map(({ passes }) => passes),
        weights,
      ),
      6,
    ),
    meanInflation: significant(
      weightedMean(
        examples.map(({ inputs, human }) => inputs.rating - human),
        weights,
      ),
      6,
    ),
    groupCorrelation: significant(evidence.groupCorrelation, 6),
    isEnoughToCertify: isEnoughToCertify(examples),
    seed,
    digest: digestOf(examples),
  };
}

function targetOf(records: readonly CalibrationRecord[], options: Target, criterion: string | undefined): Target {
  const { ratingScale, humanScale, passAt, passBy } = options;
  const name = criterion ?? records.find((record) => record?.criterion !== undefined)?.criterion;
  return {
    ratingScale,
    humanScale,
    passAt,
    ...(passBy === undefined || passBy === 'mean' ? {} : { passBy }),
    ...(name === undefined ? {} : { criterion: name }),
  };
}
