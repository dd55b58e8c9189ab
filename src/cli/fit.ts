import { Option, type Command } from 'commander';
import { assertWritable } from '../data/atomic.ts';
import { writeCalibrator } from '../data/calibrator-file.ts';
import { reportFit } from '../report/fit-report.ts';
import { criterionPlaceholder } from './criterion-path.ts';
import { fitCriteria } from './fit-criteria.ts';
import { findingsOf, judge, plainFindings } from './judge.ts';
import { loadRecords, loadTarget } from './load.ts';
import { filterOptions, jsonOption, parseWhole, recordsArgument, targetOptions, type FitFlags } from './options.ts';
import { assertOut } from './out.ts';
import type { Running } from './running.ts';
import { overridingFlags } from './same-target.ts';
import { escapedIn, jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

export function addFit(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('fit')
    .summary('make a calibrator from labelled records')
    .description(
      'Fits a calibrator and reports, out of fold, what it is worth, what inflates, and how far people agree. Needs 20 ' +
        'labelled records; 100 make it useful.\n' +
        `With ${criterionPlaceholder} in --out, fits one calibrator a criterion. One that cannot be fitted is named on ` +
        'stderr and makes the exit code 1; the others are written.',
    )
    .addArgument(recordsArgument())
    .requiredOption('--out <file>', `where to write the calibrator; 'folder/${criterionPlaceholder}.json' for several`)
    .addOption(new Option('--seed <number>', 'seed of the folds').argParser(parseWhole).default(1));
  for (const option of [...targetOptions(), ...filterOptions()]) command.addOption(option);
  command
    .addOption(jsonOption())
    .action(async (paths: string[], flags: FitFlags) =>
      done(await (flags.out.includes(criterionPlaceholder) ? fitCriteria : fitOne)(paths, flags, terminal)),
    );
}

async function fitOne(paths: readonly string[], flags: FitFlags, terminal: Terminal): Promise<ExitCode> {
  const running: Running = { terminal, begin: Date.now() };
  const { out, seed } = flags;
  assertOut(out, { records: paths, mayPrint: false }, terminal);
  const target = await loadTarget(paths, flags);
  const { isDirect } = assertWritable(out);
  for (const note of await overridingFlags(paths, flags)) await tell(terminal, `note: ${note}`);
  const records = await loadRecords(paths, target, flags, running);
  const options = { ...target, seed };
  const judgement = await judge({ records, options, work: 'fitting', from: paths.join(' ') }, running);
  writeCalibrator(out, judgement.calibrator);
  const findings = await findingsOf(judgement, records, running);
  await print(
    // What is not a file of its own may be standard output, where the calibrator must stand alone.
    isDirect ? terminal.stderr : terminal.stdout,
    flags.json === true
      ? jsonLine({ out, ...plainFindings(findings) })
      : `${reportFit(escapedIn(findings))}\n\nwrote ${out}\n`,
  );
  return 0;
}
