import type { Command } from 'commander';
import { readCalibrator } from '../data/calibrator-file.ts';
import { streamRecords } from '../data/records.ts';
import { UnflatterError, listIssues, type Issue } from '../errors.ts';
import { diffCalibrators } from '../gate/promotion/diff.ts';
import { decisionFlips, type Flips } from '../gate/promotion/flips.ts';
import { reportDiff } from '../report/diff-text.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CalibrationRecord } from '../types.ts';
import { parseChoice } from './claims.ts';
import { jsonOption } from './options.ts';
import { escapedIn, jsonLine, print, type ExitCode, type Terminal } from './terminal.ts';

interface Flags {
  readonly on?: readonly string[];
  readonly standOn?: ReturnType<typeof parseChoice>;
  readonly json?: boolean;
}

export function addDiff(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('diff')
    .summary('what changed from one calibrator to another')
    .description(
      'Names what changed: target, weights, envelope, certificates, what it was made for, labels. With records, labelled or ' +
        'not, also which decisions of a gate change.',
    )
    .argument('<before>', 'a calibrator')
    .argument('<after>', 'another')
    .option('--on <records...>', 'files of records to decide on with each')
    .option('--stand-on <claim>', 'the certificate to stand on, as false-pass or leak:0.2', parseChoice)
    .addOption(jsonOption())
    .action(async (before: string, after: string, flags: Flags) =>
      done(await runDiff([before, after], flags, terminal)),
    );
}

async function runDiff(paths: readonly string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const [before, after] = (await Promise.all(paths.map((path) => readCalibrator(path)))) as [Calibrator, Calibrator];
  const diff = diffCalibrators(before, after);
  const flips = flags.on === undefined ? undefined : await flipsOn(flags.on, [before, after], flags, terminal);
  await print(
    terminal.stdout,
    flags.json === true
      ? jsonLine({ ...diff, ...(flips === undefined ? {} : { decisions: flips }) })
      : `${reportDiff(escapedIn(diff), flips && escapedIn(flips))}\n`,
  );
  return 0;
}

async function flipsOn(
  paths: readonly string[],
  [before, after]: readonly [Calibrator, Calibrator],
  { standOn }: Flags,
  { stdin }: Terminal,
): Promise<Flips> {
  const records: CalibrationRecord[] = [];
  const issues: Issue[] = [];
  for (const path of paths)
    for await (const read of streamRecords(path, after.target, 'rated', stdin)) {
      issues.push(...read.issues);
      records.push(read.value as CalibrationRecord);
    }
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
  const policy = standOn === undefined ? undefined : { certificate: standOn };
  return decisionFlips(before, after, records, { policy });
}
