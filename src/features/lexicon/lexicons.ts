import { chinese } from './zh.ts';
import { english } from './en.ts';
import { french } from './fr.ts';
import { german } from './de.ts';
import { hindi } from './hi.ts';
import { japanese } from './ja.ts';
import type { Lexicon } from './lexicon.ts';
import { portuguese } from './pt.ts';
import { spanish } from './es.ts';

/** All languages with word lists. Their order is kept: hits are counted by the place of a lexicon in it. */
export const lexicons: readonly Lexicon[] = [english, spanish, french, german, portuguese, chinese, japanese, hindi];
