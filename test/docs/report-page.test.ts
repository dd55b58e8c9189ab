import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawRecords, target } from '../../benchmarks/audit/world.ts';
import type { CalibrationRecord } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { runCli } from '../cli/fake-terminal.ts';
import { toLines } from '../data/example-records.ts';
import { pageNames } from '../report/page-commands.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { blocksOf } from './pages.ts';

const page = 'docs/report.md';

describe('docs/report.md', () => {
  const folder = temporaryFolder();
  const root = process.cwd();
  const commands = blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.trim().split('\n'))
    .map((line) => line.replace(/^npx unflatter /, '').split(' '));

  beforeAll(async () => {
    const { records } = drawRecords(seededRandom(3), 360);
    const write = (name: string, some: readonly CalibrationRecord[]) => folder.write(name, toLines(some));
    write('labels.jsonl', records.slice(0, 120));
    write('proof.jsonl', records.slice(120, 240));
    write('fresh.jsonl', records.slice(240));
    write(
      'records.jsonl',
      records.map((record, i) => (i % 3 === 0 ? record : { ...record, humanRatings: [] })),
    );
    const { ratingScale, humanScale, passAt } = target;
    const named = ['labels.jsonl', 'proof.jsonl', 'fresh.jsonl', 'records.jsonl'];
    const about = named.map((file) => ({ file, ratingScale, humanScale, passAt }));
    folder.write('dataset.json', JSON.stringify({ name: 'made up', files: about }));
    process.chdir(folder.path('.'));
    await runCli(['fit', 'proof.jsonl', '--out', 'previous.json']);
  });
  afterAll(() => process.chdir(root));

  it('shows how to make a page by every command that makes one, and what it answers', () => {
    const named = commands
      .filter((words) => words.includes('--html'))
      .map(([name, ...words]) => (words.includes('--against') ? `${name} --against` : name!));
    const makers = pageNames.map((name) => (name === 'change' ? 'evaluate --against' : name));
    expect(new Set(named)).toEqual(new Set(makers));
    const rows = [...readFileSync(`${root}/${page}`, 'utf8').matchAll(/^\| `([\w -]+)` \|/gm)].map(([, name]) => name!);
    expect(rows.sort()).toEqual([...makers, 'demo'].sort());
  });

  it.each(commands)('does what it shows: %s %s', async (...words) => {
    const { exitCode, stdout, stderr } = await runCli(words);
    expect(exitCode, stderr).not.toBe(1);
    if (words.includes('--json')) expect(JSON.parse(stdout)).toBeTypeOf('object');
    for (const flag of ['--html', '--markdown'])
      if (words.includes(flag)) {
        const written = readFileSync(words[words.indexOf(flag) + 1]!, 'utf8');
        expect(written).toMatch(flag === '--html' ? /^<!doctype html>/ : /^#/);
      }
  });
});
