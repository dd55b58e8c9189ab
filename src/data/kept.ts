import { existsSync, lstatSync, rmSync } from 'node:fs';
import { assertWritable, openPending, replaceFile } from './atomic.ts';
import { readText } from './json.ts';
import { placeOf } from './place.ts';
import { writing } from './unwritable.ts';

/** Where the calibrator before this one is kept, for the file itself: for a link, {@link keptBeside}. */
export function previousOf(path: string): string {
  return beside(path, 'previous');
}

/** Where the calibrator before the one at a path is kept: beside the file, also where the path is a link to it. */
export function keptBeside(path: string): string {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return previousOf(isLink ? writing(path, () => placeOf(path)).path : path);
}

/**
 * Puts a text in place of another and keeps that. The text that goes is under a third name, on disk, from before it is
 * replaced until it is kept: wherever a process dies in between, each of the three texts has a name, and
 * {@link finishReplacing} brings it to an end.
 *
 * @param place the file itself, behind all links
 * @throws UnflatterError `unwritable-file`. What was there stays then.
 */
export function replaceKeeping(
  path: string,
  place: string,
  { before, next, by }: { readonly before: string; readonly next: string; readonly by: Replacing },
): void {
  const going = beside(place, by);
  const file = openPending(path);
  try {
    // Whole beside its place before anything is replaced: on a full disk, all stays.
    file.write(next);
    assertWritable(previousOf(place));
    replaceFile(going, before);
    try {
      file.commit();
    } catch (cause) {
      rmSync(going, { force: true });
      throw cause;
    }
    keep(place, going, before);
  } finally {
    file.discard();
  }
}

/** The third name says what was being done: `going`, a promotion; `returning`, a rollback. */
export type Replacing = 'going' | 'returning';

/**
 * Brings to an end what a process that died had begun. Where it had replaced the calibrator, the one that went is kept now;
 * else nothing had happened.
 *
 * @returns what was brought to an end
 */
export async function finishReplacing(place: string, current: string): Promise<Replacing | undefined> {
  for (const by of ['going', 'returning'] as const) {
    const going = beside(place, by);
    if (!existsSync(going)) continue;
    const text = await readText(going);
    if (text !== current) {
      keep(place, going, text);
      return by;
    }
    writing(place, () => rmSync(going));
  }
  return undefined;
}

function keep(place: string, going: string, text: string): void {
  replaceFile(previousOf(place), text);
  writing(place, () => rmSync(going));
}

function beside(path: string, word: string): string {
  const [, start, end] = /^(.*?)((?:\.json)?(?:\.gz)?)$/s.exec(path)!;
  return `${start}.${word}${end === '' || end === '.gz' ? `.json${end}` : end}`;
}
