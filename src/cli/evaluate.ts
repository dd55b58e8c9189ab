import { Option, type Command } from 'commander';
import { readCalibrator } from '../data/calibrator-file.ts';
import { naming } from '../errors.ts';
import { evaluateCalibrator } from '../fit/evaluate-calibrator.ts';
import { tabulateEvaluation } from '../report/evaluation-table.ts';
import { loadRecords } from './load.ts';
import { filterOptions, jsonOption, parseWhole, recordsArgument, type RecordFilter } from './options.ts';
import { assertSameTarget, otherPassMark } from './same-target.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

type Flags = RecordFilter & { readonly seed: number; readonly json?: boolean };

export function addEvaluate(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('evaluate')
    .summary('a calibrator on fresh labels, before and after')
    .description(
      'Evaluates a calibrator on labelled records that it was not fitted on, with 95 % intervals over groups.',
    )
    .argument('<calibrator>', 'a calibrator made by fit')
    .addArgument(recordsArgument());
  for (const option of filterOptions()) command.addOption(option);
  command
    .addOption(new Option('--seed <number>', 'seed of the intervals').argParser(parseWhole).default(1))
    .addOption(jsonOption())
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
  const calibrator = await readCalibrator(path);
  await Promise.all(paths.map((records) => assertSameTarget(records, calibrator, 'evaluate')));
  const notes = await Promise.all(paths.map((records) => otherPassMark(records, calibrator, 'evaluated')));
  for (const note of notes) if (note !== undefined) await tell(terminal, `note: ${note}`);
  const records = await loadRecords(paths, calibrator.target, flags, { terminal, begin: Date.now() });
  const evaluation = naming(paths.join(' '), () => evaluateCalibrator(calibrator, records, { seed: flags.seed }));
  if (evaluation.sameRecords) {
    await tell(
      terminal,
      'warning: these are the records the calibrator was fitted on, so the numbers flatter it; it carries its out-of-fold report',
    );
  }
  await print(
    terminal.stdout,
    flags.json === true ? jsonLine(evaluation) : `${tabulateEvaluation(evaluation, calibrator)}\n`,
  );
  return 0;
}
