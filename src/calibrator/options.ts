import { UnflatterError, shown } from '../errors.ts';
import { assertOption } from './target.ts';

/** Every name that options may have. A record, so that the type tells when one is forgotten here. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Refuses what is no object, and names that nobody reads: a default would stand in place of what was meant. Asked where an
 * app hands options over, not where they are handed on.
 *
 * @param what what to call the options in messages
 * @throws UnflatterError `invalid-option`
 */
export function assertOptions<Options extends object>(options: Options, names: OptionNames<Options>, what = 'options') {
  assertOption(typeof options === 'object' && options !== null, what, 'an object', options);
  // What is undefined stands in place of nothing.
  const option = Object.keys(options).find(
    (name) => options[name as keyof Options] !== undefined && !Object.hasOwn(names, name),
  );
  if (option === undefined) return;
  const known = Object.keys(names);
  const near = known.find((name) => isNear(name, option));
  const expected = near ? `did you mean ${shown(near)}?` : `it may have ${known.join(', ')}`;
  const message = `${what} has no key ${shown(option)}: ${expected}`;
  // Not what came: it may be a secret that was meant for somebody else.
  throw new UnflatterError('invalid-option', message, { option, expected, received: undefined });
}

/** Whether one name may be meant by the other: two thirds of the longer one, at least, are letters that stand where they do, from either end. */
function isNear(one: string, other: string): boolean {
  const isShared = (letter: string, i: number): boolean => letter === other[i] || letter === other.at(i - one.length);
  return one.split('').filter(isShared).length >= Math.max(one.length, other.length) / 1.5;
}
