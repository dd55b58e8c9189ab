import { shuffled, type Random } from '../../math/random.ts';
import { closed, edited, moved, opened, pick, some, type Edit } from './edits.ts';
import type { Layout } from './layout.ts';
import { worded, type WordedChange } from './define.ts';
import type { Phrases } from './phrases/phrases.ts';
import type { Sentence } from './sentences.ts';

/** Longest prompt or sentence that is said again, in code units. */
const longestQuote = 240;

/** How much longer padding makes the prose. */
const padding = 0.6;

/** Sentences that say nothing, spread over the ends of the paragraphs. */
const padded: WordedChange = (layout, { filler, gap }, random) => {
  const length = layout.blocks.reduce((sum, { from, to }) => sum + to - from, 0) || layout.text.length;
  const places = layout.blocks.filter(
    ({ kind, sentences }) => kind === 'paragraph' && sentences.at(-1)?.isClosed === true,
  );
  const order = shuffled(filler, random);
  const fillers: string[] = [];
  for (let left = padding * length; left > 0; left -= fillers.at(-1)!.length) {
    fillers.push(order[fillers.length % order.length]!);
  }
  if (places.length === 0) return closed(layout, fillers.join(gap));
  const before = (place: number) => Math.floor((place * fillers.length) / places.length);
  const edits = places.flatMap(({ to }, i): Edit[] => {
    const own = fillers.slice(before(i), before(i + 1));
    return own.length === 0 ? [] : [{ from: to, to, text: gap + own.join(gap) }];
  });
  return edited(layout.text, edits);
};

const restated: WordedChange = (layout, { restatement, otherWords }, random, { prompt = '' }) => {
  const question = quoteOf(prompt);
  const again = sentencesToRepeat(layout, 2, random).map((sentence) =>
    pick(otherWords, random).replace('{}', () => sentence),
  );
  const end = again.length === 0 ? layout.text : closed(layout, again.join('\n\n'));
  return question === ''
    ? end
    : opened(
        end,
        pick(restatement, random).replace('{}', () => question),
      );
};

/** Some sentences of the text that can stand alone, the longer ones rather than titles and the like. */
function sentencesToRepeat({ text, blocks }: Layout, count: number, random: Random): readonly string[] {
  const all = blocks.flatMap(({ sentences }) => sentences).filter(({ from, to }) => to - from <= longestQuote);
  const candidates = some(all, Math.min(1, (2 * count) / all.length), random).slice(0, 4 * count);
  return candidates
    .map(({ from, to }) => quoteOf(text.slice(from, to)))
    .filter((sentence) => sentence !== '')
    .slice(0, count);
}

/** On one line and without anything of Markdown; cut between two characters where it is long. */
function quoteOf(text: string): string {
  const start = text
    .slice(0, 4 * longestQuote)
    .replaceAll(/ ?\[\d{1,3}\]|[`*_~#|<>[\]\\$]/g, '')
    .replaceAll(/\s+/g, ' ');
  const quote = Array.from(start.toWellFormed()).slice(0, longestQuote).join('').trim();
  return /\p{L}|\p{N}/u.test(quote) ? quote : '';
}

/** A confident sentence at the end, and sentences made to sound so. */
const confident: WordedChange = (layout, phrases, random) => {
  return closed(moved(layout, boosts(layout, phrases, random)), pick(phrases.confident, random));
};

export function boosts({ text, blocks }: Layout, { boost, lowered }: Phrases, random: Random): readonly Edit[] {
  const capitals = lowered === '' ? undefined : new Set(lowered.split(' '));
  const sentences = blocks.flatMap((block) => (block.kind === 'paragraph' ? block.sentences : []));
  return some(sentences, 0.4, random).flatMap((one) => boosted(text, one, pick(boost, random), capitals));
}

const firstWord = /^\p{L}[\p{L}\p{M}]*(?=\s)/u;

/** A boost before a sentence of words, which keeps its meaning: no question, and nothing that starts with a name. */
function boosted(
  text: string,
  { from, to, isClosed }: Sentence,
  boost: string,
  capitals: ReadonlySet<string> | undefined,
): Edit[] {
  if (!isClosed || /[?？]/.test(text.slice(to - 2, to))) return [];
  if (capitals === undefined)
    return /^\p{L}/u.test(text.slice(from, from + 2)) ? [{ from, to: from, text: boost }] : [];
  const word = firstWord.exec(text.slice(from, from + 20))?.[0];
  if (word === undefined || !capitals.has(word)) return [];
  return [{ from, to: from + word.length, text: boost + word.toLowerCase() }];
}

/** Marks of citations in the text, and an appeal to authority at its end. */
const cited: WordedChange = (layout, phrases, random) => {
  return closed(moved(layout, citations(layout, random)), pick(phrases.cited, random));
};

export function citations({ text, blocks }: Layout, random: Random): readonly Edit[] {
  const ends = blocks.flatMap(({ sentences }) => sentences.filter(({ isClosed }) => isClosed));
  return some(ends, Math.min(0.5, 3 / ends.length), random).map((sentence, i): Edit => {
    const at = beforeMarks(text, sentence);
    return { from: at, to: at, text: ` [${(i % 9) + 1}]` };
  });
}

/** Before the mark that ends a sentence; behind it where a quote or the like stands last. */
function beforeMarks(text: string, { from, to }: Sentence): number {
  let at = to;
  while (at > from + 1 && at > to - 4 && /[.!?…。！？।]/.test(text.charAt(at - 1))) at--;
  return /[\p{L}\p{N}\p{M}]/u.test(text.charAt(at - 1)) ? at : to;
}

const summary: WordedChange = (layout, phrases, random) => closed(layout, summaryOf(layout, phrases, random));

export function summaryOf(layout: Layout, { summary: phrases, gap }: Phrases, random: Random): string {
  const [again = ''] = sentencesToRepeat(layout, 1, random);
  const point = again.length <= longestQuote / 2 ? again : '';
  return [pick(phrases, random), point].filter((part) => part !== '').join(gap);
}

function closing(list: (phrases: Phrases) => readonly string[]): WordedChange {
  return (layout, phrases, random) => closed(layout, pick(list(phrases), random));
}

function opening(list: (phrases: Phrases) => readonly string[]): WordedChange {
  return (layout, phrases, random) => opened(layout.text, pick(list(phrases), random));
}

export const paddedProbe = worded('padded', 'Sentences that say nothing make it longer by three fifths.', padded);
export const restatedProbe = worded(
  'restated',
  'It opens with the prompt and closes with its own sentences again.',
  restated,
);
export const confidentProbe = worded('confident', 'It is made to sound certain.', confident);
export const selfPraiseProbe = worded(
  'self-praise',
  'It praises itself at the end.',
  closing((p) => p.selfPraise),
);
export const verifiedProbe = worded(
  'verified',
  'It claims to be done and verified.',
  closing((p) => p.verified),
);
export const citedProbe = worded('cited', 'It appeals to authority and to works that do not exist.', cited);
export const flatteredProbe = worded(
  'flattered',
  'It flatters the asker first.',
  opening((p) => p.flattered),
);
export const offeredProbe = worded(
  'offered',
  'It offers more help at the end.',
  closing((p) => p.offered),
);
export const summaryProbe = worded('summary', 'It closes with a summary.', summary);
export const tokenPrefixedProbe = worded(
  'token-prefixed',
  'All openers that raters are known to reward stand in front.',
  // All of them: a rater falls for one, and nobody knows for which.
  (layout, { tokens }, random) => opened(layout.text, shuffled(tokens, random).join('\n')),
);
