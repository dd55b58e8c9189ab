import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { experimental_decide } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BudgetOptions } from '../../src/rating/budget.ts';
import { decisionRater } from '../../src/rating/index.ts';
import { expectClose } from '../close.ts';
import { likely, score } from './decisions.ts';

/** The provider itself, which tests of the docs replace by a stand-in of the same name. */
type Provider = typeof import('../../node_modules/@ai-sdk/openai/dist/index.js');
const { createOpenAI } = createRequire(import.meta.url)('@ai-sdk/openai') as Provider;

const request = { prompt: 'How do I undo a commit?', response: 'Run git reset --soft HEAD~1.' };

/** What the server was asked, and what it answers next, as the Decisions API of OpenAI does. */
const asked: { readonly url: string | undefined; readonly body: unknown }[] = [];
let next: { readonly status: number; readonly body: unknown };
/** How often it first says that it is overloaded. */
let overloaded = 0;
let server: Server;

beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      asked.push({ url: incoming.url, body: JSON.parse(Buffer.concat(chunks).toString()) });
      const status = overloaded-- > 0 ? 503 : next.status;
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(next.body));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
});

function ask(status: number, answers: readonly unknown[], limits: BudgetOptions = { maxCalls: 1 }) {
  asked.length = 0;
  const usage = { input_tokens: 60, output_tokens: 3, total_tokens: 63 };
  const body = status === 200 ? { model: 'gpt-6-luna-2', answers, usage } : { error: { message: 'no', type: 'no' } };
  next = { status, body };
  const { port } = server.address() as AddressInfo;
  const provider = createOpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey: 'none' });
  const rate = decisionRater({ model: provider.decisionModel('gpt-6-luna'), question: score, ...limits });
  return rate(request);
}

const distribution = Object.entries(likely).map(([value, probability]) => ({ value: Number(value), probability }));

describe.runIf(experimental_decide)('the decision model of the real provider', () => {
  it('is asked over HTTP, and its own probabilities come back as the rating', async () => {
    const rounded = distribution.map((one) => (one.value === 4 ? { ...one, probability: 0.69 } : one));
    const rating = await ask(200, [{ type: 'score', name: 'rating', score: 3.54, probabilities: rounded }]);
    expect(rating).toMatchObject({ selfRating: 4, rater: 'gpt-6-luna-2', scale: { min: 0, max: 4, step: 1 } });
    expectClose(
      rating.probabilities!,
      [0, 0.05, 0.05, 0.2, 0.69].map((one) => one / 0.99),
    );
    expect(asked).toEqual([
      {
        url: '/v1/decisions',
        body: {
          model: 'gpt-6-luna',
          input: [
            {
              role: 'user',
              content: [
                { type: 'input_json', data: { prompt: request.prompt } },
                { type: 'input_json', data: { response: request.response } },
              ],
            },
          ],
          questions: [
            {
              type: 'score',
              name: 'rating',
              instructions: score.instructions,
              levels: (score.criteria as string[]).map((description, i) => ({ label: String(i), description })),
            },
          ],
        },
      },
    ]);
  });

  const scored = { type: 'score', name: 'rating', score: 3.55, probabilities: distribution };

  it('refuses with a code of ours, and is not asked again', async () => {
    const asking = ask(200, [{ type: 'refusal', name: 'rating' }], { maxCalls: 3, firstWait: 1 });
    await expect(asking).rejects.toMatchObject({ code: 'reply-refused' });
    expect(asked).toHaveLength(1);
  });

  it('is asked again by the budget alone, as often as that allows', async () => {
    overloaded = 2;
    const rating = await ask(200, [scored], { maxCalls: 3, firstWait: 1 });
    expect([rating.selfRating, asked.length]).toEqual([4, 3]);
    overloaded = 2;
    await expect(ask(200, [scored], { maxCalls: 2, firstWait: 1 })).rejects.toMatchObject({ statusCode: 503 });
    expect(asked).toHaveLength(2);
  });

  it('is told to stop when its time is over', async () => {
    const { promise, resolve } = Promise.withResolvers<AbortSignal | undefined>();
    const decide = ({ abortSignal }: { readonly abortSignal: AbortSignal }) => {
      resolve(abortSignal);
      return new Promise<never>(() => {});
    };
    const rate = decisionRater({ model: 'any', decide, question: score, timeout: 20 });
    await expect(rate(request)).rejects.toMatchObject({ code: 'rating-timeout' });
    expect((await promise)?.aborted).toBe(true);
  });

  it.each<[string, number, readonly unknown[], RegExp]>([
    ['a server that is down', 500, [], /^no$/],
    ['too many calls', 429, [], /^no$/],
    ['no answer', 200, [], /exactly one answer/],
    ['an answer to another question', 200, [{ ...scored, name: 'other' }], /exactly one answer/],
    ['two answers', 200, [scored, scored], /exactly one answer/],
    ['a refusal without a name', 200, [{ type: 'refusal', name: null }], /unnamed question/],
    ['another kind of answer', 200, [{ type: 'predicate', name: 'rating', probability: 1 }], /wrong type/],
    ['a score in words', 200, [{ ...scored, score: '4' }], /^Invalid JSON response$/],
    ['a distribution that is cut', 200, [{ ...scored, probabilities: distribution.slice(4) }], /complete distribution/],
  ])('rejects, after one call: %s', async (_name, status, answers, says) => {
    await expect(ask(status, answers)).rejects.toThrow(says);
    expect(asked).toHaveLength(1);
  });
});
