import type { Calibrator } from '../calibrator/calibrator.ts';
import { assertOptions } from '../calibrator/options.ts';
import { ofSources } from '../gate/certify/sources.ts';
import {
  compareCalibrators,
  compareNames,
  type CalibratorComparison,
  type CompareOptions,
} from '../gate/promotion/compare.ts';
import type { CalibrationRecord } from '../types.ts';
import { compareAudits, compareAuditsNames, type AuditComparison, type CompareAuditsOptions } from './compare.ts';

/** Why a candidate is not promoted. */
export type PromotionObstacle = 'not better' | 'audit worse' | 'promise lost';

/** What fresh labels say of putting one calibrator in place of another. */
export interface PromotionReport extends CalibratorComparison {
  /** Null where the labels with a text do not both pass and fail: then it decides nothing. */
  readonly audit: AuditComparison | null;
  /** None: it may be promoted. */
  readonly obstacles: readonly PromotionObstacle[];
}

export interface PromotionOptions extends CompareOptions, CompareAuditsOptions {}

/**
 * Whether a candidate has earned the place of the calibrator in use: it is surely better on labels that neither has seen,
 * no easier to game, and keeps every promise that a gate stands on now. Deterministic for a seed, but for the day.
 *
 * @throws UnflatterError as {@link compareCalibrators} and {@link audit} do.
 */
export function judgePromotion(
  candidate: Calibrator,
  champion: Calibrator,
  fresh: readonly CalibrationRecord[],
  options: PromotionOptions = {},
): PromotionReport {
  assertOptions<PromotionOptions>(options, { ...compareNames, ...compareAuditsNames });
  const { features, sources, now, most, seed } = options;
  const comparison = compareCalibrators(candidate, champion, fresh, { features, sources, now });
  const audit = compareAudits(candidate, champion, ofSources(fresh, sources), { features, most, seed }) ?? null;
  return {
    ...comparison,
    audit,
    obstacles: [
      ...(comparison.verdict === 'better' ? [] : ['not better' as const]),
      ...(audit?.isWorse === true ? ['audit worse' as const] : []),
      ...(comparison.lost.length === 0 ? [] : ['promise lost' as const]),
    ],
  };
}
