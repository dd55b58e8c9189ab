import { seededRandom, type Random } from '../../src/math/random.ts';
import { chinese, english, hindi, japanese, spanish, type Language } from './sentences.ts';

/** A kind of text, and a text of it. The same length and seed give the same text on every machine. */
export interface Kind {
  readonly name: string;
  /** Exactly so many UTF-16 code units. */
  readonly text: (length: number, seed: number) => string;
}

export const kinds: readonly Kind[] = [
  { name: 'English prose', text: textOf((random) => paragraph(english, random)) },
  { name: 'rich Markdown', text: textOf(richBlock) },
  { name: 'mostly code', text: textOf(codeBlock) },
  { name: 'Spanish prose', text: textOf((random) => paragraph(spanish, random)) },
  { name: 'Hindi prose', text: textOf((random) => paragraph(hindi, random)) },
  { name: 'Chinese prose', text: textOf((random) => paragraph(chinese, random)) },
  { name: 'Japanese prose', text: textOf((random) => paragraph(japanese, random)) },
];

function textOf(block: (random: Random) => string): Kind['text'] {
  return (length, seed) => {
    const random = seededRandom(seed);
    let text = '';
    while (text.length < length) text += `${block(random)}\n\n`;
    return text.slice(0, length);
  };
}

function paragraph(language: Language, random: Random): string {
  const sentences = Array.from({ length: 3 + whole(random, 4) }, () => sentence(language, random));
  return sentences.join(language.between);
}

/** Made-up words also stand where there is no gap: the few sentences said again and again would be no text. */
function sentence(language: Language, random: Random): string {
  const { sentences, between, extra } = language;
  const places = between === '' ? /(?<=\p{L})(?=\p{L})/gu : /(?<=[\p{L}\p{M}]) (?=\p{L})/gu;
  return pick(sentences, random)
    .replaceAll(places, () => (random() < extra ? `${between}_${between}` : between))
    .replaceAll('_', () => madeUpWord(language, random));
}

/** Of a few thousand words, some often and most seldom. */
function madeUpWord({ syllables, lengths: [fewest, most] }: Language, random: Random): string {
  const inner = seededRandom(Math.floor(5000 * random() ** 2));
  const length = fewest + whole(inner, most - fewest + 1);
  return Array.from({ length }, () => pick(syllables, inner)).join('');
}

/** One of the shapes that a chat model likes. */
function richBlock(random: Random): string {
  const say = (): string => sentence(english, random);
  const word = (): string => madeUpWord(english, random);
  const blocks = [
    () => `## ${word()} and ${word()}\n\n${say()} ${marked(say(), random)}`,
    () => ['', '', '', ''].map(() => `- **${word()}:** ${say()}`).join('\n'),
    () => [1, 2, 3].map((i) => `${i}. ${marked(say(), random)}\n   - ${say()}\n   - \`${word()}\``).join('\n'),
    () => `| ${word()} | ${word()} | n |\n| --- | :-: | ---: |\n${tableRows(random)}`,
    () => `> ${say()}\n> ${say()}`,
    () => `See [${word()}](https://example.com/${word()}?a=${whole(random, 99)}) and ![${word()}](${word()}.png).`,
    () => `\`\`\`ts\n${codeLine(random)}\n${codeLine(random)}\n\`\`\``,
    () => `${marked(say(), random)} ${say()} ${marked(say(), random)}`,
  ];
  return pick(blocks, random)();
}

function tableRows(random: Random): string {
  const row = (): string => `| ${madeUpWord(english, random)} | **yes** | ${whole(random, 1000)} |`;
  return Array.from({ length: 4 }, row).join('\n');
}

/** A sentence with one of its words in bold, in italics or as code. */
function marked(text: string, random: Random): string {
  const words = text.split(' ');
  const at = whole(random, words.length);
  const mark = pick(['**', '*', '`'], random);
  words[at] = `${mark}${words[at]}${mark}`;
  return words.join(' ');
}

function codeBlock(random: Random): string {
  const lines = Array.from({ length: 12 + whole(random, 12) }, () => codeLine(random));
  return `${sentence(english, random)}\n\n\`\`\`js\n${lines.join('\n')}\n\`\`\``;
}

function codeLine(random: Random): string {
  const [a, b, c] = [english, english, english].map((language) => madeUpWord(language, random));
  const lines = [
    `const ${a} = ${b}.map((${c}) => ${c}.length * ${whole(random, 100)});`,
    `if (${a} !== undefined && ${b} < ${whole(random, 1000)}) return ${c};`,
    `  // ${a} must not be changed while ${b} is open`,
    `  ${a}.push({ ${b}: '${c}', size: ${whole(random, 9)} });`,
    `function ${a}(${b}, ${c} = []) {`,
    '}',
    '',
  ];
  return pick(lines, random);
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[whole(random, items.length)]!;
}

/** A whole number from 0 up to `below`, which is excluded. */
function whole(random: Random, below: number): number {
  return Math.floor(random() * below);
}
