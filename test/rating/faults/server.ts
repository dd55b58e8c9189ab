import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyOf, errorBodyOf, type Protocol, type Said } from './protocols.ts';

/** What the server does with one call. */
export type Step =
  | ({ readonly kind: 'reply' } & Said)
  /** The same reply, `share` of its bytes; then the connection breaks, or the reply ends as if it were whole. */
  | ({ readonly kind: 'cut'; readonly share: number; readonly end: 'break' | 'end' } & Said)
  /** The same reply in small parts, too slowly. */
  | ({ readonly kind: 'drip' } & Said)
  /** The same reply, after so many milliseconds, whether anybody waits or not. */
  | ({ readonly kind: 'late'; readonly after: number } & Said)
  /** An error; its headers ask to wait for at least so many milliseconds. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly asks: number;
      readonly headers: () => Readonly<Record<string, string>>;
    }
  | { readonly kind: 'garbage'; readonly body: string }
  | { readonly kind: 'reset' }
  /** No answer; the connection is closed long after everybody has left. */
  | { readonly kind: 'hang'; readonly after: number };

/** A call that the server saw. */
export interface Seen {
  readonly step: Step;
  readonly at: number;
}

export interface FaultServer {
  /** Where calls of a new script go. The last of its steps is repeated for calls past the end. */
  readonly start: (
    protocol: Protocol,
    steps: readonly Step[],
  ) => { readonly url: string; readonly seen: readonly Seen[] };
  readonly close: () => Promise<void>;
}

/** A server on the loopback that answers each call as the script says that the address names. */
export async function startFaultServer(): Promise<FaultServer> {
  const scripts: { readonly protocol: Protocol; readonly steps: readonly Step[]; readonly seen: Seen[] }[] = [];
  const server = createServer((request, response) => {
    const { protocol, steps, seen } = scripts[Number(request.url!.split('/')[1])]!;
    const step = steps[Math.min(seen.length, steps.length - 1)]!;
    seen.push({ step, at: performance.now() });
    request.resume().on('end', () => answer(response, protocol, step));
  });
  // The server must not close what a client is about to use again: no script says so.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    start: (protocol, steps) => {
      const seen: Seen[] = [];
      scripts.push({ protocol, steps, seen });
      return { url: `http://127.0.0.1:${port}/${scripts.length - 1}`, seen };
    },
    close: async () => {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Its timers keep no process alive: what does is what a test looks for. */
function answer(response: ServerResponse, protocol: Protocol, step: Step): void {
  response.setHeader('content-type', 'application/json');
  switch (step.kind) {
    case 'reply':
      response.end(bodyOf(protocol, step));
      break;
    case 'cut':
      cut(response, Buffer.from(bodyOf(protocol, step)), step);
      break;
    case 'drip':
      drip(response, Buffer.from(bodyOf(protocol, step)));
      break;
    case 'late':
      setTimeout(() => response.end(bodyOf(protocol, step)), step.after).unref();
      break;
    case 'status':
      response.writeHead(step.status, step.headers()).end(errorBodyOf(protocol, step.status));
      break;
    case 'garbage':
      response.end(step.body);
      break;
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'hang':
      setTimeout(() => response.destroy(), step.after).unref();
      break;
  }
}

/** With `break`, the length that was announced does not come; with `end`, no length was announced. */
function cut(response: ServerResponse, body: Buffer, step: Extract<Step, { readonly kind: 'cut' }>): void {
  const part = body.subarray(0, Math.floor(step.share * body.length));
  if (step.end === 'end') {
    response.write(part);
    response.end();
    return;
  }
  response.setHeader('content-length', body.length);
  response.flushHeaders();
  if (part.length === 0) response.destroy();
  else response.write(part, () => response.destroy());
}

function drip(response: ServerResponse, body: Buffer): void {
  let sent = 0;
  const part = Math.ceil(body.length / 28);
  const timer = setInterval(() => {
    if (response.destroyed) clearInterval(timer);
    else if (sent === body.length) response.end();
    else response.write(body.subarray(sent, (sent = Math.min(sent + part, body.length))));
  }, 10).unref();
  response.on('close', () => clearInterval(timer));
}
