import { describeScale, isOnScale, numberOfLevels } from '../calibrator/scale.ts';
import { assertOption, assertScale } from '../calibrator/target.ts';
import type { Scale } from '../types.ts';

/** Words or plain JSON: what instructions and descriptions of a question are made of. */
export type DecisionInput = string | { readonly [key: string]: JsonValue } | readonly JsonValue[];

export type JsonValue = null | string | number | boolean | JsonValue[] | { [key: string]: JsonValue | undefined };

/**
 * A question of `experimental_decide` whose answer can be a rating. Typed here, as that function is experimental and may
 * change in any release.
 */
export type DecisionQuestion =
  | {
      readonly type: 'score';
      readonly instructions?: DecisionInput | null;
      /** Levels in order, the worst first. */
      readonly criteria: readonly (DecisionInput | null)[];
    }
  | {
      /** True is good. */
      readonly type: 'boolean';
      readonly instructions?: DecisionInput | null;
      readonly criteria?: { readonly true?: DecisionInput | null; readonly false?: DecisionInput | null } | null;
    }
  | {
      readonly type: 'choice';
      readonly instructions?: DecisionInput | null;
      readonly criteria: Readonly<Record<string, DecisionInput | null>>;
    };

/** How the answer to a question becomes a rating. */
export interface DecisionReading {
  readonly question: DecisionQuestion;
  /** The options of a choice, each once, the worst first. */
  readonly order?: readonly string[] | undefined;
  /**
   * The scale of the rating: its ends are the worst and the best answer. With a `step` it has as many levels as the
   * question, and a rating brings the probability of each where the provider gives them; without, it is the rating to
   * expect alone, which also suits providers that give a number between two levels and no probabilities.
   * @default from 0 to the last level in steps of 1; for a boolean question from 0 to 1 without steps
   */
  readonly scale?: Scale | undefined;
  /** What is rated. A calibrator made for another criterion refuses. */
  readonly criterion?: string | undefined;
}

/** A reading that was checked. */
export interface Levels {
  readonly type: DecisionQuestion['type'];
  /** What the probabilities of an answer are named by, the worst first. */
  readonly keys: readonly string[];
  readonly scale: Scale;
}

/** @throws UnflatterError `invalid-option`. */
export function levelsFor({ question, order, scale }: DecisionReading): Levels {
  const keys = keysOf(question, order);
  assertOption(keys.length >= 2, 'question', 'one with at least two levels', keys.length);
  const own = scale ?? { min: 0, max: keys.length - 1, ...(question.type === 'boolean' ? {} : { step: 1 }) };
  assertScale('scale', own);
  const fits = own.step === undefined || (numberOfLevels(own) === keys.length && isOnScale(own.max, own));
  const expected = `without steps, or of ${keys.length} levels as the question`;
  assertOption(fits, 'scale', expected, describeScale(own));
  return { type: question.type, keys, scale: own };
}

function keysOf(question: DecisionQuestion, order: readonly string[] | undefined): string[] {
  const type: unknown = question?.type;
  const isKnown = type === 'score' || type === 'boolean' || type === 'choice';
  assertOption(isKnown, 'question', 'of the type score, boolean or choice', type ?? question);
  assertOption(type === 'choice' || order === undefined, 'order', 'left out where there is no choice', order);
  if (question.type === 'boolean') return ['false', 'true'];
  const { criteria } = question;
  if (question.type === 'score') {
    assertOption(Array.isArray(criteria), 'question', 'one with a list of levels as its criteria', criteria);
    return question.criteria.map((_, level) => String(level));
  }
  const isMap = typeof criteria === 'object' && criteria !== null && !Array.isArray(criteria);
  assertOption(isMap, 'question', 'one with a map of options as its criteria', criteria);
  const options = Object.keys(criteria);
  const isOrder = Array.isArray(order) && order.length === options.length && new Set(order).size === order.length;
  const isWhole = isOrder && options.every((option) => order.includes(option));
  assertOption(
    isWhole,
    'order',
    `all options of the choice, each once, the worst first (${options.join(', ')})`,
    order,
  );
  return [...order!];
}
