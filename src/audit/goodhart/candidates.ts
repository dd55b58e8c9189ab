import { UnflatterError, listIssues, type Issue } from '../../errors.ts';
import type { Example } from '../../fit/examples.ts';
import { weightedMean } from '../../math/metrics.ts';
import { significant } from '../../math/round.ts';
import type { CalibrationRecord } from '../../types.ts';

/** A labelled record and what a calibrator makes of it. */
export interface Judged {
  readonly example: Example;
  readonly passProbability: number;
}

/** A response that may be chosen among others to the same prompt. All on 0..1. */
export interface Candidate {
  readonly raw: number;
  readonly corrected: number;
  readonly human: number;
  /** Whether it passes; where several examples are of it, the share of them that do. */
  readonly passes: number;
}

/** Different responses of one group that can be chosen among. */
export interface Choice {
  readonly group: string;
  readonly candidates: readonly Candidate[];
  /** One over the probability that the group was chosen for labelling. */
  readonly weight: number;
  readonly raters: number;
}

/**
 * What can be chosen among: the different responses of a group that one rater rated. Where every rating of the set is by
 * the model that wrote the response, those of a group are compared with each other, as one who asks several models does.
 *
 * Several ratings of one response by one rater are one candidate, their mean: choosing among them would be choosing among
 * ratings. Responses are the same when their texts are (without texts, their features) and their generators.
 *
 * @throws UnflatterError `invalid-records` where records of one group differ in `inclusion`.
 */
export function choicesOf(judged: readonly Judged[], records: readonly CalibrationRecord[]): Choice[] {
  assertWholeGroups(judged);
  const byId = new Map(records.map((record) => [record.id, record]));
  const arePooled = judged.every(({ example }) => example.self === true);
  const recordOf = ({ example }: Judged): CalibrationRecord => byId.get(example.record)!;
  const keyOf = (one: Judged): string =>
    JSON.stringify(arePooled ? [one.example.group] : [one.example.group, raterOf(recordOf(one)) ?? null]);
  const responseOf = (one: Judged): string =>
    JSON.stringify([identityOf(recordOf(one)), raterOf(recordOf(one)) ?? null]);
  return [...Map.groupBy(judged, keyOf).values()].map((own) => ({
    group: own[0]!.example.group,
    candidates: [...Map.groupBy(own, responseOf).values()].map(candidateOf),
    weight: inclusionWeightOf(own),
    raters: new Set(own.map((one) => raterOf(recordOf(one)))).size,
  }));
}

/** Who rated: by the name that raters go by, else by the id of the model. */
export function raterOf({ rater, raterModel }: CalibrationRecord): string | undefined {
  return rater ?? raterModel;
}

/** What tells responses of one group apart. */
export function identityOf({ generator, response, features = {} }: CalibrationRecord): unknown {
  const names = Object.keys(features).sort();
  return [generator ?? null, response ?? names.map((name) => [name, features[name]])];
}

/** Rounded, so that what should be tied is, in whatever order it was added up. */
function candidateOf(own: readonly Judged[]): Candidate {
  const weights = own.map(({ example }) => example.weight);
  const mean = (valueOf: (one: Judged) => number): number => significant(weightedMean(own.map(valueOf), weights), 12);
  return {
    raw: mean(({ example }) => example.inputs.rating),
    corrected: mean(({ passProbability }) => passProbability),
    human: mean(({ example }) => example.human),
    passes: mean(({ example }) => example.passes),
  };
}

/** By a person the weight of a record is spread over its people. */
function inclusionWeightOf(own: readonly Judged[]): number {
  const first = own[0]!.example.record;
  return own.reduce((sum, { example }) => sum + (example.record === first ? example.weight : 0), 0);
}

/** Of responses that were chosen one by one, those that are there are not what the choice would have been among. */
function assertWholeGroups(judged: readonly Judged[]): void {
  const weights = Map.groupBy(judged, ({ example }) => example.group);
  const issues: Issue[] = [...weights.values()].flatMap((own) => {
    const byRecord = [...Map.groupBy(own, ({ example }) => example.record).values()].map(inclusionWeightOf);
    const [least, largest] = [Math.min(...byRecord), Math.max(...byRecord)];
    if (largest - least < 1e-9 * largest) return [];
    const range = `from ${significant(1 / largest, 6)} to ${significant(1 / least, 6)}`;
    const message = `must be the same for all records of a group for a best-of-n curve, got ${range} in group ${own[0]!.example.group}`;
    return [{ path: 'records', field: 'inclusion', message }];
  });
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}
