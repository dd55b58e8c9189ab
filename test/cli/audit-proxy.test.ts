import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ProxyReport } from '../../src/audit/proxy/audit-proxy.ts';
import { seededRandom } from '../../src/math/random.ts';
import { drawProxy, paysForLength } from '../audit/proxy/worlds.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';

const folder = temporaryFolder();
const moderation = 'examples/proxy/moderation.jsonl';
const columns = ['--metric', 'flagged', '--goal', 'harmful'];

async function said(...argv: string[]): Promise<{ exitCode: number; stderr: string }> {
  const { exitCode, stderr, stdout } = await runCli(['audit', 'proxy', ...argv]);
  expect(stdout).toBe('');
  return { exitCode, stderr };
}

async function reportOf(...argv: string[]): Promise<ProxyReport> {
  const { stdout, stderr } = await runCli(['audit', 'proxy', ...argv, '--json']);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as ProxyReport;
}

function tableOf(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const names = Object.keys(rows[0]!);
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map((cells) => `${cells.join(',')}\n`).join('');
}

describe('texts, names and numbers of a table', () => {
  const paid = drawProxy(seededRandom(2), { rows: 150, metric: paysForLength }).map(({ response, metric, goal }) => ({
    response,
    metric,
    goal,
  }));
  const byMetric = ['--metric', 'metric', '--goal', 'goal'];

  it.each(['42', 'True', '1e3', ' false '])('keep the response %j as it stands', async (response) => {
    const path = folder.write('paid.csv', tableOf(paid.with(7, { ...paid[7]!, response })));
    const { verdict, gamedBy, text } = await reportOf(path, ...byMetric);
    expect({ verdict, gamedBy, text }).toEqual({ verdict: 'gamed', gamedBy: ['the longest'], text: 'response' });
  });

  it.each(['', '  '])('refuse an empty response, as %j', async (response) => {
    const path = folder.write('paid.csv', tableOf(paid.with(7, { ...paid[7]!, response })));
    expect(await said(path, ...byMetric)).toEqual({
      exitCode: 1,
      stderr: `${path}:9 response must be a text, as other rows have, got nothing\n`,
    });
  });

  it('refuse a response of null in JSON Lines', async () => {
    const lines = paid.map((row, i) => JSON.stringify(i === 7 ? { ...row, response: null } : row));
    const path = folder.write('paid.jsonl', lines.join('\n'));
    expect(await said(path, ...byMetric)).toEqual({
      exitCode: 1,
      stderr: `${path}:8 response must be a text, as other rows have, got nothing\n`,
    });
  });

  it('keep names apart that are one as numbers', async () => {
    const named = paid.map((row, i) => ({
      ...row,
      group: `123456789012345678${String(i).padStart(3, '0')}`,
      version: i % 2 === 0 ? '1.1' : '1.10',
    }));
    const { groups, slices } = await reportOf(
      folder.write('named.csv', tableOf(named)),
      ...byMetric,
      '--slice',
      'version',
    );
    expect(groups).toBe(150);
    expect(slices.map(({ slice, rows }) => [slice, rows])).toEqual([
      ['1.1', 75],
      ['1.10', 75],
    ]);
  });

  it('are numbers, true and false where a metric, a decision or a goal is read', async () => {
    const path = folder.write(
      'decided.csv',
      tableOf(paid.map(({ goal }, i) => ({ d: i % 3 === 0 ? ' 1' : '0', goal }))),
    );
    const decided = ['--aggregate', 'recall', '--decision', 'd', '--goal', 'goal'];
    expect(await reportOf(path, ...decided)).toMatchObject({ rows: 150, gamedBy: ['yes to everything'] });
    const wrong = folder.write('wrong.csv', 'd,goal\n1,true\n2,FALSE\n');
    expect(await said(wrong, ...decided)).toEqual({
      exitCode: 1,
      stderr: `${wrong}:3 d must be true or false, or 1 or 0, got 2\n`,
    });
  });
});

describe('audit proxy', () => {
  it('exits with 0 for a metric that tracks, and says so in text and as JSON', async () => {
    const text = await runCli(['audit', 'proxy', moderation, ...columns]);
    expect(text).toMatchObject({ exitCode: 0, stderr: '' });
    expect(text.stdout).toContain('\nverdict: tracks\n');
    const { exitCode, stdout } = await runCli(['audit', 'proxy', moderation, ...columns, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'tracks', rows: 400, gamedBy: [], metric: 'flagged' });
  });

  it('takes its own seed, though the command above has one too', async () => {
    const seeded = async (...argv: string[]) =>
      (await runCli(['audit', 'proxy', moderation, ...columns, '--json', ...argv])).stdout;
    expect(await seeded('--seed', '1')).toBe(await seeded());
    expect(await seeded('--seed', '2')).not.toBe(await seeded());
  });

  it('takes options before its name that it has too, those after it first', async () => {
    const after = await runCli(['audit', 'proxy', moderation, ...columns, '--json', '--seed', '2']);
    expect(await runCli(['audit', '--json', '--seed', '2', 'proxy', moderation, ...columns])).toEqual(after);
    expect(await runCli(['audit', '--json', '--seed', '1', 'proxy', moderation, ...columns, '--seed', '2'])).toEqual(
      after,
    );
    const page = folder.path('before.md');
    await runCli(['audit', '--markdown', page, 'proxy', moderation, ...columns]);
    expect(readFileSync(page, 'utf8')).toMatch(/^# Does flagged track harmful/);
  });

  it.each([
    { before: ['--most', '50'], message: '--most must be left away with proxy, got 50\n' },
    { before: ['--html', 'page.html'], message: '--html must be left away with proxy, got page.html\n' },
  ])('refuses $before before its name', async ({ before, message }) => {
    const { exitCode, stdout, stderr } = await runCli(['audit', ...before, 'proxy', moderation, ...columns]);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 1, stdout: '', stderr: message });
  });

  it('reads standard input, compressed files, tables, and several files as one', async () => {
    const text = readFileSync(moderation, 'utf8');
    const whole = (await runCli(['audit', 'proxy', moderation, ...columns])).stdout;
    expect((await runCli(['audit', 'proxy', '-', ...columns], { stdin: [text] })).stdout).toBe(whole);
    const lines = text.trimEnd().split('\n');
    const first = folder.write('first.jsonl.gz', gzipSync(lines.slice(0, 150).join('\n')));
    const table = lines.slice(150).map((line) => {
      const { id, flagged, harmful } = JSON.parse(line) as Record<string, unknown>;
      return `"${String(id)}",${Number(flagged)},${String(harmful).toUpperCase()}`;
    });
    const second = folder.write('second.csv', `id,flagged,harmful\r\n${table.join('\r\n')}\r\n`);
    expect((await runCli(['audit', 'proxy', first, second, ...columns])).stdout).toBe(whole);
  });

  it('writes the report as a page with the whole curve', async () => {
    const page = folder.path('report.md');
    const { exitCode, stderr } = await runCli(['audit', 'proxy', moderation, ...columns, '--markdown', page]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `wrote ${page}\n` });
    const text = readFileSync(page, 'utf8');
    expect(text).toMatch(/^# Does flagged track harmful\?\n\n\*\*verdict: tracks\*\*\n/);
    expect(text.match(/^\| \d+ % \|/gm)).toHaveLength(20);
  });

  it.each([
    {
      what: 'a column that is not there',
      argv: [moderation, '--metric', 'flag', '--goal', 'harmful'],
      message: 'metric must be one of the columns "id", "synthetic", "flagged", "harmful", got "flag"\n',
    },
    {
      what: 'neither a metric nor an aggregate',
      argv: [moderation, '--goal', 'harmful'],
      message: '--metric must be a column, or --aggregate and --decision, got nothing\n',
    },
    {
      what: 'both',
      argv: [moderation, ...columns, '--aggregate', 'recall'],
      message: '--metric must be left away with --aggregate, which takes --decision, got flagged\n',
    },
    {
      what: 'an aggregate without a decision',
      argv: [moderation, '--aggregate', 'recall', '--goal', 'harmful'],
      message: '--decision must be a column, as --aggregate is given, got nothing\n',
    },
    {
      what: 'a page in place of the rows',
      argv: [moderation, ...columns, '--markdown', moderation],
      message: `--markdown must be a file of its own, got ${moderation}, which is read as ${moderation}\n`,
    },
    {
      what: 'a file that is not there',
      argv: ['none.csv', ...columns],
      message: 'none.csv cannot be read: there is no such file\n',
    },
  ])('refuses $what', async ({ argv, message }) => {
    expect(await said(...argv)).toEqual({ exitCode: 1, stderr: message });
  });

  it.each([
    {
      name: 'cell.csv',
      text: 'flagged,harmful\n1,true\nmaybe,false\n',
      message: ':3 flagged must be a number, true or false, got "maybe"',
    },
    {
      name: 'short.csv',
      text: 'flagged,harmful\n1\n',
      message: ':2 row must have 2 cells as the first line, got 1',
    },
    {
      name: 'twice.csv',
      text: 'flagged,harmful,flagged\n1,1,0\n',
      message: ':1 row must have each column once, got "flagged" twice',
    },
    {
      name: 'list.jsonl',
      text: '{"flagged":1,"harmful":1}\n[1]\n',
      message: ':2 row must be one JSON object a line, got a list',
    },
  ])('names the line of $name that is wrong', async ({ name, text, message }) => {
    const path = folder.write(name, text);
    expect(await said(path, ...columns)).toEqual({ exitCode: 1, stderr: `${path}${message}\n` });
  });
});
