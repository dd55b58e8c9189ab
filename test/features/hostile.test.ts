import { readdirSync, readFileSync } from 'node:fs';
import { checkSync } from 'recheck';
import { parseSync } from 'vite';
import { describe, expect, it, vi } from 'vitest';
import { extractFeatures, longestText, type SurfaceFeatures } from '../../src/features/extract.ts';
import { lexicons } from '../../src/features/lexicon/lexicons.ts';
import { seededRandom } from '../../src/math/random.ts';
import { exampleRecords } from '../example.ts';
import { pathological } from './pathological.ts';

const tones = [
  'hedges',
  'boosters',
  'absolutes',
  'completionClaims',
  'authorityClaims',
  'selfPraise',
  'flattery',
  'offers',
  'refusals',
  'openers',
  'closers',
  'firstPerson',
  'secondPerson',
] as const;

/** Milliseconds. Generous: what is wrong takes many times as long. The benchmark measures how much it is. */
const bound = 1000;

/** A text of each language that has every word of its lists: openers first, and enough of the common ones to be told. */
const wordy = lexicons.map(({ language, common, tones: lists }) => ({
  language,
  text: [lists.opener, common, ...Object.values(lists), common].join('.\n'),
}));

describe('time', () => {
  /*
   * From 50,000 characters to 200,000, what is linear takes four times as long and what is quadratic sixteen times. Below
   * two milliseconds at 50,000 there is nothing to tell: sixteen at the most that is ever read are harmless. Other work on
   * the machine can only add, so it is the least of several attempts that counts.
   */
  it.each(pathological)('grows with the length of $name, and no faster', ({ text }) => {
    expect(timeOf(text(10_000))).toBeLessThan(bound);
    const [middle, most] = [text(50_000), text(longestText)];
    let [ofMiddle, ofMost] = [Infinity, Infinity];
    for (let attempt = 0; attempt < 10 && !(ofMost < limitAfter(ofMiddle)); attempt++) {
      ofMiddle = Math.min(ofMiddle, timeOf(middle));
      ofMost = Math.min(ofMost, timeOf(most));
    }
    expect(ofMost).toBeLessThan(limitAfter(ofMiddle));
  });

  it.each(pathological)('is bounded for a prompt of $name', ({ text }) => {
    expect(timeOf('A response', text(longestText))).toBeLessThan(bound);
  });

  /* Where NFC is asked for first, this takes ten seconds. */
  it('does not explode under a hundred thousand pairs of accents', () => {
    const text = `a${'\u0300\u0316'.repeat(100_000)}`;
    expect(extractFeatures(text).words).toBe(1);
    expect(timeOf(text)).toBeLessThan(bound);
  });
});

describe('fifty million characters', () => {
  const beginning = 'It is clearly done! '.repeat(longestText / 20);

  it.each(['a', 'clearly ', '\n', '# !\n', '`', '**', '> ', '的', 'ก', '\u0300\u0316', '\u200b', '\ud83d', '👍'])(
    'of %j are not read beyond what is measured',
    (unit) => {
      const text = beginning + unit.repeat(50_000_000 / unit.length);
      // The parts are made one text here, and not while it is measured.
      text.charCodeAt(0);
      const heap = process.memoryUsage().heapUsed;
      expect(timeOf(text)).toBeLessThan(bound);
      expect(process.memoryUsage().heapUsed - heap).toBeLessThan(100e6);
      expect(extractFeatures(text)).toEqual({ ...extractFeatures(beginning), characters: text.length });
    },
  );
});

describe('invisible characters', () => {
  const invisible = everyCodePoint(/^(?=\P{Cn})\p{Default_Ignorable_Code_Point}$/u);
  const texts = [...exampleRecords().map(({ response }) => response!), ...wordy.map(({ text }) => text)];

  it('number more than four hundred', () => {
    expect(invisible.length).toBeGreaterThan(400);
  });

  it('change no tone wherever they stand, and are always counted', () => {
    const random = seededRandom(3);
    const visible = texts.map((text) => extractFeatures(text));
    const missed = texts.flatMap((text, i) =>
      invisible.flatMap((character) => {
        const at = characterStart(text, Math.floor(random() * (text.length + 1)));
        const changed = extractFeatures(text.slice(0, at) + character + text.slice(at));
        const keepsTones = tones.every((tone) => changed[tone] === visible[i]![tone]);
        return keepsTones && changed.invisibles! > visible[i]!.invisibles! ? [] : [placeOf(text, at, character)];
      }),
    );
    expect(missed).toEqual([]);
  });

  it('change no tone between any two letters, however many there are', () => {
    const [text] = texts;
    const veiled = text!.replaceAll(/(?=\p{L})/gu, '\u200b\u{e0041}');
    expect(tonesOf(veiled)).toEqual(tonesOf(text!));
    expect(extractFeatures(veiled).invisibles).toBeGreaterThan(100);
  });
});

describe('ill-formed text', () => {
  it('is measured as the well-formed text that it stands for, NUL and all', () => {
    const random = seededRandom(4);
    const pieces = [
      '\ud83d',
      '\udc4d',
      '\ud83d\udc4d',
      '\0',
      'clearly',
      ' ',
      '. ',
      '\n',
      '\u200b',
      '\ufffd',
      '私',
      '\udb40',
    ];
    const texts = Array.from({ length: 20_000 }, () =>
      Array.from({ length: 1 + random() * 20 }, () => pieces[Math.floor(random() * pieces.length)]!).join(''),
    );
    const differing = texts.filter((text) => !isSame(extractFeatures(text), extractFeatures(text.toWellFormed())));
    expect(shortest(differing)).toBeUndefined();
    const prompts = texts.filter(
      (text) => !isSame(extractFeatures('clearly 👍', text), extractFeatures('clearly 👍', text.toWellFormed())),
    );
    expect(shortest(prompts)).toBeUndefined();
  });
});

describe('one text in several spellings', () => {
  it.each(wordy)('has the same tones with accents in one piece and in two, in "$language"', ({ text }) => {
    const whole = tonesOf(text.normalize('NFC'));
    expect(Object.values(whole).every((value) => value! > 0)).toBe(true);
    expect(tonesOf(text.normalize('NFD'))).toEqual(whole);
  });

  it.each(wordy)('has the same tones in full-width Latin letters, in "$language"', ({ text }) => {
    expect(tonesOf(text.replaceAll(/[a-z]/gi, fullWidth))).toEqual(tonesOf(text));
  });

  it('counts "clearly" in full-width letters as "clearly"', () => {
    expect(extractFeatures('It is ｃｌｅａｒｌｙ so').boosters).toBe(25);
  });
});

describe('regular expressions of the source', () => {
  vi.stubEnv('RECHECK_BACKEND', 'pure');
  const { literals, calls } = regularExpressions();

  it('are found', () => {
    expect(literals.map(({ file }) => file)).toContain('src/features/structure.ts');
    expect(literals.length).toBeGreaterThan(10);
  });

  it('are all written out, so that they can be checked', () => {
    expect(calls).toEqual([]);
  });

  it.each(literals)('take linear time: $raw in $file', ({ pattern, flags }) => {
    expect(checkSync(pattern, flags, { timeout: 10_000 })).toMatchObject({ status: 'safe' });
  });

  it.each([/\s+$/, /<[^>]+>/, /score\D*(\d+)/, /^(a+)+$/])('would be told from slow ones: %s', ({ source, flags }) => {
    expect(checkSync(source, flags)).toMatchObject({ status: 'vulnerable' });
  });
});

/** Milliseconds of processor time, since others may be using the processors too. */
function timeOf(text: string, prompt?: string): number {
  const before = process.cpuUsage();
  extractFeatures(text, prompt);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function limitAfter(ofMiddle: number): number {
  return Math.min(bound, 8 * Math.max(2, ofMiddle));
}

function tonesOf(text: string): Record<string, number | undefined> {
  const measured = extractFeatures(text);
  return Object.fromEntries(tones.map((tone) => [tone, measured[tone]]));
}

function isSame(one: SurfaceFeatures, other: SurfaceFeatures): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function shortest(texts: readonly string[]): string | undefined {
  return [...texts].sort((a, b) => a.length - b.length)[0];
}

function everyCodePoint(pattern: RegExp): string[] {
  return Array.from({ length: 0x110000 }, (_, i) => String.fromCodePoint(i)).filter((one) => pattern.test(one));
}

/** The place itself, or the one before where it would part a surrogate pair. */
function characterStart(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}

function placeOf(text: string, at: number, character: string): string {
  return `U+${character.codePointAt(0)!.toString(16)} after ${JSON.stringify(text.slice(Math.max(0, at - 20), at))}`;
}

function fullWidth(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 0xfee0);
}

/** Every literal in `src`, and every call that makes an expression of a string. */
function regularExpressions() {
  const literals: { file: string; raw: string; pattern: string; flags: string }[] = [];
  const calls: string[] = [];
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  for (const path of files) {
    const file = `src/${path}`;
    visit(parseSync(file, readFileSync(file, 'utf8')).program, (node) => {
      const { type, raw, regex, callee } = node as Partial<{
        raw: string;
        regex: { pattern: string; flags: string };
      }> & {
        type: string;
        callee?: { name?: string };
      };
      if (type === 'Literal' && regex !== undefined) literals.push({ file, raw: raw!, ...regex });
      if (callee?.name === 'RegExp') calls.push(file);
    });
  }
  return { literals, calls };
}

/** Every node of a syntax tree. */
function visit(node: unknown, see: (node: object) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node) see(node);
  for (const child of Object.values(node)) visit(child, see);
}
