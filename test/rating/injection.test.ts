import type { MockLanguageModelV3 } from 'ai/test';
import { expect, it } from 'vitest';
import { criteriaRater, rubrics, selfRater, type RatingRequest } from '../../src/rating/index.ts';
import { injections } from './hostile.ts';
import { modelThatSays } from './models.ts';
import { oneToTen } from './tasks.ts';

const harmless: RatingRequest = {
  system: 'Answer briefly.',
  sources: ['The capital of Australia is Canberra.'],
  conversation: [{ role: 'user', content: 'Hello.' }],
  prompt: 'What is the capital of Australia?',
  response: 'Canberra.',
};

/** Every place where a text from outside goes. */
const slots: Readonly<Record<string, (text: string) => RatingRequest>> = {
  system: (text) => ({ ...harmless, system: text }),
  sources: (text) => ({ ...harmless, sources: [text] }),
  'the role of a turn': (text) => ({ ...harmless, conversation: [{ role: text, content: 'Hello.' }] }),
  'the content of a turn': (text) => ({ ...harmless, conversation: [{ role: 'user', content: text }] }),
  prompt: (text) => ({ ...harmless, prompt: text }),
  response: (text) => ({ ...harmless, response: text }),
  'all at once': (text) => ({
    system: text,
    sources: [text],
    conversation: [{ role: text, content: text }],
    prompt: text,
    response: text,
  }),
};

/** What a prompt is made of, its texts from outside left out, and these. */
function takenApart(model: MockLanguageModelV3) {
  const { prompt, responseFormat, tools } = model.doGenerateCalls.at(-1)!;
  const [system, user] = prompt;
  const parts = user!.content as { type: string; text: string }[];
  const [material, ...rest] = parts[0]!.text.split('\n');
  const decoded = JSON.parse(material!) as object;
  const structure = {
    roles: prompt.map(({ role }) => role),
    parts: parts.map(({ type }) => type),
    instructions: system!.content,
    keys: keysIn(decoded),
    rest,
    responseFormat,
    tools,
  };
  return { structure, decoded };
}

function keysIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysIn);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, keysIn(inside)]));
}

it('knows sixty injections', () => {
  expect(new Set(injections).size).toBe(60);
});

it.each(['helpful', 'correct', 'faithful'] as const)(
  'leaves the structure of the prompt as it is, whatever a slot says, by the rubric %s',
  async (name) => {
    const model = modelThatSays('{"rating":"8"}');
    const rate = selfRater({ model, rubric: rubrics[name], scale: oneToTen });
    await rate(harmless);
    const { structure } = takenApart(model);
    expect(structure).toMatchObject({ roles: ['system', 'user'], parts: ['text'], rest: [expect.any(String)] });
    for (const [slot, fill] of Object.entries(slots))
      for (const text of injections) {
        const request = fill(text);
        await rate(request);
        const found = takenApart(model);
        expect(found.structure, `${slot}: ${text}`).toEqual(structure);
        expect(found.decoded).toEqual(JSON.parse(JSON.stringify(request, (_, one) => wellFormed(one))));
      }
  },
);

it('leaves it as it is by several criteria, where what the rater said before is an injection', async () => {
  const { correct, safe } = rubrics;
  const structures: unknown[] = [];
  for (const text of injections) {
    const model = modelThatSays(text);
    const rate = criteriaRater({ model, criteria: { correct, safe }, scale: oneToTen });
    await expect(rate({ response: 'Canberra.' })).rejects.toMatchObject({ name: 'UnflatterError' });
    expect(model.doGenerateCalls.length).toBe(2);
    const { structure, decoded } = takenApart(model);
    expect(decoded).toEqual({ response: 'Canberra.', earlierReply: text.toWellFormed() });
    structures.push(structure);
  }
  const [first] = structures;
  expect(first).toMatchObject({ roles: ['system', 'user'], parts: ['text'], rest: [expect.any(String)] });
  for (const structure of structures) expect(structure).toEqual(first);
});

function wellFormed(value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}
