import { chinese } from './zh.ts';
import { english } from './en.ts';
import { french } from './fr.ts';
import { german } from './de.ts';
import { hindi } from './hi.ts';
import { japanese } from './ja.ts';
import type { Phrases } from './phrases.ts';
import { portuguese } from './pt.ts';
import { spanish } from './es.ts';

/** The phrases of each language with a lexicon, by its code. */
export const phrasesByLanguage: ReadonlyMap<string, Phrases> = new Map(
  [english, spanish, french, german, portuguese, chinese, japanese, hindi].map((one) => [one.language, one]),
);
