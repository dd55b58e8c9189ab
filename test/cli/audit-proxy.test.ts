import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
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
