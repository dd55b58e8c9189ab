import { UnflatterError, escaped, isUnflatterError, shown } from '../errors.ts';
import { print, tell, type Terminal } from './terminal.ts';

/** A criterion that has no calibrator, and why. */
export interface Failure {
  /** Null for a file that does not say what it measures. */
  readonly criterion: string | null;
  readonly paths: readonly string[];
  readonly message: string;
}

/** Tells on standard error of what could not be fitted, and keeps it. */
export interface Failures {
  readonly failed: readonly Failure[];
  readonly add: (failing: Pick<Failure, 'criterion' | 'paths'>, error: UnflatterError) => Promise<void>;
}

export function watchFailures(terminal: Terminal): Failures {
  const failed: Failure[] = [];
  const told = new Set<string>();
  return {
    failed,
    add: async ({ criterion, paths }, error) => {
      const lines = isUnflatterError(error, 'invalid-records') ? error.message.split('\n') : [];
      // A line that does not say its criterion may be a problem of several.
      const untold = lines.filter((line) => !told.has(line));
      for (const line of untold) told.add(line);
      await print(terminal.stderr, untold.map((line) => `${escaped(line)}\n`).join(''));
      const problems = `${lines.length} ${lines.length === 1 ? 'problem' : 'problems'} in the records`;
      const message = lines.length === 0 ? error.message : problems;
      const what = criterion === null ? 'a criterion without a name' : shown(criterion);
      await tell(terminal, `no calibrator of ${what} from ${paths.join(' ')}: ${message}`);
      failed.push({ criterion, paths, message });
    },
  };
}
