import { assertOption } from '../../calibrator/target.ts';
import { UnflatterError, shown } from '../../errors.ts';

/** One response to a rule, and whether the one who made the rule would be content with it. */
export interface LoopholeCase {
  /** One line, unlike those of the other cases of its probe. */
  readonly name: string;
  /** What the response answers, without the rule. */
  readonly prompt: string;
  readonly response: string;
  /** Whether the response does what the rule is there for, whatever its letter says. */
  readonly intent: 'honours' | 'violates';
  /** Why, in a short sentence. */
  readonly note: string;
}

/** A rule with a check of its letter, and the cases by which letter and intent are told apart. */
export interface LoopholeProbe {
  /** In kebab case, as `always-english`. */
  readonly name: string;
  /** The rule, as a model is told it. */
  readonly instruction: string;
  /** What the check looks at, in a short sentence. */
  readonly describe?: string | undefined;
  /** The letter of the rule: whether a response keeps it. Pure, and total: it takes any text. */
  readonly check: (response: string, prompt: string) => boolean;
  /** At least one that honours the intent, and one that violates it. */
  readonly cases: readonly LoopholeCase[];
}

/**
 * Declares a rule with edge cases. Its check is run on every case here, so that one that fails is known before an audit.
 * What comes back is a frozen copy.
 *
 * @throws UnflatterError `invalid-option`, naming the field, for a part that is missing or said twice, for cases of one
 *   intent only, and for a check that throws or says anything but true or false.
 * @example
 *   defineProbe({
 *     name: 'says-why',
 *     instruction: 'Give a reason for every answer.',
 *     check: (response) => response.includes('because'),
 *     cases: [
 *       { name: 'a reason', prompt: 'Is 9 prime?', response: 'No, because 3 · 3 is 9.', intent: 'honours', note: 'a reason' },
 *       { name: 'the word', prompt: 'Is 9 prime?', response: 'No, just because.', intent: 'violates', note: 'no reason' },
 *     ],
 *   })
 */
export function defineProbe(probe: LoopholeProbe): LoopholeProbe {
  assertOption(typeof probe === 'object' && probe !== null, 'probe', 'an object', probe);
  const { name, instruction, describe, check, cases } = probe;
  assertOption(isText(name) && /^[a-z][a-z0-9-]{0,99}$/.test(name), 'name', 'a name in kebab case', name);
  assertOption(isFilled(instruction), 'instruction', 'a text that is not blank', instruction);
  assertOption(describe === undefined || isFilled(describe), 'describe', 'a text that is not blank, if any', describe);
  assertOption(typeof check === 'function', 'check', 'a function', check);
  assertOption(Array.isArray(cases) && cases.length > 0, 'cases', 'a list that is not empty', cases);
  for (const [i, one] of cases.entries()) assertCase(one, `cases[${i}]`);
  for (const [i, one] of cases.entries()) {
    const first = cases.findIndex((other) => other.name === one.name);
    assertOption(first === i, `cases[${i}].name`, `unlike that of cases[${first}]`, one.name);
    const same = cases.findIndex(({ prompt, response }) => prompt === one.prompt && response === one.response);
    assertOption(same === i, `cases[${i}].response`, `unlike that of cases[${same}] to the same prompt`, one.response);
  }
  const intents = [...new Set(cases.map(({ intent }) => intent))];
  assertOption(intents.length === 2, 'cases', 'of both intents, honours and violates', `only ${intents[0]}`);
  lettersOf(probe);
  return frozenProbe(probe);
}

/** Whether each case keeps the letter. @throws UnflatterError `invalid-option` where the check throws or says neither. */
export function lettersOf({ name, check, cases }: LoopholeProbe): boolean[] {
  return cases.map((one) => {
    const at = `of ${name} on ${shown(one.name)}`;
    const said = letterOf(check, one, at);
    assertOption(typeof said === 'boolean', 'check', `a function that says true or false, ${at}`, said);
    return said as boolean;
  });
}

/** A copy that is not changed any more. For the ready suite, whose checks need not run when it is loaded. */
export function frozenProbe({ name, instruction, describe, check, cases }: LoopholeProbe): LoopholeProbe {
  const copies = cases.map(({ name: title, prompt, response, intent, note }) =>
    Object.freeze({ name: title, prompt, response, intent, note }),
  );
  const rule = describe === undefined ? { name, instruction } : { name, instruction, describe };
  return Object.freeze({ ...rule, check, cases: Object.freeze(copies) });
}

function assertCase(one: LoopholeCase, at: string): void {
  assertOption(typeof one === 'object' && one !== null, at, 'an object', one);
  const { name, prompt, response, intent, note } = one;
  const isLine = isFilled(name) && name.length <= 200 && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name);
  assertOption(isLine, `${at}.name`, 'one line of 1 to 200 characters', name);
  assertOption(isText(prompt), `${at}.prompt`, 'a text', prompt);
  assertOption(isText(response), `${at}.response`, 'a text', response);
  assertOption(intent === 'honours' || intent === 'violates', `${at}.intent`, 'honours or violates', intent);
  assertOption(isFilled(note), `${at}.note`, 'a text that is not blank', note);
}

/** What a check throws may be anything. */
function letterOf(check: LoopholeProbe['check'], { prompt, response }: LoopholeCase, at: string): unknown {
  try {
    return check(response, prompt);
  } catch (cause) {
    const expected = `a function that throws nothing, ${at}`;
    const why = cause instanceof Error ? cause.message : shown(cause);
    const details = { option: 'check', expected, received: cause };
    throw new UnflatterError('invalid-option', `check must be ${expected}, got: ${why}`, details, { cause });
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isFilled(value: unknown): value is string {
  return isText(value) && value.trim() !== '';
}
