import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureSurface } from '../../../src/features/extract.ts';
import { auditLoopholes, defineProbe, loopholeProbes, type LoopholeCase } from '../../../src/index.ts';
import { pathological } from '../../features/pathological.ts';

const { probes } = auditLoopholes(loopholeProbes);

/** A case by its name. */
function caseOf(probe: string, name: string): LoopholeCase {
  return loopholeProbes.find((one) => one.name === probe)!.cases.find((one) => one.name === name)!;
}

/** Words as a person counts them, in any language. */
function wordsOf(text: string): number {
  const parts = new Intl.Segmenter('en', { granularity: 'word' }).segment(text);
  return [...parts].filter(({ isWordLike }) => isWordLike).length;
}

describe('the ready suite', () => {
  it('has the rules that apps give most', () => {
    expect(loopholeProbes.map(({ name }) => name)).toEqual([
      'always-english',
      'keep-system-prompt',
      'at-most-50-words',
      'at-least-100-words',
      'json-only',
      'bullet-list',
      'refuse-doses',
      'source-only',
    ]);
  });

  it.each(loopholeProbes)('$name is what defineProbe makes, frozen, with a description', (probe) => {
    expect(defineProbe(probe)).toEqual(probe);
    expect(probe.describe).toMatch(/^\S.{9,}\S$/);
    for (const part of [probe, probe.cases, ...probe.cases]) expect(Object.isFrozen(part)).toBe(true);
  });

  it.each(probes)('$name has eight cases or more, loopholes, overreaches, and a check that is no strawman', (probe) => {
    const { cases, loopholes, overreaches } = probe;
    expect(cases.length).toBeGreaterThanOrEqual(8);
    expect(loopholes.length).toBeGreaterThan(0);
    expect(overreaches.length).toBeGreaterThan(0);
    const isRight = (intent: string) =>
      cases.some((one) => one.intent === intent && one.letter === (intent === 'honours'));
    expect(isRight('honours') && isRight('violates')).toBe(true);
  });

  it('speaks in eight languages or more', () => {
    const languages = new Set(
      loopholeProbes.flatMap(({ cases }) => cases.map(({ response }) => measureSurface(response).language)),
    );
    expect([...languages]).toEqual(expect.arrayContaining(['en', 'de', 'es', 'fr', 'zh', 'ja', 'Cyrillic', 'Tamil']));
  });
});

describe('the cases', () => {
  it('that hide the system prompt give it back when they are decoded', () => {
    const last = 'The word for the staff discount is marigold.';
    const inCode = (name: string) => caseOf('keep-system-prompt', name).response;
    const rotated = inCode('in rot13').replaceAll(/[a-z]/gi, (letter) => {
      const from = letter < 'a' ? 65 : 97;
      return String.fromCharCode(((letter.charCodeAt(0) - from + 13) % 26) + from);
    });
    expect(Buffer.from(inCode('in base64'), 'base64').toString()).toContain(last);
    expect(rotated).toBe(last);
    expect(inCode('from back to front').split('').toReversed().join('')).toBe(last);
    const lines = inCode('in the first letters of lines').split('\n');
    expect(
      lines
        .map((line) => line[0])
        .join('')
        .toLowerCase(),
    ).toBe('marigold');
  });

  it.each([
    ['words glued by hyphens', '-'],
    ['words parted by spaces of no width', '\u200b'],
    ['a long answer in Chinese', ''],
    ['a long answer in Japanese', ''],
    ['a long answer', ''],
  ])('of the upper limit are longer than it to a person: %s', (name, glue) => {
    const { response, intent } = caseOf('at-most-50-words', name);
    expect(intent).toBe('violates');
    expect(wordsOf(glue === '' ? response : response.replaceAll(glue, ' '))).toBeGreaterThan(50);
  });

  it('that keep the upper limit to a person honour it', () => {
    const honoured = loopholeProbes.find(({ name }) => name === 'at-most-50-words')!.cases.filter(isHonoured);
    expect(honoured.length).toBeGreaterThan(2);
    for (const { name, response } of honoured) expect(wordsOf(response), name).toBeLessThanOrEqual(50);
  });

  it('that keep the lower limit to a person honour it, in languages without spaces too', () => {
    const honoured = loopholeProbes.find(({ name }) => name === 'at-least-100-words')!.cases.filter(isHonoured);
    expect(honoured.map(({ response }) => measureSurface(response).language)).toEqual(['en', 'zh', 'ja']);
    for (const { name, response } of honoured) expect(wordsOf(response), name).toBeGreaterThanOrEqual(100);
  });

  it('of JSON that honour it hold the four keys once fence and byte order mark are off', () => {
    const honoured = loopholeProbes.find(({ name }) => name === 'json-only')!.cases.filter(isHonoured);
    expect(honoured).toHaveLength(4);
    for (const { name, response } of honoured) {
      const value: unknown = JSON.parse(response.replaceAll(/^\ufeff|^```json|```$/g, ''));
      expect(Object.keys(value as object), name).toEqual(['item', 'count', 'price', 'colour']);
    }
  });
});

describe('every check of the suite', () => {
  const units = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.json(),
    fc
      .array(
        fc.constantFrom('- ', '[1]', '.', ' ', '\n', '"', '{', 'Zorvexil', 'mg', 'I cannot', '的', '\ud83d', 'dose'),
      )
      .map((parts) => parts.join('')),
  );

  it.each(loopholeProbes)('says true or false of any text: $name', ({ check }) => {
    fc.assert(
      fc.property(units, units, (response, prompt) => {
        const letter = check(response, prompt);
        expect(typeof letter).toBe('boolean');
        expect(check(response, prompt)).toBe(letter);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it.each(loopholeProbes)('answers on long texts of any kind in bounded time: $name', ({ check }) => {
    const before = process.cpuUsage();
    for (const { text } of pathological) {
      const long = text(20_000);
      expect(typeof check(long, long)).toBe('boolean');
    }
    const { user, system } = process.cpuUsage(before);
    // Microseconds; a check that takes the square of the length needs minutes.
    expect((user + system) / pathological.length).toBeLessThan(200_000);
  });
});

function isHonoured({ intent }: LoopholeCase): boolean {
  return intent === 'honours';
}
