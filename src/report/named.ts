import { plainLine } from './page/markup.ts';
import { shortened } from './page/text-width.ts';

/** As many characters of a name that comes from a file. */
const longestName = 60;

/** A name from a file on a line of ours. */
export function named(name: string): string {
  return shortened(plainLine(name), longestName);
}
