import { visible } from '../features/visible.ts';
import type { Outside } from '../types.ts';
import { isBoilerplate } from './boilerplate.ts';

/**
 * How a response is none: `wordless`, without a letter or a digit; `boilerplate`, nothing but the openings of an answer;
 * `echo`, nothing but the prompt again; `truncated`, cut off in a code block or in a sentence. Raters give such texts high
 * marks, and no label vouches for them.
 *
 * Of 13,221 complete responses in seven public sets, 2 were called wordless (an arrow and a sign of equilibrium), 2
 * boilerplate and 0 truncated. Of the same texts cut at random, about half show it: see docs/gate.md.
 *
 * @see Zhao et al. (2025), One Token to Fool LLM-as-a-Judge, arXiv:2507.08794
 */
export type Degeneracy = 'wordless' | 'boilerplate' | 'echo' | 'truncated';

const degeneracies: readonly unknown[] = ['wordless', 'boilerplate', 'echo', 'truncated'] satisfies Degeneracy[];

/** How a response is degenerate; undefined where it is not. Takes the text without invisible characters, in linear time. */
export function degeneracyOf(text: string, prompt?: string): Degeneracy | undefined {
  if (!/[\p{L}\p{N}]/u.test(text)) return 'wordless';
  if (isBoilerplate(text)) return 'boilerplate';
  if (prompt !== undefined && isEcho(text, prompt)) return 'echo';
  return isTruncated(text) ? 'truncated' : undefined;
}

/** As it is said of a calibrated rating. */
export function degenerateOutside(degeneracy: Degeneracy | undefined): Outside[] {
  return degeneracy === undefined ? [] : [{ input: 'response', value: degeneracy }];
}

/** The same read back from what lies outside, which may be anything. */
export function degeneracyIn(outside: unknown): Degeneracy | undefined {
  if (!Array.isArray(outside)) return undefined;
  const found = (outside as readonly Partial<Outside>[]).find(
    (one) => one.input === 'response' && degeneracies.includes(one.value),
  );
  return found?.value as Degeneracy | undefined;
}

/** A shorter prompt may be a greeting, and its echo an answer. */
const shortestPrompt = 40;

/**
 * Whether a text is the prompt, whatever blanks and quotation marks are in it. Case, other marks and signs count: to put them
 * right may be all that was asked for.
 */
function isEcho(text: string, prompt: string): boolean {
  // What is much shorter need not be read. What is longer may be blanks.
  if (prompt.length < shortestPrompt || prompt.length > 2 * text.length) return false;
  return unquoted(text) === unquoted(visible(prompt));
}

function unquoted(text: string): string {
  return text.replace(/^[>\s]+|[\s"“”„«»]+/gm, '');
}

/** A shorter last line may be a name, a title or an entry of a list, and those end without a mark. */
const shortestProse = 60;

/** Marks that end a sentence, in scripts that have marks of their own too. */
const sentenceEnd = /[.!?。！？।॥؟۔] *[^\s.!?。！？।॥؟۔]/;

/**
 * Whether a text is cut off, as far as it shows: a code block is open, or its last line is prose, has at least one whole
 * sentence, and then stops at a letter or a comma. Lists, verses and code end as they like.
 */
function isTruncated(text: string): boolean {
  if (text.split('```').length % 2 === 0) return true;
  const end = text.trimEnd();
  const line = end.slice(end.lastIndexOf('\n') + 1);
  if (line.length < shortestProse || /^(?:\s*(?:[-*+•>|#]|\d+[.)])|\s{4}|\t)/.test(line)) return false;
  return (
    /[\p{L}\p{M},،、，]$/u.test(line) && sentenceEnd.test(line) && !line.slice(-200).split(/\s/).at(-1)!.includes('://')
  );
}
