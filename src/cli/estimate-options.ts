import { InvalidArgumentError } from 'commander';
import { UnflatterError, isUnflatterError, naming } from '../errors.ts';
import { parseWhole } from './options.ts';

/** Half of the width of an interval of shares. */
export function parseHalfWidth(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < 0.5))
    throw new InvalidArgumentError(`Expected half of the width of an interval, above 0 and below 0.5, got "${text}".`);
  return value;
}

export function parseSeed(text: string): number {
  const value = parseWhole(text);
  if (!(value >= 0 && value < 2 ** 32))
    throw new InvalidArgumentError(`Expected a whole number from 0 below 2^32, got "${text}".`);
  return value;
}

/** @throws UnflatterError `invalid-option` for a mix of slices that nobody made. */
export function assertSlicesOfMix(mix: string | undefined, sliceBy: string | undefined): void {
  if (mix === undefined || sliceBy !== undefined) return;
  const expected = '--slice-by <field>, which says what the slices are';
  const message = `--mix needs ${expected}`;
  throw new UnflatterError('invalid-option', message, { option: 'mix', expected, received: mix });
}

const flagOf: Readonly<Record<string, string>> = { sliceBy: '--slice-by', mix: '--mix' };

/** @throws what the work throws, naming the option that it is about, or else the files. */
export function namingOption<Result>(paths: readonly string[], work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { option } = isUnflatterError(error, 'invalid-option') ? error.details : {};
    const flag = typeof option === 'string' ? flagOf[option] : undefined;
    return naming(flag ?? paths.join(' '), () => {
      throw error;
    });
  }
}
