/** A text of at most this size, by characters as people count them; what is cut off is marked. */
export function shortened(text: string, most: number, sizeOf: (character: string) => number = () => 1): string {
  const characters = charactersOf(text);
  if (characters.reduce((sum, character) => sum + sizeOf(character), 0) <= most) return text;
  let room = most - sizeOf('…');
  const fits = characters.findIndex((character) => (room -= sizeOf(character)) < 0);
  return `${characters.slice(0, fits).join('')}…`;
}

/** About how wide a text of a plot is in pixels, rather too much: fonts differ. */
export function widthOf(text: string, isStrong: boolean): number {
  return charactersOf(text).reduce((sum, character) => sum + characterWidth(character, isStrong), 0);
}

export function characterWidth(character: string, isStrong: boolean): number {
  const known = widths.find(([pattern]) => pattern.test(character));
  // What is not known may be as wide as it is high, and as wide again for every mark on it.
  const plain = known?.[1] ?? 3 + 11 * character.length;
  return isStrong ? 1.12 * plain : plain;
}

/** Of 13 pixels of height. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/^[ijlftrI.,:;'|!()[\] -]$/, 5.4],
  [/^[mwMW@%…⟨⟩]$/, 13],
  [/^[A-Z]$/, 10.5],
  [/^[\u0021-\u007e\u2212]$/, 8.4],
  [/^[\u00a0-\u052f]\p{M}*$/u, 11],
];

function charactersOf(text: string): string[] {
  return [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);
}
