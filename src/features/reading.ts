import { comma, kindOf, mark, unspaced } from './characters.ts';
import { giveBack } from './hashes.ts';
import { languageOf, lexiconOf } from './language.ts';
import { readLine } from './line.ts';
import { countsALanguage } from './lexicon/index-of-words.ts';
import { tones, type Tone } from './lexicon/lexicon.ts';
import { readStructure, type Structure } from './structure.ts';
import { emptyTally, type Tally } from './tally.ts';
import { deceptionsIn, visible } from './visible.ts';

/** A text, read once. Feature definitions compute from this. */
export interface Reading extends Structure, Omit<Tally, 'prompt'> {
  /** Without invisible characters. */
  readonly text: string;
  readonly invisibles: number;
  /** What has no honest use: characters that turn the writing around, hidden tags, letters buried under accents. */
  readonly deceptions: number;
  readonly prompt: Tally | undefined;
  readonly language: string;
  /** Hits by tone; undefined in a language without a lexicon. */
  readonly tones: Readonly<Record<Tone, number>> | undefined;
  /** Whether the last character is a letter, digit, comma or the like. */
  readonly endsOpen: boolean;
}

/** Reads a text and its prompt once for all features. A language that is known need not be recognised. */
export function read(text: string, prompt: string | undefined, known?: string): Reading {
  const promptTally = prompt === undefined ? undefined : readTally(visible(prompt), undefined).tally;
  const seen = visible(text);
  const { tally, structure } = readTally(seen, promptTally);
  const language = known ?? languageOf(tally);
  giveBack(tally.seen);
  if (promptTally !== undefined) giveBack(promptTally.seen);
  return {
    ...tally,
    ...structure,
    text: seen,
    invisibles: text.length - seen.length,
    deceptions: deceptionsIn(text),
    language,
    tones: tonesOf(tally, language),
    endsOpen: endsOpen(seen),
  };
}

function readTally(text: string, prompt: Tally | undefined): { readonly tally: Tally; readonly structure: Structure } {
  const tally = emptyTally(text.length, prompt);
  const structure = readStructure(text, (from, to, isCode) => readLine(text, from, to, isCode, tally));
  return { tally, structure };
}

function tonesOf({ hits }: Tally, language: string): Reading['tones'] {
  const lexicon = lexiconOf(language);
  if (lexicon === -1) return undefined;
  const counted: Partial<Record<Tone, number>> = {};
  for (const [i, tone] of tones.entries()) counted[tone] = hits[lexicon * countsALanguage + i]!;
  return counted as Record<Tone, number>;
}

function endsOpen(text: string): boolean {
  const end = text.trimEnd();
  const kind = end === '' ? undefined : kindOf(end.charCodeAt(end.length - 1));
  return kind !== undefined && (kind <= mark || kind === unspaced || kind === comma);
}
