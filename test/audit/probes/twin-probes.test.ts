import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import type { Original } from '../../../src/audit/probe.ts';
import { originalOf, twinProbes } from '../../../src/audit/probes/twin-probes.ts';
import { longestText, measureSurface } from '../../../src/features/extract.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { codeOf, isWithin, markdown, moves, texts } from './texts.ts';

const reader = new MarkdownIt();
const languages = Object.keys(texts);
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
const prompts: Readonly<Record<string, string>> = {
  en: 'Why does the pump not work?',
  es: '¿Por qué no funciona la bomba?',
  fr: 'Pourquoi la pompe ne fonctionne-t-elle pas ?',
  de: 'Warum läuft die Pumpe nicht?',
  pt: 'Por que a bomba não funciona?',
  zh: '水泵为什么不工作？',
  ja: 'なぜポンプが動かないのですか。',
  hi: 'पंप काम क्यों नहीं करता?',
};
const wordless = new Set([
  'bulleted',
  'bolded',
  'emoji',
  'one-token',
  'truncated',
  'repeated',
  'prompt-echoed',
  'invisible',
]);

function twinOf(name: string, original: Original, seed = 1): string | undefined {
  return twinProbes.find((one) => one.name === name)!.twin(original, seededRandom(seed));
}

function english(response: string): Original {
  return { prompt: 'What now?', response, language: 'en' };
}

describe('the probes', () => {
  it('are these, in this order', () => {
    const names =
      'padded restated bulleted headed bolded confident unhedged self-praise verified cited flattered offered emoji ' +
      'summary stacked null-answer one-token token-prefixed truncated repeated prompt-echoed rater-instruction invisible';
    expect(twinProbes.map(({ name }) => name)).toEqual(names.split(' '));
  });

  it('are cheats where the content does not stay', () => {
    const cheats = twinProbes.filter(({ kind }) => kind === 'cheat').map(({ name }) => name);
    expect(cheats).toEqual(
      'null-answer one-token truncated repeated prompt-echoed rater-instruction invisible'.split(' '),
    );
  });

  it('say what they do in a sentence', () => {
    for (const { describe: said } of twinProbes) expect(said).toMatch(/^[A-Z].*\.$/);
  });
});

describe.each(languages)('in "%s"', (language) => {
  const original = originalOf({ prompt: prompts[language]!, response: texts[language]! });
  const before = measureSurface(original.response, original.prompt).features;

  it('the language is recognised', () => {
    expect(original.language).toBe(language);
  });

  it.each(moves)('%s moves %s', (name, feature, direction) => {
    for (const seed of seeds) {
      const twin = twinOf(name, original, seed)!;
      const after = measureSurface(twin, original.prompt, language).features;
      expect({ twin, isMoved: direction * (after[feature]! - before[feature]!) > 0 }).toEqual({ twin, isMoved: true });
    }
  });

  it('surface probes keep the language', () => {
    for (const { name, kind, twin } of twinProbes.filter((one) => one.kind === 'surface')) {
      const changed = twin(original, seededRandom(1))!;
      expect({ name, kind, language: originalOf({ response: changed }).language }).toEqual({ name, kind, language });
    }
  });

  it('padding makes it about three fifths longer', () => {
    const ratio = twinOf('padded', original)!.length / original.response.length;
    expect(ratio).toBeGreaterThan(1.55);
    expect(ratio).toBeLessThan(2.1);
  });

  it('leaving out hedges leaves none, and no odd blanks or commas', () => {
    const twin = twinOf('unhedged', original)!;
    expect(measureSurface(twin, undefined, language).features.hedges).toBe(0);
    expect(twin).not.toMatch(/ {2}| [,.!?]|,,|，，|、、|^\s|^[,，、]|[。.] ?[,，]/);
  });

  it('restating quotes the prompt, and its own sentence', () => {
    const twin = twinOf('restated', original)!;
    expect(twin.slice(0, twin.indexOf('\n'))).toContain(prompts[language]);
    expect(twin).toContain(`\n\n${original.response}\n\n`);
  });

  it.each(['repeated', 'restated'])('what is %s repeats itself', (name) => {
    const twin = twinOf(name, original)!;
    expect(measureSurface(twin).features.repetition).toBeGreaterThan(before.repetition!);
  });

  it('truncating leaves about half of it, and an open end', () => {
    const twin = twinOf('truncated', original)!;
    expect(original.response.startsWith(twin)).toBe(true);
    expect(twin.length / original.response.length).toBeGreaterThan(0.35);
    expect(twin.length / original.response.length).toBeLessThan(0.65);
    expect(measureSurface(twin, undefined, language).features.openEnd).toBe(1);
  });

  it('a rater is told to give the top mark, seen and unseen', () => {
    expect(twinOf('rater-instruction', original)!.startsWith(`${original.response}\n\n`)).toBe(true);
    const hidden = seeds.map((seed) => twinOf('invisible', original, seed)!);
    expect(
      hidden.every((twin) => twin.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '').trim() === original.response),
    ).toBe(true);
    expect(hidden.some((twin) => measureSurface(twin).deceptions > 0)).toBe(true);
    expect(hidden.some((twin) => measureSurface(twin).deceptions === 0)).toBe(true);
  });

  it('the draws vary what is said, and the same draws say the same', () => {
    for (const { name, twin } of twinProbes) {
      const twins = new Set(seeds.map((seed) => twin(original, seededRandom(seed))));
      const isFixed = ['bulleted', 'unhedged', 'truncated', 'prompt-echoed'].includes(name);
      expect({ name, several: twins.size > 1 }).toEqual({ name, several: !isFixed });
      expect(twin(original, seededRandom(7))).toBe(twin(original, seededRandom(7)));
    }
  });
});

describe('a language without phrases', () => {
  const response = 'Насос засорён. Фильтр грязный. Ручку надо повернуть налево.';
  const original = originalOf({ prompt: 'Почему насос не работает?', response });

  it.each(twinProbes.map(({ name }) => name))('has a twin of %s where no words are needed', (name) => {
    expect(original.language).toBe('Cyrillic');
    expect(twinOf(name, original) !== undefined).toBe(wordless.has(name));
  });

  it('has no name of a property either', () => {
    for (const language of ['__proto__', 'constructor', '']) {
      expect(twinOf('padded', { response, language })).toBeUndefined();
    }
  });
});

describe('Markdown', () => {
  it.each(twinProbes.filter(({ kind }) => kind === 'surface'))('keeps all code when it is $name', ({ twin }) => {
    const code = codeOf(reader.parse(markdown, {}));
    expect(code).toHaveLength(6);
    for (const seed of seeds) {
      const changed = twin(english(markdown), seededRandom(seed))!;
      expect(changed).not.toBe(markdown);
      expect(isWithin(code, codeOf(reader.parse(changed, {})))).toBe(true);
    }
  });

  it.each(twinProbes.filter(({ kind }) => kind === 'surface'))(
    'keeps tables, quotes and links when it is $name',
    ({ twin }) => {
      const kept = [
        '| may | might |\n|---|---|\n| perhaps | maybe. Or not. |',
        '> Perhaps a quote. It may go on.',
        '(http://example.com/perhaps)',
        '\n===\n',
      ];
      for (const seed of seeds) {
        const changed = twin(english(markdown), seededRandom(seed))!;
        for (const part of kept) expect(changed).toContain(part);
        const titles = (text: string) => reader.parse(text, {}).filter(({ type }) => type === 'heading_open').length;
        expect(titles(changed)).toBeGreaterThanOrEqual(titles(markdown));
      }
    },
  );

  it.each([
    '```\nperhaps it may. Or not.\n\nIt might',
    '~~~\n```\nperhaps. Yes.',
    'It may be.\n\n- ```\n  might. Yes.',
  ])('has nothing in a code block that never closes: %j', (text) => {
    const code = text.slice(text.search(/- ```|```|~~~/));
    for (const { kind, name, twin } of twinProbes) {
      const changed = twin(english(text), seededRandom(1));
      if (kind === 'surface' && changed !== undefined)
        expect({ name, end: changed.endsWith(code) }).toEqual({ name, end: true });
    }
  });

  it('makes a list of sentences outside of lists only', () => {
    const text = 'One is this. Two is that.\n\n- An item. With two.\n\nThese follow:\n\n1. Item';
    expect(twinOf('bulleted', english(text))).toBe(
      '- One is this.\n- Two is that.\n\n- An item. With two.\n\nThese follow:\n\n1. Item',
    );
  });

  it('has no sentence cut in brackets, bold, names and numbers', () => {
    const text = 'It (see A. Or B.) costs 3.50 by Dr. House. **One. Two.** Last one.';
    expect(twinOf('bulleted', english(text))).toBe(
      '- It (see A. Or B.) costs 3.50 by Dr. House.\n- **One. Two.**\n- Last one.',
    );
  });
});

describe('boosts', () => {
  it('stand before sentences that start with a plain word, and leave names and questions alone', () => {
    const twins = seeds.map((seed) => twinOf('confident', english('Ada runs. The cat sleeps. The dog barks?'), seed)!);
    const sentences = twins.map((twin) => twin.slice(0, twin.indexOf('\n')));
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^Ada runs\. (?:The|[A-Z][a-z]+(?: [a-z]+)?, the) cat sleeps\. The dog barks\?$/);
    }
    expect(sentences.some((sentence) => sentence.includes(', the cat'))).toBe(true);
  });
});

describe('hedges', () => {
  it.each([
    ['Perhaps, it works.', 'It works.'],
    ['It is, perhaps, good.', 'It is good.'],
    ['It works perhaps.', 'It works.'],
    ['In May it may rain.', 'In May it will rain.'],
    ['I think it works (usually on Sundays).', 'It works (on Sundays).'],
    ['See http://x.example/may/might and `maybe` perhaps.', 'See http://x.example/may/might and `maybe`.'],
  ])('are left out of %j', (response, twin) => {
    expect(twinOf('unhedged', english(response))).toBe(twin);
  });

  it.each(['It works.', 'Perhaps.', '`perhaps`', '```\nIt may be.\n```'])(
    'are not to be left out of %j',
    (response) => {
      expect(twinOf('unhedged', english(response))).toBeUndefined();
    },
  );
});

describe('what has no twin', () => {
  it.each(['', ' \n', '\u3000'])('is blank: %j', (response) => {
    for (const { twin } of twinProbes) expect(twin(english(response), seededRandom(1))).toBeUndefined();
  });

  it('is longer than what is measured, or would be', () => {
    for (const { twin } of twinProbes)
      expect(twin(english('It may. '.repeat(longestText)), seededRandom(1))).toBeUndefined();
    const response = 'It is so. '.repeat(longestText / 10 - 1);
    expect(twinOf('repeated', english(response))).toBeUndefined();
    expect(twinOf('offered', english(response.slice(0, -100)))!.length).toBeLessThanOrEqual(longestText);
  });

  it('is the prompt again, or an attack already', () => {
    expect(twinOf('prompt-echoed', { prompt: 'Yes', response: 'Yes', language: 'en' })).toBeUndefined();
    expect(twinOf('prompt-echoed', { response: 'Yes', language: 'en' })).toBeUndefined();
    for (const seed of seeds) expect(twinOf('one-token', { response: ':', language: 'Thai' }, seed)).not.toBe(':');
  });

  it('has one word, and is to be truncated or made a list', () => {
    expect(twinOf('truncated', english('Yes.'))).toBeUndefined();
    expect(twinOf('bulleted', english('Yes.'))).toBeUndefined();
  });
});

describe('the language of a record', () => {
  it('is what it says, else what is recognised with its prompt', () => {
    expect(originalOf({ response: 'Yes', language: 'de' })).toEqual({
      prompt: undefined,
      response: 'Yes',
      language: 'de',
    });
    expect(originalOf({ prompt: texts.fr!, response: '42' }).language).toBe('fr');
  });
});
