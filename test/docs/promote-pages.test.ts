import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/math/random.ts';
import { runCli } from '../cli/fake-terminal.ts';
import { toLines } from '../data/example-records.ts';
import { drawWorld, worldTarget, type WorldOptions } from '../world.ts';
import { blocksOf } from './pages.ts';

const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'unflatter-promote-'));
const measured = ['characters', 'words', 'hedges'];

/** Runs the commands of the page, and says what each printed. */
async function runPage(page: string, after: (argv: readonly string[]) => void = () => {}): Promise<string[]> {
  const block = blocksOf(join(root, page)).find(({ language }) => language === 'sh');
  const said: string[] = [];
  for (const command of block!.code.trim().split('\n')) {
    const [, , ...argv] = command.split(' ');
    const { exitCode, stdout, stderr } = await runCli(argv);
    expect(exitCode, `${command}\n${stderr}`).toBe(0);
    said.push(stdout);
    after(argv);
  }
  return said;
}

function month(name: string, seed: number, options: WorldOptions): void {
  const records = drawWorld(seededRandom(seed), { measured, ...options }).map(({ truth: _, ...record }) => ({
    ...record,
    id: `${name}-${record.id}`,
    group: `${name}-${record.group}`,
  }));
  writeFileSync(`${name}.jsonl`, toLines(records));
}

beforeAll(() => {
  process.chdir(folder);
  writeFileSync('dataset.json', JSON.stringify(worldTarget));
  month('january', 1, { records: 200, inflation: -0.8 });
  month('february', 2, { records: 400 });
  month('march', 3, { records: 300 });
  const texts = ['one', 'two', 'three'].map((name) => ({ id: name, response: name, selfRating: 5, humanRatings: [] }));
  writeFileSync('records.jsonl', toLines(texts));
});
afterAll(() => {
  process.chdir(root);
  rmSync(folder, { recursive: true, force: true });
});

describe('docs/promote.md', () => {
  it('has commands that do what the page says, from fit to rollback', async () => {
    const said = await runPage('docs/promote.md');
    expect(said[2]).toContain('promoted: calibrator.json is candidate.json now');
    expect(said[3]).toMatch(/decisions: \d+ of 300 change/);
    expect(said[4]).toMatch(/^calibrator\.json is [0-9a-f]{12} again/);
  });

  it('names the exit codes and verdicts that there are', () => {
    const page = readFileSync(join(root, 'docs/promote.md'), 'utf8');
    for (const verdict of ['better', 'worse', 'same']) expect(page).toContain(`| \`${verdict}\` |`);
  });
});

describe('docs/labels.md', () => {
  it('has commands that go to a sheet and back', async () => {
    const said = await runPage('docs/labels.md', (argv) => {
      if (!argv.includes('--sheet')) return;
      const filled = readFileSync('sheet.csv', 'utf8').replace('two,,', 'two,1,').replace('one,,', 'one,0,');
      writeFileSync('filled.csv', filled);
    });
    expect(said[1]).toBe('2 labels joined 2 of 3 records; 1 rows have no value yet\nwrote labelled.jsonl\n');
    expect(said[2]).toContain('2 labels of 2 records\n');
  });
});
