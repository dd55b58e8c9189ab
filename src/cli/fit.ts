import { Option, type Command } from 'commander';
import { assertWritable } from '../data/atomic.ts';
import { writeCalibrator } from '../data/calibrator-file.ts';
import { naming } from '../errors.ts';
import { fit } from '../fit/fit.ts';
import { summariseFit } from '../report/fit-summary.ts';
import { loadRecords, loadTarget, type RecordFilter } from './load.ts';
import { jsonOption, parseWhole, targetOptions, type TargetFlags } from './options.ts';
import { startProgress } from './progress.ts';
import { print, type ExitCode, type Terminal } from './terminal.ts';

type Flags = TargetFlags & RecordFilter & { readonly out: string; readonly seed: number; readonly json?: boolean };

export function addFit(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('fit')
    .summary('make a calibrator from labelled records')
    .description(
      'Fits a calibrator and reports, out of fold, what it is worth. Needs 20 labelled records; 100 make it useful.',
    )
    .argument('<records...>', 'files of records, .jsonl or .jsonl.gz; - is stdin')
    .requiredOption('--out <file>', 'where to write the calibrator')
    .addOption(new Option('--seed <number>', 'seed of the folds').argParser(parseWhole).default(1));
  for (const option of targetOptions()) command.addOption(option);
  command
    .option('--rater <name>', 'only records rated by this model')
    .option('--criterion <name>', 'only records of this criterion')
    .addOption(jsonOption())
    .action(async (paths: string[], flags: Flags) => done(await runFit(paths, flags, terminal)));
}

async function runFit(paths: readonly string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const target = await loadTarget(paths, flags);
  assertWritable(flags.out);
  const records = await loadRecords(paths, target, flags, terminal);
  const progress = await startProgress(terminal, 'fitting');
  try {
    const calibrator = naming(paths.join(' '), () =>
      fit(records, { ...target, seed: flags.seed, onProgress: progress.update }),
    );
    writeCalibrator(flags.out, calibrator);
    progress.stop();
    const { fittedOn, outOfFold } = calibrator;
    const result =
      flags.json === true
        ? JSON.stringify({ out: flags.out, fittedOn, outOfFold })
        : `${summariseFit(calibrator)}\nwrote ${flags.out}`;
    await print(terminal.stdout, `${result}\n`);
    return 0;
  } finally {
    progress.stop();
  }
}
