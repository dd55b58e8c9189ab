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
  const isUnknown = ([name, value]: [string, unknown]): boolean => value !== undefined && !Object.hasOwn(names, name);
  const [option] = Object.entries(options).find(isUnknown) ?? [];
  if (option === undefined) return;
  const known = Object.keys(names);
  const near = known.find((name) => isNear(name, option));
  const expected = near === undefined ? `it may have ${known.join(', ')}` : `did you mean ${shown(near)}?`;
  const message = `${what} must not have the key ${shown(option)}: ${expected}`;
  // Not what came: it may be a secret that was meant for somebody else.
  throw new UnflatterError('invalid-option', message, { option, expected, received: undefined });
}

/** Whether one name may be meant by the other: what they share at both ends is two thirds of the longer one, at least. */
function isNear(one: string, other: string): boolean {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start++;
  let end = 0;
  while (start + end < most && one.at(-1 - end) === other.at(-1 - end)) end++;
  return start + end >= (2 / 3) * Math.max(one.length, other.length);
}
