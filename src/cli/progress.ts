import type { Ora } from 'ora';
import type { Terminal } from './terminal.ts';

/**
 * Shows how far a piece of work is. Silent where nobody watches, as in a pipe or a CI job, and for work that is done
 * within a second.
 */
export interface Progress {
  readonly update: (done: number, all?: number) => void;
  readonly stop: () => void;
}

const silent: Progress = { update: () => {}, stop: () => {} };

/** Starts watching a piece of work, named as in "fitting". */
export async function startProgress({ stderr }: Terminal, work: string): Promise<Progress> {
  if (stderr.isTTY !== true) return silent;
  const { default: ora } = await import('ora');
  const begin = Date.now();
  let drawn = begin;
  let spinner: Ora | undefined;
  return {
    update: (done, all) => {
      const now = Date.now();
      if (now - begin < 1000 || now - drawn < 80) return;
      drawn = now;
      spinner ??= ora({ stream: stderr as NodeJS.WriteStream, discardStdin: false });
      const count = done.toLocaleString('en');
      spinner.text =
        all === undefined
          ? `${work} ${count}`
          : `${work} ${Math.round((100 * done) / all)} % (${count} of ${all.toLocaleString('en')})`;
      // Work that leaves no room for timers still moves: each update draws a frame.
      if (spinner.isSpinning) spinner.render();
      else if (spinner.isEnabled) spinner.start();
    },
    stop: () => spinner?.stop(),
  };
}
