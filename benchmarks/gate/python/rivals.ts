import { fileURLToPath } from 'node:url';
import { linkedGroups } from '../../../src/calibrator/linked.ts';
import type { CalibrationRecord } from '../../../src/index.ts';
import { allInputs, outcomesOf, type Columns } from '../../accuracy/inputs.ts';
import { startLineProcess } from '../../accuracy/python/line-process.ts';
import { confidence, halves, type Method, type Round } from '../gates.ts';

/** The methods of other libraries, in a child process that lives until `end` or until its thread is gone. */
export interface Rivals {
  readonly methods: Readonly<Record<string, Method>>;
  readonly end: () => Promise<void>;
}

/** @param python of an environment that has MAPIE and scikit-learn */
export function startRivals(python: string): Rivals {
  const script = fileURLToPath(new URL('rivals.py', import.meta.url));
  return rivalsBy(startLineProcess(python, [script], { OMP_NUM_THREADS: '1' }));
}

/** The same with any child that answers the requests that rivals.py describes. */
export function rivalsBy({ ask, end }: ReturnType<typeof startLineProcess>): Rivals {
  const passedBy = async (request: object): Promise<readonly (readonly boolean[])[]> =>
    passedIn(await ask(JSON.stringify(request)));
  return {
    end,
    methods: {
      'MAPIE, BinaryClassificationController': async (round, limits, traffic) => {
        const [half, others] = halves(round);
        const { read } = allInputs(half, round.target);
        const labelled = (records: readonly CalibrationRecord[]) => labelsOf(records, round, read);
        const sets = { fitted: labelled(half), calibration: labelled(others), traffic: traffic.map(read) };
        return passedBy({ method: 'controller', limits, confidence, ...sets });
      },
      'scikit-learn, TunedThresholdClassifierCV': async (round, limits, traffic) => {
        const groups = linkedGroups(round.labels);
        const { read } = allInputs(round.labels, round.target);
        const labels = {
          ...labelsOf(groups.flat(), round, read),
          groups: groups.flatMap((own, i) => own.map(() => i)),
        };
        return passedBy({ method: 'tuner', limits, seed: round.seed, ...labels, traffic: traffic.map(read) });
      },
    },
  };
}

/** Rows as they are, for Python to standardise; what a record lacks is NaN, which is null in JSON. */
function labelsOf(records: readonly CalibrationRecord[], { target }: Round, read: Columns) {
  return { rows: records.map(read), outcomes: outcomesOf(records, target) };
}

/** @throws Error with what the child says went wrong. */
function passedIn(answer: string): readonly (readonly boolean[])[] {
  const { passed, error } = JSON.parse(answer) as { passed?: boolean[][]; error?: string };
  if (passed === undefined) throw new Error(`rivals: ${error ?? answer}`);
  return passed;
}
