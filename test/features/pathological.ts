import { addToHash, hashSeed, slotOf } from '../../src/features/hashes.ts';
import { seededRandom } from '../../src/math/random.ts';

/** A kind of text that some way of reading takes much too long for. Shared by the tests and the speed benchmark. */
export interface Pathological {
  readonly name: string;
  /** Exactly so many UTF-16 code units. */
  readonly text: (length: number) => string;
}

/** Said again and again without end. Units are parted by ¦. */
const floods = {
  headings: '#¦# ¦#\n¦# a\n¦===\n¦a\n-\n',
  quotes: '>¦> ¦>\n¦> > a\n',
  lists: '- ¦* ¦+ ¦-\n¦1. ¦1.¦- [ ] ¦* a\n¦ - a\n',
  emphasis: '*¦**¦***¦_¦__¦*_¦**a ¦a**¦*a_ ¦**a\n¦~~¦~~a ',
  code: '`¦` ¦``a¦```\n¦```a`\n¦~~~\n¦`a\n¦\tcode\n',
  links: '[¦![¦[]¦[a](¦[a](b¦[a](<b¦[a](b "¦[a]: b\n¦[^a]¦[[¦](¦http://¦www.¦a@¦a@b.',
  tables: '|¦|a¦| - ¦|\n¦|a|b|\n|-|-|\n¦:-',
  html: '<¦<a¦<a ¦</¦<a b=¦<!--¦a <!-- b ¦<!¦<?¦<![CDATA[¦<div>¦<!-- a --¦&¦&#¦&#x¦&amp',
  math: '$¦$$a¦\\(¦\\¦\\*¦\\\n¦{¦}¦---\n¦^',
  quotation: '"¦\'¦“¦a\'¦. "¦."¦’¦\'a',
  stops: '.¦. ¦a. ¦...¦…¦!¦?¦?!¦,¦, ¦;¦:¦: \n¦—¦。¦！¦。a¦؟¦॥¦(¦(a¦)¦1.a',
  spaces: ' ¦\t¦\n¦\r¦\r\n¦ \n¦a\n¦a\n\n¦\u00a0¦\u2028¦\u3000¦\f¦a ',
  letters: 'a¦A¦aB¦a-¦a_¦ß¦İ¦ﬃ¦ｃ¦ﷺ¦é¦e\u0301¦𝐚¦И¦a\u0000¦\u0000¦\uffff¦\ufffd',
  digits: '7¦7.¦7,¦7 ¦7%¦1e¦0x¦٣¦½¦12:30 ¦$1 ¦७',
  combining: '\u0300¦\u0300\u0316¦a\u0300\u0316¦\u0591¦\u20dd¦\u3099¦\u093c¦\u0e31',
  invisible: '\u200b¦\u200d¦\ufe0f¦\u00ad¦\u202e¦\u2066¦\ufeff¦a\u200b¦\u200b ¦\u{e0061}¦\u{e0100}¦\u3164',
  emoji: '\u{1f1e6}¦👍¦👍\u{1f3fd}¦👩\u200d¦❤\ufe0f¦©¦1\ufe0f\u20e3',
  scripts: 'ก¦กา¦的¦你好¦ក¦ក\u17d2¦မ¦ລ¦あ¦か\u3099¦ア¦ー¦々¦한¦ᄀ¦ᄀ\u1161¦क¦क\u094d¦ا¦ـ¦א¦\u{20000}',
  surrogates: '\ud83d¦\udc4d¦\udc4d\ud83d¦a\ud83d¦\ud800\u0301',
  phrases:
    "perhaps ¦of course ¦of ¦as a ¦I ¦i'¦I think that ¦in my ¦let me know if ¦certainly! ¦it is important to ¦请¦我认为¦思います",
} as const;

/** What is opened so often is closed as often, around one letter. */
const nested = ['[¦]', '(¦)', '![¦](a)', '**¦**', '*a **b ¦** *', '<div>¦</div>', '“¦”', '> ¦\n', '{¦}', '``¦``'];

export const pathological: readonly Pathological[] = [
  ...Object.values(floods).flatMap((units) => units.split('¦').map(flood)),
  ...nested.map((pair) => nest(...(pair.split('¦') as [string, string]))),
  { name: 'a letter under alternating accents', text: (length) => `a${fill('\u0300\u0316', length - 1)}` },
  { name: 'letters under thirty accents each', text: (length) => fill(`a${'\u0301'.repeat(30)}`, length) },
  { name: 'a fence that never closes', text: (length) => `\`\`\`\n${fill('a ``\n', length - 4)}` },
  { name: 'a comment that never closes', text: (length) => `<!--${fill(' a -', length - 4)}` },
  { name: 'fences of both kinds in turn', text: (length) => fill('```\n~~~\n', length) },
  { name: 'ever longer fences', text: grow((i) => `${'`'.repeat(i + 3)}\n`) },
  { name: 'ever longer runs of backticks', text: grow((i) => `${'`'.repeat(i)}a`) },
  { name: 'ever deeper lists', text: grow((i) => `${' '.repeat(2 * i)}- a\n`) },
  { name: 'ever deeper quotes', text: grow((i) => `${'> '.repeat(i)}a\n`) },
  { name: 'ever longer words', text: grow((i) => `${'a'.repeat(i)} `) },
  { name: 'lazy lines after deep quotes', text: lazy('> ') },
  { name: 'lazy lines after deep lists', text: lazy('- ') },
  { name: 'a wide table with short rows', text: wideTable },
  { name: 'links that are defined and never used', text: grow((i) => `[a${i}]: b\n`) },
  { name: 'uses of links that nothing defines', text: grow((i) => `[a${i}] `) },
  { name: 'words that never come again', text: grow((i) => `w${i.toString(36)} `) },
  { name: 'words that crowd one place of a hash table', text: crowdingWords },
  { name: 'lines that never come again', text: grow((i) => `${i} of many\n`) },
  { name: 'repeats of seven letters', text: grow((i) => `abcdefg${String.fromCharCode(0x100 + (i % 5000))}`) },
  { name: 'the word of Fibonacci', text: fibonacci },
  { name: 'letters at random', text: randomUnits(97, 26) },
  { name: 'two letters at random', text: randomUnits(97, 2) },
  { name: 'Chinese at random', text: randomUnits(0x4e00, 5000) },
  { name: 'Thai at random', text: randomUnits(0xe01, 46) },
  { name: 'accents at random', text: randomUnits(0x300, 112) },
  { name: 'surrogates at random', text: randomUnits(0xd800, 0x800) },
  { name: 'code units at random', text: randomUnits(0, 0x10000) },
];

function flood(unit: string): Pathological {
  return { name: `${JSON.stringify(unit)} without end`, text: (length) => fill(unit, length) };
}

function nest(open: string, close: string): Pathological {
  const pair = open.length + close.length;
  return {
    name: `${JSON.stringify(open)} … ${JSON.stringify(close)} in each other`,
    text: (length) => fill(`${open.repeat(length / pair)}a${close.repeat(length / pair)}`, length),
  };
}

function fill(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

/** A first part, a second, and so on; `part` gets 0, 1, 2 and so on. */
function grow(part: (i: number) => string): Pathological['text'] {
  return (length) => {
    const parts: string[] = [];
    for (let i = 0, total = 0; total < length; i++) total += parts[parts.push(part(i)) - 1]!.length;
    return parts.join('').slice(0, length);
  };
}

function lazy(mark: string): Pathological['text'] {
  return (length) => {
    const depth = Math.ceil(Math.sqrt(length));
    return `${fill(mark, depth)}a\n${fill('a\n', length)}`.slice(0, length);
  };
}

function wideTable(length: number): string {
  const columns = Math.floor(length / 8);
  return `${fill('|a', 2 * columns)}\n${fill('|-', 2 * columns)}\n${fill('|\n', length)}`.slice(0, length);
}

/** Repeats at every distance, none of them periodic. */
function fibonacci(length: number): string {
  let [before, text] = ['b', 'a'];
  while (text.length < length) [before, text] = [text, text + before];
  return text.slice(0, length);
}

/**
 * Words of two Korean letters, all of which the table of words wants to keep among its first places: 2,000 of the 262,144
 * that it has for the longest text.
 */
function crowdingWords(length: number): string {
  const empty = new Int32Array(1 << 18);
  const words: string[] = [];
  for (let i = 0; 3 * words.length < length; i++) {
    const [first, second] = [0xac00 + (i % 10_000), 0xac00 + Math.floor(i / 10_000)];
    const hash = addToHash(addToHash(hashSeed, first), second);
    if (slotOf(empty, hash) < 2000) words.push(String.fromCharCode(first, second));
  }
  return words.join(' ').slice(0, length).padEnd(length);
}

function randomUnits(first: number, count: number): Pathological['text'] {
  return (length) => {
    const random = seededRandom(first + count);
    const units = Uint16Array.from({ length }, () => first + Math.floor(random() * count));
    let text = '';
    for (let at = 0; at < length; at += 4096) text += String.fromCharCode(...units.subarray(at, at + 4096));
    return text;
  };
}
