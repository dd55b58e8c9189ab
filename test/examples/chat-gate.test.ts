import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { collect } from '../collect.ts';

interface Started {
  readonly process: ChildProcess;
  readonly address: string;
}

/** Starts the server on a free port, from the source. */
async function start(provider: NodeJS.ProcessEnv = {}): Promise<Started> {
  const argv = ['--import', resolve('test/examples/from-source.ts'), 'examples/chat-gate/server.ts'];
  const { OPENAI_API_KEY: _, ...env } = process.env;
  const started = spawn(process.execPath, argv, {
    env: { ...env, ...provider, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [address] = (await once(createInterface({ input: started.stdout }), 'line', {
    signal: AbortSignal.timeout(30_000),
  })) as [string];
  return { process: started, address };
}

async function end({ process: started }: Started): Promise<void> {
  if (started.exitCode !== null) return;
  const ended = once(started, 'exit');
  started.kill('SIGTERM');
  const killing = setTimeout(() => started.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(killing);
}

let server: Started;
beforeAll(async () => {
  server = await start();
});
afterAll(() => end(server));

interface Line {
  readonly text?: string;
  readonly decision?: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
}

interface Sending {
  readonly type?: string | undefined;
  readonly signal?: AbortSignal;
  readonly to?: Started;
}

function post(body: unknown, { type = 'application/json', signal, to = server }: Sending = {}): Promise<Response> {
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': type };
  return fetch(`${to.address}chat`, { method: 'POST', headers, body: sent, signal: signal ?? null });
}

async function ask(prompt: string, mode: string, to = server): Promise<Line[]> {
  const lines = (await (await post({ prompt, mode }, { to })).text()).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Line);
}

const said = (lines: readonly Line[]): string => lines.map((line) => line.text ?? '').join('');
const capital = 'What is the capital of Australia?';

describe('the server of the example', () => {
  it('is on this machine alone', () => {
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('streams the response word by word, and then the decision on it', async () => {
    const lines = await ask(capital, 'annotate');
    expect(lines.length).toBeGreaterThan(10);
    expect(said(lines)).toContain('**Sydney**');
    expect(lines.slice(0, -1).every((line) => typeof line.text === 'string')).toBe(true);
    expect(lines.at(-1)).toMatchObject({
      decision: { verdict: 'fail', reason: 'below-threshold', selfRating: 10 },
      names: { boosters: { measures: expect.any(String) as string, unit: expect.any(String) as string } },
    });
  });

  it('sends words before the response is over, unless it is to hold them', async () => {
    const chunksOf = async (mode: string) => {
      const { body } = await post({ prompt: capital, mode });
      return (await collect(body!.pipeThrough(new TextDecoderStream()) as AsyncIterable<string>)).filter(Boolean);
    };
    const [first] = await chunksOf('annotate');
    expect(first).not.toContain('"decision"');
    expect((await chunksOf('hold')).join('')).toContain('**Sydney**');
  });

  it('passes a plain answer', async () => {
    const lines = await ask('How many minutes is 2.5 hours?', 'hold');
    expect(said(lines)).toBe('150 minutes.');
    expect(lines.at(-1)!.decision).toMatchObject({ verdict: 'pass', selfRating: 9 });
  });

  it('has a failing answer tried again', async () => {
    const lines = await ask(capital, 'retry');
    expect(said(lines)).toBe('Canberra.');
    expect(lines.at(-1)!.decision).toMatchObject({
      verdict: 'pass',
      attempts: [{ verdict: 'fail' }, { verdict: 'pass' }],
    });
  });

  it('says nothing of a failing answer that it is to refuse, but why', async () => {
    expect(await ask(capital, 'throw')).toEqual([{ error: { verdict: 'fail', reason: 'below-threshold' } }]);
  });

  it.each<[string, unknown, string?]>([
    ['no JSON', 'prompt'],
    ['no prompt', { mode: 'hold' }],
    ['a blank prompt', { prompt: ' ', mode: 'hold' }],
    ['a mode that is none', { prompt: capital, mode: 'toString' }],
    ['too much', { prompt: 'a'.repeat(100_000), mode: 'hold' }],
    ['another type', { prompt: capital, mode: 'hold' }, 'text/plain'],
  ])('refuses %s', async (_name, body, type) => {
    expect((await post(body, { type })).status).toBe(400);
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON;charset=UTF-8'])('takes %s', async (type) => {
    expect((await post({ prompt: 'How many minutes is 2.5 hours?', mode: 'hold' }, { type })).status).toBe(200);
  });

  it('answers under the names of this machine alone, which no other page can have', async () => {
    const { port } = new URL(server.address);
    const statusAs = async (host: string): Promise<number | undefined> => {
      const [response] = (await once(get(server.address, { headers: { host } }), 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) expect(await statusAs(host)).toBe(200);
    for (const host of [`house.example:${port}`, 'localhost', `localhost.house.example:${port}`])
      expect(await statusAs(host)).toBe(403);
  });

  it('has no browser guess what an answer is', async () => {
    for (const path of ['', 'nothing'])
      expect((await fetch(`${server.address}${path}`)).headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('goes on when somebody leaves in the middle', async () => {
    const left = new AbortController();
    const { body } = await post({ prompt: capital, mode: 'annotate' }, { signal: left.signal });
    await body!.getReader().read();
    left.abort();
    expect(said(await ask('How many minutes is 2.5 hours?', 'annotate'))).toBe('150 minutes.');
    expect((await fetch(`${server.address}nothing`)).status).toBe(404);
  });
});

describe('the server of the example, with a key', () => {
  it('asks the provider that it is told, for the answer and for the rating, and ends when it is told to', async () => {
    const asked: { readonly url: string; readonly key: string; readonly model: string }[] = [];
    const choice = (delta: object, finish: string | null) => ({ index: 0, delta, finish_reason: finish });
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { model, stream } = JSON.parse(await text(request)) as { model: string; stream?: boolean };
      asked.push({ url: request.url!, key: request.headers.authorization!, model });
      if (stream === true) {
        const chunks = [choice({ content: '150 minutes.' }, null), choice({}, 'stop')];
        const events = chunks.map((one) => `data: ${JSON.stringify({ id: '1', model, choices: [one] })}\n\n`);
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`${events.join('')}data: [DONE]\n\n`);
      } else {
        const message = { role: 'assistant', content: '{"explanation":"Right.","rating":"9"}' };
        const choices = [{ index: 0, message, finish_reason: 'stop' }];
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ id: '2', model, choices }));
      }
    };
    const provider = createServer((request, response) => void answer(request, response));
    await once(provider.listen(0, '127.0.0.1'), 'listening');
    const { port } = provider.address() as AddressInfo;
    const base = `http://127.0.0.1:${port}/v1`;
    const keyed = await start({ OPENAI_API_KEY: 'key-1', OPENAI_BASE_URL: base, MODEL: 'house-model' });
    try {
      const lines = await ask('How many minutes is 2.5 hours?', 'annotate', keyed);
      expect(lines.at(-1)).toMatchObject({ decision: { verdict: 'pass', selfRating: 9 } });
    } finally {
      await end(keyed);
      provider.close();
    }
    const call = { url: '/v1/chat/completions', key: 'Bearer key-1', model: 'house-model' };
    expect(asked).toEqual([call, call]);
    expect(keyed.process.exitCode).toBe(0);
  });

  it('does not pass on what the provider says when it fails to answer again, or to rate', async () => {
    let streamed = 0;
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { model, stream } = JSON.parse(await text(request)) as { model: string; stream?: boolean };
      const choice = { index: 0, finish_reason: 'stop' };
      const fails = stream === true ? ++streamed === 2 : streamed > 2;
      if (fails) {
        response.writeHead(400, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: { message: 'the key key-1 is not good for this' } }));
      } else if (stream === true) {
        const chunk = { id: '1', model, choices: [{ ...choice, delta: { content: '**Certainly** and absolutely!' } }] };
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
      } else {
        const message = { role: 'assistant', content: '{"explanation":"Wrong.","rating":"1"}' };
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ id: '2', model, choices: [{ ...choice, message }] }));
      }
    };
    const provider = createServer((request, response) => void answer(request, response));
    await once(provider.listen(0, '127.0.0.1'), 'listening');
    const { port } = provider.address() as AddressInfo;
    const keyed = await start({ OPENAI_API_KEY: 'key-1', OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` });
    try {
      const lines = await ask(capital, 'retry', keyed);
      expect(streamed).toBe(2);
      expect(lines.at(-1)!.decision).toMatchObject({ attempts: [{ response: '**Certainly** and absolutely!' }] });
      expect(JSON.stringify(lines)).not.toContain('key-1');
      const unrated = await ask(capital, 'annotate', keyed);
      expect(unrated.at(-1)!.decision).toMatchObject({ verdict: 'review', reason: 'rating-failed' });
      expect(JSON.stringify(unrated)).not.toContain('key-1');
    } finally {
      await end(keyed);
      provider.close();
    }
  });
});

/** Debian's, or the one that CHROMIUM names. */
const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(browserPath);

describe('the page of the example', () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (!hasBrowser) return;
    // The sandbox of a browser needs rights that containers do not give; it loads nothing but this page.
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'], timeout: 30_000 });
  });
  afterAll(() => browser?.close());

  /** Does something with the page; nothing may have gone wrong on it by then. */
  function onPage(work: (page: Page) => Promise<void>) {
    return async ({ skip }: TestContext): Promise<void> => {
      skip(!hasBrowser, `there is no browser: apt-get install chromium, or set CHROMIUM (now ${browserPath})`);
      const page = await browser!.newPage({ viewport: { width: 900, height: 1000 } });
      page.setDefaultTimeout(15_000);
      const wrong: string[] = [];
      page.on('pageerror', (error) => wrong.push(error.message));
      page.on('console', (message) => wrong.push(message.text()));
      page.on('request', (request) => {
        if (!request.url().startsWith(server.address) && !request.url().startsWith('data:')) wrong.push(request.url());
      });
      await page.goto(server.address);
      await work(page);
      await page.close();
      expect(wrong).toEqual([]);
    };
  }

  async function askOn(page: Page, question: string, mode: RegExp): Promise<void> {
    await page.getByLabel('Your question').fill(question);
    await page.getByLabel(mode).check();
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
  }

  it(
    'shows the response as it comes, and then the verdict with its reason and numbers',
    onPage(async (page) => {
      await askOn(page, capital, /at the end/);
      const response = page.locator('#response');
      await response.getByText('The capital').waitFor();
      expect(await page.getByRole('status').isVisible()).toBe(false);
      const status = page.getByRole('status');
      await status.getByText('Fail', { exact: true }).waitFor();
      expect(await response.textContent()).toMatch(/^The capital is certainly \*\*Sydney\*\*.*country!$/);
      expect(await status.textContent()).toContain('A person would probably not pass it.');
      expect(await page.getByRole('meter', { name: 'Rated by itself' }).getAttribute('aria-valuetext')).toBe(
        '10 of 10',
      );
      const chance = page.getByRole('meter', { name: 'Chance that a person passes it' });
      expect(await chance.getAttribute('aria-valuetext')).toBe('42 %');
      const rows = await page.getByRole('row').allTextContents();
      expect(rows).toHaveLength(6);
      expect(rows[1]).toMatch(/per 100 words.*−0\.46$/);
    }),
  );

  it(
    'shows nothing of a held response before its verdict',
    onPage(async (page) => {
      // Told by the page itself: to ask it from here takes as long as the whole response on a busy machine.
      await page.evaluate(() => {
        const times: number[] = [];
        const look = (): void => {
          const isShown = document.querySelector('#response')?.textContent !== '';
          const isDecided = document.querySelector('[role=status]')?.checkVisibility() === true;
          for (const [place, isSo] of [true, isShown, isDecided].entries())
            if (isSo) times[place] ??= performance.now();
        };
        const all = { subtree: true, childList: true, characterData: true, attributes: true };
        new MutationObserver(look).observe(document.body, all);
        Object.assign(window, { times });
      });
      await askOn(page, capital, /holds/);
      await page.getByRole('status').getByText('Fail', { exact: true }).waitFor();
      const [asked, shown, decided] = await page.evaluate(() => (window as unknown as { times: number[] }).times);
      // What was held comes at once when it is decided on; else the first word comes at once, and the others as they are made.
      expect(decided! - shown!).toBeLessThan((shown! - asked!) / 2);
      expect(await page.locator('#response').textContent()).toContain('Sydney');
    }),
  );

  it(
    'shows what passed in the end, and the attempts before',
    onPage(async (page) => {
      await askOn(page, capital, /tried again/);
      await page.getByRole('status').getByText('Pass', { exact: true }).waitFor();
      expect(await page.locator('#response').textContent()).toBe('Canberra.');
      expect(await page.getByRole('listitem').allTextContents()).toEqual([
        expect.stringMatching(/^fail, 42 %: The capital is certainly/),
        'pass, 92 %: Canberra.',
      ]);
    }),
  );

  it(
    'shows a refusal without a word of the response',
    onPage(async (page) => {
      await askOn(page, capital, /refuses/);
      await page.getByRole('status').getByText('Fail', { exact: true }).waitFor();
      expect(await page.locator('#response').textContent()).toBe('');
      expect(await page.getByRole('meter').count()).toBe(0);
    }),
  );

  it(
    'shows markup of a response as text: nothing of it is loaded or run',
    onPage(async (page) => {
      const title = await page.title();
      await askOn(page, 'How do I show a picture in HTML?', /at the end/);
      await page.getByRole('status').getByText('Review: ask a person').waitFor();
      expect(await page.locator('#response').textContent()).toContain('<img src="cat.png" alt="a cat" onerror=');
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.title()).toBe(title);
    }),
  );

  it(
    'can be used by the keyboard alone',
    onPage(async (page) => {
      await page.getByRole('button', { name: 'How many minutes' }).focus();
      await page.keyboard.press('Enter');
      expect(await page.getByLabel('Your question').inputValue()).toBe('How many minutes is 2.5 hours?');
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      expect(await page.getByLabel(/holds/).isChecked()).toBe(true);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('status').getByText('Pass', { exact: true }).waitFor();
    }),
  );

  it(
    'is light or dark as the reader has it, and as wide as a phone',
    onPage(async (page) => {
      const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await page.emulateMedia({ colorScheme: 'light' });
      const light = await background();
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await background()).not.toBe(light);
      await page.setViewportSize({ width: 360, height: 740 });
      await askOn(page, capital, /tried again/);
      await page.getByRole('status').getByText('Pass', { exact: true }).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    }),
  );
});
