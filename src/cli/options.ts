import { Argument, InvalidArgumentError, Option } from 'commander';
import type { PartialTarget } from '../data/dataset.ts';
import type { Scale } from '../types.ts';
import type { SourceFlag } from './source-option.ts';

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
    'scale of the self-ratings, as 1:10, or 1:10:1 in steps of 1 [default: from dataset.json beside the file]',
  ).argParser(parseScale),
  new Option(
    '--human-scale <min:max>',
    'scale of the human ratings, as 1:5, or 1:5:1 in steps of 1 [default: from dataset.json]',
  ).argParser(parseScale),
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

/** What flags may claim, and how surely. */
export interface ClaimFlags {
  readonly falsePass?: number;
  readonly leak?: number;
  readonly joint?: number;
  readonly falseFail?: number;
  readonly confidence?: number;
  readonly passFrom?: number;
  readonly leastInclusion?: number;
  readonly expires?: string;
}

/** What `fit` may be told to prove, and with how many of its records. */
export interface ProofFlags extends ClaimFlags, SourceFlag {
  readonly certifyShare?: number;
}

/** Where a command writes what it found, to be read. */
export interface PageFlags {
  readonly html?: string | undefined;
  readonly markdown?: string | undefined;
}

export const pageOptions = (): Option[] => [
  new Option('--html <file>', 'where to write the whole report as a page'),
  new Option('--markdown <file>', 'where to write it in short, for a pull request'),
];

/** What `fit` may be told. */
export interface FitFlags extends TargetFlags, RecordFilter, ProofFlags, PageFlags {
  readonly out: string;
  readonly seed: number;
  readonly harden?: boolean;
  readonly ratingOnly?: boolean;
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

export function parseShare(text: string): number {
  const value = parseNumber(text);
  if (!(value > 0 && value < 1))
    throw new InvalidArgumentError(`Expected a number above 0 and below 1, as 0.1, got "${text}".`);
  return value;
}

export function parseInclusion(text: string): number {
  const value = parseNumber(text);
  if (!(value > 0 && value <= 1))
    throw new InvalidArgumentError(`Expected a number above 0 and at most 1, as 0.01, got "${text}".`);
  return value;
}

export function parseWhole(text: string): number {
  const value = parseNumber(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError(`Expected a whole number, got "${text}".`);
  return value;
}

export function parseScale(text: string): Scale {
  const parts = text.split(':').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [min = Number.NaN, max = Number.NaN, step] = parts;
  const fits = step === undefined || (step > 0 && step <= max - min);
  if (parts.length > 3 || !parts.every(Number.isFinite) || !(min < max) || !fits) {
    const expected = 'min:max with min below max, as 1:10, or min:max:step with a step above 0 that fits, as 1:10:1';
    throw new InvalidArgumentError(`Expected ${expected}, got "${text}".`);
  }
  return { min, max, ...(step === undefined ? {} : { step }) };
}
