import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import * as ai from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { criteriaRater, rubrics, scales, selfRater, type RaterModel } from '../../src/rating/index.ts';
import { bodyOf, modelOf, protocols, type Protocol } from './faults/protocols.ts';
import { oneToTen } from './tasks.ts';

/* Not as an import: there the examples of the docs have a stand-in. */
const { createOpenAI } = createRequire(import.meta.url)('@ai-sdk/openai') as {
  readonly createOpenAI: (options: { readonly apiKey: string; readonly baseURL: string }) => OpenAI;
};
interface OpenAI {
  readonly chat: (id: string) => RaterModel;
  readonly responses: (id: string) => RaterModel;
}

const request = { prompt: 'What is the capital of Australia?', response: 'Canberra.', sources: ['Canberra.'] };
const scalesToAskOn = [oneToTen, { min: 1, max: 100, step: 1 }, { min: -1, max: 1 }, scales.unit, scales.yesNo];

/** What reached the server, and what it says next. */
const bodies: string[] = [];
let answer = '';
const server = createServer(async (incoming, outgoing) => {
  bodies.push(await textOf(incoming));
  outgoing.setHeader('content-type', 'application/json').end(answer);
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return text;
}

/** The packages of today speak to `ai` 7 only. */
describe.skipIf(!('experimental_decide' in ai))('over the wire, by the packages of the providers', () => {
  it.each(protocols)(
    'no limit of a number is in a request by %s, and all material is in one message',
    async (protocol) => {
      const model = modelOf(protocol, url, false);
      const { correct, faithful } = rubrics;
      for (const scale of scalesToAskOn) {
        answer = bodyOf(protocol, { text: 'Nothing to rate.', tokens: 9 });
        const limits = { model, scale, maxCalls: 1 };
        const wrong = { code: 'reply-prose' };
        await expect(selfRater({ ...limits, rubric: correct })(request)).rejects.toMatchObject(wrong);
        await expect(criteriaRater({ ...limits, criteria: { correct, faithful } })(request)).rejects.toMatchObject(
          wrong,
        );
      }
      expect(bodies.length).toBe(2 * scalesToAskOn.length);
      for (const body of bodies.splice(0)) {
        expect(body).not.toMatch(/minimum|maximum|multipleOf/i);
        expect(body.match(/What is the capital of Australia/g)).toHaveLength(1);
        expect(body).toContain('explanation');
      }
    },
  );

  it.each(protocols)('a rating comes back by %s, with the model that the provider names', async (protocol) => {
    answer = bodyOf(protocol, { text: '{"explanation":"Right.","rating":"9"}', tokens: 9 });
    const rate = selfRater({ model: modelOf(protocol, url, false), rubric: 'Is it correct?', scale: oneToTen });
    const rating = await rate(request);
    expect(rating).toMatchObject({ selfRating: 9, rater: 'example-model', reasoning: 'Right.' });
  });

  it.each(['chat', 'responses'] as const)('log probabilities are asked for and read by %s', async (protocol) => {
    answer = withTokens(protocol);
    bodies.length = 0;
    // A model that reasons gives none by the older protocol.
    const openai = createOpenAI({ apiKey: 'none', baseURL: url });
    const model = protocol === 'chat' ? openai.chat('gpt-4.1') : openai.responses('gpt-4.1');
    const rate = selfRater({
      model,
      rubric: 'Is it correct?',
      scale: scales.yesNo,
      reason: false,
      probabilities: true,
    });
    const { selfRating, probabilities } = await rate(request);
    expect([selfRating, probabilities!.map((one) => one.toFixed(6))]).toEqual([1, ['0.300000', '0.700000']]);
    expect(JSON.parse(bodies[0]!)).toMatchObject({ top_logprobs: 20 });
  });

  it('go without log probabilities where the protocol has none', async () => {
    answer = bodyOf('messages', { text: '{"rating":"yes"}', tokens: 9 });
    const model = modelOf('messages', url, false);
    const rate = selfRater({ model, rubric: 'Is it correct?', scale: scales.yesNo, probabilities: true });
    const rating = await rate(request);
    expect(rating.selfRating).toBe(1);
    expect(rating).not.toHaveProperty('probabilities');
  });
});

/** A reply with the log probabilities of its tokens, as each protocol of OpenAI writes them. */
function withTokens(protocol: Exclude<Protocol, 'messages'>): string {
  const body = JSON.parse(bodyOf(protocol, { text: '{"rating":"yes"}', tokens: 9 })) as {
    choices?: { logprobs?: unknown }[];
    output?: { content: { logprobs?: unknown }[] }[];
  };
  const tokens = ['{"', 'rating', '":"', 'yes', '"}'].map((token) => {
    const likely = token === 'yes' ? { yes: 0.7, no: 0.3 } : { [token]: 1 };
    const top_logprobs = Object.entries(likely).map(([one, p]) => ({ token: one, logprob: Math.log(p), bytes: [] }));
    return { token, logprob: top_logprobs[0]!.logprob, bytes: [], top_logprobs };
  });
  if (protocol === 'chat') body.choices![0]!.logprobs = { content: tokens, refusal: null };
  else body.output![0]!.content[0]!.logprobs = tokens;
  return JSON.stringify(body);
}
