import type { Calibrator } from '../../calibrator/calibrator.ts';
import type { CustomFeature } from '../../calibrator/custom.ts';
import { assertOptions } from '../../calibrator/options.ts';
import { isSameScale } from '../../calibrator/scale.ts';
import { assertOption } from '../../calibrator/target.ts';
import { naming } from '../../errors.ts';
import { madeOf } from '../../fit/made-of.ts';
import { pairedGain, verdictOn, type GainVerdict, type PairedGain } from '../../fit/promotion/paired-gain.ts';
import type { CalibrationRecord, Target } from '../../types.ts';
import { assertSamePolicy, freshLabels } from '../certify/fresh.ts';
import { ofSources } from '../certify/sources.ts';
import { certifiedShares, type CertifiedShares } from './certified-shares.ts';
import { lostPromises, type LostPromise } from './lost-promises.ts';

export interface CompareOptions {
  /** Features of the app's own that the calibrators were fitted with. */
  readonly features?: readonly CustomFeature[] | undefined;
  /** Human ratings of these sources count, and no others; never `model`. @default all, and labels of a model are refused */
  readonly sources?: readonly string[] | undefined;
  /** Milliseconds since 1970, to tell whether a certificate has expired. @default now */
  readonly now?: number | undefined;
}

/** For `assertOptions`. */
export const compareNames = { features: true, sources: true, now: true } as const;

/** Two calibrators on labels that neither has seen. */
export interface CalibratorComparison extends GainVerdict {
  readonly records: number;
  readonly groups: number;
  readonly logLoss: PairedGain;
  /** For each promise about what passes that both carry. Not judged. */
  readonly certified: readonly CertifiedShares[];
  /** Promises of the champion that would be gone with the candidate in its place. */
  readonly lost: readonly LostPromise[];
}

/**
 * Compares a candidate with the calibrator in use, by the log loss of each on the same fresh labels, record by record, and
 * clustered by group.
 *
 * @throws UnflatterError `labels-not-fresh` where either has seen some of the labels, `invalid-records`, `not-certifiable`,
 *   `too-few-records` below 20, `too-few-groups`, `invalid-option` for calibrators of different targets, or what {@link calibrate} throws
 *   for records that one of them was not made for.
 */
export function compareCalibrators(
  candidate: Calibrator,
  champion: Calibrator,
  fresh: readonly CalibrationRecord[],
  options: CompareOptions = {},
): CalibratorComparison {
  assertOptions<CompareOptions>(options, compareNames);
  const { features = [], now = Date.now(), sources } = options;
  assertSameAim(candidate.target, champion.target);
  const both = { candidate, champion };
  const counted = ofSources(fresh, sources);
  const [labels] = (['champion', 'candidate'] as const).map((name) =>
    naming(name, () => {
      const labelled = freshLabels(both[name], counted);
      assertSamePolicy(madeOf(labelled).labelPolicies, both[name]);
      return labelled;
    }),
  ) as [CalibrationRecord[], CalibrationRecord[]];
  const { records, groups, ...logLoss } = pairedGain(both, labels, features);
  return {
    ...verdictOn(logLoss),
    records,
    groups,
    logLoss,
    certified: certifiedShares(both, labels, { features, now }),
    lost: lostPromises(candidate, champion, now),
  };
}

/** Pass probabilities of different things cannot be held against one label. */
export function assertSameAim(candidate: Target, champion: Target): void {
  const same = (part: string, holds: boolean, expected: unknown, received: unknown): void =>
    assertOption(holds, `${part} of the candidate`, `${JSON.stringify(expected)} as of the champion`, received);
  for (const part of ['ratingScale', 'humanScale'] as const)
    same(part, isSameScale(candidate[part], champion[part]), champion[part], JSON.stringify(candidate[part]));
  same('passAt', candidate.passAt === champion.passAt, champion.passAt, candidate.passAt);
  const [theirs, ours] = [candidate.passBy ?? 'mean', champion.passBy ?? 'mean'];
  same('passBy', theirs === ours, ours, theirs);
  const [their, our] = [candidate.criterion, champion.criterion];
  same('criterion', their === undefined || our === undefined || their === our, our, their);
}
