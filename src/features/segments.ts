import { kindOf, mark, unspaced } from './characters.ts';

/** Longest stretch that is looked at at once. */
export const longestStretch = 500;

/** How far to look for more stretches, in code units: as many as a text of few other letters needs. */
const farthest = 1000;

/** Marks that make another letter of a kana; a text may have them apart. */
const voicing = /[\u3099\u309a]/;

let segmenter: Intl.Segmenter | undefined;

/** A stretch, as far as it was cut into words before it was read. */
export interface Cut {
  readonly letters: string;
  readonly words: string[];
}

/** Where a run of letters ends that no spaces part. */
export function endOfRun(text: string, start: number, to: number): number {
  let at = start + 1;
  while (at < to) {
    const kind = kindOf(text.charCodeAt(at));
    if (kind !== unspaced && kind !== mark) break;
    at++;
  }
  return at;
}

/** Letters of a run, each kana with its mark. Of few letters only: composing can take the square of the length. */
export function stretchOf(text: string, from: number, to: number): string {
  const letters = text.slice(from, to);
  return voicing.test(letters) ? letters.normalize('NFC') : letters;
}

/**
 * Cuts so many letters of a stretch into words, and with them those of the stretches that follow, up to the number that
 * is allowed: `Intl.Segmenter` takes longer to start than to cut a short stretch. Gives them back by where they start.
 */
export function cutAhead(
  text: string,
  from: number,
  stretch: string,
  letters: number,
  allowed: number,
): ReadonlyMap<number, Cut> {
  const cuts = new Map<number, Cut>([[from, { letters: stretch.slice(0, letters), words: [] }]]);
  let left = allowed - letters;
  const to = Math.min(text.length, from + farthest);
  for (let at = endOfRun(text, from, Math.min(to, from + longestStretch)); at < to && left > 0;) {
    if (kindOf(text.charCodeAt(at)) === unspaced) {
      const end = endOfRun(text, at, Math.min(text.length, at + longestStretch));
      const next = stretchOf(text, at, end).slice(0, left);
      cuts.set(at, { letters: next, words: [] });
      left -= next.length;
      at = end;
    } else at++;
  }
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' });
  // No word goes over the end of a line, so each stretch is cut as it would be alone.
  const all = [...cuts.values()];
  let i = 0;
  for (const { segment, isWordLike } of segmenter.segment(all.map((one) => one.letters).join('\n'))) {
    if (segment === '\n') i++;
    else if (isWordLike === true || kindOf(segment.charCodeAt(0)) === unspaced) all[i]!.words.push(segment);
  }
  return cuts;
}
