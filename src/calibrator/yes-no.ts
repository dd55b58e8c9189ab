const words = /^(?:yes|no|y|n|true|false|pass|fail|passed|failed|good|bad)$/i;

/** How labels in words are written as numbers, to be added to what is said of a value; empty where it is no such word. */
export function yesNoHint(value: unknown): string {
  const isWord = typeof value === 'boolean' || (typeof value === 'string' && words.test(value.trim()));
  return isWord
    ? ': write 1 for yes and 0 for no, with a human scale of 0:1 and a pass mark of 0.5 (--human-scale 0:1 --pass-at 0.5)'
    : '';
}
