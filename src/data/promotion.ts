import type { Calibrator } from '../calibrator/calibrator.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import { UnflatterError, isUnflatterError } from '../errors.ts';
import { alone } from './alone.ts';
import { replaceFile } from './atomic.ts';
import { textOf } from './calibrator-file.ts';
import { readText } from './json.ts';
import { finishReplacing, keptBeside, replaceKeeping } from './kept.ts';
import { placeOf } from './place.ts';
import { writing } from './unwritable.ts';

/**
 * Puts a calibrator in place of the one that it was compared with, unless another has come there since. The one before is
 * kept beside it, as `calibrator.previous.json` for `calibrator.json`: to go back, promote that over this. Several
 * processes may try at once; of those that have the same one in mind, one succeeds. A process that dies at it loses
 * nothing: the next one brings it to an end.
 *
 * @param over the digest of the calibrator to be replaced
 * @throws UnflatterError `calibrator-changed` where another is there, `unreadable-file`, `invalid-calibrator` for what is
 *   there or is to come, or `unwritable-file`. The calibrator that was there stays then.
 */
export async function promoteCalibrator(
  path: string,
  next: Calibrator,
  { over }: { readonly over: string },
): Promise<void> {
  const text = textOf(path, next);
  await atPlace(path, async (place) => {
    const before = await readText(path);
    const found = parseCalibrator(before, path).digest;
    if (found !== over) {
      const message = `${path} must be the calibrator ${over}, got ${found}: compare with that one, and try again`;
      throw new UnflatterError('calibrator-changed', message, { path, expected: over, found });
    }
    await finishReplacing(place, before);
    // One that is there already, perhaps signed by now, is no predecessor of itself: the one before stays.
    if (next.digest === found) replaceFile(path, text);
    else replaceKeeping(path, place, { before, next: text, by: 'going' });
  });
}

/** Which calibrator was put back, and which one went: digests, and where that is kept. */
export interface Rollback {
  readonly from: string;
  readonly to: string;
  readonly kept: string;
}

/**
 * Puts the calibrator that was replaced last back, and keeps what goes in its place. Where a process died while it did the
 * same, that is brought to an end, and no more.
 *
 * @throws UnflatterError `unreadable-file` where none is kept, `calibrator-changed` where the one that is kept is the one in
 *   use, `invalid-calibrator` or `unwritable-file`. The calibrator that was there stays then.
 */
export async function rollbackCalibrator(path: string): Promise<Rollback> {
  const kept = keptBeside(path);
  return atPlace(path, async (place) => {
    const before = await readText(path);
    const current = parseCalibrator(before, path).digest;
    const finished = await finishReplacing(place, before);
    const next = parseCalibrator(await keptText(path, kept), kept);
    if (finished === 'returning') return { from: next.digest, to: current, kept };
    if (next.digest === current) {
      const message = `${kept} must be another calibrator than ${path}, got ${current} in both: there is nothing to roll back to`;
      throw new UnflatterError('calibrator-changed', message, { path: kept, expected: 'another', found: current });
    }
    replaceKeeping(path, place, { before, next: textOf(path, next), by: 'returning' });
    return { from: current, to: next.digest, kept };
  });
}

async function keptText(path: string, kept: string): Promise<string> {
  return readText(kept).catch((error: unknown) => {
    if (!isUnflatterError(error, 'unreadable-file')) throw error;
    const message = `${error.message}: there is nothing to roll ${path} back to`;
    throw new UnflatterError(error.code, message, error.details, { cause: error });
  });
}

function atPlace<Result>(path: string, work: (place: string) => Promise<Result>): Promise<Result> {
  const { path: place } = writing(path, () => placeOf(path));
  return alone(place, () => work(place));
}
