import type { Calibrator } from '../calibrator/calibrator.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import { UnflatterError } from '../errors.ts';
import { alone } from './alone.ts';
import { openPending, replaceFile } from './atomic.ts';
import { textOf } from './calibrator-file.ts';
import { readText } from './json.ts';
import { placeOf } from './place.ts';
import { writing } from './unwritable.ts';

/**
 * Puts a calibrator in place of the one that it was compared with, unless another has come there since. The one before is
 * kept beside it, as `calibrator.previous.json` for `calibrator.json`: to go back, promote that over this. Several
 * processes may try at once; of those that have the same one in mind, one succeeds.
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
  const place = writing(path, () => placeOf(path)).path;
  await alone(place, async () => {
    const before = await readText(path);
    const found = parseCalibrator(before, path).digest;
    if (found !== over) {
      const message = `${path} must be the calibrator ${over}, got ${found}: compare with that one, and try again`;
      throw new UnflatterError('calibrator-changed', message, { path, expected: over, found });
    }
    const file = openPending(path);
    try {
      // Whole beside its place before anything is replaced: on a full disk, both files stay.
      file.write(text);
      replaceFile(previousOf(place), before);
      file.commit();
    } finally {
      file.discard();
    }
  });
}

/** Where the calibrator before this one is kept. */
export function previousOf(path: string): string {
  const [, start, end] = /^(.*?)((?:\.json)?(?:\.gz)?)$/s.exec(path)!;
  return `${start}.previous${end === '' || end === '.gz' ? `.json${end}` : end}`;
}
