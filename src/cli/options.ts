import { Argument, InvalidArgumentError, Option } from 'commander';
import type { PartialTarget } from '../data/dataset.ts';
import type { Scale } from '../types.ts';

/** What flags may say of a target. */
export interface TargetFlags {
  readonly ratingScale?: Scale;
  readonly humanScale?: Scale;
  readonly passAt?: number;
  readonly passBy?: 'mean' | 'person';
  readonly criterion?: string;
}

export const targetOptions = (): Option[] => [
  new Option(
    '--rating-scale <min:max>',
    'scale of the self-ratings, as 1:10 [default: from dataset.json beside the file]',
  ).argParser(parseScale),
  new Option('--human-scale <min:max>', 'scale of the human ratings, as 1:5 [default: from dataset.json]').argParser(
    parseScale,
  ),
  new Option(
    '--pass-at <rating>',
    'a record passes when its mean human rating reaches this [default: from dataset.json]',
  ).argParser(parseNumber),
  new Option(
    '--pass-by <whom>',
    'whose rating has to reach it: the mean of all people, or a person drawn at random [default: from dataset.json, else mean]',
  ).choices(['mean', 'person']),
];

/** Which records of the files to take. */
export interface RecordFilter {
  readonly rater?: string;
  readonly criterion?: string;
}

export const filterOptions = (): Option[] => [
  new Option('--rater <name>', 'only records rated by this model'),
  new Option('--criterion <name>', 'only records of this criterion'),
];

/** What `fit` may be told. */
export interface FitFlags extends TargetFlags, RecordFilter {
  readonly out: string;
  readonly seed: number;
  readonly json?: boolean;
}

export const recordsArgument = (): Argument =>
  new Argument('<records...>', 'files of records, .jsonl or .jsonl.gz; - is stdin').argParser(
    (path, before: string[] | undefined) => {
      if (path === '-' && before?.includes(path) === true)
        throw new InvalidArgumentError('Standard input can be read only once.');
      return [...(before ?? []), path];
    },
  );

export const jsonOption = (): Option => new Option('--json', 'print one JSON value instead of text');

export function targetOf({ ratingScale, humanScale, passAt, passBy, criterion }: TargetFlags): PartialTarget {
  return { ratingScale, humanScale, passAt, passBy, criterion };
}

export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError(`Expected a number, got "${text}".`);
  return value;
}

export function parseWhole(text: string): number {
  const value = parseNumber(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError(`Expected a whole number, got "${text}".`);
  return value;
}

function parseScale(text: string): Scale {
  const ends = text.split(':').map((end) => (end.trim() === '' ? Number.NaN : Number(end)));
  const [min = Number.NaN, max = Number.NaN] = ends;
  if (ends.length !== 2 || !ends.every(Number.isFinite) || min >= max) {
    throw new InvalidArgumentError(`Expected min:max with min below max, as 1:10, got "${text}".`);
  }
  return { min, max };
}
