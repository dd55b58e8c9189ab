import type { Ora } from 'ora';
import type { Terminal } from './terminal.ts';

/**
 * Shows how far a piece of work is. Silent where nobody watches, as in a pipe or a CI job, where there is no room, and
 * for work that is done within a second.
 */
export interface Progress {
  /** Without numbers, only says what is being done: for a step that cannot be counted, or has just begun. */
  readonly update: (done?: number, all?: number, more?: string) => void;
  readonly stop: () => void;
}

export const noProgress: Progress = { update: () => {}, stop: () => {} };

/**
 * Starts watching a piece of work, named as in "fitting", which began with the first of several pieces.
 *
 * The spinner is never started, only drawn by each update. Started, it would listen to signals, and a fit, which leaves no
 * room for listeners, could not be interrupted; and it would draw by itself, also on a terminal that has lost its
 * columns, where it counts lines without end.
 */
export async function startProgress({ stderr }: Terminal, work: string, begin: number = Date.now()): Promise<Progress> {
  if (stderr.isTTY !== true) return noProgress;
  const { default: ora } = await import('ora');
  let drawn = begin;
  let spinner: Ora | undefined;
  const stop = (): void => {
    spinner?.stop();
    spinner = undefined;
  };
  return {
    update: (done, all, more = '') => {
      const now = Date.now();
      if (now - begin < 1000 || now - drawn < 80) return;
      drawn = now;
      if (!((stderr.columns ?? 0) > 0)) return stop();
      spinner ??= ora({ stream: stderr as NodeJS.WriteStream, hideCursor: false, discardStdin: false });
      spinner.text = `${work}${amount(done, all)}${more}`;
      spinner.render();
    },
    stop,
  };
}

function amount(done: number | undefined, all: number | undefined): string {
  if (done === undefined) return '';
  const count = done.toLocaleString('en');
  return all === undefined
    ? ` ${count}`
    : ` ${Math.round((100 * done) / all)} % (${count} of ${all.toLocaleString('en')})`;
}
