import { InvalidArgumentError, Option, type Command } from 'commander';
import type { rubrics } from '../rating/rubrics.ts';
import type { Scale } from '../types.ts';
import { parseNumber, parseScale, parseWhole } from './options.ts';
import { rateOptions } from './rate-options.ts';
import type { ExitCode, Terminal } from './terminal.ts';

export interface LabelFlags {
  readonly out?: string;
  readonly labeller?: string;
  readonly rubric?: keyof typeof rubrics;
  readonly rubricFile?: string;
  readonly policy?: string;
  readonly source: string;
  readonly humanScale?: Scale;
  readonly repeats: number;
  readonly seed: number;
  readonly port: number;
  readonly open?: boolean;
}

export function addLabel(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('label')
    .summary('label responses in the browser')
    .description(
      'Serves a page, to this machine alone, on which people label one response after the other. The labels of a file go ' +
        'to a file beside it, those of a log into the log. Each is on disk before it is confirmed. Run again, the same ' +
        'command goes on where it stopped.',
    )
    .argument('<records>', 'a file of records, .jsonl or .jsonl.gz, or a decision log (.sqlite, .db, postgres://…)')
    .option('--out <file>', 'where the labels go [default: beside the file, as NAME.labels.jsonl]')
    .option('--labeller <name>', 'who labels [default: the page asks]')
    .addOption(rateOptions.rubric())
    .addOption(rateOptions.rubricFile())
    .option('--policy <name>', 'version of the instructions, kept with each label, as v1')
    .option('--source <name>', 'which kind of label it is, as expert or user', 'expert')
    .addOption(
      new Option(
        '--human-scale <min:max>',
        'scale of the ratings, as 1:5, or 1:5:1 in steps of 1 [default: from dataset.json]',
      ).argParser(parseScale),
    )
    .addOption(
      new Option('--repeats <share>', 'of the labels, so many are of responses that one has labelled before')
        .argParser(parseRepeats)
        .default(0.05),
    )
    .addOption(new Option('--seed <number>', 'seed of the order').argParser(parseWhole).default(1))
    .addOption(new Option('--port <number>', '0: any that is free').argParser(parsePort).default(0))
    .option('--open', 'open the page in the browser')
    .action(async (place: string, flags: LabelFlags) => {
      // Loaded here: no other command has a page to serve.
      const { runLabel } = await import('./label-run.ts');
      done(await runLabel(place, flags, terminal));
    });
}

function parseRepeats(text: string): number {
  const value = parseNumber(text);
  if (!(value >= 0 && value <= 0.5)) throw new InvalidArgumentError(`Expected a share from 0 to 0.5, got "${text}".`);
  return value;
}

function parsePort(text: string): number {
  const value = parseWhole(text);
  if (value < 0 || value > 65_535) throw new InvalidArgumentError(`Expected a port from 0 to 65535, got "${text}".`);
  return value;
}
