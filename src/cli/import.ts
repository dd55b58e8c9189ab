import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { assertWritable, replaceFile } from '../data/atomic.ts';
import { listHeaders } from '../data/import/columns.ts';
import { formatNames, tools, type FormatName } from '../data/import/formats.ts';
import { importRecords } from '../data/import/import.ts';
import type { Imported, Skipped } from '../data/import/records.ts';
import { UnflatterError } from '../errors.ts';
import { count } from '../report/numbers.ts';
import { assertOut } from './out.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

interface Flags {
  readonly out: string;
  readonly from?: FormatName;
  readonly score?: string;
  readonly human?: string;
  readonly column?: Readonly<Record<string, readonly string[]>>;
  readonly json?: boolean;
}

export function addImport(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('import')
    .summary('records from a table, or the export of an eval tool')
    .description(
      'Makes records of a table (CSV with commas, semicolons or tabs) or a JSON list with columns named like the fields of a ' +
        'record, as id, group, prompt, response, selfRating and, one for each person, humanRating.\n' +
        `Makes them, too, of what another tool exports: ${tools.join(', ')}. The self-rating is the score that a model ` +
        'gave; human ratings are taken where the export says that people gave them. Several files are read as one ' +
        'export, as runs and their feedback.\n' +
        'Responses that cannot become records, as those without the score, are counted on stderr by what they lack, with ' +
        'their places. A shape that is not known is refused with what was seen, and nothing is written.',
    )
    .addArgument(new Argument('<files...>', 'files of the export: .json, .jsonl, .csv or .tsv, also with .gz'))
    .requiredOption('--out <file>', 'where to write the records, as records.jsonl')
    .addOption(new Option('--from <tool>', 'the tool [default: recognised by the shape]').choices(formatNames))
    .option('--score <name>', 'the score that is the self-rating [default: the only one that is said to be by a model]')
    .option(
      '--human <name>',
      'the score that is the human rating, or a number of your own in the metadata, as metadata.label [default: the ' +
        'only one by people, if any]',
    )
    .addOption(
      new Option(
        '--column <field=Header>',
        'of a table: the column that holds a field, as response=Answer; can be given again',
      ).argParser(parseColumn),
    )
    .addOption(new Option('--json', 'print one JSON value instead of text'))
    .addHelpText(
      'after',
      '\nAn export does not say on which scales its scores are: tell check and fit, or\nwrite a dataset.json beside the records. ' +
        'docs/data.md says what is read of each tool.',
    )
    .action(async (paths: string[], flags: Flags) => done(await runImport(paths, flags, terminal)));
}

/** Fields with their headers, of which several may be of one. */
function parseColumn(text: string, before: Readonly<Record<string, readonly string[]>> = {}) {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1)
    throw new InvalidArgumentError(`Expected field=Header, as response=Answer, got "${text}".`);
  const [field, header] = [text.slice(0, at), text.slice(at + 1)];
  return { ...before, [field]: [...(Object.hasOwn(before, field) ? before[field]! : []), header] };
}

async function runImport(paths: readonly string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { out, json, column: columns, ...options } = flags;
  assertOut(out, { records: paths, mayPrint: false }, terminal);
  const { isDirect } = assertWritable(out);
  const imported = await importRecords(paths, { ...options, columns });
  const { records, skipped, from, leftColumns } = imported;
  if (leftColumns.length > 0)
    await tell(
      terminal,
      `note: left out, as no field of a record: ${listHeaders(leftColumns)} (--column tells which is which)`,
    );
  for (const line of reasonLines(skipped)) await tell(terminal, line);
  if (records.length === 0) throw noneLeft(paths, skipped.length);
  replaceFile(out, records.map(jsonLine).join(''));
  const counts = countsOf(imported);
  await print(
    isDirect ? terminal.stderr : terminal.stdout,
    json === true
      ? jsonLine({ out, from, ...counts, skipped, ...(from === 'table' ? { leftColumns } : {}) })
      : `${summary(counts, from === 'table' ? 'a table' : from)}\nwrote ${out}\n`,
  );
  return 0;
}

function countsOf({ records, skipped, score, human }: Imported) {
  const people = records.flatMap(({ humanRatings }) =>
    humanRatings.map((one) => (typeof one === 'number' ? one : one.value)),
  );
  return {
    records: records.length,
    labelled: records.filter(({ humanRatings }) => humanRatings.length > 0).length,
    left: skipped.length,
    selfRatings: { score, ...rangeOf(records.map(({ selfRating }) => selfRating)) },
    ...(human === undefined ? {} : { humanRatings: { score: human, ...rangeOf(people) } }),
  };
}

function rangeOf(values: readonly number[]): { readonly min?: number; readonly max?: number } {
  if (values.length === 0) return {};
  return values.reduce(({ min, max }, one) => ({ min: Math.min(min, one), max: Math.max(max, one) }), {
    min: values[0]!,
    max: values[0]!,
  });
}

function summary({ records, labelled, left, selfRatings, humanRatings }: ReturnType<typeof countsOf>, from: string) {
  const words = ({ score, min, max }: { score: string; min?: number; max?: number }): string =>
    min === undefined ? `${score}, none` : `${score}, from ${min} to ${max}`;
  return [
    `${count(records)} ${records === 1 ? 'record' : 'records'} from ${from}, ${count(labelled)} with human ratings` +
      (left === 0 ? '' : `; ${count(left)} left out, as listed`),
    `self-ratings: ${words(selfRatings)}`,
    ...(humanRatings === undefined ? [] : [`human ratings: ${words(humanRatings)}`]),
  ].join('\n');
}

/** Most places that are spelled out for one reason; `--json` has them all. */
const mostPlaces = 5;

function reasonLines(skipped: readonly Skipped[]): string[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].map(([reason, rows]) => {
    const places = rows.slice(0, mostPlaces).map(({ path, line, field, id }) => {
      const place = line === undefined ? `${path} ${field}` : `${path}:${line}${field === '' ? '' : ` ${field}`}`;
      return `${place.trim()} (${id})`;
    });
    const more = rows.length > mostPlaces ? ` and ${count(rows.length - mostPlaces)} more` : '';
    return `left out ${count(rows.length)} (${reason}): ${places.join(', ')}${more}`;
  });
}

function noneLeft(paths: readonly string[], left: number): UnflatterError<'too-few-records'> {
  const message = `${paths.join(' ')}: an import needs at least 1 response with the score, got ${left} that became no record`;
  return new UnflatterError('too-few-records', message, { received: 0, required: 1 });
}
