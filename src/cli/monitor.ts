import { InvalidArgumentError, Option, type Command } from 'commander';
import { readCalibrator } from '../data/calibrator-file.ts';
import { UnflatterError, naming } from '../errors.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import { driftOf } from '../monitor/drift.ts';
import { monitorAll } from '../monitor/judge.ts';
import { describeMonitor } from '../report/monitor-text.ts';
import { readMemory, writeMemory } from './monitor-memory.ts';
import { assertPages, placesOf, writePages, type MonitorPages } from './monitor-pages.ts';
import { isLog, nameOf } from './log-there.ts';
import { readMonitored } from './monitor-read.ts';
import { filterOptions, jsonOption, parseInclusion, parseShare, type RecordFilter } from './options.ts';
import { startProgress } from './progress.ts';
import type { Running } from './running.ts';
import { assertSameTarget, otherPassMark } from './same-target.ts';
import { escapedIn, jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

interface Flags extends RecordFilter {
  readonly margin?: number;
  readonly confidence: number;
  readonly leastInclusion?: number;
  readonly passedOnly?: boolean;
  readonly since?: number;
  readonly memory?: string;
  readonly html?: string;
  readonly markdown?: string;
  readonly json?: boolean;
}

export function addMonitor(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('monitor')
    .summary('does the calibrator still hold?')
    .description(
      'Looks whether traffic still is like the labels of the fit, and whether labels that came since break what certificates ' +
        'promise. To be run by a timer, as often as you like.',
    )
    .argument('<calibrator>', 'the calibrator in use, with its certificates')
    .argument('<logs...>', 'decision logs (.sqlite, .db, postgres://…), or files of records; - is stdin')
    .addOption(
      new Option(
        '--margin <share>',
        'ask, too, whether pass probabilities are right on average, as within 0.05: for one look at labels that were settled beforehand',
      ).argParser(parseMargin),
    )
    .addOption(
      new Option(
        '--confidence <share>',
        'how sure it is to be, in all looks together, that nothing else raises an alarm where nothing is wrong',
      )
        .argParser(parseConfidence)
        .default(0.95),
    )
    .addOption(
      new Option(
        '--least-inclusion <p>',
        'the least probability with which any label was or will be chosen, as sample said [default: in a log, that of all that was chosen until then; in records, all are chosen alike]',
      ).argParser(parseInclusion),
    )
    .option('--passed-only', 'labels are of what the gate passes alone, so they say nothing of leak and joint')
    .addOption(
      new Option(
        '--since <time>',
        'only decisions in logs from then on, as 2026-11-01 or 2026-11-01T18:00Z; settle it beforehand',
      ).argParser(parseTime),
    );
  for (const option of filterOptions()) command.addOption(option);
  command
    .option(
      '--memory <file>',
      'keeps the report from run to run: a certificate that was broken stays so, whatever is read later',
    )
    .option('--html <file>', 'where to write the whole report as a page')
    .option('--markdown <file>', 'where to write it in short, for a message')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing surely is wrong, also where there is too little to tell; 1 wrong\ninput; 2 an alarm: drift, a broken certificate, or with --margin pass\nprobabilities that are off.',
    )
    .action(async (path: string, paths: string[], flags: Flags) =>
      done(await runMonitor(path, paths, flags, terminal)),
    );
}

async function runMonitor(path: string, paths: readonly string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const running: Running = { terminal, begin: Date.now() };
  const { margin, confidence, leastInclusion, passedOnly, since, memory, html, markdown, json } = flags;
  const pages: MonitorPages = { html, markdown, memory, calibrator: path, paths };
  // One half for drift, one half for the certificates.
  const error = Number((1 - confidence).toPrecision(12)) / 2;
  const talk = assertPages(pages, terminal) ? terminal.stderr : terminal.stdout;
  if (since !== undefined) assertTimes(paths);
  const earlier = memory === undefined ? [] : await readMemory(memory);
  const calibrator = await readCalibrator(path);
  await tellTargets(paths, calibrator, terminal);
  const read = await readMonitored({ paths, calibrator, since, filter: flags }, running);
  const progress = await startProgress(terminal, 'watching', running.begin);
  try {
    progress.update();
    const report = naming(paths.map(nameOf).join(' '), () =>
      monitorAll(calibrator, read.labelled, {
        confidence: 1 - error,
        leastInclusion,
        passedOnly,
        margin,
        earlier,
        unchosen: read.unchosen,
        unjudged: read.unjudged,
        drift: driftOf(calibrator, read.decisions, { falseAlarms: error }),
      }),
    );
    progress.stop();
    const places = placesOf(pages, calibrator.target);
    // First, so that no page that cannot be written takes an alarm along.
    if (memory !== undefined) writeMemory(memory, report, earlier);
    await writePages(report, pages, places, terminal);
    await print(talk, json === true ? jsonLine(report) : `${describeMonitor(escapedIn(report), escapedIn(places))}\n`);
    return report.alarms.length > 0 ? 2 : 0;
  } finally {
    progress.stop();
  }
}

async function tellTargets(paths: readonly string[], calibrator: Calibrator, terminal: Terminal): Promise<void> {
  const files = paths.filter((path) => !isLog(path));
  await Promise.all(files.map((file) => assertSameTarget(file, calibrator, 'evaluate')));
  const notes = await Promise.all(files.map((file) => otherPassMark(file, calibrator, 'evaluated')));
  for (const note of notes) if (note !== undefined) await tell(terminal, `note: ${note}`);
}

/** @throws UnflatterError `invalid-option`: records have no time of which it could be told. */
function assertTimes(paths: readonly string[]): void {
  const file = paths.find((path) => !isLog(path));
  if (file === undefined) return;
  const expected = 'left out where records are read, which do not say when they were decided on';
  const message = `--since must be ${expected}, got the file ${file}`;
  throw new UnflatterError('invalid-option', message, { option: 'since', expected, received: file });
}

function parseMargin(text: string): number {
  const value = parseShare(text);
  if (!(value < 0.5))
    throw new InvalidArgumentError(`Expected a number above 0 and below 0.5, as 0.05, got "${text}".`);
  return value;
}

function parseConfidence(text: string): number {
  const value = parseShare(text);
  if (!(value > 0.5))
    throw new InvalidArgumentError(`Expected a number above 0.5 and below 1, as 0.95, got "${text}".`);
  return value;
}

/** A day is its beginning in UTC. A time says its zone, and no day is taken for another: 2026-02-31 is none. */
function parseTime(text: string): number {
  const [, day] = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/.exec(text) ?? [];
  const isDay = day !== undefined && new Date(Date.parse(day) || 0).toISOString().startsWith(day);
  const time = isDay ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  const expected = 'a day, or a time with its zone, as 2026-11-01 or 2026-11-01T18:00Z';
  throw new InvalidArgumentError(`Expected ${expected}, got "${text}".`);
}
