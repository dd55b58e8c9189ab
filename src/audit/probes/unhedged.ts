import type { Span } from './code-spans.ts';
import { worded, type WordedChange } from './define.ts';
import { edited, type Edit } from './edits.ts';
import { folded, hedgesOf, type Hedge } from './hedges.ts';
import type { Block } from './layout.ts';

interface Word extends Span {
  readonly key: string;
}

/** Next to a hedge, these turn it around: "may not be" is not "will not be", and "not likely" is not "not". */
const negations = new Set(
  'not never no neither nicht nie niemals kein keine keinen pas ne jamais aucun nunca jamás jamas ningún nao nem नहीं नही न मत'.split(
    ' ',
  ),
);

/** After a verb of possibility: a question, a day of May, or what might have been. */
const notAfterModal = /^(?:have|i|you|we|they|he|she|it|\d.*)$/;

type Hedges = ReadonlyMap<string, readonly Hedge[]>;

const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu;

/** Longest word that can be a hedge, and longest text that is normalised at once. */
const longestWord = 30;

const unhedged: WordedChange = ({ text, blocks }, phrases) => {
  const hedges = hedgesOf(phrases);
  const editsIn = phrases.gap === '' ? editsOfLetters : editsOfWords;
  const edits = blocks.flatMap((block) => editsIn(text, block, hedges));
  return edits.length === 0 ? undefined : edited(text, edits);
};

export const unhedgedProbe = worded('unhedged', 'Its hedges are left out.', unhedged);

function editsOfWords(text: string, { from, to, code, sentences }: Block, hedges: Hedges): readonly Edit[] {
  const words = Array.from(text.slice(from, to).matchAll(wordPattern), ({ index, 0: word }): Word => {
    const key = word.length > longestWord ? word : folded(word);
    return { from: from + index, to: from + index + word.length, key };
  });
  const edits: Edit[] = [];
  let [sentence, span] = [0, 0];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const hedge = hedges.get(word.key)?.find((one) => stands(text, one, words, i));
    if (hedge === undefined) continue;
    const last = words[i + hedge.words.length - 1]!;
    const [previous, next] = [words[i - 1]?.key ?? '', words[i + hedge.words.length]?.key ?? ''];
    if (negations.has(previous) || negations.has(next)) continue;
    if (hedge.by !== '' && notAfterModal.test(next)) continue;
    while (sentence + 1 < sentences.length && sentences[sentence + 1]!.from <= word.from) sentence++;
    while (span < code.length && code[span]!.to <= word.from) span++;
    const whole = { from: word.from, to: last.to };
    const isCode = span < code.length && code[span]!.from < last.to;
    if (!isCode && isReplaceable(text, whole, hedge, sentences[sentence]!)) {
      const edit = hedge.by === '' ? leftOut(text, whole, sentences[sentence]!) : replaced(text, whole, hedge.by);
      if (edit.from >= (edits.at(-1)?.to ?? from)) edits.push(edit);
    }
    i += hedge.words.length - 1;
  }
  return edits;
}

function stands(text: string, { words: needed }: Hedge, words: readonly Word[], at: number): boolean {
  return needed.every((key, i) => {
    if (words[at + i]?.key !== key) return false;
    return (
      i === 0 ||
      /^[ \n-]$/.test(text.slice(words[at + i - 1]!.to, Math.min(words[at + i]!.from, words[at + i - 1]!.to + 2)))
    );
  });
}

/** Not in an address or a name, and not all that a sentence has. */
function isReplaceable(text: string, { from, to }: Span, { words, by }: Hedge, sentence: Span): boolean {
  if (by !== '' && folded(text.slice(from, to)) === by) return false;
  const isCapital = /\p{Lu}/u.test(text.charAt(from));
  if (isCapital && from > sentence.from && words[0] !== 'i') return false;
  if (!/^(?:|[\s("“«„¿¡—–*_])$/u.test(text.charAt(from - 1)) || text.slice(from - 2, from) === '](') return false;
  if (!/^(?:|[\s,;:.!?)"”»“—–*_।])$/u.test(text.charAt(to)) || /^[.:][^\s]/.test(text.slice(to, to + 2))) return false;
  return /[\p{L}\p{N}]/u.test(
    text.slice(Math.max(sentence.from, from - 12), from) + text.slice(to, Math.min(sentence.to, to + 12)),
  );
}

/** With the blanks and commas that stood around it for its sake. */
function leftOut(text: string, { from, to }: Span, sentence: Span): Edit {
  const after = /^,? ?/.exec(text.slice(to, to + 2))![0];
  if (from === sentence.from) return capitalised(text, from, to + after.length);
  const isAside = after.startsWith(',') && text.slice(from - 2, from) === ', ';
  if (isAside) return { from: from - 2, to: to + 1, text: '' };
  const isLast = !/^\s/.test(text.charAt(to)) && text.charAt(from - 1) === ' ';
  return isLast ? { from: from - 1, to, text: '' } : { from, to: after === ' ' ? to + 1 : to, text: '' };
}

/** What is left of a sentence that lost its first word starts with a capital if that did. */
function capitalised(text: string, from: number, to: number): Edit {
  const first = /^\p{Ll}/u.exec(text.slice(to, to + 2))?.[0];
  if (first === undefined || !/\p{Lu}/u.test(text.charAt(from))) return { from, to, text: '' };
  return { from, to: to + first.length, text: first.toUpperCase() };
}

function replaced(text: string, { from, to }: Span, by: string): Edit {
  const isCapital = /\p{Lu}/u.test(text.charAt(from));
  return { from, to, text: isCapital ? by.charAt(0).toUpperCase() + by.slice(1) : by };
}

/** Where no blanks part words: the longest hedge at each place, and what it has taken is not looked at again. */
function editsOfLetters(text: string, { code, sentences }: Block, hedges: Hedges): readonly Edit[] {
  const edits: Edit[] = [];
  let span = 0;
  for (const sentence of sentences)
    for (let at = sentence.from; at < sentence.to;) {
      while (span < code.length && code[span]!.to <= at) span++;
      if (span < code.length && code[span]!.from <= at) {
        at = code[span]!.to;
        continue;
      }
      const found = hedges.get(text[at]!)?.find(({ words }) => text.startsWith(words[0]!, at));
      if (found === undefined) {
        at++;
        continue;
      }
      const [name, to] = [found.words[0]!, at + found.words[0]!.length];
      const isAtStart = at === sentence.from || /[，、]/.test(text.charAt(at - 1));
      const end = found.by === '' && isAtStart && /[，、]/.test(text.charAt(to)) ? to + 1 : to;
      const isAll = at === sentence.from && end >= sentence.to - 1;
      if (found.by !== name && !isAll) edits.push({ from: at, to: end, text: found.by });
      at = end;
    }
  return edits;
}
