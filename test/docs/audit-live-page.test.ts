import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/index.ts';
import { fit } from '../../src/index.ts';
import { runCli } from '../cli/fake-terminal.ts';
import { toLines } from '../data/example-records.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { asTest, blocksOf } from './pages.ts';

describe('docs/audit-live.md', () => {
  const folder = temporaryFolder();
  const blocks = blocksOf('docs/audit-live.md');
  const root = process.cwd();

  beforeAll(() => {
    writeCalibrator(folder.path('calibrator.json'), fit(exampleRecords(), exampleTarget));
    folder.write('records.jsonl', toLines(exampleRecords()));
    process.chdir(folder.path('.'));
  });
  afterAll(() => process.chdir(root));

  it.each(blocks.filter(({ language }) => language === 'ts'))(
    'does what it says in the code at line $line',
    async ({ line, code }) => {
      const path = folder.write(`audit-${line}.test-block.ts`, asTest(code));
      await import(path);
    },
  );

  it('names options that there are', async () => {
    const help = (await runCli(['audit', '--help'])).stdout + (await runCli(['rate', '--help'])).stdout;
    const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
    const named = commands.join('\n').match(/--[a-z-]+/g)!;
    expect(named.length).toBeGreaterThan(5);
    for (const option of named) expect(help).toContain(`  ${option} `);
  });
});
