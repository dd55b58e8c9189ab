import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { CustomFeature } from '../calibrator/custom.ts';
import { groupOf, isPass, meanHumanRating, recordIssues } from '../calibrator/record.ts';
import { assertFewNames, toInputs, type Inputs } from '../calibrator/inputs.ts';
import { toUnit } from '../calibrator/scale.ts';
import { UnflatterError, listIssues, naming, type Issue } from '../errors.ts';
import type { CalibrationRecord, HumanRating, Target } from '../types.ts';

/** Fewest labelled records that a correction is fitted on. */
export const fewestRecords = 20;

/** A labelled record as the fit sees it. */
export interface Example {
  readonly id: string;
  /** The id of the record it is of: by a person, each of its human ratings is an example. */
  readonly record: string;
  readonly group: string;
  readonly inputs: Inputs;
  /** Records of a group with the same features rate one response: they share this. */
  readonly response: number;
  /** Human rating on 0..1: the mean, or that of one person. */
  readonly human: number;
  /** 1 when it reaches the pass mark. */
  readonly passes: 0 | 1;
  /** One over the probability of having been chosen for labelling. */
  readonly weight: number;
  /** The named labellers behind the human rating, each with its share of it. */
  readonly labellers: Readonly<Record<string, number>>;
  /** The rater is the model that wrote the response. */
  readonly self?: boolean;
}

/**
 * The labelled records in canonical order, by id: whatever order they came in, the fit is the same. Where the target is
 * a person drawn at random, each human rating is an example of its own.
 *
 * @throws UnflatterError `invalid-records`, `mixed-criteria`, `invalid-option` for more names than a calibrator holds, or
 *   `feature-missing` for a custom feature that is no measurement.
 */
export function toExamples(
  records: readonly CalibrationRecord[],
  target: Target,
  custom: readonly CustomFeature[] = [],
): Example[] {
  assertValid(records, target);
  assertOneCriterion(records);
  const responses = new Map<string, number>();
  const examples = records
    .filter(({ humanRatings }) => humanRatings.length > 0)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((record) => {
      const inputs = naming(`record ${record.id}`, () => toInputs(record, target.ratingScale, custom));
      const key = JSON.stringify([groupOf(record), sortedFeatures(inputs)]);
      const response = responses.get(key) ?? responses.size;
      responses.set(key, response);
      return examplesOf(record, target, { inputs, response });
    });
  assertFewNames(examples.map(({ inputs }) => inputs));
  return examples;
}

function examplesOf(record: CalibrationRecord, target: Target, read: Pick<Example, 'inputs' | 'response'>): Example[] {
  const { generator, rater, raterModel } = record;
  const self = generator !== undefined && (generator === rater || generator === raterModel);
  const common = { ...read, record: record.id, group: groupOf(record), weight: 1 / (record.inclusion ?? 1), self };
  const judged = (id: string, ratings: readonly HumanRating[]): Example => {
    const mean = meanHumanRating({ humanRatings: ratings })!;
    const human = toUnit(mean, target.humanScale);
    return { ...common, id, human, passes: isPass(mean, target) ? 1 : 0, labellers: labellersOf(ratings) };
  };
  if (target.passBy !== 'person') return [judged(record.id, record.humanRatings)];
  // A record counts once, however many people rated it.
  const weight = common.weight / record.humanRatings.length;
  return inOrder(record.humanRatings).map((rating, i) => ({ ...judged(`${record.id}#${i}`, [rating]), weight }));
}

/** Human ratings have no ids, so they are told apart by what they say and who said it. */
function inOrder(ratings: readonly HumanRating[]): HumanRating[] {
  return ratings
    .map((rating) => (typeof rating === 'number' ? { value: rating } : rating))
    .sort((a, b) => a.value - b.value || ((a.labeller ?? '') < (b.labeller ?? '') ? -1 : 1));
}

function sortedFeatures({ features }: Inputs): [string, number][] {
  return Object.entries(features).sort(([a], [b]) => (a < b ? -1 : 1));
}

function labellersOf(ratings: readonly HumanRating[]): Record<string, number> {
  const names = ratings.flatMap((rating) => (typeof rating === 'number' ? [] : (rating.labeller ?? []))).sort();
  // Without a prototype, since a labeller may be called like what every object has.
  const shares = Object.create(null) as Record<string, number>;
  for (const name of names) shares[name] = (shares[name] ?? 0) + 1 / ratings.length;
  return shares;
}

/** SHA-256 of the examples in canonical order: what they were fitted on, to the last digit. */
export function digestOf(examples: readonly Example[]): string {
  const hash = sha256.create();
  for (const { id, group, human, passes, weight, labellers, inputs } of examples) {
    const { selfRating, rating, language, rater } = inputs;
    const judged = [id, group, human, passes, weight, labellers];
    const parts = [...judged, selfRating, rating, language, rater, sortedFeatures(inputs)];
    hash.update(utf8ToBytes(`${JSON.stringify(parts)}\n`));
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
  const received = new Set(examples.map(({ record }) => record)).size;
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
