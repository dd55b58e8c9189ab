import { Option, type Command } from 'commander';
import { assertWritable, replaceFile } from '../data/atomic.ts';
import { assertUnfilled, joinLabelFiles, labelledIn, readJoinable } from '../data/labels/records.ts';
import { labelSheet } from '../data/labels/sheet.ts';
import { UnflatterError, naming } from '../errors.ts';
import { labelQuality } from '../fit/agreement/quality/quality.ts';
import { toExamples } from '../fit/examples.ts';
import { reportLabels } from '../report/label-quality.ts';
import { count } from '../report/numbers.ts';
import type { Target } from '../types.ts';
import { loadRecords, loadTarget } from './load.ts';
import { jsonOption, recordsArgument, targetOptions, type TargetFlags } from './options.ts';
import { assertOut } from './out.ts';
import { escapedIn, jsonLine, print, type ExitCode, type Terminal } from './terminal.ts';

interface Flags extends TargetFlags {
  readonly sheet?: string;
  readonly all?: boolean;
  readonly without?: readonly string[];
  readonly join?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

export function addLabels(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('labels')
    .summary('labels to and from spreadsheets, and how good they are')
    .description(
      'Says how good the labels of some records are: how far people agree with each other and with themselves, who drifts, ' +
        'and whose labels look wrong. With --sheet, writes a table to label in a spreadsheet instead; with --join, ' +
        'joins labels from other files to the records, by id. Labels that match nothing, that are there twice or off the ' +
        'scale are listed by file and line, and nothing is written then.',
    )
    .addArgument(recordsArgument())
    .addOption(
      new Option('--sheet <file>', 'write the records without a label as CSV, to be labelled').conflicts('join'),
    )
    .option('--all', 'with --sheet: those with a label as well')
    .option(
      '--without <files...>',
      'with --sheet: leave out those with a label in these files, as of the labelling page',
    )
    .option(
      '--join <files...>',
      'files of labels: .csv or .tsv with columns id and value, or JSON Lines of {id, value}',
    )
    .option('--out <file>', 'with --join: where to write the records with their labels');
  for (const option of targetOptions()) command.addOption(option);
  command.addOption(jsonOption()).action(async (paths: string[], flags: Flags) => {
    const target = await loadTarget(paths, flags);
    const work = flags.sheet !== undefined ? writeSheet : flags.join !== undefined ? joinFiles : reportQuality;
    assertTogether(flags);
    done(await work(paths, flags, { target, terminal }));
  });
}

interface Work {
  readonly target: Target;
  readonly terminal: Terminal;
}

async function writeSheet(paths: readonly string[], flags: Flags, { target, terminal }: Work): Promise<ExitCode> {
  const sheet = flags.sheet!;
  assertOut(sheet, { records: paths, alsoRead: flags.without ?? [], mayPrint: false }, terminal, 'sheet');
  const { isDirect } = assertWritable(sheet);
  await assertUnfilled(sheet);
  const records = await readJoinable(paths, { target, stdin: terminal.stdin });
  const elsewhere = await labelledIn(flags.without ?? []);
  const wanted = records.filter(
    ({ id, humanRatings = [] }) => !elsewhere.has(id) && (flags.all === true || humanRatings.length === 0),
  );
  if (wanted.length === 0) {
    const message = `${paths.join(' ')}: a sheet needs at least 1 record without a label, got 0 of ${records.length}; --all takes those with a label as well`;
    throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
  }
  replaceFile(sheet, labelSheet(wanted));
  await print(
    isDirect ? terminal.stderr : terminal.stdout,
    flags.json === true
      ? jsonLine({ sheet, records: wanted.length, leftOut: records.length - wanted.length })
      : `${count(wanted.length)} records to label${leftOutWords(records.length - wanted.length)}\nwrote ${sheet}\n`,
  );
  return 0;
}

async function joinFiles(paths: readonly string[], flags: Flags, { target, terminal }: Work): Promise<ExitCode> {
  const [files, out] = [flags.join!, flags.out!];
  assertOut(out, { records: paths, alsoRead: files, mayPrint: false }, terminal);
  const { isDirect } = assertWritable(out);
  const before = await readJoinable(paths, { target, stdin: terminal.stdin });
  const { records, labelled, labels, blank } = await joinLabelFiles(before, files, { target });
  if (labels === 0) {
    const message = `${files.join(' ')}: joining needs at least 1 label, got 0 and ${blank} rows without a value`;
    throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
  }
  replaceFile(out, records.map((record) => jsonLine({ ...record, humanRatings: record.humanRatings ?? [] })).join(''));
  await print(
    isDirect ? terminal.stderr : terminal.stdout,
    flags.json === true
      ? jsonLine({ out, records: records.length, labels, labelled, blank })
      : `${count(labels)} labels joined ${count(labelled)} of ${count(records.length)} records${blank === 0 ? '' : `; ${count(blank)} rows have no value yet`}\nwrote ${out}\n`,
  );
  return 0;
}

function leftOutWords(labelled: number): string {
  return labelled === 0 ? '' : `; ${count(labelled)} have a label already`;
}

/** @throws UnflatterError `invalid-option` for a flag without the one it belongs to. */
function assertTogether({ sheet, all, without, join, out }: Flags): void {
  const missing = (option: string, expected: string): UnflatterError<'invalid-option'> =>
    new UnflatterError('invalid-option', `--${option} must be ${expected}`, { option, expected, received: undefined });
  if (join !== undefined && out === undefined) throw missing('out', 'given with --join: where to write the records');
  if (out !== undefined && join === undefined) throw missing('out', 'given with --join alone');
  if (without !== undefined && sheet === undefined) throw missing('without', 'given with --sheet alone');
  if (all === true && sheet === undefined) throw missing('all', 'given with --sheet alone');
}

async function reportQuality(paths: readonly string[], flags: Flags, { target, terminal }: Work): Promise<ExitCode> {
  const records = await loadRecords(paths, target, {}, { terminal, begin: Date.now() });
  const from = paths.join(' ');
  naming(from, () => toExamples(records, target));
  if (!records.some(({ humanRatings }) => humanRatings.length > 0)) {
    const message = `${from}: it takes at least 1 label to judge labels, got 0`;
    throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
  }
  const quality = labelQuality(records, target);
  await print(terminal.stdout, flags.json === true ? jsonLine(quality) : `${reportLabels(escapedIn(quality))}\n`);
  return 0;
}
