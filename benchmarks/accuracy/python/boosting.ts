import { fileURLToPath } from 'node:url';
import { allInputs, outcomesOf } from '../inputs.ts';
import type { BatchMethod } from '../methods.ts';
import { clip } from '../ridge-cv.ts';
import { standardiser } from '../standardise.ts';
import { startLineProcess } from './line-process.ts';

/** Gradient boosting in a child process that lives until `end`. */
export interface Boosting {
  readonly method: BatchMethod;
  readonly end: () => Promise<void>;
}

/** @param python of an environment that has scikit-learn */
export function startBoosting(python: string): Boosting {
  // A thread of its own for each of two hundred records would only wait.
  const child = startLineProcess(python, [fileURLToPath(new URL('boosting.py', import.meta.url))], {
    OMP_NUM_THREADS: '1',
  });
  return {
    method: async (records, scored, target) => {
      const { read } = allInputs(records, target);
      const standardised = standardiser(records.map(read), { clip });
      const inputs = (some: typeof records): number[][] => some.map((record) => standardised(read(record)));
      const request = { rows: inputs(records), outcomes: outcomesOf(records, target), scored: inputs(scored) };
      return probabilitiesIn(await child.ask(JSON.stringify(request)));
    },
    end: child.end,
  };
}

/** @throws Error with what the child says went wrong. */
function probabilitiesIn(answer: string): readonly number[] {
  const { probabilities, error } = JSON.parse(answer) as { probabilities?: number[]; error?: string };
  if (probabilities === undefined) throw new Error(`boosting: ${error ?? answer}`);
  return probabilities;
}
