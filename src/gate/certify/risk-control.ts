import type { Calibrator } from '../../calibrator/calibrator.ts';
import { assertOptions } from '../../calibrator/options.ts';
import { parseCalibrator } from '../../calibrator/parse.ts';
import { assertOption } from '../../calibrator/target.ts';
import type { CalibrationRecord } from '../../types.ts';
import type { CertifyOptions } from './certify.ts';
import { freshLabels } from './fresh.ts';
import { scored } from './prove.ts';
import { countAt } from './tests.ts';
import { drawGroups, unitsOf } from './units.ts';

/** A threshold that keeps a rate on average. It is no certificate: nothing is said of these very labels. */
export interface RiskControl {
  /** Pass from this pass probability on, 0..1; null: no threshold is strict enough. */
  readonly threshold: number | null;
  /** The labels: one response of each group. */
  readonly units: number;
  /** How many of them it passes, and how many of those people fail. */
  readonly decided: number;
  readonly contradicted: number;
}

type RiskControlOptions = Pick<CertifyOptions, 'seed' | 'features' | 'leastInclusion'>;

/**
 * Conformal risk control of passes that people fail: over all draws of labels like these, the share of traffic that is passed
 * and fails by people is at most `limit` on average. With the labels at hand it may be more, in up to half of the cases; a
 * certificate for `joint` bounds how often.
 *
 * @see Angelopoulos, Bates, Fisch, Lei and Schuster (2024), Conformal Risk Control, equation 4
 * @param limit above 0 and below 1
 * @throws UnflatterError as `certify` does.
 */
export function conformalRiskControl(
  calibrator: Calibrator,
  fresh: readonly CalibrationRecord[],
  limit: number,
  options: RiskControlOptions = {},
): RiskControl {
  assertOptions<RiskControlOptions>(options, { seed: true, features: true, leastInclusion: true });
  const { seed = 1, features = [], leastInclusion } = options;
  assertOption(typeof limit === 'number' && limit > 0 && limit < 1, 'limit', 'above 0 and below 1', limit);
  const known = parseCalibrator(calibrator);
  const { groups } = drawGroups(freshLabels(known, fresh), { seed, leastInclusion });
  const units = unitsOf(known, groups, { seed, features });
  const seen = scored(units, 'passProbability', 'draw', { estimand: 'joint' }).flat();
  // Where the thresholds come from plays no part, as long as it is not these labels.
  const threshold = known.reference.passProbability
    .map((step) => step.threshold)
    .findLast((step) => (countAt(seen, step, 'joint').contradicted + 1) / (seen.length + 1) <= limit);
  const counts = threshold === undefined ? { decided: 0, contradicted: 0 } : countAt(seen, threshold, 'joint');
  return { threshold: threshold ?? null, units: seen.length, ...counts };
}
