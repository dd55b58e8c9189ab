import type { Ora } from 'ora';
import type { Terminal } from './terminal.ts';

/**
 * Shows how far a piece of work is. Silent where nobody watches, as in a pipe or a CI job, where there is no room, and
 * for work that is done within a second.
 */
export interface Progress {
  readonly update: (done: number, all?: number) => void;
  readonly stop: () => void;
}

export const noProgress: Progress = { update: () => {}, stop: () => {} };

/**
 * Starts watching a piece of work, named as in "fitting".
 *
 * The spinner is never started, only drawn by each update. Started, it would listen to signals, and a fit, which leaves no
 * room for listeners, could not be interrupted; and it would draw by itself, also on a terminal that has lost its
 * columns, where it counts lines without end.
 */
export async function startProgress({ stderr }: Terminal, work: string): Promise<Progress> {
  if (stderr.isTTY !== true) return noProgress;
  const { default: ora } = await import('ora');
  const begin = Date.now();
  let drawn = begin;
  let spinner: Ora | undefined;
  const stop = (): void => {
    spinner?.stop();
    spinner = undefined;
  };
  return {
    update: (done, all) => {
      const now = Date.now();
      if (now - begin < 1000 || now - drawn < 80) return;
      drawn = now;
      if (!((stderr.columns ?? 0) > 0)) return stop();
      spinner ??= ora({ stream: stderr as NodeJS.WriteStream, hideCursor: false, discardStdin: false });
      const count = done.toLocaleString('en');
      spinner.text =
        all === undefined
          ? `${work} ${count}`
          : `${work} ${Math.round((100 * done) / all)} % (${count} of ${all.toLocaleString('en')})`;
      spinner.render();
    },
    stop,
  };
}
