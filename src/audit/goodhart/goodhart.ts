import { calibrateInputs, calibrateNames, type CalibrateOptions } from '../../calibrator/calibrate.ts';
import type { Calibrator } from '../../calibrator/calibrator.ts';
import { assertBrought, assertMadeFor, assertSameFeatures } from '../../calibrator/made-for.ts';
import { assertOptions } from '../../calibrator/options.ts';
import { assertOption } from '../../calibrator/target.ts';
import { naming } from '../../errors.ts';
import { toExamples } from '../../fit/examples.ts';
import { fitAndJudge, fitNames, type FitOptions } from '../../fit/fit.ts';
import type { CalibrationRecord } from '../../types.ts';
import { choicesOf } from './candidates.ts';
import { curveOf, type GoodhartCurve } from './curve.ts';

export interface GoodhartOptions extends CalibrateOptions {
  /** Seed of the resampling behind the intervals. @default 1 */
  readonly seed?: number | undefined;
  /** The largest n to look at, from 2 on. A smaller one leaves more groups in. @default 16 */
  readonly most?: number | undefined;
}

export interface GoodhartOutOfFoldOptions extends FitOptions, Pick<GoodhartOptions, 'most'> {}

/**
 * What people say of the best of n responses to one prompt, chosen by the self-rating and by the pass probability, as n
 * grows: exact over all subsets of the responses that a group has. Between one at random and the choice by the human
 * rating itself. Give it records that the calibrator was not fitted on, or the corrected choice is flattered.
 *
 * Deterministic for a seed. The unit of choice is a group and a rater: see {@link GoodhartCurve.pooledRaters} for ratings
 * by several models of their own responses. Groups that were chosen for labelling with a probability (`inclusion`) count
 * one over it.
 *
 * @throws UnflatterError `too-few-groups` where fewer than ten have two different responses or more, `invalid-records`,
 *   also where records of one group differ in `inclusion`, `mixed-criteria`, `feature-missing`, `invalid-option`, or what
 *   {@link assertMadeFor} throws.
 */
export function goodhartCurve(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  options: GoodhartOptions = {},
): GoodhartCurve {
  assertOptions<GoodhartOptions>(options, { ...calibrateNames, seed: true, most: true });
  const { seed = 1, features = [], most = 16 } = options;
  assertMost(most);
  assertSameFeatures(calibrator, features);
  const { target } = calibrator;
  const examples = toExamples(records, target, features);
  for (const record of records) {
    naming(`record ${record.id}`, () => {
      assertMadeFor(calibrator, record);
      assertBrought(calibrator, record, features);
    });
  }
  const judged = examples.map((example) => ({
    example,
    passProbability: naming(`record ${example.id}`, () => calibrateInputs(calibrator, example.inputs)).passProbability,
  }));
  return curveOf(choicesOf(judged, records), { humanScale: target.humanScale, seed, most });
}

/**
 * The same where there is but one set: every pass probability comes from a fit that had not seen the group, so all
 * responses of a group are compared by one fit. `seed` is that of the folds as well.
 *
 * @throws UnflatterError What {@link goodhartCurve} and `fit` throw.
 */
export function goodhartOutOfFold(
  records: readonly CalibrationRecord[],
  options: GoodhartOutOfFoldOptions,
): GoodhartCurve {
  assertOptions<GoodhartOutOfFoldOptions>(options, { ...fitNames, most: true });
  const { most = 16, ...fitOptions } = options;
  assertMost(most);
  const { examples, outOfFold } = fitAndJudge(records, fitOptions);
  const judged = examples.map((example, i) => ({ example, passProbability: outOfFold[i]!.passProbability }));
  return curveOf(choicesOf(judged, records), { humanScale: options.humanScale, seed: options.seed ?? 1, most });
}

function assertMost(most: number): void {
  assertOption(Number.isSafeInteger(most) && most >= 2, 'most', 'a whole number from 2 on', most);
}
