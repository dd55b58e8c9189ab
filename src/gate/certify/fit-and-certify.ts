import type { Claim } from '../../calibrator/certificate.ts';
import { linkedGroups } from '../../calibrator/linked.ts';
import { assertOptions } from '../../calibrator/options.ts';
import { assertOption } from '../../calibrator/target.ts';
import { fewestRecords } from '../../fit/examples.ts';
import { fit, fitNames, type FitOptions } from '../../fit/fit.ts';
import type { Hardening } from '../../fit/twins.ts';
import { seededRandom, shuffled } from '../../math/random.ts';
import type { CalibrationRecord } from '../../types.ts';
import { assertClaims } from './claims.ts';
import { certify, type Certified, type CertifyOptions } from './certify.ts';

export interface FitAndCertifyOptions
  extends FitOptions, Pick<CertifyOptions, 'expires' | 'sources' | 'passFrom' | 'leastInclusion'> {
  /** Share of the labelled records that is kept from the fit, for the proof; above 0 and below 1. @default 0.6 */
  readonly certifyShare?: number | undefined;
}

/** A better fit finds more that can be passed, a longer proof passes more of what it finds: measured in `benchmarks/gate`. */
export const defaultCertifyShare = 0.6;

/**
 * One round of labels: fits on one part of the groups and certifies on the others. Where nothing can be certified, the
 * calibrator says so, and a gate passes nothing on the strength of it.
 *
 * @throws UnflatterError as {@link fit} and {@link certify} do.
 */
export function fitAndCertify(
  records: readonly CalibrationRecord[],
  claims: Claim | readonly Claim[],
  options: FitAndCertifyOptions,
): Certified {
  assertOptions<FitAndCertifyOptions>(options, {
    ...fitNames,
    certifyShare: true,
    expires: true,
    sources: true,
    passFrom: true,
    leastInclusion: true,
  });
  assertClaims(Array.isArray(claims) ? claims : [claims]);
  const { certifyShare, expires, sources, passFrom, leastInclusion, ...fitOptions } = options;
  const { seed, features } = fitOptions;
  const { fitted, kept } = splitForProof(records, { certifyShare, seed });
  return certify(fit(fitted, { ...fitOptions, twins: twinsOf(fitted, options.twins) }), kept, claims, {
    seed,
    features,
    expires,
    sources,
    passFrom,
    leastInclusion,
  });
}

/** Twins of the labels that are kept for the proof would tell the fit of them. */
function twinsOf(fitted: readonly CalibrationRecord[], twins: Hardening | undefined): Hardening | undefined {
  const ids = new Set(fitted.map(({ id }) => id));
  return twins && { ...twins, twins: twins.twins.filter(({ rated }) => ids.has(rated.id)) };
}

/** Whole groups, in an order drawn by seed, go to the fit until it has its share of the labelled records. */
export function splitForProof(
  records: readonly CalibrationRecord[],
  { certifyShare, seed = 1 }: Pick<FitAndCertifyOptions, 'certifyShare' | 'seed'>,
): { readonly fitted: readonly CalibrationRecord[]; readonly kept: readonly CalibrationRecord[] } {
  assertOption(Array.isArray(records), 'records', 'a list of records', records);
  const labelled = records.filter((record) => (record?.humanRatings?.length ?? 0) > 0);
  const share = certifyShare ?? defaultCertifyShare;
  assertOption(typeof share === 'number' && share > 0 && share < 1, 'certifyShare', 'above 0 and below 1', share);
  const ordered = [...labelled].sort((a, b) => (a.id < b.id ? -1 : 1));
  // With the usual share, a set that is just enough for a fit gets one.
  const fewest = certifyShare === undefined ? fewestRecords : 0;
  const wanted = Math.max((1 - share) * labelled.length, fewest);
  const [fitted, kept]: [CalibrationRecord[], CalibrationRecord[]] = [[], []];
  for (const group of shuffled(linkedGroups(ordered), seededRandom(seed)))
    (fitted.length < wanted ? fitted : kept).push(...group);
  return { fitted, kept };
}
