import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { PageReply, PageState } from '../../src/label/page-state.ts';

export interface LabelProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly closed: Promise<readonly [number | null, NodeJS.Signals | null]>;
  readonly stderr: () => string;
}

const command = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/**
 * Runs `unflatter label` as a process of its own, for at most a minute, until it prints its link.
 *
 * @param before what the shell does first
 */
export async function startProcess(argv: readonly string[], before = ''): Promise<LabelProcess> {
  const args = ['-c', `${before}\nexec "$0" "$@"`, process.execPath, command, 'label', ...argv];
  const child = spawn('sh', args, { timeout: 60_000, killSignal: 'SIGKILL' });
  // Where a test fails, nobody else ends it.
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const line = once(createInterface({ input: child.stdout }), 'line', { signal: AbortSignal.timeout(20_000) });
  const [url] = (await Promise.race([line, closed.then(() => Promise.reject(new Error(stderr)))])) as [string];
  return { child, url, closed, stderr: () => stderr };
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Any request, with nothing added to its headers. */
export async function ask(
  port: number,
  { path = '/', method = 'GET', headers = {}, body = '' }: Asking,
): Promise<Answered> {
  const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode!, headers: response.headers, text: await text(response) };
}

export interface Asking {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

/** The headers that the page's own calls have. */
export function ownHeaders(url: string): Record<string, string> {
  const { host, origin, hash } = new URL(url);
  return {
    host,
    origin,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/json',
    'x-unflatter-token': hash.slice(1),
  };
}

/** What the page calls, without a page. */
export function caller(url: string, labeller: string) {
  const { port } = new URL(url);
  const post = async (path: string, body: object): Promise<{ status: number; reply: PageReply }> => {
    const answered = await ask(Number(port), {
      path,
      method: 'POST',
      headers: ownHeaders(url),
      body: JSON.stringify(body),
    });
    return { status: answered.status, reply: JSON.parse(answered.text) as PageReply };
  };
  const state = async (): Promise<PageState> => (await post('/api/state', { labeller })).reply.state;
  const save = ({ version, task }: PageState, value: number, note = '') =>
    post('/api/save', { labeller, version, key: task!.key, value, note });
  return { post, state, save };
}
