import { Option, type Command } from 'commander';
import { assertWritable } from '../data/atomic.ts';
import { writeCalibrator } from '../data/calibrator-file.ts';
import { naming } from '../errors.ts';
import { fit } from '../fit/fit.ts';
import { summariseFit } from '../report/fit-summary.ts';
import { loadRecords, loadTarget } from './load.ts';
import {
  filterOptions,
  jsonOption,
  parseWhole,
  recordsArgument,
  targetOptions,
  type RecordFilter,
  type TargetFlags,
} from './options.ts';
import { assertOut } from './out.ts';
import { startProgress } from './progress.ts';
import { overridingFlags } from './same-target.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

type Flags = TargetFlags & RecordFilter & { readonly out: string; readonly seed: number; readonly json?: boolean };

export function addFit(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('fit')
    .summary('make a calibrator from labelled records')
    .description(
      'Fits a calibrator and reports, out of fold, what it is worth. Needs 20 labelled records; 100 make it useful.',
    )
    .addArgument(recordsArgument())
    .requiredOption('--out <file>', 'where to write the calibrator')
    .addOption(new Option('--seed <number>', 'seed of the folds').argParser(parseWhole).default(1));
  for (const option of [...targetOptions(), ...filterOptions()]) command.addOption(option);
  command
    .addOption(jsonOption())
    .action(async (paths: string[], flags: Flags) => done(await runFit(paths, flags, terminal)));
}

async function runFit(paths: readonly string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  assertOut(flags.out, { records: paths, mayPrint: false }, terminal);
  const target = await loadTarget(paths, flags);
  const { isDirect } = assertWritable(flags.out);
  for (const note of await overridingFlags(paths, flags)) await tell(terminal, `note: ${note}`);
  const records = await loadRecords(paths, target, flags, terminal);
  const progress = await startProgress(terminal, 'fitting');
  try {
    const calibrator = naming(paths.join(' '), () =>
      fit(records, { ...target, seed: flags.seed, onProgress: progress.update }),
    );
    writeCalibrator(flags.out, calibrator);
    progress.stop();
    const { fittedOn, outOfFold } = calibrator;
    await print(
      // What is not a file of its own may be standard output, where the calibrator must stand alone.
      isDirect ? terminal.stderr : terminal.stdout,
      flags.json === true
        ? jsonLine({ out: flags.out, fittedOn, outOfFold })
        : `${summariseFit(calibrator)}\nwrote ${flags.out}\n`,
    );
    return 0;
  } finally {
    progress.stop();
  }
}
