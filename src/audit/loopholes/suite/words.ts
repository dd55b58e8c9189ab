/** Stretches of text between spaces: what a count by spaces calls words. */
export function wordsIn(text: string): number {
  return text.match(/\S+/gu)?.length ?? 0;
}
