import { existsSync } from 'node:fs';
import { assertWritable, replaceFile } from '../data/atomic.ts';
import { readText } from '../data/json.ts';
import { UnflatterError, naming } from '../errors.ts';
import type { MonitorReport, WatchedCertificate } from '../monitor/report.ts';
import { revokedBy } from '../monitor/revoked-by.ts';

/**
 * What the last run said of certificates; of the first run, nothing. Finds out, too, that this one can leave its own there: a run
 * that has forgotten an alarm must not look like one that has none.
 *
 * @throws UnflatterError `unreadable-file`, `unwritable-file`, or `invalid-option` for what is no report.
 */
export async function readMemory(path: string): Promise<readonly WatchedCertificate[]> {
  if (assertWritable(path).isDirect) throw noMemory(`${path}, which is no file of its own`);
  if (!existsSync(path)) return [];
  const report = parsed(await readText(path), path);
  naming(path, () => revokedBy(report));
  return (report as MonitorReport).certificates;
}

/** The report as JSON, which an app can read as well. */
export function writeMemory(path: string, report: MonitorReport): void {
  replaceFile(path, `${JSON.stringify(report)}\n`);
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw noMemory(`${path}, which is no JSON`);
  }
}

function noMemory(received: string): UnflatterError {
  const expected = 'the report of the last run, or a file that is not there yet';
  const message = `--memory must be ${expected}, got ${received}`;
  return new UnflatterError('invalid-option', message, { option: 'memory', expected, received });
}
