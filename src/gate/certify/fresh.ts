import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Calibrator } from '../../calibrator/calibrator.ts';
import { canonicalJson } from '../../calibrator/canonical.ts';
import type { Certificate, Claim } from '../../calibrator/certificate.ts';
import { recordIssues } from '../../calibrator/record.ts';
import { wasSeen } from '../../calibrator/seen.ts';
import { UnflatterError, listIssues, type Issue } from '../../errors.ts';
import type { CalibrationRecord } from '../../types.ts';

/** The ids that are shown of labels that are not fresh. */
const mostShown = 5;

/**
 * The labelled records, once it is sure that a proof can stand on them.
 *
 * @throws UnflatterError `invalid-records`, `labels-not-fresh`, or `not-certifiable` for a calibrator that does not know
 *   what it was fitted on.
 */
export function freshLabels(calibrator: Calibrator, records: readonly CalibrationRecord[]): CalibrationRecord[] {
  assertKnowsItsFit(calibrator);
  assertValid(records, calibrator);
  const labelled = records.filter(({ humanRatings }) => humanRatings.length > 0);
  const seen = labelled.filter((record) => wasSeen(calibrator.seen, record) !== undefined);
  if (seen.length === 0) return labelled;
  const ids = seen.map(({ id }) => id);
  const some = ids.slice(0, mostShown).join(', ');
  throw new UnflatterError(
    'labels-not-fresh',
    `${seen.length} of ${labelled.length} labels are of records or groups that the fit has seen (${some}${ids.length > mostShown ? ', …' : ''}): only labels it has not seen can prove anything of it`,
    { seen: seen.length, labels: labelled.length, ids },
  );
}

function assertKnowsItsFit({ seen, reference, fittedOn }: Calibrator): void {
  const knows = seen.groups !== '' && reference.passProbability.length > 0;
  if (knows || fittedOn.records === 0) return;
  const reason = 'it does not hold what it was fitted on, as files of version 2 do not';
  throw new UnflatterError('not-certifiable', `calibrator cannot be certified: ${reason}; fit it again`, { reason });
}

function assertValid(records: readonly CalibrationRecord[], { target }: Calibrator): void {
  const issues: Issue[] = records.flatMap((record, line) =>
    recordIssues(record, target).map((issue) => ({ path: 'records', line, ...issue })),
  );
  const ids = Map.groupBy(records.entries(), ([, record]) => record?.id);
  for (const [id, [, second]] of ids) {
    if (second === undefined) continue;
    issues.push({ path: 'records', line: second[0], field: 'id', message: `must be unique, got "${id}" again` });
  }
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}

/**
 * How often labels of these groups have decided, this time included. The same labels asked the same again are not a
 * new question.
 */
export function usesOf(
  labels: readonly CalibrationRecord[],
  { certificates }: Pick<Calibrator, 'certificates'>,
  isSame: (certificate: Certificate) => boolean,
): number {
  const earlier = certificates.filter((certificate) => !isSame(certificate) && overlaps(labels, certificate));
  // Claims that were decided together count once.
  return 1 + new Set(earlier.map(({ digest, uses }) => `${digest} ${uses}`)).size;
}

function overlaps(labels: readonly CalibrationRecord[], { groups }: Certificate): boolean {
  const seen = { oneIn: 1, records: '', groups };
  return labels.some((record) => wasSeen(seen, record) !== undefined);
}

export function isSameClaim(a: Claim, b: Claim): boolean {
  return a.estimand === b.estimand && a.limit === b.limit && a.confidence === b.confidence;
}

/** SHA-256 of the labels with all that their records say, in hexadecimal digits, whatever order they came in. */
export function digestOfLabels(labels: readonly CalibrationRecord[]): string {
  const hash = sha256.create();
  for (const label of [...labels].sort((a, b) => (a.id < b.id ? -1 : 1)))
    hash.update(utf8ToBytes(canonicalJson(label)));
  return bytesToHex(hash.digest());
}
