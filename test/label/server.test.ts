import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLabelling } from '../../src/label/labelling.ts';
import type { LabelServer } from '../../src/label/server.ts';
import { seededRandom } from '../../src/math/random.ts';
import { exampleItems, memoryBook } from './example-items.ts';
import { ask, caller, ownHeaders, type Answered, type Asking } from './label-server.ts';

const book = memoryBook();
let server: LabelServer;
beforeAll(async () => {
  const items = exampleItems(20);
  server = await startLabelling({ items, book, humanScale: { min: 1, max: 5 }, title: 'answers.jsonl' });
});
afterAll(() => server.close());

/** Not all at once, and not one by one. */
async function inBatches<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += 50) await Promise.all(items.slice(at, at + 50).map(work));
}

const fetchHere = (asking: Asking): Promise<Answered> => ask(server.port, asking);

/** Every combination of one of each. */
function grid<Values extends Readonly<Record<string, readonly unknown[]>>>(values: Values) {
  let all: Record<string, unknown>[] = [{}];
  for (const [name, options] of Object.entries(values))
    all = all.flatMap((sofar) => options.map((option) => ({ ...sofar, [name]: option })));
  return all as { readonly [Name in keyof Values]: Values[Name][number] }[];
}

const withoutUndefined = (headers: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<string, string>;

describe('the calls of the page', () => {
  it('are answered for one family of host, origin, site, token, method and type, out of 2,880', async () => {
    const { port } = server;
    const token = server.url.split('#')[1]!;
    const combinations = grid({
      host: [`127.0.0.1:${port}`, `localhost:${port}`, `house.example:${port}`, '127.0.0.1'],
      origin: [`http://127.0.0.1:${port}`, `http://localhost:${port}`, 'http://house.example', 'null', undefined],
      site: ['same-origin', 'same-site', 'cross-site', undefined],
      token: [token, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, '', undefined],
      method: ['POST', 'PUT', 'GET'],
      type: ['application/json', 'text/plain', undefined],
    });
    expect(combinations.length).toBe(2880);
    const answered: typeof combinations = [];
    await inBatches(combinations, async (one) => {
      const headers = withoutUndefined({
        host: one.host,
        origin: one.origin,
        'sec-fetch-site': one.site,
        'x-unflatter-token': one.token,
        'content-type': one.type,
      });
      const body = one.method === 'GET' ? '' : '{"labeller":"a"}';
      const {
        status,
        headers: got,
        text: said,
      } = await fetchHere({ path: '/api/state', method: one.method, headers, body });
      if (status < 300) answered.push(one);
      else expect(said).not.toContain('Answer');
      expect(Object.keys(got).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(got['set-cookie']).toBeUndefined();
    });
    const legal = { site: 'same-origin', token, method: 'POST', type: 'application/json' };
    expect(answered).toEqual(
      ['127.0.0.1', 'localhost'].map((name) => ({
        host: `${name}:${port}`,
        origin: `http://${name}:${port}`,
        ...legal,
      })),
    );
  });

  it.each<[string, Record<string, string | string[]>, number]>([
    ['of a media type that only begins like JSON', { 'content-type': 'application/json-seq' }, 415],
    ['of a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    [
      'that ask whether other origins may',
      { 'access-control-request-method': 'POST', origin: 'http://house.example' },
      403,
    ],
    ['with two tokens', { 'x-unflatter-token': ['one', 'two'] }, 401],
    ['with two origins', { origin: ['http://127.0.0.1', 'http://house.example'] }, 403],
    ['that are too long', { 'content-length': '10000000' }, 413],
  ])('%s are turned away', async (_name, headers, status) => {
    const sent = { ...ownHeaders(server.url), ...headers };
    const body = headers['content-length'] === undefined ? '{"labeller":"a"}' : '';
    expect((await fetchHere({ path: '/api/state', method: 'POST', headers: sent, body })).status).toBe(status);
  });

  it.each([
    '',
    'null',
    '[]',
    '{',
    '{"labeller":1}',
    '{"labeller":""}',
    '{"labeller":"a","more":1}',
    '{"labeller":"a\\u0000b"}',
    '{"labeller":" a"}',
    '\xff',
  ])('with the body %j are told that it is not what the page sends', async (body) => {
    const headers = ownHeaders(server.url);
    const { status } = await fetchHere({ path: '/api/state', method: 'POST', headers, body });
    expect(status).toBe(400);
  });

  it('that cannot be kept are told so, and can be made again', async () => {
    const broken = memoryBook();
    broken.fail();
    const other = await startLabelling({
      items: exampleItems(2),
      book: broken,
      humanScale: { min: 1, max: 5 },
      title: 't',
    });
    const { state, save } = caller(other.url, 'a');
    const { status, reply } = await save(await state(), 3);
    expect([status, reply]).toEqual([500, { message: 'the disk is full' }]);
    expect(await state()).toMatchObject({ done: 0 });
    await other.close();
  });
});

describe('the page', () => {
  it('is opened by its link, and by no other page or name', async () => {
    const { port } = server;
    const opened = [];
    const combinations = grid({
      host: [`127.0.0.1:${port}`, `localhost:${port}`, `house.example:${port}`, 'localhost', `127.0.0.2:${port}`],
      origin: [undefined, 'http://house.example', 'null'],
      site: [undefined, 'none', 'same-origin', 'same-site', 'cross-site'],
      method: ['GET', 'POST', 'PUT', 'DELETE'],
    });
    for (const one of combinations) {
      const headers = withoutUndefined({ host: one.host, origin: one.origin, 'sec-fetch-site': one.site });
      if ((await fetchHere({ method: one.method, headers })).status < 300) opened.push(one);
    }
    expect(opened).toEqual(
      grid({
        host: [`127.0.0.1:${port}`, `localhost:${port}`],
        origin: [undefined],
        site: [undefined, 'none', 'same-origin'],
        method: ['GET'],
      }),
    );
  });

  it('holds nothing of what is labelled, and a new nonce each time', async () => {
    const [one, other] = await Promise.all([fetchHere({}), fetchHere({})]);
    expect(one.text).not.toMatch(/Question|Answer|answers\.jsonl/);
    expect(one.text).not.toContain(server.url.split('#')[1]);
    expect(one.text).not.toMatch(/\son[a-z]+\s*=|javascript:|\sstyle=/);
    const nonceOf = ({ headers }: Answered) => /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))![1]!;
    expect(nonceOf(one)).not.toBe(nonceOf(other));
    expect(one.text.split(`nonce="${nonceOf(one)}"`)).toHaveLength(3);
  });

  it('may load and run nothing but itself, says its headers', async () => {
    const { headers } = await fetchHere({});
    const policy = String(headers['content-security-policy']).replaceAll(/'nonce-[^']+'/g, "'nonce-…'");
    expect(policy).toBe(
      "default-src 'none'; script-src 'nonce-…'; style-src 'nonce-…'; connect-src 'self'; img-src data:; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });
});

describe('paths', () => {
  const known = new Set(['/', '/api/settings', '/api/state', '/api/save', '/api/undo', '/api/skip', '/api/reveal']);

  it('that are not those of the page are not found, whatever they look like: 10,000', async () => {
    const random = seededRandom(7);
    const pieces = [
      '/',
      '//',
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '%5c',
      '\\',
      'etc/passwd',
      'api',
      'save',
      'state',
      'package.json',
    ];
    const more = [
      '?',
      '#',
      ';',
      '%00',
      '%c0%af',
      '~',
      'C:',
      'src',
      'index.html',
      'http://127.0.0.1',
      '@',
      '*',
      'é',
      ' ',
    ];
    const all = [...pieces, ...more];
    const paths = Array.from({ length: 10_000 }, () => {
      const length = 1 + Math.floor(6 * random());
      const path = Array.from({ length }, () => all[Math.floor(all.length * random())]).join('');
      return random() < 0.8 ? `/${path}` : path;
    });
    const headers = ownHeaders(server.url);
    const statuses = new Map<number, number>();
    for (let at = 0; at < paths.length; at += 500) {
      const some = paths.slice(at, at + 500).filter((path) => !known.has(path.trim()));
      for (const status of await raw(some, headers)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    // 400: what is no request at all.
    expect(new Set(statuses.keys())).toEqual(new Set([400, 404]));
    expect(statuses.get(404)).toBeGreaterThan(5000);
  });

  /** Requests written byte by byte as they are, each on a connection of its own where the one before ended it. */
  async function raw(paths: readonly string[], headers: Readonly<Record<string, string>>): Promise<number[]> {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const statuses: number[] = [];
    await inBatches(paths, async (path) => {
      const socket = connect(server.port, '127.0.0.1');
      socket.end(`GET ${path} HTTP/1.1\r\n${lines.join('')}connection: close\r\n\r\n`);
      statuses.push(Number(/^HTTP\/1\.1 (\d{3})/.exec(await text(socket))![1]));
    });
    return statuses;
  }
});

describe('the socket', () => {
  it('listens on 127.0.0.1 and nowhere else', async () => {
    const hex = server.port.toString(16).toUpperCase().padStart(4, '0');
    if (existsSync('/proc/net/tcp')) {
      const sockets = ['/proc/net/tcp', '/proc/net/tcp6']
        .filter(existsSync)
        .flatMap((path) => readFileSync(path, 'utf8').split('\n'));
      // State 0A is that of a listener; the address has its bytes from the last on.
      const listeners = sockets.flatMap((line) => {
        const [, local, , state] = line.trim().split(/\s+/);
        return local?.endsWith(`:${hex}`) === true && state === '0A' ? local : [];
      });
      expect(listeners).toEqual([`0100007F:${hex}`]);
    }
    const others = Object.values(networkInterfaces()).flatMap((all) =>
      all!.map(({ address, scopeid }) => (scopeid ? undefined : address)),
    );
    for (const address of new Set([...others, '127.0.0.2', '::1'])) {
      if (address === undefined || address === '127.0.0.1') continue;
      const socket = connect({ host: address, port: server.port, timeout: 2000 });
      const outcome = await Promise.race([
        once(socket, 'connect').then(
          () => 'connected',
          () => 'refused',
        ),
        once(socket, 'timeout').then(
          () => 'refused',
          () => 'refused',
        ),
      ]);
      socket.destroy();
      expect(outcome, address).toBe('refused');
    }
  });

  it('is gone once the server is closed', async () => {
    const other = await startLabelling({ items: exampleItems(1), book, humanScale: { min: 1, max: 5 }, title: 't' });
    expect((await ask(other.port, {})).status).toBe(200);
    await other.close();
    await expect(ask(other.port, {})).rejects.toThrow('ECONNREFUSED');
  });

  it('has a token of 256 bits in its link, behind the #, another for each run', async () => {
    const other = await startLabelling({ items: exampleItems(1), book, humanScale: { min: 1, max: 5 }, title: 't' });
    expect(other.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}$/);
    expect(other.url.split('#')[1]).not.toBe(server.url.split('#')[1]);
    await other.close();
  });
});
