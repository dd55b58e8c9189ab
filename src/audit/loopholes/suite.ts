import { frozenProbe, type LoopholeProbe } from './probe.ts';
import { alwaysEnglish } from './suite/always-english.ts';
import { atLeast100Words } from './suite/at-least-100-words.ts';
import { atMost50Words } from './suite/at-most-50-words.ts';
import { bulletList } from './suite/bullet-list.ts';
import { jsonOnly } from './suite/json-only.ts';
import { keepSystemPrompt } from './suite/keep-system-prompt.ts';
import { refuseDoses } from './suite/refuse-doses.ts';
import { sourceOnly } from './suite/source-only.ts';

/**
 * Rules that apps give to models, each with the check that a team would write first and with cases that take it at its
 * word, in several languages. All texts were made up for it, and the medicines as well.
 */
export const loopholeProbes: readonly LoopholeProbe[] = Object.freeze(
  [alwaysEnglish, keepSystemPrompt, atMost50Words, atLeast100Words, jsonOnly, bulletList, refuseDoses, sourceOnly].map(
    frozenProbe,
  ),
);
