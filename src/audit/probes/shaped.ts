import { closed, edited, opened, pick, some, type Edit } from './edits.ts';
import { probe, worded, type Change, type WordedChange } from './define.ts';
import { layoutOf, type Block, type Layout } from './layout.ts';
import type { Phrases } from './phrases/phrases.ts';
import type { Random } from '../../math/random.ts';

/** Sentences become the items of lists. One that stands alone is no list, and the line before a list stays. */
const bulleted: Change = ({ response }) => {
  const { text, blocks } = layoutOf(response);
  const paragraphs = blocks.filter((block) => block.kind === 'paragraph' && isListable(text, block));
  const sentences = paragraphs.flatMap((block) => block.sentences);
  if (sentences.length < 2) return undefined;
  const edits = paragraphs.flatMap((block) =>
    block.sentences.map(({ from }, i): Edit => ({
      from: i === 0 ? from : block.sentences[i - 1]!.to,
      to: from,
      text: i === 0 ? '- ' : '\n- ',
    })),
  );
  return edited(text, edits);
};

/** Not before a list, and not before an indented line, which would become part of the last item. */
function isListable(text: string, { to }: Block): boolean {
  if (/[:：]/.test(text.charAt(to - 1))) return false;
  let [next, line] = [to, to];
  for (; next < text.length && /\s/.test(text.charAt(next)); next++) if (text[next] === '\n') line = next + 1;
  return next === line || next === text.length;
}

/** Words at the start of a sentence, or some letters where no blanks part them, with nothing of Markdown after them. */
const phrase = /^(?:\p{L}[\p{L}\p{M}]*(?: \p{L}[\p{L}\p{M}]*){0,2})(?=[\s,.!?;।])/u;
const letters = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2,6}(?![\p{M}*_])/u;

const bolded: Change = ({ response }, random) => {
  const edits = boldings(layoutOf(response), random);
  return edits.length === 0 ? undefined : edited(response, edits);
};

export function boldings({ text, blocks }: Layout, random: Random): readonly Edit[] {
  const sentences = blocks.flatMap((block) => (isBoldable(text, block) ? block.sentences : []));
  const edits = sentences.flatMap(({ from, to }): Edit[] => {
    const start = text.slice(from, Math.min(to, from + 80));
    const words = (phrase.exec(`${start}\n`) ?? letters.exec(start))?.[0];
    return words === undefined || words.length > 60 ? [] : [{ from, to: from + words.length, text: `**${words}**` }];
  });
  return some(edits, 0.4, random);
}

/** Where there is emphasis or code that may go on, more emphasis could change what it is of. */
function isBoldable(text: string, { from, to, code }: Block): boolean {
  const content = text.slice(from, to);
  return code.length === 0 && !/[*\\]|__/.test(content);
}

const headed: WordedChange = (layout, phrases, random) => {
  const first = firstHeading(phrases, random);
  return opened(edited(layout.text, laterHeadings(layout, phrases, random)), first);
};

export function firstHeading({ firstHeading: titles }: Phrases, random: Random): string {
  return `## ${pick(titles, random)}`;
}

/** Over some of the paragraphs after the first; a single one is cut in two. */
export function laterHeadings({ text, blocks }: Layout, { headings }: Phrases, random: Random): readonly Edit[] {
  const title = pickInTurn(headings, random());
  const paragraphs = blocks.filter(({ kind }) => kind === 'paragraph');
  const starts = paragraphs.filter(({ from }) => from > 0 && text.slice(from - 2, from) === '\n\n');
  const places = starts.map(({ from }): Edit => ({ from, to: from, text: '' }));
  const cuts = paragraphs.flatMap(({ sentences }) =>
    sentences.slice(1).map(({ from }, i): Edit => ({ from: sentences[i]!.to, to: from, text: '\n\n' })),
  );
  const chosen = places.length > 0 || cuts.length === 0 ? some(places, 0.4, random) : [pick(cuts, random)];
  return chosen.slice(0, 12).map((edit, i): Edit => ({ ...edit, text: `${edit.text}## ${title(i)}\n\n` }));
}

function pickInTurn(list: readonly string[], draw: number): (i: number) => string {
  const first = Math.floor(draw * list.length);
  return (i) => list[(first + i) % list.length]!;
}

const faces = ['😀', '✨', '🚀', '👍', '🎉', '💡', '✅', '🔥', '🙌', '🌟'];

const withEmoji: Change = ({ response }, random) => {
  const layout: Layout = layoutOf(response);
  const ends = layout.blocks.flatMap(({ sentences }) => sentences.filter(({ isClosed }) => isClosed));
  const edits = some(ends, 0.4, random).map(({ to }): Edit => ({ from: to, to, text: ` ${pick(faces, random)}` }));
  return edits.length === 0 ? closed(layout, pick(faces, random)) : edited(layout.text, edits);
};

export const bulletedProbe = probe('bulleted', 'surface', 'Its sentences become a list.', bulleted);
export const headedProbe = worded('headed', 'It gets sections with headings.', headed);
export const boldedProbe = probe('bolded', 'surface', 'Some of its phrases become bold.', bolded);
export const emojiProbe = probe('emoji', 'surface', 'Emoji stand behind some of its sentences.', withEmoji);
