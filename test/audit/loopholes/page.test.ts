import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../../src/data/index.ts';
import { fit, loopholeProbes } from '../../../src/index.ts';
import { asTest, blocksOf } from '../../docs/pages.ts';
import { exampleRecords, exampleTarget } from '../../example.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe('docs/loopholes.md', () => {
  const folder = temporaryFolder();
  const root = process.cwd();
  const blocks = blocksOf('docs/loopholes.md');

  beforeAll(() => {
    writeCalibrator(folder.path('calibrator.json'), fit(exampleRecords(), exampleTarget));
    process.chdir(folder.path('.'));
  });
  afterAll(() => process.chdir(root));

  it.each(blocks)('does what it says in the code at line $line', async ({ line, code }) => {
    const path = folder.write(`loopholes-${line}.test-block.ts`, asTest(code));
    expect(readFileSync(path, 'utf8')).toContain('.toEqual(');
    await import(path);
  });

  it('shows every case of the ready suite', () => {
    const page = readFileSync(`${root}/docs/loopholes.md`, 'utf8');
    for (const { name, cases } of loopholeProbes) {
      expect(page).toContain(`### ${name}\n`);
      for (const one of cases) expect(page, name).toContain(`| ${one.name} |`);
    }
  });
});
