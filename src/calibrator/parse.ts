import type { z } from 'zod';
import { UnflatterError, isUnflatterError, listIssues, shown } from '../errors.ts';
import type { Calibrator } from './calibrator.ts';
import { migrated, steps } from './migrate.ts';
import { schema } from './schema.ts';
import { digestOf } from './seal.ts';
import { valueOf } from './text.ts';

/**
 * Reads a calibrator from its JSON text or from the value that was parsed from it. Strict: unknown and repeated keys,
 * numbers that are not finite, lists that do not fit together, other formats, and all that was changed after it was made
 * are refused. So what is read decides as what was written. Calibrators of version 2 are carried over.
 *
 * @param path what to call it in messages
 * @throws UnflatterError `invalid-calibrator` with every issue; of another format or version, with that alone.
 */
export function parseCalibrator(json: unknown, path = 'calibrator'): Calibrator {
  try {
    return read(typeof json === 'string' ? parseText(json, path) : json, path);
  } catch (error) {
    if (isUnflatterError(error, 'invalid-calibrator')) throw error;
    // What is no plain data may throw when it is looked at.
    throw invalid(path, [{ field: 'file', message: 'must be plain data, got what cannot be read' }]);
  }
}

function read(value: unknown, path: string): Calibrator {
  if (typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function')
    throw invalid(path, [{ field: 'file', message: 'must be a calibrator, got the promise of one: await it first' }]);
  const version = (value as Partial<Calibrator> | null | undefined)?.version;
  const step = steps.get(version);
  const calibrator = checked(
    schema,
    version === undefined || step === undefined ? value : migrated(version, checked(step.schema, value, path)),
    path,
  );
  if (digestOf(calibrator) === calibrator.digest) return calibrator;
  const message = 'must be that of the rest, got another: the calibrator was changed after it was made';
  throw invalid(path, [{ field: 'digest', message }]);
}

function parseText(text: string, path: string): unknown {
  const result = valueOf(text);
  if ('value' in result) return result.value;
  throw invalid(path, [{ field: 'file', message: result.problem }]);
}

function checked<Value>(by: z.ZodType<Value>, value: unknown, path: string): Value {
  const result = by.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const { issues } = result.error;
  const foreign =
    issues.find((issue) => issue.path[0] === 'format') ?? issues.find((issue) => issue.path[0] === 'version');
  throw invalid(
    path,
    (foreign === undefined ? issues : [foreign]).map((issue) => ({
      field: issue.path.join('.') || 'file',
      message: messageOf(issue),
    })),
  );
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `must not have the key ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  if (issue.code === 'invalid_type' && issue.expected === 'object')
    return `must be an object, got ${shown(issue.input)}`;
  return issue.message;
}

function invalid(
  path: string,
  found: readonly { readonly field: string; readonly message: string }[],
): UnflatterError<'invalid-calibrator'> {
  const issues = found.map((issue) => ({ path, ...issue }));
  return new UnflatterError('invalid-calibrator', listIssues(issues), { path, issues });
}
