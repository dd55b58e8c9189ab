import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addLabel } from '../../src/cli/label.ts';
import { openLog } from '../../src/log/open.ts';
import { toLines } from '../data/example-records.ts';
import { exampleRecords } from '../label/example-items.ts';
import { caller, startProcess } from '../label/label-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeTerminal } from './fake-terminal.ts';

const folder = temporaryFolder();
const recordsNamed = (name: string): string => folder.write(name, toLines(exampleRecords(5)));
const scale = ['--human-scale', '1:5'];

/** The command alone. What it cannot do it throws; what commander refuses, it exits with. */
async function run(argv: readonly string[]) {
  const terminal = fakeTerminal();
  const program = new Command('unflatter').exitOverride().configureOutput({ writeErr: () => {} });
  program.configureOutput({ writeErr: (text) => terminal.stderr.write(text) });
  addLabel(program, terminal, () => {});
  for (const command of program.commands) command.exitOverride();
  await program.parseAsync(['label', ...argv], { from: 'user' });
  return terminal.written();
}

describe('label', () => {
  it('prints its link, keeps the labels beside the file, and ends by Ctrl-C with 0', async () => {
    const records = recordsNamed('first/records.jsonl');
    const { url, child, closed, stderr } = await startProcess([
      records,
      ...scale,
      '--policy',
      'v1',
      '--labeller',
      'me',
    ]);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}$/);
    const me = caller(url, 'me');
    expect((await me.post('/api/settings', {})).reply).toMatchObject({
      title: 'records.jsonl',
      labeller: 'me',
      policy: 'v1',
    });
    expect((await me.save(await me.state(), 4)).status).toBe(200);
    child.kill('SIGINT');
    expect(await closed).toEqual([0, null]);
    expect(stderr()).toMatch(/^5 responses to label; labels go to .*records\.labels\.jsonl\. Ctrl-C ends it\.\n$/);
    expect(folder.names('first')).toEqual(['records.jsonl', 'records.labels.jsonl']);
    const line = JSON.parse(readFileSync(folder.path('first/records.labels.jsonl'), 'utf8')) as object;
    expect(line).toMatchObject({ value: 4, labeller: 'me', source: 'expert', policy: 'v1' });

    const again = await startProcess([records, ...scale, '--policy', 'v1']);
    expect(await caller(again.url, 'me').state()).toMatchObject({ done: 1, total: 5 });
    // Two servers on one file would each not know of the other's labels.
    await expect(startProcess([records, ...scale])).rejects.toThrow('another process is at it');
    again.child.kill('SIGTERM');
    expect(await again.closed).toEqual([0, null]);
  });

  it('shows the rubric, and takes scale and pass mark from dataset.json', async () => {
    const records = recordsNamed('set/records.jsonl');
    folder.write('set/dataset.json', '{"humanScale":{"min":0,"max":10},"passAt":7}');
    const rubricFile = folder.write('rubric.md', '# Be kind\n');
    for (const [flags, rubric] of [
      [['--rubric-file', rubricFile], '# Be kind\n'],
      [['--rubric', 'helpful'], /^Helpfulness: /],
    ] as const) {
      const { url, child, closed } = await startProcess([records, ...flags]);
      const { reply } = await caller(url, 'me').post('/api/settings', {});
      expect(reply).toMatchObject({ min: 0, max: 10, passAt: 7, rubric: expect.stringMatching(rubric) });
      child.kill('SIGINT');
      await closed;
    }
  });

  it('keeps the labels of a log in the log', async () => {
    const path = folder.path('log.sqlite');
    const store = await openLog(path);
    const rest = {
      at: 1,
      group: 'g',
      verdict: 'pass',
      reason: 'r',
      outside: [],
      features: {},
      calibrator: 'c',
    } as const;
    await store.append([{ id: 'a', selfRating: 7, passProbability: 0.6, response: 'r', ...rest }]);
    await store.choose([{ id: 'a', inclusion: 1, at: 2 }]);
    await store.close();
    const { url, child, closed } = await startProcess([path, ...scale]);
    const me = caller(url, 'me');
    expect((await me.save(await me.state(), 4)).status).toBe(200);
    child.kill('SIGINT');
    expect(await closed).toEqual([0, null]);
    const again = await openLog(path);
    for await (const { labels } of again.read()) expect(labels).toMatchObject([{ value: 4, labeller: 'me' }]);
    await again.close();
  });

  it.runIf(process.platform === 'linux')('opens the browser if asked, and says so where there is none', async () => {
    const records = recordsNamed('open/records.jsonl');
    const opened = folder.path('opened.txt');
    chmodSync(folder.write('bin/xdg-open', `#!/bin/sh\necho "$1" > ${opened}\n`), 0o755);
    const one = await startProcess([records, ...scale, '--open'], `PATH=${folder.path('bin')}:$PATH`);
    await expect.poll(() => existsSync(opened) && readFileSync(opened, 'utf8'), { timeout: 5000 }).toBe(`${one.url}\n`);
    one.child.kill('SIGINT');
    expect(await one.closed).toEqual([0, null]);
    const other = await startProcess([records, ...scale, '--open'], `PATH=${folder.path('none')}`);
    await expect.poll(other.stderr, { timeout: 5000 }).toContain('note: no browser could be opened');
    expect(await caller(other.url, 'me').state()).toMatchObject({ done: 0 });
    other.child.kill('SIGINT');
    await other.closed;
  });

  it.each<[string, (records: string) => string[], RegExp]>([
    ['a file that is not there', () => [folder.path('none.jsonl'), ...scale], /there is no such file/],
    [
      'a log that is not there, which it does not make',
      () => [folder.path('none.sqlite'), ...scale],
      /there is no such file/,
    ],
    ['no scale', (records) => [records], /humanScale of .* is not known: pass --human-scale 1:5/],
    [
      'two rubrics',
      (records) => [records, ...scale, '--rubric', 'safe', '--rubric-file', records],
      /label needs one of --rubric and --rubric-file, got both/,
    ],
    [
      'the file itself as the place of the labels',
      (records) => [records, ...scale, '--out', records],
      /--out must be a file of its own/,
    ],
    [
      'a compressed place',
      (records) => [records, ...scale, '--out', folder.path('labels.jsonl.gz')],
      /--out must be a plain file/,
    ],
    ['a port that is none', (records) => [records, ...scale, '--port', '70000'], /Expected a port from 0 to 65535/],
    ['a share that is none', (records) => [records, ...scale, '--repeats', '0.9'], /Expected a share from 0 to 0\.5/],
    [
      'a name that is none',
      (records) => [records, ...scale, '--labeller', ' '],
      /labeller must be a name of 1 to 100 characters/,
    ],
  ])('refuses %s', async (_name, argv, message) => {
    const records = recordsNamed('refused/records.jsonl');
    await expect(run(argv(records))).rejects.toThrow(message);
    expect(folder.names('refused')).toEqual(['records.jsonl']);
  });

  it('refuses a port that is taken, and says which', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const records = recordsNamed('taken/records.jsonl');
    await expect(run([records, ...scale, '--port', String(port)])).rejects.toMatchObject({
      code: 'invalid-option',
      message: `--port must be one that is free, got ${port}`,
    });
    other.close();
  });
});
