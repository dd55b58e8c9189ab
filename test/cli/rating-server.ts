import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';

/** What the server does with a request: the content of its reply, or a reply of its own. */
export type Script = (asked: Asked) => Scripted | PromiseLike<Scripted>;

export interface Scripted {
  readonly content?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of a whole reply. */
  readonly body?: string;
  readonly model?: string;
  /** False leaves the count of tokens out. */
  readonly usage?: boolean;
}

export interface Asked {
  /** The prompt of the record that is rated. */
  readonly prompt: string;
  /** How often it has been asked for so far, this time included. */
  readonly times: number;
  readonly body: { readonly model: string; readonly messages: readonly { readonly content: string }[] };
  readonly headers: IncomingMessage['headers'];
}

/** A rating of 7. */
export const seven: Scripted = { content: '{"explanation":"It answers.","rating":7}' };

/** A server on the loopback that speaks the chat protocol of OpenAI and counts what it is asked. */
export function ratingServer() {
  const counts = new Map<string, number>();
  const asked: Asked[] = [];
  let [script, atOnce, mostAtOnce]: [Script, number, number] = [() => seven, 0, 0];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked['body'];
    const material = body.messages
      .at(-1)!
      .content.split('\n')
      .find((line) => line.startsWith('{'))!;
    const { prompt } = JSON.parse(material) as { prompt: string };
    const times = (counts.get(prompt) ?? 0) + 1;
    counts.set(prompt, times);
    const one = { prompt, times, body, headers: request.headers };
    asked.push(one);
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    const scripted = await script(one);
    atOnce--;
    response.writeHead(scripted.status ?? 200, { 'content-type': 'application/json', ...scripted.headers });
    response.end(scripted.body ?? replyOf(scripted, body.model));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    /** Forgets what was asked, and answers by this script from now on. */
    play: (next: Script) => {
      script = next;
      counts.clear();
      asked.length = 0;
      mostAtOnce = 0;
    },
    asked: (): readonly Asked[] => asked,
    counts: (): ReadonlyMap<string, number> => counts,
    mostAtOnce: () => mostAtOnce,
  };
}

function replyOf({ content = '', model, usage = true }: Scripted, askedFor: string): string {
  return JSON.stringify({
    id: 'reply',
    object: 'chat.completion',
    created: 1,
    model: model ?? `${askedFor}-2026-01-01`,
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
    ...(usage ? { usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } } : {}),
  });
}
