import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { groupOf, isPass, meanHumanRating, recordIssues } from '../calibrator/record.ts';
import { toInputs, type Inputs } from '../calibrator/inputs.ts';
import { toUnit } from '../calibrator/scale.ts';
import { UnflatterError, listIssues, type Issue } from '../errors.ts';
import type { CalibrationRecord, Target } from '../types.ts';

/** Fewest labelled records that a correction is fitted on. */
const fewestRecords = 20;

/** A labelled record as the fit sees it. */
export interface Example {
  readonly id: string;
  readonly group: string;
  readonly inputs: Inputs;
  /** Mean human rating on 0..1. */
  readonly human: number;
  /** 1 when the mean human rating reaches the pass mark. */
  readonly passes: 0 | 1;
  /** One over the probability of having been chosen for labelling. */
  readonly weight: number;
}

/**
 * The labelled records in canonical order, by id: whatever order they came in, the fit is the same.
 *
 * @throws UnflatterError `invalid-records` or `mixed-criteria`.
 */
export function toExamples(records: readonly CalibrationRecord[], target: Target): Example[] {
  assertValid(records, target);
  assertOneCriterion(records);
  return records
    .filter(({ humanRatings }) => humanRatings.length > 0)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((record) => toExample(record, target));
}

/** One labelled record. */
function toExample(record: CalibrationRecord, target: Target): Example {
  const mean = meanHumanRating(record)!;
  return {
    id: record.id,
    group: groupOf(record),
    inputs: toInputs(record, target.ratingScale),
    human: toUnit(mean, target.humanScale),
    passes: isPass(mean, target) ? 1 : 0,
    weight: 1 / (record.inclusion ?? 1),
  };
}

/** SHA-256 of the examples in canonical order: what they were fitted on, to the last digit. */
export function digestOf(examples: readonly Example[]): string {
  const hash = sha256.create();
  for (const { inputs, ...example } of examples) {
    const features = Object.entries(inputs.features).sort(([a], [b]) => (a < b ? -1 : 1));
    hash.update(utf8ToBytes(`${JSON.stringify({ ...example, ...inputs, features })}\n`));
  }
  return bytesToHex(hash.digest());
}

function assertValid(records: readonly CalibrationRecord[], target: Target): void {
  const seen = new Map<string, number>();
  const issues: Issue[] = records.flatMap((record, line) => {
    const found = recordIssues(record, target);
    const earlier = seen.get(record?.id);
    if (earlier !== undefined)
      found.push({ field: 'id', message: `must be unique, got "${record.id}" as in record ${earlier}` });
    else seen.set(record?.id, line);
    return found.map((issue) => ({ path: 'records', line, ...issue }));
  });
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}

function assertOneCriterion(records: readonly CalibrationRecord[]): void {
  const criteria = [...new Set(records.flatMap(({ criterion }) => criterion ?? []))].sort();
  if (criteria.length < 2) return;
  throw new UnflatterError(
    'mixed-criteria',
    `records must share one criterion, got ${criteria.length} (${criteria.slice(0, 5).join(', ')}): inflation differs between criteria, so fit each alone`,
    { criteria },
  );
}

/** @throws UnflatterError `too-few-records` or `too-few-groups`, naming the work as in "fitting". */
export function assertEnough(examples: readonly Example[], work: string): void {
  const received = examples.length;
  if (received < fewestRecords) {
    const message = `${work} needs at least ${fewestRecords} labelled records, got ${received}`;
    throw new UnflatterError('too-few-records', message, { received, required: fewestRecords });
  }
  const groups = new Set(examples.map(({ group }) => group)).size;
  if (groups < 2) {
    const message = `${work} needs records of at least 2 groups, got ${groups}: groups are never split`;
    throw new UnflatterError('too-few-groups', message, { received: groups, required: 2 });
  }
}

/** @throws UnflatterError `one-class-only`. */
export function assertBothClasses(examples: readonly Example[]): void {
  const first = examples[0]!.passes;
  if (examples.some(({ passes }) => passes !== first)) return;
  const outcome = first === 1 ? 'pass' : 'fail';
  const message = `fitting needs records that pass and records that fail, but all ${examples.length} ${outcome}`;
  throw new UnflatterError('one-class-only', message, { records: examples.length, outcome });
}
