import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli, type FakeTerminalOptions } from './fake-terminal.ts';
import { ratingServer, seven, type Script } from './rating-server.ts';

const folder = temporaryFolder();
const server = ratingServer();
afterEach(() => vi.unstubAllEnvs());

let folders = 0;

/** A folder with records, and the command that rates them. */
function setOf(records: readonly object[] | string) {
  const name = `set-${folders++}`;
  const path = folder.write(`${name}/records.jsonl`, typeof records === 'string' ? records : toLines(records));
  const out = folder.path(`${name}/rated.jsonl`);
  return {
    out,
    path,
    names: () => folder.names(name),
    text: () => readFileSync(out, 'utf8'),
    lines: () =>
      readFileSync(out, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Line),
    rate: (more: readonly string[] = [], options?: FakeTerminalOptions) => {
      const base = ['--model', 'm', '--base-url', server.url(), '--rubric', 'helpful', '--scale', '1:10'];
      // The last of an option that is given twice counts.
      return runCli(['rate', path, ...base, '--out', out, ...more], options);
    },
  };
}

type Line = Readonly<Record<string, unknown>> & { readonly id: string; readonly ratingError?: { code: string } };

const question = (i: number) => ({ id: `r${i}`, prompt: `Question ${i}`, response: `Answer ${i}`, humanRatings: [3] });
const questions = (count: number) => Array.from({ length: count }, (_, i) => question(i));
const numberIn = (prompt: string): number => Number(/\d+/.exec(prompt)![0]);
const error = (status: number, message = 'no', headers = {}) => ({
  status,
  headers,
  body: JSON.stringify({ error: { message } }),
});

/** A port of the loopback where nobody listens any more. */
async function closedPort(): Promise<number> {
  const closing = createServer();
  await new Promise<void>((resolve) => closing.listen(0, '127.0.0.1', resolve));
  const { port } = closing.address() as AddressInfo;
  await new Promise((resolve) => closing.close(resolve));
  return port;
}

describe('rate', () => {
  it('asks once for each of 300 records, eight at a time, and writes them in their order, old ratings gone', async () => {
    server.play(async () => {
      await sleep(20 * Math.random());
      return seven;
    });
    const old = { selfRating: 99, rater: 'old', samples: [1, 2], probabilities: [1], scale: { min: 0, max: 99 } };
    const own = { 'own field': { '2': [1], '1': null }, usage: { tokens: 5 }, provider: 'mine' };
    const set = setOf(questions(300).map((record) => ({ ...record, ...old, ...own })));
    const { exitCode, stdout, stderr } = await set.rate();
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `rated 300 of 300, in ${set.out}\nthis time: 300 calls, 30,000 tokens in, 6,000 out\n`,
    });
    expect([...server.counts().values()]).toEqual(Array.from({ length: 300 }, () => 1));
    expect(server.mostAtOnce()).toBeLessThanOrEqual(8);
    expect(server.mostAtOnce()).toBeGreaterThan(4);
    expect(set.lines()).toEqual(
      questions(300).map((record) => ({
        ...record,
        ...own,
        selfRating: 7,
        rater: 'm-2026-01-01',
        reasoning: 'It answers.',
        ratingPrompt: expect.stringMatching(/^[0-9a-f]{16}$/),
        scale: { min: 1, max: 10 },
        criterion: 'helpful',
        ratingRun: { model: 'm', rubric: 'helpful', scale: { min: 1, max: 10 } },
      })),
    );
    expect(set.names()).toEqual(['rated.jsonl', 'records.jsonl']);
  });

  it('has nothing to ask where all is rated, and leaves the file alone', async () => {
    server.play(() => seven);
    const set = setOf(questions(3));
    await set.rate();
    const before = [set.text(), statSync(set.out).ino];
    expect(await set.rate()).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `${set.out} has 3 of 3 records already\nrated 3 of 3, in ${set.out}\n`,
    });
    expect(server.asked()).toHaveLength(3);
    expect([set.text(), statSync(set.out).ino]).toEqual(before);
  });

  it('shows the model all that a record has to be judged by, and nothing else', async () => {
    server.play(() => seven);
    const material = {
      system: 'Be brief.',
      sources: ['One.', 'Two.'],
      conversation: [{ role: 'user', content: 'Hi' }],
      prompt: 'Question 1',
      response: 'Answer 1',
    };
    const set = setOf([{ ...question(1), ...material, generator: 'm', secret: 'label' }]);
    expect((await set.rate()).exitCode).toBe(0);
    const [{ body }] = server.asked() as [typeof server extends { asked: () => readonly (infer One)[] } ? One : never];
    expect(JSON.parse(body.messages.at(-1)!.content.split('\n')[0]!)).toEqual(material);
    expect(JSON.stringify(body)).not.toContain('label');
    expect(set.lines()[0]).toMatchObject({ ...material, generator: 'm', secret: 'label' });
  });

  it('sends a schema of the reply along, unless the server takes none', async () => {
    server.play(({ body }) =>
      JSON.stringify(body).includes('json_schema') ? error(400, 'response_format is unavailable') : seven,
    );
    const set = setOf(questions(2));
    const { exitCode, stderr } = await set.rate();
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'the model cannot be asked: response_format is unavailable (HTTP 400): try --no-schema\n',
    });
    const warned = vi.spyOn(process, 'emitWarning');
    expect((await set.rate(['--no-schema'])).exitCode).toBe(0);
    expect(warned).not.toHaveBeenCalled();
  });

  it('takes a rubric in words of its own, and keeps the criterion of each record', async () => {
    server.play(() => seven);
    const set = setOf([{ ...question(0), criterion: 'tone' }]);
    const rubric = folder.write('tone.md', 'The tone is calm.');
    const argv = ['rate', set.path, '--model', 'm', '--base-url', server.url(), '--scale', '1:10', '--out', set.out];
    expect((await runCli([...argv, '--rubric-file', rubric])).exitCode).toBe(0);
    expect(server.asked()[0]!.body.messages[0]!.content).toContain('The tone is calm.');
    expect(set.lines()[0]).toMatchObject({ criterion: 'tone', ratingRun: { rubric: expect.stringMatching(/^file /) } });
    folder.write('tone.md', 'The tone is warm.');
    expect((await runCli([...argv, '--rubric-file', rubric])).stderr).toMatch(/which was rated with the rubric "file /);
    expect((await runCli(argv)).stderr).toBe('rate needs one of --rubric and --rubric-file, got neither\n');
  });
});

describe('a record that cannot be rated', () => {
  const faults: Script = ({ prompt }) => {
    const n = numberIn(prompt) % 20;
    if (n === 3) return { content: '{"explanation":"x","rating":70}' };
    if (n === 6) return error(429, 'slow down', { 'retry-after': '0' });
    if (n === 9) return error(500, 'broken');
    if (n === 12) return { content: 'I think it is great' };
    if (n === 15) return { body: '<html>' };
    return seven;
  };
  const codes = ['rating-off-scale', 'rating-failed', 'rating-failed', 'reply-prose', 'rating-failed'];

  it('is written with its error code and no rating, asked again only on demand, and then takes its place', async () => {
    server.play(faults);
    const set = setOf(questions(60).map((record) => ({ ...record, selfRating: 5, rater: 'old' })));
    const first = await set.rate();
    expect(first.exitCode).toBe(1);
    expect(first.stderr).toContain('rated 45 of 60, 15 failed (9 rating-failed, 3 rating-off-scale, 3 reply-prose)');
    expect(first.stderr).toContain('run again with --retry-failed to ask again for what failed\n');
    const failed = set.lines().filter(({ ratingError }) => ratingError !== undefined);
    expect(failed.map(({ ratingError }) => ratingError!.code)).toEqual([...codes, ...codes, ...codes]);
    for (const line of failed) {
      expect(Object.keys(line)).toEqual(['id', 'prompt', 'response', 'humanRatings', 'ratingError', 'ratingRun']);
      expect(line.ratingError).toEqual({ code: expect.any(String), message: expect.stringMatching(/./) });
    }
    expect(set.lines().map(({ id }) => id)).toEqual(questions(60).map(({ id }) => id));

    server.play(() => seven);
    expect((await set.rate()).exitCode).toBe(1);
    expect(server.asked()).toHaveLength(0);
    expect((await set.rate(['--retry-failed'])).exitCode).toBe(0);
    expect(server.counts()).toEqual(new Map(failed.map(({ prompt }) => [prompt, 1])));
    expect(set.lines().map(({ id, selfRating }) => [id, selfRating])).toEqual(questions(60).map(({ id }) => [id, 7]));
  });

  it('is not even asked for without a response', async () => {
    server.play(() => seven);
    const { response: _, ...none } = question(1);
    const set = setOf([question(0), { ...none, features: { a: 1 } }, { ...question(2), response: ' ' }]);
    expect((await set.rate()).exitCode).toBe(1);
    expect(server.asked()).toHaveLength(1);
    expect(set.lines().map(({ ratingError }) => ratingError?.code)).toEqual([
      undefined,
      'response-missing',
      'response-empty',
    ]);
  });

  it('is not blamed for an outage: what it hits is left, and a later run rates it', async () => {
    let isOut = false;
    server.play(() => {
      isOut ||= server.asked().length > 40;
      return isOut ? error(400, 'maintenance') : seven;
    });
    const set = setOf(questions(100));
    const { exitCode, stderr } = await set.rate();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/rated (3\d|40) of 100, \d\d left, in .*; run again to go on\n/);
    expect(stderr).toMatch(/the model cannot be asked: maintenance \(HTTP 400\)\n$/);
    expect(server.asked().length).toBeLessThan(40 + 10 + 8 + 8);
    expect(set.lines().every(({ selfRating }) => selfRating === 7)).toBe(true);
    const before = new Set(set.lines().map(({ prompt }) => prompt));
    server.play(() => seven);
    expect((await set.rate()).exitCode).toBe(0);
    for (const { prompt } of server.asked()) expect(before).not.toContain(prompt);
    expect(set.lines()).toHaveLength(100);
  });
});

describe('nothing is written', () => {
  const refusals: [string, Script, string, RegExp][] = [
    ['where the address is wrong', () => error(404, 'not found'), '', /not found \(HTTP 404\): are the address and/],
    ['where the key is refused', () => error(401, 'bad key'), '', /bad key \(HTTP 401\): set UNFLATTER_API_KEY in/],
    ['where a page comes for a reply', () => ({ body: '<html>' }), '', /cannot be asked: Invalid JSON response/],
    ['by a model that only talks', () => ({ content: 'Great!' }), '', /the model gives no ratings: the rater must/],
  ];
  it.each(refusals)('%s, and the one error says why', async (_, script, __, says) => {
    server.play(script);
    const set = setOf(questions(100));
    const { exitCode, stdout, stderr } = await set.rate();
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(server.asked().length).toBeLessThanOrEqual(2 * (10 + 8));
    expect(set.names()).toEqual(['records.jsonl']);
  });

  it('where nobody listens', async () => {
    const set = setOf(questions(20));
    const { exitCode, stderr } = await set.rate(['--base-url', `http://127.0.0.1:${await closedPort()}/v1`]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^the model cannot be asked: Cannot connect to API: connect ECONNREFUSED [^\n]*\n$/,
      ),
    });
    expect(set.names()).toEqual(['records.jsonl']);
  });

  it('nor asked where the records have problems: all are listed', async () => {
    server.play(() => seven);
    const set = setOf(
      [
        '{"id":"a","response":"x"',
        '{"id":"b","response":"x"}',
        '{"id":"b","response":"y"}',
        '{"id":"c","response":"x","criterion":"tone"}',
        '{"id":"d","response":"x","conversation":"hello"}',
        '',
      ].join('\n'),
    );
    const { exitCode, stderr } = await set.rate();
    expect(exitCode).toBe(1);
    const says = [
      /:1 record must be one JSON object a line/,
      /:3 id must be unique, got "b" as in .*:2$/,
      /:4 criterion must be "helpful", which the rubric rates, or left out, got "tone"$/,
      /:5 conversation must be a list of turns/,
    ];
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(says.length);
    for (const [i, pattern] of says.entries()) expect(lines[i]).toMatch(pattern);
    expect((await set.rate(['--rubric', 'faithful'])).stderr).toContain(
      ':2 sources must be at least one for this rubric',
    );
    expect(server.asked()).toHaveLength(0);
    expect(set.names()).toEqual(['records.jsonl']);
  });

  it.each([
    [['--base-url', 'ftp://host/v1'], /Expected an address as https:\/\/host\/v1, without/],
    [['--base-url', 'http://a:topsecret@host/v1'], /^(?!.*without a name.*topsecret).*without a name/],
    [['--concurrency', '0'], /Expected a whole number of at least 1, got "0"/],
    [['--timeout', '-1'], /Expected seconds above 0, got "-1"/],
    [['--price-in', '-1'], /Expected a price of at least 0/],
    [['--out', '/dev/null'], /--out must be a plain file, which can be gone on with, got \/dev\/null/],
    [['--out', 'rated.jsonl.gz'], /--out must be a plain file/],
    [['--out', '/no/such/folder/rated.jsonl'], /cannot be written: its folder does not exist/],
  ])('with %j', async (more, says) => {
    server.play(() => seven);
    const { exitCode, stderr } = await setOf(questions(2)).rate(more);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(says);
    expect(server.asked()).toHaveLength(0);
  });
});

describe('the limits of a run', () => {
  it('stop it cleanly: calls exactly, tokens with what is under way; what is left is said, and rated later', async () => {
    server.play(async () => {
      await sleep(5);
      return seven;
    });
    const set = setOf(questions(100));
    const calls = await set.rate(['--max-calls', '30']);
    expect(calls.exitCode).toBe(1);
    expect(calls.stderr).toContain('--max-calls 30 is reached: 30 calls are used\nrated 30 of 100, 70 left, in');
    expect(server.asked()).toHaveLength(30);
    const tokens = await set.rate(['--max-tokens', '1200']);
    expect(tokens.exitCode).toBe(1);
    expect(tokens.stderr).toContain('--max-tokens 1200 is reached');
    const used = server.asked().length - 30;
    expect(used).toBeGreaterThanOrEqual(10);
    expect(used).toBeLessThanOrEqual(10 + 7);
    expect(set.lines()).toHaveLength(30 + used);
    expect((await set.rate(['--limit', '60'])).stderr).toContain('rated 60 of 60');
    expect((await set.rate()).exitCode).toBe(0);
    expect([...server.counts().values()]).toEqual(Array.from({ length: 100 }, () => 1));
  });

  it('refuse to count tokens of a server that does not', async () => {
    server.play(() => ({ ...seven, usage: false }));
    const set = setOf(questions(50));
    const { exitCode, stderr } = await set.rate(['--max-tokens', '100000', '--price-in', '1']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('--max-tokens cannot be kept: the server does not say how many tokens a reply has used');
    expect(stderr).toMatch(/0 out \(\d+ of the replies did not say what they used\)\n/);
    expect(server.asked().length).toBeLessThanOrEqual(16);
  });

  it('show what it has cost, by the prices given', async () => {
    server.play(() => seven);
    const set = setOf(questions(10));
    const { stdout, stderr } = await set.rate(['--price-in', '2.5', '--price-out', '10', '--json']);
    expect(stderr).toContain('this time: 10 calls, 1,000 tokens in, 200 out, cost 0.0045\n');
    expect(JSON.parse(stdout)).toEqual({
      out: set.out,
      records: 10,
      rated: 10,
      failed: {},
      left: 0,
      raters: ['m-2026-01-01'],
      calls: 10,
      replies: 10,
      tokensIn: 1000,
      tokensOut: 200,
      unmetered: 0,
      cost: 0.0045,
    });
  });

  it('leave a record whose useless reply was not asked for again, and fail one whose was', async () => {
    server.play(({ prompt }) => (numberIn(prompt) === 1 ? { content: 'Great!' } : seven));
    const set = setOf(questions(3));
    const { exitCode, stderr } = await set.rate(['--max-calls', '2', '--concurrency', '1']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('--max-calls 2 is reached: 2 calls are used\nrated 1 of 3, 2 left, in');
    expect(set.lines().map(({ id }) => id)).toEqual(['r0']);
    expect((await set.rate(['--max-calls', '2', '--concurrency', '1'])).stderr).toContain(
      'rated 1 of 3, 1 failed (1 reply-prose), 1 left',
    );
  });

  it('of the provider are waited for: no record is blamed for them', async () => {
    let [start, taken] = [Date.now(), 0];
    server.play(() => {
      if (Date.now() - start >= 1000) [start, taken] = [Date.now(), 0];
      // More than a call would wait for by itself.
      return ++taken <= 8 ? seven : error(429, 'slow down', { 'retry-after': '11' });
    });
    const { exitCode, stderr } = await setOf(questions(16)).rate();
    expect(stderr).toMatch(/^the provider is busy or out of order: asking again in 11 s\n[^]*rated 16 of 16, in /);
    expect(exitCode).toBe(0);
  });

  it('go with a provider that hangs for a while: it is waited for', async () => {
    let hangsUntil = Infinity;
    server.play(async () => {
      if (server.asked().length === 6) hangsUntil = Date.now() + 1500;
      if (server.asked().length > 5 && Date.now() < hangsUntil) await sleep(2000);
      return seven;
    });
    const { exitCode, stderr } = await setOf(questions(40)).rate(['--timeout', '0.5']);
    expect(stderr).toContain('rated 40 of 40, in');
    expect(exitCode).toBe(0);
  });

  it('hold for time too: a server that hangs fails its record', async () => {
    server.play(async ({ prompt }) => {
      if (numberIn(prompt) === 1) await sleep(1500);
      return seven;
    });
    const set = setOf(questions(3));
    expect((await set.rate(['--timeout', '0.5'])).exitCode).toBe(1);
    expect(set.lines().map(({ ratingError }) => ratingError?.code)).toEqual([undefined, 'rating-timeout', undefined]);
  });
});

describe('the key', () => {
  it('comes from the environment, goes to the server, and is written nowhere, whatever the server quotes', async () => {
    const key = 'key-0123456789';
    vi.stubEnv('UNFLATTER_API_KEY', key);
    server.play(({ prompt }) => (numberIn(prompt) === 1 ? error(400, `no ${key} ${'x'.repeat(280)}${key}`) : seven));
    const set = setOf(questions(3));
    const { stderr } = await set.rate();
    expect(server.asked()[0]!.headers.authorization).toBe(`Bearer ${key}`);
    expect(set.lines()[1]!.ratingError).toMatchObject({ message: expect.stringMatching(/^no \(key\) x{280}/) });
    server.play(() => error(401, `bad key ${key}`));
    const refused = await setOf(questions(3)).rate();
    expect(refused.stderr).toContain('bad key (key) (HTTP 401)');
    for (const text of [set.text(), stderr, refused.stderr]) expect(text).not.toContain('0123');
  });

  it('of OpenAI goes to no other server', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'key-0123456789');
    vi.stubEnv('UNFLATTER_API_KEY', '');
    server.play(() => seven);
    await setOf(questions(1)).rate();
    expect(server.asked()[0]!.headers.authorization).toBeUndefined();
  });

  it('of the AI Gateway is asked for where no other server is named', async () => {
    for (const name of ['AI_GATEWAY_API_KEY', 'VERCEL_OIDC_TOKEN']) vi.stubEnv(name, '');
    const set = setOf(questions(1));
    const argv = ['rate', set.path, '--model', 'vendor/m', '--rubric', 'safe', '--scale', '1:5', '--out', set.out];
    expect((await runCli(argv)).stderr).toBe(
      '--model vendor/m must be asked of a server by --base-url, or of the AI Gateway with AI_GATEWAY_API_KEY in the environment, got neither\n',
    );
  });
});

describe('while it runs', () => {
  it('shows how far it is, how fast, and what it has cost, where somebody watches', async () => {
    // Also where the tests run in a CI job, which is taken for no terminal.
    vi.stubEnv('CI', undefined);
    server.play(async ({ prompt }) => {
      await sleep(60);
      return numberIn(prompt) === 2 ? { content: 'Great!' } : seven;
    });
    const set = setOf(questions(60));
    const argv = ['--concurrency', '2', '--price-in', '1'];
    const { stderr } = await set.rate(argv, { watched: true });
    expect(stderr).toMatch(/rating \d+ % \(\d+ of 60\), \d+\.\d\/s, 1 failed, \d,\d{3} tokens, cost 0\.\d{4}/);
    expect((await setOf(questions(2)).rate()).stderr).not.toContain('rating ');
  });

  it('another run on the same file is refused, by whatever name it has', async () => {
    server.play(async () => {
      await sleep(50);
      return seven;
    });
    const set = setOf(questions(200));
    const first = set.rate();
    await expect.poll(() => server.asked().length).toBeGreaterThan(8);
    const second = await set.rate();
    expect(second.exitCode).toBe(1);
    expect(second.stderr).toMatch(/rated\.jsonl cannot be written: another process is at it/);
    expect((await first).exitCode).toBe(0);
    expect(Math.max(...server.counts().values())).toBe(1);
  });
});

describe('a file that is there', () => {
  it('goes on after a cut at any byte of its last line: that record alone is asked again', async () => {
    server.play(() => seven);
    const set = setOf(questions(4).map((record) => ({ ...record, note: 'ä \u2028 \u007f' })));
    await set.rate();
    const whole = readFileSync(set.out);
    const start = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let cut = start; cut < whole.length; cut++) {
      writeFileSync(set.out, whole.subarray(0, cut));
      server.play(() => seven);
      expect((await set.rate()).exitCode, `cut at ${cut}`).toBe(0);
      expect([...server.counts()], `cut at ${cut}`).toEqual([['Question 3', 1]]);
      expect(readFileSync(set.out).equals(whole), `cut at ${cut}`).toBe(true);
    }
  });

  it('loses a torn last line also where no record is left to rate', async () => {
    server.play(() => seven);
    const set = setOf(questions(4));
    await set.rate();
    const [whole, start] = [set.text(), set.text().trimEnd().lastIndexOf('\n') + 1];
    writeFileSync(set.out, whole.slice(0, start + 20));
    server.play(() => seven);
    expect((await set.rate(['--limit', '3'])).exitCode).toBe(0);
    expect(server.asked()).toHaveLength(0);
    expect(set.text()).toBe(whole.slice(0, start));
  });

  it('goes on where a power cut has left zeros for its last line', async () => {
    server.play(() => seven);
    const set = setOf(questions(4));
    await set.rate();
    const whole = readFileSync(set.out);
    for (const [cut, zeros] of [
      [whole.length - 30, 30],
      [whole.lastIndexOf('\n', whole.length - 2) + 1, 500],
    ] as const) {
      writeFileSync(set.out, Buffer.concat([whole.subarray(0, cut), Buffer.alloc(zeros)]));
      expect((await set.rate()).exitCode).toBe(0);
      expect(readFileSync(set.out).equals(whole)).toBe(true);
    }
  });

  it.each<[string, (text: string, lines: Line[]) => string, string[], RegExp]>([
    ['of another model', (text) => text, ['--model', 'n'], /:1, which was rated with the model "m", not "n"$/],
    [
      'by another rubric',
      (text) => text,
      ['--rubric', 'safe'],
      /:1, which was rated with the rubric "helpful", not "safe"$/,
    ],
    [
      'on another scale',
      (text) => text,
      ['--scale', '1:10:1'],
      /which was rated with the scale \{"min":1,"max":10\}, not/,
    ],
    ['of other records', (text) => text.replace('"r1"', '"x"'), [], /:2 with "x", which is no record that is read$/],
    ['of other texts', (text) => text.replace('Answer 1', 'B'), [], /:2, where "r1" is not what is read now$/],
    ['with a line twice', (text) => text + text.split('\n')[0]! + '\n', [], /:4, where "r0" comes again$/],
    ['of something else', () => 'precious\n', [], /:1, which is not from rate$/],
    ['of something else without an end', () => '{"precious":true}', [], /:1, which is not from rate$/],
    [
      'of records alone',
      (_, lines) => toLines(lines.map(({ ratingRun: _run, ...line }) => line)),
      [],
      /:1, which is not/,
    ],
    ['with a torn line in its middle', (text) => text.replace('}\n{', ''), [], /:1, which is not from rate$/],
  ])('%s is refused, and stays as it is', async (_, change, more, says) => {
    server.play(() => seven);
    const set = setOf(questions(3));
    await set.rate();
    const text = change(set.text(), set.lines());
    writeFileSync(set.out, text);
    server.play(() => seven);
    const { exitCode, stderr } = await set.rate(more);
    expect(exitCode).toBe(1);
    expect(stderr.trimEnd()).toMatch(says);
    expect(server.asked()).toHaveLength(0);
    expect(set.text()).toBe(text);
  });

  it('with ratings by another rating prompt gets none by this one', async () => {
    server.play(() => seven);
    const set = setOf(questions(4));
    await set.rate(['--limit', '2']);
    const other = set.text().replaceAll(/"ratingPrompt":"[^"]+"/g, '"ratingPrompt":"0123456789abcdef"');
    writeFileSync(set.out, other);
    const { exitCode, stderr } = await set.rate();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'holds ratings by the rating prompt 0123456789abcdef, and this version of unflatter asks by',
    );
    expect(set.text()).toBe(other);
  });

  it('tells where the model has changed its name under way', async () => {
    server.play(({ prompt }) => ({ ...seven, model: numberIn(prompt) < 2 ? 'm-1' : 'm-2' }));
    expect((await setOf(questions(4)).rate()).stderr).toContain('note: the model answered as m-1, m-2: a calibrator');
  });
});
