import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callRefusal, hostRefusal, pageRefusal, type Refusal } from './admission.ts';
import { callsOf, readJson, type Answer } from './calls.ts';
import { labelPage } from './page/page.ts';
import type { PageSettings } from './page-state.ts';
import type { Session } from './session.ts';

export interface LabelServer {
  /** The link to open, with the token behind the `#`, which no browser sends to anybody. */
  readonly url: string;
  readonly port: number;
  /** Answers what is under way, and ends. */
  readonly close: () => Promise<void>;
}

export interface ServerOptions {
  readonly session: Session;
  readonly settings: PageSettings;
  /** @default any that is free */
  readonly port?: number | undefined;
}

/** It never listens anywhere else: there is no option for it. */
const host = '127.0.0.1';
const longestRequest = 10_000;

/**
 * Serves the labelling page to this machine. Two kinds of requests are answered: for the page, which holds no secret, and
 * its own calls, which need the token. Nothing is read from a disk for a path, nothing allows other origins anything.
 *
 * Rejects with what the system says where the port is taken.
 */
export async function serveLabels({ session, settings, port = 0 }: ServerOptions): Promise<LabelServer> {
  const token = randomBytes(32).toString('base64url');
  const calls = callsOf(session, settings);
  const server = createServer(
    { requestTimeout: longestRequest, headersTimeout: longestRequest },
    (request, response) => {
      void answer(request, response).catch(() => response.destroy());
    },
  );

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const { url = '', method = '' } = request;
    const call = calls.get(url);
    const isPage = url === '/';
    const refusal =
      hostRefusal(request, (server.address() as AddressInfo).port) ??
      (isPage || call !== undefined ? undefined : { status: 404, message: 'not found' }) ??
      (method === (isPage ? 'GET' : 'POST') ? undefined : { status: 405, message: 'not this way' }) ??
      (isPage ? pageRefusal(request) : callRefusal(request, token));
    if (refusal !== undefined) refuse(response, refusal);
    else if (call !== undefined) send(response, await called(call, await readJson(request)));
    else sendPage(response);
  }

  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host}:${address.port}/#${token}`,
    port: address.port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), 2000);
      await closed;
      clearTimeout(late);
    },
  };
}

/** For every answer. */
const headers: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** What it may bring is not read, so nothing more is taken from where it came from. */
function refuse(response: ServerResponse, { status, message }: Refusal): void {
  if (response.req.method !== 'GET') response.setHeader('connection', 'close');
  send(response, { status, body: { message } });
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

function sendPage(response: ServerResponse): void {
  const nonce = randomBytes(18).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    .end(labelPage(nonce));
}

/** A label that could not be kept is said to be none. What went wrong is for the terminal and the person, not a secret. */
async function called(call: (body: unknown) => Promise<Answer>, body: unknown): Promise<Answer> {
  try {
    return await call(body);
  } catch (error) {
    return { status: 500, body: { message: error instanceof Error ? error.message : String(error) } };
  }
}
