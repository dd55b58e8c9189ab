import { Option, type Command } from 'commander';
import { UnflatterError, isUnflatterError } from '../errors.ts';
import { reportEstimate, type EstimateReport } from '../estimate/report.ts';
import { describeEstimate } from '../report/estimate-text.ts';
import { readMix } from './estimate-mix.ts';
import { assertSlicesOfMix, namingOption, parseHalfWidth, parseSeed } from './estimate-options.ts';
import { assertPages, writePages, type EstimatePages } from './estimate-pages.ts';
import { loadRecords, loadTarget } from './load.ts';
import {
  filterOptions,
  jsonOption,
  parseShare,
  recordsArgument,
  targetOptions,
  type RecordFilter,
  type TargetFlags,
} from './options.ts';
import { startProgress } from './progress.ts';
import type { Running } from './running.ts';
import { overridingFlags } from './same-target.ts';
import { escapedIn, jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

interface Flags extends TargetFlags, RecordFilter {
  readonly confidence: number;
  readonly seed: number;
  readonly sliceBy?: string;
  readonly mix?: string;
  readonly against?: string;
  readonly width?: number;
  readonly html?: string;
  readonly markdown?: string;
  readonly json?: boolean;
}

export function addEstimate(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('estimate')
    .summary('how many people would pass, from many ratings and few labels')
    .description(
      'Estimates how many of the records people would pass, and their mean human rating, with an interval. Records ' +
        'without human ratings take part by their self-ratings, corrected by fits on those that have some. The labels ' +
        'must be a random sample of the records, or say by inclusion how they were chosen.',
    )
    .addArgument(recordsArgument());
  for (const option of [...targetOptions(), ...filterOptions()]) command.addOption(option);
  command
    .option('--slice-by <field>', 'estimate each value of this field too, as generator, language or one of your own')
    .option('--mix <shares>', 'estimate another mix of the slices, as en=0.7,de=0.3 or a .json file of such shares')
    .option('--against <file>', 'records of another system, with labels of its own: estimate the difference too')
    .addOption(
      new Option('--width <share>', 'say how many labels an interval of ± this takes, as 0.05').argParser(
        parseHalfWidth,
      ),
    )
    .addOption(
      new Option('--confidence <share>', 'how often the intervals should hold the truth')
        .argParser(parseShare)
        .default(0.95),
    )
    .addOption(new Option('--seed <number>', 'seed of the folds').argParser(parseSeed).default(1))
    .option('--html <file>', 'where to write the whole report as a page')
    .option('--markdown <file>', 'where to write it in short, for a pull request')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExit codes: 0 estimated; 1 wrong input or options; 2 cannot tell: the labels, or\nthose of the other system, are rated otherwise than all records are, so they are\nno random sample, and no inclusion says how they were chosen.',
    )
    .action(async (paths: string[], flags: Flags) => done(await runEstimate(paths, flags, terminal)));
}

async function runEstimate(paths: readonly string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const running: Running = { terminal, begin: Date.now() };
  const { sliceBy, against, width, confidence, seed, json, html, markdown } = flags;
  const all = against === undefined ? paths : [...paths, against];
  assertAnotherFile(against, paths);
  assertSlicesOfMix(flags.mix, sliceBy);
  const pages: EstimatePages = { html, markdown, paths: all, records: paths, mix: flags.mix };
  const talk = assertPages(pages, terminal) ? terminal.stderr : terminal.stdout;
  const mix = flags.mix === undefined ? undefined : Object.fromEntries(await readMix(flags.mix));
  const target = await loadTarget(all, flags, 'estimate each alone');
  for (const note of await overridingFlags(all, flags)) await tell(terminal, `note: ${note}`);
  const records = await loadRecords(paths, target, flags, running);
  const others = against === undefined ? undefined : await loadRecords([against], target, flags, running);
  const progress = await startProgress(terminal, 'estimating', running.begin);
  try {
    const options = { ...target, confidence, seed, sliceBy, mix, against: others, width, onProgress: progress.update };
    const report = namingOption(all, () => ofOneCriterion(() => reportEstimate(records, options)));
    progress.stop();
    await writePages(report, pages, terminal);
    await print(talk, json === true ? jsonLine(report) : `${describeEstimate(escapedIn(report))}\n`);
    return isTold(report) ? 0 : 2;
  } finally {
    progress.stop();
  }
}

/** Whether the labels, of another system too, may be what an estimate needs: a random sample, or one that says what it is. */
function isTold({ verdict, difference }: EstimateReport): boolean {
  return verdict === 'estimate' && difference?.second.looksChosen !== true;
}

/** Standard input can be read only once, and no system differs from itself. */
function assertAnotherFile(against: string | undefined, paths: readonly string[]): void {
  if (against === undefined || !paths.includes(against)) return;
  const expected = 'another file than those of the records';
  const message = `--against must be ${expected}, got ${against}`;
  throw new UnflatterError('invalid-option', message, { option: 'against', expected, received: against });
}

/** @throws what the work throws; of records of several criteria, with the way to take one. */
function ofOneCriterion<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!isUnflatterError(error, 'mixed-criteria')) throw error;
    const message = `${error.message}: --criterion takes one`;
    throw new UnflatterError(error.code, message, error.details, { cause: error });
  }
}
