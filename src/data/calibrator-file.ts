import type { Calibrator } from '../calibrator/calibrator.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import { replaceFile } from './atomic.ts';
import { readText } from './json.ts';

/** Reads a calibrator. @throws UnflatterError `unreadable-file` or `invalid-calibrator`. */
export async function readCalibrator(path: string): Promise<Calibrator> {
  return parseCalibrator(await readText(path), path);
}

/**
 * Writes a calibrator whole or not at all: after a crash or on a full disk, the file that was there is still there.
 *
 * @throws UnflatterError `unwritable-file`, or `invalid-calibrator` for one that could not be read again.
 */
export function writeCalibrator(path: string, calibrator: Calibrator): void {
  const text = `${JSON.stringify(calibrator, null, 1)}\n`;
  parseCalibrator(text, path);
  replaceFile(path, text);
}
