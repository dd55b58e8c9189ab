import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { resultsFolder } from './table.ts';

/** What a run was asked for. */
export interface RunOptions {
  readonly repetitions: number;
  /** Only tasks whose name has this in it. */
  readonly tasks: string;
  readonly out: string;
  readonly workers: number;
  /** The label-efficiency curve in place of the tables. */
  readonly curve: boolean;
  /** Whether the results go where the tables of the pages are made from. */
  readonly isCommitted: boolean;
}

/** A curve has many sizes and few things to compare, so fewer repetitions do. */
const usualRepetitions = { table: 20, curve: 4 };
const defaults = { tasks: '', out: resultsFolder, workers: String(availableParallelism()) };

/** @throws TypeError or RangeError for options that cannot be; also where a part would replace the whole. */
export function readOptions(argv: readonly string[]): RunOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      repetitions: { type: 'string' },
      tasks: { type: 'string', default: defaults.tasks },
      out: { type: 'string', default: defaults.out },
      workers: { type: 'string', default: defaults.workers },
      curve: { type: 'boolean', default: false },
    },
  });
  const usual = values.curve ? usualRepetitions.curve : usualRepetitions.table;
  const repetitions = wholeNumber('repetitions', values.repetitions ?? String(usual));
  const workers = wholeNumber('workers', values.workers);
  const isCommitted = resolve(values.out) === resolve(defaults.out);
  if (isCommitted && (repetitions !== usual || values.tasks !== defaults.tasks))
    throw new RangeError(`--repetitions and --tasks need an --out other than ${defaults.out}`);
  return { ...values, repetitions, workers, isCommitted };
}

function wholeNumber(option: string, value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new RangeError(`--${option} must be a whole number above zero, got ${value}`);
}
