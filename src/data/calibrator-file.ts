import type { Calibrator } from '../calibrator/calibrator.ts';
import { assertOptions } from '../calibrator/options.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import { UnflatterError, listIssues } from '../errors.ts';
import { replaceFile } from './atomic.ts';
import { readText } from './json.ts';
import { verifySignature, type Key } from './signature.ts';

/** What a calibrator has to have to be read. Without either, it only has to be whole. */
export interface TrustOptions {
  /** The Ed25519 key that it must have been signed with. */
  readonly publicKey?: Key | undefined;
  /** The digest that it must have: this one calibrator and no other. */
  readonly digest?: string | undefined;
}

/**
 * Reads a calibrator.
 *
 * @throws UnflatterError `unreadable-file`, `invalid-calibrator`, `calibrator-untrusted` where it is not the one that was
 *   asked for, or `invalid-option` for what is no public key, or another key than these two.
 */
export async function readCalibrator(path: string, trust: TrustOptions = {}): Promise<Calibrator> {
  assertOptions<TrustOptions>(trust, { publicKey: true, digest: true }, 'trust');
  const text = await readText(path);
  assertNoRecords(path, text);
  const calibrator = parseCalibrator(text, path);
  assertTrusted(path, calibrator, trust);
  return calibrator;
}

/**
 * Writes a calibrator whole or not at all: after a crash or on a full disk, the file that was there is still there.
 *
 * @throws UnflatterError `unwritable-file`, or `invalid-calibrator` for one that could not be read again.
 */
export function writeCalibrator(path: string, calibrator: Calibrator): void {
  replaceFile(path, textOf(path, calibrator));
}

/** A calibrator as it stands in a file. @throws UnflatterError `invalid-calibrator` for one that could not be read again. */
export function textOf(path: string, calibrator: Calibrator): string {
  const text = `${JSON.stringify(calibrator, null, 1)}\n`;
  parseCalibrator(text, path);
  return text;
}

/** Of two files in the wrong order, the first to be read is the one that is not understood. */
function assertNoRecords(path: string, text: string): void {
  const first = firstValue(text);
  const isRecord = ['response', 'selfRating', 'humanRatings'].some((field) => field in first) && !('format' in first);
  if (!isRecord) return;
  const message = 'must be a calibrator as fit writes it, got what looks like records: the calibrator comes first';
  const issues = [{ path, field: 'file', message }];
  throw new UnflatterError('invalid-calibrator', listIssues(issues), { path, issues });
}

function firstValue(text: string): object {
  try {
    const value: unknown = JSON.parse(text.trimStart().split('\n', 1)[0]!);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function assertTrusted(path: string, calibrator: Calibrator, { publicKey, digest }: TrustOptions): void {
  const refuse = (reason: string): never => {
    throw new UnflatterError('calibrator-untrusted', `${path} is not to be trusted: ${reason}`, { path, reason });
  };
  if (digest !== undefined && digest !== calibrator.digest) refuse(`its digest is ${calibrator.digest}`);
  if (publicKey === undefined || verifySignature(calibrator, publicKey)) return;
  refuse(calibrator.signature === undefined ? 'it is not signed' : 'it is not signed with this key');
}
