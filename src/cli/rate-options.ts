import { readFileSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { fingerprintOf } from '../calibrator/fingerprint.ts';
import { unreadable } from '../data/lines.ts';
import { UnflatterError } from '../errors.ts';
import { rubrics, type Rubric } from '../rating/rubrics.ts';
import type { Scale } from '../types.ts';
import { jsonOption, parseNumber, parseScale, parseWhole } from './options.ts';

export interface RateFlags {
  readonly model: string;
  readonly baseUrl?: string;
  readonly rubric?: keyof typeof rubrics;
  readonly rubricFile?: string;
  readonly scale: Scale;
  readonly out: string;
  readonly concurrency: number;
  readonly timeout: number;
  readonly limit?: number;
  readonly maxCalls?: number;
  readonly maxTokens?: number;
  readonly retryFailed?: boolean;
  readonly batch?: boolean;
  readonly priceIn?: number;
  readonly priceOut?: number;
  /** False for a server that takes no JSON schema. */
  readonly schema: boolean;
  readonly json?: boolean;
}

/** What the model is asked with. */
export interface ChosenRubric {
  /** What it is called in the lines: its name, or what identifies its text. */
  readonly name: string;
  readonly rubric: Rubric | string;
  /** What the rating is called, where the rubric says it. */
  readonly criterion: string | undefined;
  /** Whether it cannot be applied to a record without sources. */
  readonly needsSources: boolean;
}

/** The options by what they are called in the code, made anew for each command, in the order of its help. */
export const rateOptions = {
  model: () =>
    new Option('--model <name>', 'the model that rates, as its server names it; without --base-url as vendor/name'),
  baseUrl: () => new Option('--base-url <url>', 'an OpenAI-compatible server, up to the /v1').argParser(parseUrl),
  rubric: () => new Option('--rubric <name>', 'what a good response does').choices(Object.keys(rubrics)),
  rubricFile: () => new Option('--rubric-file <file>', 'the same in words of your own'),
  scale: () =>
    new Option('--scale <min:max>', 'scale to rate on, as 1:10, or 1:10:1 for whole numbers only').argParser(
      parseScale,
    ),
  out: () => new Option('--out <file>', 'where to write the rated records; run again, it goes on there'),
  concurrency: () =>
    new Option('--concurrency <n>', 'ratings under way at the same time').argParser(parseCount).default(8),
  timeout: () =>
    new Option('--timeout <seconds>', 'for one rating, with what is asked again').argParser(parseAmount).default(60),
  limit: () => new Option('--limit <n>', 'only the first n records').argParser(parseCount),
  maxCalls: () =>
    new Option('--max-calls <n>', 'stop before the model is called more often than this').argParser(parseCount),
  maxTokens: () =>
    new Option(
      '--max-tokens <n>',
      'stop once so many tokens are used, in and out; ratings under way then still count',
    ).argParser(parseCount),
  schema: () =>
    new Option('--no-schema', 'send no JSON schema along, for servers that take none; the prompt says the form too'),
  batch: () => new Option('--batch', 'rate all in one batch of the provider: cheaper, and within a day (experimental)'),
  retryFailed: () => new Option('--retry-failed', 'ask again for the records that could not be rated before'),
  priceIn: () => new Option('--price-in <price>', 'of a million tokens in, to show the cost').argParser(parsePrice),
  priceOut: () => new Option('--price-out <price>', 'of a million tokens out').argParser(parsePrice),
} as const satisfies Readonly<Record<string, () => Option>>;

const mandatory: ReadonlySet<string> = new Set(['model', 'scale', 'out']);

export function addRateOptions(command: Command): void {
  for (const [name, option] of Object.entries(rateOptions))
    command.addOption(option().makeOptionMandatory(mandatory.has(name)));
  command.addOption(jsonOption());
}

/** @throws UnflatterError `invalid-option` or `unreadable-file` */
export function chosenRubric(
  { rubric, rubricFile }: Pick<RateFlags, 'rubric' | 'rubricFile'>,
  command: 'rate' | 'audit' | 'label' = 'rate',
): ChosenRubric {
  if ((rubric === undefined) === (rubricFile === undefined)) {
    const expected = 'one of --rubric and --rubric-file';
    const message = `${command} needs ${expected}, got ${rubric === undefined ? 'neither' : 'both'}`;
    throw new UnflatterError('invalid-option', message, { option: 'rubric', expected, received: rubric });
  }
  if (rubric !== undefined) {
    const named: Rubric = rubrics[rubric];
    return { name: rubric, rubric: named, criterion: named.criterion, needsSources: named.needsSources === true };
  }
  const text = textOf(rubricFile!);
  if (text.trim() === '') {
    const expected = 'a file with a text that is not blank';
    const message = `--rubric-file must be ${expected}, got ${rubricFile}`;
    throw new UnflatterError('invalid-option', message, { option: 'rubricFile', expected, received: rubricFile });
  }
  return { name: `file ${fingerprintOf(text)}`, rubric: text, criterion: undefined, needsSources: false };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function parseCount(text: string): number {
  const value = parseWhole(text);
  if (value < 1) throw new InvalidArgumentError(`Expected a whole number of at least 1, got "${text}".`);
  return value;
}

function parseAmount(text: string): number {
  const value = parseNumber(text);
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError(`Expected seconds above 0, got "${text}".`);
  return value;
}

function parsePrice(text: string): number {
  const value = parseNumber(text);
  if (value < 0) throw new InvalidArgumentError(`Expected a price of at least 0, got "${text}".`);
  return value;
}

/** What follows a name, a password or a question mark may be a key, which has no place on a command line. */
function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && [url.username, url.password, url.search, url.hash].every((part) => part === '');
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    const expected = 'an address as https://host/v1, without a name, a password or a query';
    throw new InvalidArgumentError(`Expected ${expected}.`);
  }
  return text;
}
