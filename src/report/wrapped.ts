import { plainLine } from './page/markup.ts';

/** As wide as most terminals and mails show without a break. */
const width = 100;

/** Lines of at most the width, broken between words; those after the first are indented as far as the bullet. */
export function wrapped(text: string, bullet = ''): string[] {
  const lines: string[] = [bullet];
  for (const word of plainLine(text).split(/ (?!%)/)) {
    const line = lines.at(-1)!;
    const isStart = line.trim() === bullet.trim();
    if (!isStart && line.length + 1 + word.length > width) lines.push(`${' '.repeat(bullet.length)}${word}`);
    else lines[lines.length - 1] = isStart ? `${line}${word}` : `${line} ${word}`;
  }
  return lines;
}
