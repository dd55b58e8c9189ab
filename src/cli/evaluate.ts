import { Option, type Command } from 'commander';
import type { Calibrator } from '../calibrator/calibrator.ts';
import { readCalibrator } from '../data/calibrator-file.ts';
import { naming } from '../errors.ts';
import { evaluateAndJudge, type JudgedEvaluation } from '../fit/evaluate-calibrator.ts';
import { evaluationDetails, seenLabels } from '../fit/evaluation-details.ts';
import { tabulateEvaluation } from '../report/evaluation-table.ts';
import { readPrevious, runAgainst } from './evaluate-against.ts';
import { writeEvaluation } from './evaluate-pages.ts';
import { loadRecords } from './load.ts';
import {
  filterOptions,
  jsonOption,
  pageOptions,
  parseWhole,
  recordsArgument,
  type PageFlags,
  type RecordFilter,
} from './options.ts';
import { asksForPages, assertPages } from './pages.ts';
import { startProgress } from './progress.ts';
import type { Running } from './running.ts';
import { assertSameTarget, otherPassMark } from './same-target.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

interface Flags extends RecordFilter, PageFlags {
  readonly seed: number;
  readonly against?: string;
  readonly json?: boolean;
}

export function addEvaluate(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('evaluate')
    .summary('a calibrator on fresh labels, before and after')
    .description(
      'Evaluates a calibrator on labelled records that it was not fitted on, with 95 % intervals over groups. Or says what ' +
        'changed from another calibrator to this one, on the same records.',
    )
    .argument('<calibrator>', 'a calibrator made by fit')
    .addArgument(recordsArgument());
  for (const option of filterOptions()) command.addOption(option);
  command
    .addOption(new Option('--seed <number>', 'seed of the intervals').argParser(parseWhole).default(1))
    .option(
      '--against <calibrator>',
      'say what changed from this one instead: a calibrator, not the numbers of a former evaluation',
    );
  for (const option of pageOptions()) command.addOption(option);
  command
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nWith --against, nothing is compared on labels that either calibrator was fitted on.\n' +
        'It is no check, and exits with 0 whatever it finds: see promote for one.',
    )
    .action(async (path: string, paths: string[], flags: Flags) =>
      done(await runEvaluate(path, paths, flags, terminal)),
    );
}

async function runEvaluate(
  path: string,
  paths: readonly string[],
  flags: Flags,
  terminal: Terminal,
): Promise<ExitCode> {
  const running: Running = { terminal, begin: Date.now() };
  const { against, seed, json } = flags;
  const reading = { records: paths, calibrator: path, alsoRead: [against], mayPrint: false };
  const talk = assertPages(flags, reading, terminal) ? terminal.stderr : terminal.stdout;
  const calibrator = await readCalibrator(path);
  const previous = against === undefined ? undefined : await readPrevious(against);
  await Promise.all(paths.map((records) => assertSameTarget(records, calibrator, 'evaluate')));
  const notes = await Promise.all(paths.map((records) => otherPassMark(records, calibrator, 'evaluated')));
  for (const note of notes) if (note !== undefined) await tell(terminal, `note: ${note}`);
  const records = await loadRecords(paths, calibrator.target, flags, running);
  const files = { path, paths };
  if (previous !== undefined) {
    const both = { current: calibrator, previous, against: against! };
    return runAgainst({ ...both, records, files, flags, reading, talk }, running);
  }
  const progress = await startProgress(terminal, 'evaluating', running.begin);
  progress.update();
  const judged = naming(paths.join(' '), () => evaluateAndJudge(calibrator, records, { seed }));
  const isDrawn = json === true || asksForPages(flags);
  const details = isDrawn ? evaluationDetails(judged, seed) : undefined;
  progress.stop();
  const seen = seenLabels(calibrator, records);
  if (judged.evaluation.sameRecords) {
    await tell(
      terminal,
      'warning: these are the records the calibrator was fitted on, so the numbers flatter it; it carries its out-of-fold report',
    );
  }
  const { evaluation } = judged;
  if (details !== undefined)
    await writeEvaluation({ calibrator, evaluation, seen, ...details }, { records, files, flags, reading }, terminal);
  await print(talk, json === true ? jsonLine({ ...evaluation, seen, ...details }) : textOf(calibrator, judged, seen));
  return 0;
}

/** Labels that the fit has seen are named where a warning has not done so. */
function textOf(calibrator: Calibrator, { evaluation }: JudgedEvaluation, seen: number): string {
  const table = `${tabulateEvaluation(evaluation, calibrator)}\n`;
  if (seen === 0 || evaluation.sameRecords) return table;
  return `${table}seen by the fit, or others of their groups: ${seen} of ${evaluation.records}, which flatters these numbers\n`;
}
