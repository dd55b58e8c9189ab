import { describe, expect, it } from 'vitest';
import {
  auditLoopholes,
  defineProbe,
  isUnflatterError,
  type LoopholeCase,
  type LoopholeProbe,
} from '../../../src/index.ts';

const kept: LoopholeCase = {
  name: 'kept',
  prompt: 'Is it open?',
  response: 'Yes, because it is Monday.',
  intent: 'honours',
  note: 'a reason',
};
const gamed: LoopholeCase = {
  ...kept,
  name: 'gamed',
  response: 'Just because.',
  intent: 'violates',
  note: 'no reason',
};
const probe: LoopholeProbe = {
  name: 'says-why',
  instruction: 'Give a reason.',
  describe: 'the word because',
  check: (response) => response.includes('because'),
  cases: [kept, gamed],
};

/** What is said of a probe that is none. */
function refusal(wrong: unknown): { readonly option: string; readonly message: string } {
  try {
    defineProbe(wrong as LoopholeProbe);
  } catch (error) {
    if (isUnflatterError(error, 'invalid-option')) return { option: error.details.option, message: error.message };
    throw error;
  }
  throw new Error('accepted');
}

describe('a probe', () => {
  it('is a frozen copy of what was declared', () => {
    const cases = [{ ...kept }, { ...gamed }];
    const defined = defineProbe({ ...probe, cases });
    expect(defined).toEqual({ ...probe, cases });
    cases.pop();
    expect(defined.cases).toHaveLength(2);
    for (const part of [defined, defined.cases, ...defined.cases]) expect(Object.isFrozen(part)).toBe(true);
    expect(defineProbe(defined)).toEqual(defined);
  });

  it('needs no description', () => {
    const { describe: _, ...bare } = probe;
    expect('describe' in defineProbe(bare)).toBe(false);
  });

  it('tells a loophole from an overreach', () => {
    const overreach: LoopholeCase = { ...kept, name: 'other words', response: 'Yes, since it is Monday.' };
    const caught: LoopholeCase = { ...gamed, name: 'caught', response: 'Yes.' };
    const [found] = auditLoopholes([{ ...probe, cases: [kept, gamed, overreach, caught] }]).probes;
    expect(found).toMatchObject({ loopholes: ['gamed'], overreaches: ['other words'] });
    expect(found!.cases.map(({ letter }) => letter)).toEqual([true, true, false, false]);
  });

  it('hands its check the response first, and then the prompt', () => {
    const seen: string[][] = [];
    const check = (...texts: string[]): boolean => seen.push(texts) > 0;
    defineProbe({ ...probe, check });
    expect(seen).toEqual([kept, gamed].map(({ response, prompt }) => [response, prompt]));
  });
});

describe('what is no probe is refused by the name of its field', () => {
  const withCase = (more: object): object => ({ ...probe, cases: [kept, { ...gamed, ...more }] });

  it.each([
    ['probe', undefined],
    ['probe', null],
    ['probe', 'says-why'],
    ['name', { ...probe, name: 'Says why' }],
    ['name', { ...probe, name: '' }],
    ['name', { ...probe, name: 7 }],
    ['instruction', { ...probe, instruction: ' \n' }],
    ['instruction', { ...probe, instruction: undefined }],
    ['describe', { ...probe, describe: '' }],
    ['check', { ...probe, check: /because/ }],
    ['cases', { ...probe, cases: undefined }],
    ['cases', { ...probe, cases: [] }],
    ['cases', { ...probe, cases: new Set([kept, gamed]) }],
    ['cases', { ...probe, cases: [kept] }],
    ['cases', { ...probe, cases: [gamed, { ...gamed, name: 'again', response: 'because, because' }] }],
    ['cases[1]', { ...probe, cases: [kept, null] }],
    ['cases[1].name', withCase({ name: '' })],
    ['cases[1].name', withCase({ name: 'two\nlines' })],
    ['cases[1].name', withCase({ name: 'a'.repeat(201) })],
    ['cases[1].name', withCase({ name: 'kept' })],
    ['cases[1].prompt', withCase({ prompt: undefined })],
    ['cases[1].response', withCase({ response: 7 })],
    ['cases[1].response', withCase({ response: kept.response })],
    ['cases[1].intent', withCase({ intent: 'honors' })],
    ['cases[1].note', withCase({ note: '' })],
  ])('%s', (option, wrong) => {
    const found = refusal(wrong);
    expect(found.option).toBe(option);
    expect(found.message).toContain(`${option} must be `);
  });

  it('takes an empty response: it keeps many a letter', () => {
    expect(defineProbe(withCase({ response: '' }) as LoopholeProbe).cases[1]!.response).toBe('');
  });
});

describe('a check that does not say whether a case keeps the letter', () => {
  it.each([
    ['throws an error', () => JSON.parse('{') as boolean, /throws nothing, of says-why on "kept", got: .*JSON/],
    [
      'throws something else',
      () => {
        // oxlint-disable-next-line typescript/only-throw-error -- what an app may throw
        throw { toString: null };
      },
      /got: an object$/,
    ],
    ['says nothing', () => undefined, /true or false, of says-why on "kept", got nothing$/],
    ['says a number', () => 1, /got 1$/],
    ['says what counts as true', () => 'yes', /got "yes"$/],
    ['makes a promise', () => Promise.resolve(true), /got an object$/],
  ])('%s, and is refused, also by the audit', (_what, check, message) => {
    const wrong = { ...probe, check: check as never };
    expect(refusal(wrong)).toMatchObject({ option: 'check', message: expect.stringMatching(message) });
    expect(() => auditLoopholes([wrong])).toThrow(message);
  });

  it('on a later case only is refused as well', () => {
    const check = (response: string): boolean => (response === gamed.response ? (null as never) : true);
    expect(refusal({ ...probe, check }).message).toContain('on "gamed", got null');
  });
});
