import { z } from 'zod';
import { ratedIssues, type FieldIssue } from '../calibrator/record.ts';
import { repeatedKey } from '../calibrator/repeated-key.ts';
import { readLines, type Source } from '../data/lines.ts';
import { assertRecords } from '../data/not-records.ts';
import { UnflatterError, listIssues, mustBe, shown, type Issue } from '../errors.ts';
import type { QualityGate } from '../gate/gate.ts';
import type { CalibrationRecord } from '../types.ts';
import { choiceSchema, decisionSchema, labelSchema } from './schema.ts';
import { sampledEntry, sampledRecord, type Sampled } from './sample-frame.ts';

const logged = decisionSchema.extend({
  labels: z.array(labelSchema, mustBe('a list of labels')).default([]),
  inclusion: choiceSchema.shape.inclusion.optional(),
  chosenAt: choiceSchema.shape.at.optional(),
});

/**
 * Reads entries of a log as JSON Lines, or records that nothing was decided on: those need a gate.
 *
 * @throws UnflatterError `unreadable-file`, or `invalid-records` with every issue of every line, or for a file that plainly
 *   holds something else.
 */
export async function readSampled(path: string, gate: QualityGate | undefined, stdin?: Source): Promise<Sampled[]> {
  const found: Sampled[] = [];
  const issues: Issue[] = [];
  const seen = new Map<string, number>();
  let isFirst = true;
  for await (const line of readLines(path, stdin)) {
    if (isFirst) assertRecords(path, line);
    isFirst = false;
    const read = line.text === undefined ? [{ field: 'record', message: line.problem }] : readOne(line.text, gate);
    if (Array.isArray(read)) {
      issues.push(...read.map((issue) => ({ path, line: line.line, ...issue })));
      continue;
    }
    const first = seen.get(read.id);
    const message = `must be unique, got ${shown(read.id)} as in line ${first}`;
    if (first !== undefined) issues.push({ path, line: line.line, field: 'id', message });
    seen.set(read.id, line.line);
    found.push(read);
  }
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
  return found;
}

function readOne(text: string, gate: QualityGate | undefined): Sampled | FieldIssue[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [{ field: 'record', message: `must be one JSON object a line, got ${(error as Error).message}` }];
  }
  const twice = repeatedKey(text, value);
  if (twice !== undefined) return [{ field: 'record', message: `must have each key once, got ${shown(twice)} twice` }];
  if (typeof value === 'object' && value !== null && 'verdict' in value && 'passProbability' in value) {
    const { data, error } = logged.safeParse(value);
    const issues = (error?.issues ?? []).map(({ path, message }) => ({ field: path.join('.'), message }));
    return data === undefined ? issues : sampledEntry(data, gate);
  }
  if (gate === undefined) {
    return [{ field: 'record', message: 'must be an entry of a log, or --calibrator must be given to decide on it' }];
  }
  const issues = ratedIssues(value, gate.calibrator.target);
  return issues.length > 0 ? issues : sampledRecord(value as CalibrationRecord, gate);
}
