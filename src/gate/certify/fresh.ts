import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Calibrator } from '../../calibrator/calibrator.ts';
import { canonicalJson } from '../../calibrator/canonical.ts';
import type { Asking } from '../../calibrator/certificate.ts';
import { recordIssues } from '../../calibrator/record.ts';
import { assertOption } from '../../calibrator/target.ts';
import { seenOf, wasSeen } from '../../calibrator/seen.ts';
import { UnflatterError, listIssues, shown, type Issue } from '../../errors.ts';
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

/** A probability that is left out is 1 in a set of which none has one; beside others it is more likely forgotten. */
function inclusionIssues(records: readonly CalibrationRecord[]): Issue[] {
  const lines = [...records.entries()].filter(([, record]) => record?.humanRatings?.length > 0);
  const missing = lines.filter(([, { inclusion }]) => inclusion === undefined);
  if (missing.length === 0 || missing.length === lines.length) return [];
  const message = 'must be said of all labels where it is said of some, got nothing';
  return missing.map(([line]) => ({ path: 'records', line, field: 'inclusion', message }));
}

function assertValid(records: readonly CalibrationRecord[], { target }: Calibrator): void {
  assertOption(Array.isArray(records), 'records', 'a list of records', records);
  const issues: Issue[] = records.flatMap((record, line) =>
    recordIssues(record, target).map((issue) => ({ path: 'records', line, ...issue })),
  );
  if (issues.length === 0) issues.push(...inclusionIssues(records));
  const ids = Map.groupBy(records.entries(), ([, record]) => record?.id);
  for (const [id, [, second]] of ids) {
    if (second === undefined) continue;
    issues.push({ path: 'records', line: second[0], field: 'id', message: `must be unique, got "${id}" again` });
  }
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}

/**
 * What passes by one policy may fail by another. Labels that say none go with any.
 *
 * @throws UnflatterError `label-policy-mismatch`
 */
export function assertSamePolicy([policy]: readonly string[], { labelPolicies }: Calibrator): void {
  if (policy === undefined || labelPolicies.length === 0 || labelPolicies.includes(policy)) return;
  throw new UnflatterError(
    'label-policy-mismatch',
    `calibrator was fitted on labels by ${labelPolicies.map(shown).join(', ')}, got labels by ${shown(policy)}`,
    { labelPolicy: policy, calibrator: labelPolicies },
  );
}

/** The askings of a calibrator with this one among them, and how often some of these labels have been asked by then. */
export function withAsking(
  { askings }: Pick<Calibrator, 'askings'>,
  id: string,
  labels: readonly CalibrationRecord[],
): { readonly uses: number; readonly askings: readonly Asking[] } {
  const at = askings.findIndex((asking) => asking.id === id);
  const earlier = at < 0 ? askings : askings.slice(0, at);
  const uses =
    1 + earlier.filter((asking) => labels.some((label) => wasSeen(asking.labels, label) !== undefined)).length;
  return { uses, askings: at < 0 ? [...askings, { id, labels: seenOf(labels) }] : askings };
}

/** SHA-256 of the labels with all that their records say, in hexadecimal digits, whatever order they came in. */
export function digestOfLabels(labels: readonly CalibrationRecord[]): string {
  const hash = sha256.create();
  for (const label of [...labels].sort((a, b) => (a.id < b.id ? -1 : 1)))
    hash.update(utf8ToBytes(canonicalJson(label)));
  return bytesToHex(hash.digest());
}
