import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { streamText } from 'ai';
import { features, isUnflatterError } from 'unflatter';
import { createModels, isMode, type Mode } from './models.ts';

/*
 * A page and an endpoint that streams a response and then the verdict on it, one JSON object a line. PORT sets the port,
 * OPENAI_API_KEY, OPENAI_BASE_URL and MODEL the provider; without a key a stand-in answers.
 */

const page = readFileSync(new URL('page.html', import.meta.url), 'utf8');
const hashOf = (tag: string): string => {
  const [, code = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
  return `'sha256-${createHash('sha256').update(code).digest('base64')}'`;
};
// The page shows text of a model: nothing but its own script may run.
const policy = `default-src 'none'; script-src ${hashOf('script')}; style-src ${hashOf('style')}; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
const names = Object.fromEntries(features.map(({ name, measures, unit }) => [name, { measures, unit }]));
const longestBody = 16_384;

const models = await createModels(process.env);
const server = createServer((request, response) => {
  response.setHeader('x-content-type-options', 'nosniff');
  if (!isOurs(request.headers.host)) {
    response.writeHead(403, { 'content-type': 'text/plain' }).end('this server is for this machine alone');
  } else if (request.method === 'GET' && request.url === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
    response.end(page);
  } else if (request.method === 'POST' && request.url === '/chat') {
    void chat(request, response);
  } else {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  }
});
server.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });

/** What a provider says of an error may hold what is nobody's business, such as a key. The page needs no more than the reason. */
function withoutErrors(key: string, value: unknown): unknown {
  return key === 'message' || key === 'fault' ? undefined : value;
}

/** Any name can be made to lead to this machine: a page that came under another one is not ours. */
function isOurs(host: string | undefined): boolean {
  const { port } = server.address() as AddressInfo;
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

async function chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = await read(request);
  if (asked === undefined) {
    response.writeHead(400, { 'content-type': 'text/plain' }).end('expected JSON with a prompt and a mode');
    return;
  }
  const left = new AbortController();
  response.on('close', () => left.abort());
  response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' });
  const send = (line: object): unknown => response.write(`${JSON.stringify(line, withoutErrors)}\n`);
  let failure: unknown;
  const result = streamText({
    model: models[asked.mode],
    prompt: asked.prompt,
    abortSignal: left.signal,
    onError: ({ error }) => void (failure = error),
  });
  try {
    for await (const text of result.textStream) send({ text });
    if (failure !== undefined) throw failure;
    send({ decision: (await result.steps).at(-1)?.providerMetadata?.['unflatter'], names });
  } catch (error) {
    const refused = isUnflatterError(error, 'quality-gate') ? error.details : undefined;
    send({ error: refused ?? { verdict: 'review', reason: 'model-failed' } });
  }
  response.end();
}

/** What is asked; undefined where that is not what the page sends. */
async function read(request: IncomingMessage): Promise<{ prompt: string; mode: Mode } | undefined> {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') return undefined;
  try {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) {
      body += chunk as string;
      if (body.length > longestBody) return undefined;
    }
    const { prompt, mode } = JSON.parse(body) as Record<string, unknown>;
    if (typeof prompt !== 'string' || prompt.trim() === '' || !isMode(mode)) return undefined;
    return { prompt, mode };
  } catch {
    return undefined;
  }
}
