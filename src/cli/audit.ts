import { Option, type Command } from 'commander';
import { audit, type AuditReport } from '../audit/audit.ts';
import { readCalibrator } from '../data/calibrator-file.ts';
import { UnflatterError, naming } from '../errors.ts';
import { describeAudit } from '../report/audit-text.ts';
import type { CalibrationRecord } from '../types.ts';
import { addTwinOptions, assertTwinFlags, mostOf, type TwinFlags } from './audit-options.ts';
import { addAuditProxy } from './audit-proxy.ts';
import { twinRatings } from './audit-ratings.ts';
import { loadRecords } from './load.ts';
import { filterOptions, jsonOption, parseShare, parseWhole, recordsArgument, type RecordFilter } from './options.ts';
import type { Reading } from './out.ts';
import { assertPages, writePages, type PageMakers } from './pages.ts';
import { startProgress } from './progress.ts';
import { assertSameTarget, otherPassMark } from './same-target.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

interface Flags extends RecordFilter, TwinFlags {
  readonly passThreshold?: number;
  readonly share?: number;
  readonly seed: number;
  readonly html?: string;
  readonly markdown?: string;
  readonly json?: boolean;
}

export function addAudit(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('audit')
    .summary('can the gate be gamed?')
    .description(
      'Changes labelled responses in ways that people would rate the same or lower, and finds out how many that people ' +
        'fail get past the gate so. Exit code 0 where the gate holds, 2 where it does not or the labels are too few to tell.',
    )
    .argument('<calibrator>', 'a calibrator made by fit')
    .addArgument(recordsArgument());
  for (const option of filterOptions()) command.addOption(option);
  command
    .addOption(
      new Option(
        '--pass-threshold <p>',
        'audit the gate that passes from this pass probability on [default: the certificate, else 0.8]',
      ).argParser(parseShare),
    )
    .addOption(
      new Option(
        '--share <share>',
        'audit the gate that passes this share of the records [default: what the gate passes; where nobody has set its threshold and that is less than 5 %, as many as people pass]',
      )
        .argParser(parseShare)
        .conflicts('passThreshold'),
    )
    .addOption(
      new Option(
        '--most <number>',
        'probe about this many records, in whole groups [default: 1000; 50 with --twins or --rated, as each has some twenty twins]',
      ).argParser(parseWhole),
    )
    .addOption(new Option('--seed <number>', 'seed of what the probes write').argParser(parseWhole).default(1))
    .option('--html <file>', 'where to write the whole report as a page')
    .option('--markdown <file>', 'where to write it in short, for a pull request')
    .addOption(jsonOption());
  addTwinOptions(command);
  command.action(async (path: string, paths: string[], flags: Flags) => {
    assertTwinFlags(flags, (name) => command.getOptionValueSource(name) === 'cli');
    done(await runAudit(path, paths, flags, terminal));
  });
  // What follows the name of a command is that command's, also where the one above has an option of that name.
  program.enablePositionalOptions();
  addAuditProxy(command, terminal, done);
}

async function runAudit(path: string, paths: readonly string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const begin = Date.now();
  const reading = readingOf(path, paths, flags);
  const talk = assertPages(flags, reading, terminal) ? terminal.stderr : terminal.stdout;
  const { passThreshold, share, seed, json } = flags;
  const calibrator = await readCalibrator(path);
  await Promise.all(paths.map((records) => assertSameTarget(records, calibrator, 'audit')));
  const notes = await Promise.all(paths.map((records) => otherPassMark(records, calibrator, 'audited')));
  for (const note of notes) if (note !== undefined) await tell(terminal, `note: ${note}`);
  const records = await loadRecords(paths, calibrator.target, flags, { terminal, begin });
  const policy = passThreshold === undefined ? undefined : { passThreshold };
  const rated = await twinRatings({ from: paths, calibratorPath: path, calibrator, records, flags, policy, terminal });
  if (rated.exitCode !== undefined) return rated.exitCode;
  assertLabelled(records, paths);
  const progress = await startProgress(terminal, 'probing', begin);
  try {
    const options = { policy, share, most: mostOf(flags), seed, ratings: rated.ratings };
    const report = naming(paths.join(' '), () =>
      audit(calibrator, records, { ...options, onProgress: progress.update }),
    );
    progress.stop();
    await writePages(flags, reading, makersOf(report, `${path} on ${paths.join(' ')}`), terminal);
    await print(talk, json === true ? jsonLine(report) : `${describeAudit(report)}\n`);
    return report.verdict === 'pass' ? 0 : 2;
  } finally {
    progress.stop();
  }
}

/** What the command reads, and what it writes besides its pages: with a model, the ratings that were paid for. */
function readingOf(path: string, paths: readonly string[], { model, rated, rubricFile }: Flags): Reading {
  const isKept = model !== undefined;
  return {
    records: paths,
    calibrator: path,
    alsoRead: [rubricFile, isKept ? undefined : rated],
    mayPrint: false,
    others: [isKept ? rated : undefined],
  };
}

/** @throws UnflatterError `too-few-records` where people have rated nothing: there would be nothing to say. */
function assertLabelled(records: readonly CalibrationRecord[], paths: readonly string[]): void {
  if (records.some(({ humanRatings }) => humanRatings.length > 0)) return;
  const message = `${paths.join(' ')}: an audit needs labelled records, got none in ${records.length}`;
  throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
}

function makersOf(report: AuditReport, what: string): PageMakers {
  return {
    html: async () =>
      (await import('../report/audit-page.ts')).auditPage(report, { title: 'Can the gate be gamed?', what }),
    markdown: async () => (await import('../report/audit-markdown.ts')).auditMarkdown(report),
  };
}
