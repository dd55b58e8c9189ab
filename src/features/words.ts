/*
 * A word is a run of letters, marks and digits of any script, with apostrophes inside. The two classes of
 * the expression cannot match the same character, so matching is linear in the length of the text.
 */
const wordPattern = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu;

/** The words of a text, lower case, in order, with straight apostrophes. */
export function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(wordPattern) ?? []).map((word) => word.replace('’', "'"));
}
