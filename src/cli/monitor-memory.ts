import { existsSync } from 'node:fs';
import { assertWritable, replaceFile } from '../data/atomic.ts';
import { readText } from '../data/json.ts';
import { UnflatterError, naming } from '../errors.ts';
import { isName } from '../gate/standing.ts';
import type { MonitorReport, RevokedBefore } from '../monitor/report.ts';
import { isSameRevoked } from '../monitor/judge.ts';
import { revokedBy } from '../monitor/revoked-by.ts';

/** The report of the last run, and what runs before it found broken of other calibrators. */
interface Memory extends MonitorReport {
  readonly revokedBefore?: readonly RevokedBefore[];
}

/**
 * What earlier runs found broken; of the first run, nothing. Finds out, too, that this one can leave its own there: a run
 * that has forgotten an alarm must not look like one that has none.
 *
 * @throws UnflatterError `unreadable-file`, `unwritable-file`, or `invalid-option` for what is no report.
 */
export async function readMemory(path: string): Promise<readonly RevokedBefore[]> {
  if (assertWritable(path).isDirect) throw noMemory(`${path}, which is no file of its own`);
  if (!existsSync(path)) return [];
  const report = parsed(await readText(path), path);
  naming(path, () => revokedBy(report));
  const { certificates, revokedBefore = [] } = report as Memory;
  const revoked = [...certificates.filter(({ state }) => state === 'revoked'), ...[revokedBefore].flat()];
  if (!revoked.every(isWhole)) throw noMemory(`${path}, which does not say by which rule something was broken`);
  return revoked;
}

/**
 * The report as JSON, which an app can read as well. What was broken before of a calibrator that is not this one is kept beside it: a
 * rollback takes that calibrator out of use, and another one brings it back.
 */
export function writeMemory(path: string, report: MonitorReport, earlier: readonly RevokedBefore[]): void {
  const others = earlier.filter((one) => !report.certificates.some((own) => isSameRevoked(own, one)));
  const revokedBefore = others.map(({ certificate, rule }) => ({ certificate, rule }));
  const memory: Memory = revokedBefore.length === 0 ? report : { ...report, revokedBefore };
  replaceFile(path, `${JSON.stringify(memory)}\n`);
}

function isWhole(one: unknown): boolean {
  const { certificate, rule } = Object(one) as RevokedBefore;
  const { score, threshold } = Object(rule) as RevokedBefore['rule'];
  return isName(certificate) && typeof score === 'string' && typeof threshold === 'number';
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
