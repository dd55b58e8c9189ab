import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';

/** A request of a batch, as the batch interface of OpenAI is sent it. */
interface BatchLine {
  readonly custom_id: string;
  readonly body: { readonly model: string; readonly input: readonly { readonly content: unknown }[] };
}

/** What comes of a request: the text of its reply, or the status that it failed with; nothing where it has no result. */
export type Answer = (line: BatchLine) => string | number | undefined;

/** A server on the loopback that speaks the batch protocol of OpenAI. */
export function batchServer() {
  const batches: BatchLine[][] = [];
  let [answer, status, startStatus]: [Answer, string, number] = [() => '', 'completed', 200];
  const reply = async (request: IncomingMessage): Promise<{ status?: number; body: unknown }> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const path = request.url!.replace('/v1', '');
    if (path === '/files') {
      const lines = text.split(/\r?\n/).filter((line) => line.startsWith('{"custom_id"'));
      batches.push(lines.map((line) => JSON.parse(line) as BatchLine));
      return { body: { id: `file-${batches.length - 1}` } };
    }
    if (path === '/batches' && startStatus !== 200)
      return { status: startStatus, body: { error: { message: 'no batch', type: 'x', code: null, param: null } } };
    const number = Number(/\d+/.exec(path)?.[0] ?? batches.length - 1);
    if (path.startsWith('/batches'))
      return { body: { id: `batch-${number}`, status, output_file_id: `out-${number}` } };
    return { body: batches[number]!.map((line) => `${JSON.stringify(resultOf(line, answer(line)))}\n`).join('') };
  };
  const server = createServer((request, response) => {
    void (async () => {
      const { status: code = 200, body } = await reply(request);
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    })();
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    play: (next: { answer: Answer; status?: string; startStatus?: number }) => {
      ({ answer, status = 'completed', startStatus = 200 } = next);
      batches.length = 0;
    },
    /** Says from now on that batches are so far. */
    become: (next: string) => {
      status = next;
    },
    batches: (): readonly (readonly BatchLine[])[] => batches,
  };
}

function resultOf({ custom_id, body }: BatchLine, answered: string | number | undefined): object {
  if (answered === undefined)
    return { custom_id: `other-${custom_id}`, response: null, error: { code: 'x', message: 'x' } };
  const message = {
    type: 'message',
    role: 'assistant',
    id: 'm',
    content: [{ type: 'output_text', text: answered, annotations: [] }],
  };
  const done = {
    id: 'response',
    object: 'response',
    created_at: 1,
    status: 'completed',
    model: `${body.model}-2026-01-01`,
    output: [message],
    usage: { input_tokens: 100, output_tokens: 20 },
  };
  const isFailure = typeof answered === 'number';
  const response = isFailure
    ? { status_code: answered, body: { error: { message: 'broken', type: 'x', code: null, param: null } } }
    : { status_code: 200, body: done };
  return { custom_id, response, error: null };
}
