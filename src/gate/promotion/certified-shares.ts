import type { Calibrator } from '../../calibrator/calibrator.ts';
import type { Claim } from '../../calibrator/certificate.ts';
import type { CustomFeature } from '../../calibrator/custom.ts';
import { groupOf } from '../../calibrator/record.ts';
import { areEnough } from '../../fit/evaluate.ts';
import type { Estimate } from '../../fit/bootstrap.ts';
import { clusterMean, effectiveClusters } from '../../math/clusters.ts';
import { significant } from '../../math/round.ts';
import { studentQuantile } from '../../math/student.ts';
import type { CalibrationRecord } from '../../types.ts';
import { createQualityGate } from '../gate.ts';
import { isForPassing, type CertificateChoice } from '../standing.ts';

/** How much two gates pass that both stand on a certificate for the same promise. */
export interface CertifiedShares extends Claim {
  /** Share of the fresh records; 0 where it is not yet certified. */
  readonly candidate: number;
  readonly champion: number;
  /** The candidate's less the champion's, with a 95 % interval over groups. */
  readonly difference: Estimate;
}

export interface Sharing {
  readonly features: readonly CustomFeature[];
  readonly now: number;
}

/** For each promise about what passes that both carry a certificate of, in the order of the champion. */
export function certifiedShares(
  { candidate, champion }: { readonly candidate: Calibrator; readonly champion: Calibrator },
  records: readonly CalibrationRecord[],
  sharing: Sharing,
): CertifiedShares[] {
  const theirs = new Set(candidate.certificates.filter(isForPassing).map(keyOf));
  const both = champion.certificates.filter((one) => isForPassing(one) && theirs.has(keyOf(one)));
  const distinct = [...new Map(both.map((one) => [keyOf(one), one])).values()];
  const weights = records.map(({ inclusion = 1 }) => 1 / inclusion);
  const groups = records.map(groupOf);
  return distinct.map(({ estimand, limit, confidence }) => {
    const choice = { estimand, limit, confidence } as CertificateChoice;
    const [a, b] = [candidate, champion].map((one) => passedBy(one, choice, { records, ...sharing }));
    const difference = differenceOf(
      a!.map((passed, i) => passed - b![i]!),
      weights,
      groups,
    );
    const shareOf = (passed: readonly number[]): number => significant(clusterMean(passed, weights, groups).mean, 6);
    return { estimand, limit, confidence, candidate: shareOf(a!), champion: shareOf(b!), difference };
  });
}

function keyOf({ estimand, limit, confidence }: Claim): string {
  return `${estimand} ${limit} ${confidence}`;
}

function passedBy(
  calibrator: Calibrator,
  certificate: CertificateChoice,
  { records, features, now }: Sharing & { readonly records: readonly CalibrationRecord[] },
): number[] {
  const gate = createQualityGate({ calibrator, features, policy: { certificate }, now: () => now });
  return records.map((record) => (gate.decide(record).verdict === 'pass' ? 1 : 0));
}

function differenceOf(values: readonly number[], weights: readonly number[], groups: readonly string[]): Estimate {
  const { mean, standardError } = clusterMean(values, weights, groups);
  const value = significant(mean, 6);
  // Gates that agree on all of these need not agree on the next.
  if (!areEnough(weights, groups) || !(standardError > 0)) return { value, lower: null, upper: null };
  const reach = standardError * studentQuantile(0.05, effectiveClusters(weights, groups) - 1);
  return { value, lower: significant(mean - reach, 6), upper: significant(mean + reach, 6) };
}
