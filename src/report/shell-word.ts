/** A word as a POSIX shell takes it for itself, whatever it holds: a command can be copied with it. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
