import { calibrateInputs } from '../../calibrator/calibrate.ts';
import type { Calibrator } from '../../calibrator/calibrator.ts';
import type { CustomFeature } from '../../calibrator/custom.ts';
import { assertBrought, assertMadeFor, assertSameFeatures } from '../../calibrator/made-for.ts';
import { naming } from '../../errors.ts';
import { clusterMean, effectiveClusters } from '../../math/clusters.ts';
import { logLosses, weightedMean } from '../../math/metrics.ts';
import { significant } from '../../math/round.ts';
import { studentQuantile } from '../../math/student.ts';
import type { CalibrationRecord } from '../../types.ts';
import { areEnough } from '../evaluate.ts';
import { assertEnough, toExamples, type Example } from '../examples.ts';

/** A difference in log loss that nobody would notice, in nats a record. */
export const sameWithin = 0.005;

/** What both ends of the interval leave out together. */
const leftOut = 0.05;

/** What one calibrator saves over another on labels that neither has seen. */
export interface PairedGain {
  /** Mean log loss, in nats a record. */
  readonly candidate: number;
  readonly champion: number;
  /** Log loss of the champion less that of the candidate, record by record: above 0, the candidate is better. */
  readonly gain: number;
  /** Clustered by group; null for one group. */
  readonly standardError: number | null;
  /** 95 % interval of the gain; null where groups are worth fewer than ten of equal weight. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * `better`, `worse`: the whole interval of the gain lies above, or below, zero. Else `same`, and there `isSettled` says
 * whether more labels could tell: the whole interval lies within ±0.005 nats, or it does not.
 */
export interface GainVerdict {
  readonly verdict: 'better' | 'same' | 'worse';
  readonly isSettled: boolean;
}

/** Both calibrators on the same labelled records. What each of them refuses, as another rater, is an error here. */
export function pairedGain(
  { candidate, champion }: { readonly candidate: Calibrator; readonly champion: Calibrator },
  records: readonly CalibrationRecord[],
  features: readonly CustomFeature[],
): PairedGain & { readonly records: number; readonly groups: number } {
  const examples = toExamples(records, champion.target, features);
  assertEnough(examples, 'comparing');
  const [theirs, ours] = [candidate, champion].map((one, i) =>
    naming(i === 0 ? 'candidate' : 'champion', () => lossesOf(one, records, { examples, features })),
  ) as [Float64Array, Float64Array];
  const weights = examples.map(({ weight }) => weight);
  const groups = examples.map(({ group }) => group);
  const gains = ours.map((loss, i) => loss - theirs[i]!);
  const { mean, standardError } = clusterMean(gains, weights, groups);
  const common = {
    records: new Set(examples.map(({ record }) => record)).size,
    groups: new Set(groups).size,
    candidate: significant(weightedMean(theirs, weights), 6),
    champion: significant(weightedMean(ours, weights), 6),
    gain: significant(mean, 6),
    standardError: Number.isNaN(standardError) ? null : significant(standardError, 6),
  };
  if (!areEnough(weights, groups)) return { ...common, lower: null, upper: null };
  const reach = standardError * studentQuantile(leftOut, effectiveClusters(weights, groups) - 1);
  return { ...common, lower: significant(mean - reach, 6), upper: significant(mean + reach, 6) };
}

function lossesOf(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  { examples, features }: { readonly examples: readonly Example[]; readonly features: readonly CustomFeature[] },
): Float64Array {
  assertSameFeatures(calibrator, features);
  for (const record of records)
    naming(`record ${record.id}`, () => {
      assertMadeFor(calibrator, record);
      assertBrought(calibrator, record, features);
    });
  const probabilities = examples.map(({ id, inputs }) =>
    naming(`record ${id}`, () => calibrateInputs(calibrator, inputs).passProbability),
  );
  return logLosses(
    probabilities,
    examples.map(({ passes }) => passes),
  );
}

export function verdictOn({ lower, upper }: Pick<PairedGain, 'lower' | 'upper'>): GainVerdict {
  if (lower === null || upper === null) return { verdict: 'same', isSettled: false };
  if (lower > 0) return { verdict: 'better', isSettled: true };
  if (upper < 0) return { verdict: 'worse', isSettled: true };
  return { verdict: 'same', isSettled: lower >= -sameWithin && upper <= sameWithin };
}
