import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/index.ts';
import { fit } from '../../src/index.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { asTest, blocksOf } from './pages.ts';

describe('docs/app.md', () => {
  const folder = temporaryFolder();
  const blocks = blocksOf('docs/app.md');
  const root = process.cwd();

  beforeAll(() => {
    writeCalibrator(folder.path('calibrator.json'), fit(exampleRecords(), exampleTarget));
    process.chdir(folder.path('.'));
  });
  afterAll(() => process.chdir(root));

  it('has code of one kind', () => {
    expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['ts']));
  });

  it.each(blocks)('does what it says in the code at line $line', async ({ line, code }) => {
    await import(folder.write(`app-${line}.test-block.ts`, asTest(code)));
  });
});
