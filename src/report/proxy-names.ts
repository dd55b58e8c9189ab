import { plainLine } from './page/markup.ts';
import { shortened } from './page/text-width.ts';

/** A name from a file as it stands in a line of ours: nothing in it is unseen or turns the line around, and it is short. */
export function nameShown(name: string): string {
  return shortened(plainLine(name), 40);
}

const mostNames = 5;

export function namesShown(names: readonly string[]): string {
  const rest = names.length - mostNames;
  return `${names.slice(0, mostNames).map(nameShown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
