import { Option, type Command } from 'commander';
import { auditPlaced } from '../audit/proxy/audit-proxy.ts';
import { aggregateNames, type AggregateName, type ProxyOptions } from '../audit/proxy/options.ts';
import { assertWritable, replaceFile } from '../data/atomic.ts';
import { UnflatterError } from '../errors.ts';
import { proxyMarkdown } from '../report/proxy-markdown.ts';
import { describeProxy } from '../report/proxy-report.ts';
import { readRows } from './audit-proxy-rows.ts';
import { jsonOption, parseNumber, parseWhole, recordsArgument } from './options.ts';
import { assertOut } from './out.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

interface Flags {
  readonly metric?: string;
  readonly aggregate?: AggregateName;
  readonly decision?: string;
  readonly goal: string;
  readonly metricPassesAt?: number;
  readonly goalPassesAt?: number;
  readonly lower?: boolean;
  readonly goalLower?: boolean;
  readonly slice?: string;
  readonly group?: string;
  readonly text?: string;
  readonly seed: number;
  readonly markdown?: string;
  readonly json?: boolean;
}

/** Adds `proxy` to the command `audit`. */
export function addAuditProxy(audit: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  audit
    // Options after the name of a command are that command's: both have --json and --seed.
    .enablePositionalOptions()
    .helpCommand(false)
    .command('proxy')
    .summary('does a metric track what people want?')
    .description(
      'Finds out whether a metric tracks a goal that people judge, row by row: how far they agree, what degenerate ' +
        'policies would get on both, and what choosing by the metric does to the goal. Exit code 0 where the metric ' +
        'tracks, 2 where it does not, can be gamed, or the rows are too few to tell.',
    )
    .addArgument(recordsArgument())
    .option('--metric <column>', 'the metric that scores each row')
    .addOption(
      new Option('--aggregate <name>', 'or a metric that is one number for all decisions').choices(aggregateNames),
    )
    .option('--decision <column>', 'with --aggregate: what was decided of each row, true or false')
    .requiredOption('--goal <column>', 'what people say of each row; rows without it are left out')
    .addOption(numberOption('--metric-passes-at <value>', 'a row passes the metric from this value on'))
    .addOption(numberOption('--goal-passes-at <value>', 'a row reaches the goal from this value on'))
    .option('--lower', 'a lower metric is better: thresholds are passed downwards')
    .option('--goal-lower', 'a lower goal is better')
    .option('--slice <column>', 'agreement for each value of this column as well')
    .option('--group <column>', 'rows that belong together [default: group, else prompt, else the row]')
    .option('--text <column>', 'text whose length and confidence are tried [default: response]')
    .addOption(new Option('--seed <number>', 'seed of the intervals').argParser(parseWhole).default(1))
    .option('--markdown <file>', 'write the report as a page too')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nRows are .jsonl or .csv, also with .gz. A column is named as it is in the file;\na.b is what stands under b inside of a.',
    )
    .action(async (paths: string[], _: Flags, proxy: Command) => {
      takeGivenBefore(audit, proxy);
      done(await runAuditProxy(paths, proxy.opts<Flags>(), terminal));
    });
}

/** Options before the name of the command are those of `audit`: what both have counts here too, and nothing is ignored. */
function takeGivenBefore(audit: Command, proxy: Command): void {
  for (const option of audit.options) {
    const name = option.attributeName();
    if (audit.getOptionValueSource(name) !== 'cli') continue;
    const value: unknown = audit.getOptionValue(name);
    if (proxy.options.every(({ flags }) => flags !== option.flags))
      throw wrong(option.long!, 'left away with proxy', value);
    if (proxy.getOptionValueSource(name) !== 'cli') proxy.setOptionValueWithSource(name, value, 'cli');
  }
}

async function runAuditProxy(paths: readonly string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { markdown, json } = flags;
  const options = optionsOf(flags);
  if (markdown !== undefined) {
    assertOut(markdown, { records: paths, mayPrint: false }, terminal, 'markdown');
    assertWritable(markdown);
  }
  const rows = await readRows(paths, terminal);
  const report = auditPlaced(rows, options);
  if (markdown !== undefined) replaceFile(markdown, proxyMarkdown(report));
  await print(terminal.stdout, json === true ? jsonLine(report) : `${describeProxy(report)}\n`);
  if (markdown !== undefined) await tell(terminal, `wrote ${markdown}`);
  return report.verdict === 'tracks' ? 0 : 2;
}

function optionsOf({ metric, aggregate, decision, ...flags }: Flags): ProxyOptions {
  const { goal, goalPassesAt, goalLower, metricPassesAt, lower, slice, group, text, seed } = flags;
  const columns = { goal, goalPassesAt, goalBetter: better(goalLower), slice, group, text, seed };
  if (aggregate === undefined) {
    if (metric === undefined) throw wrong('--metric', 'a column, or --aggregate and --decision', 'nothing');
    if (decision !== undefined) throw wrong('--decision', 'left away without --aggregate', decision);
    return { ...columns, metric, metricPassesAt, metricBetter: better(lower) };
  }
  if (metric !== undefined) throw wrong('--metric', 'left away with --aggregate, which takes --decision', metric);
  if (decision === undefined) throw wrong('--decision', 'a column, as --aggregate is given', 'nothing');
  if (metricPassesAt !== undefined) throw wrong('--metric-passes-at', 'left away with --aggregate', metricPassesAt);
  if (lower !== undefined) throw wrong('--lower', 'left away with --aggregate', 'it');
  return { ...columns, aggregate, decision };
}

function better(lower: boolean | undefined): 'higher' | 'lower' {
  return lower === true ? 'lower' : 'higher';
}

function numberOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseNumber);
}

function wrong(option: string, expected: string, received: unknown): UnflatterError<'invalid-option'> {
  const message = `${option} must be ${expected}, got ${String(received)}`;
  return new UnflatterError('invalid-option', message, { option: option.slice(2), expected, received });
}
