import type { Calibrator } from '../calibrator/calibrator.ts';
import { readCalibrator } from '../data/calibrator-file.ts';
import { readText } from '../data/json.ts';
import { UnflatterError, isUnflatterError, naming } from '../errors.ts';
import { calibratorChange } from '../gate/promotion/against.ts';
import type { EvaluatedFiles } from '../report/evaluate-next-steps.ts';
import type { CalibrationRecord } from '../types.ts';
import type { PageFlags } from './options.ts';
import type { Reading } from './out.ts';
import { writePages } from './pages.ts';
import { startProgress } from './progress.ts';
import type { Running } from './running.ts';
import { escapedIn, jsonLine, print, type ExitCode, type Terminal } from './terminal.ts';

/** What is compared, on what, and how it is told. */
export interface AgainstJob {
  readonly current: Calibrator;
  readonly previous: Calibrator;
  /** The file of the previous one. */
  readonly against: string;
  readonly records: readonly CalibrationRecord[];
  readonly files: EvaluatedFiles;
  readonly flags: PageFlags & { readonly seed: number; readonly json?: boolean };
  readonly reading: Reading;
  /** Standard output, unless a page goes there. */
  readonly talk: Terminal['stdout'];
}

/** Says what changed from the previous calibrator to this one. Whatever it is, no check: see promote. */
export async function runAgainst(job: AgainstJob, { terminal, begin }: Running): Promise<ExitCode> {
  const { current, previous, against, records, files, flags, reading, talk } = job;
  const progress = await startProgress(terminal, 'comparing', begin);
  const change = working(() => {
    progress.update();
    return naming(`${files.path} (candidate) against ${against} (champion)`, () =>
      calibratorChange(previous, current, records, { seed: flags.seed }),
    );
  }, progress.stop);
  const compared = { ...files, against };
  const html = async (): Promise<string> =>
    (await import('../report/evaluate-against-page.ts')).changePage(change, compared);
  const markdown = async (): Promise<string> =>
    (await import('../report/evaluate-against-text.ts')).changeMarkdown(change, compared);
  await writePages(flags, reading, { html, markdown }, terminal);
  const { describeChange } = await import('../report/evaluate-against-text.ts');
  await print(
    talk,
    flags.json === true ? jsonLine(change) : `${describeChange(escapedIn(change), escapedIn(compared))}\n`,
  );
  return 0;
}

function working<Result>(work: () => Result, end: () => void): Result {
  try {
    return work();
  } finally {
    end();
  }
}

/**
 * Reads the previous calibrator. Numbers of a former evaluation cannot stand for it: a difference is told from chance by
 * judging each record with both.
 *
 * @throws UnflatterError `invalid-option` for what `evaluate --json` printed, else as {@link readCalibrator}.
 */
export async function readPrevious(path: string): Promise<Calibrator> {
  try {
    return await readCalibrator(path);
  } catch (error) {
    if (!isUnflatterError(error, 'invalid-calibrator') || !(await isEvaluation(path))) throw error;
    const expected = 'the previous calibrator, to judge each record by both';
    const received = `the numbers of an evaluation in ${path}`;
    const message = `--against must be ${expected}, got ${received}: give the calibrator they are of`;
    throw new UnflatterError('invalid-option', message, { option: 'against', expected, received }, { cause: error });
  }
}

async function isEvaluation(path: string): Promise<boolean> {
  try {
    const value: unknown = JSON.parse(await readText(path));
    return typeof value === 'object' && value !== null && 'metrics' in value && !('format' in value);
  } catch {
    return false;
  }
}
