import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/index.ts';
import { fit } from '../../src/index.ts';
import { runCli } from '../cli/fake-terminal.ts';
import { toLines } from '../data/example-records.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { asTest, blocksOf } from './pages.ts';

describe.each(['docs/audit.md', 'docs/audit-live.md'])('%s', (page) => {
  const folder = temporaryFolder();
  const blocks = blocksOf(page);
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
      const path = folder.write(`${page.slice(5, -3)}-${line}.test-block.ts`, asTest(code));
      await import(path);
    },
  );

  it('names options that there are', async () => {
    const helps = await Promise.all(['audit', 'rate', 'fit'].map((command) => runCli([command, '--help'])));
    const help = helps.map(({ stdout }) => stdout).join('');
    const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
    const named = commands.join('\n').match(/--[a-z-]+/g)!;
    expect(named.length).toBeGreaterThan(3);
    for (const option of named) expect(help).toMatch(new RegExp(`  ${option}[ \\n]`));
  });
});
