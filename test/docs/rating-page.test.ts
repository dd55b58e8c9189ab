import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/index.ts';
import { fit } from '../../src/index.ts';
import { rubrics } from '../../src/rating/index.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { asTest, blocksOf } from './pages.ts';

describe('docs/rating.md', () => {
  const folder = temporaryFolder();
  const root = process.cwd();

  beforeAll(() => {
    writeCalibrator(folder.path('calibrator.json'), fit(exampleRecords(), exampleTarget));
    process.chdir(folder.path('.'));
  });
  afterAll(() => process.chdir(root));

  it.each(blocksOf('docs/rating.md'))('does what it says in the code at line $line', async ({ line, code }) => {
    const path = folder.write(`rating-${line}.test-block.ts`, asTest(code));
    await import(path);
  });

  it('names every rubric', () => {
    const page = readFileSync(`${root}/docs/rating.md`, 'utf8');
    for (const name of Object.keys(rubrics)) expect(page).toContain(`\`${name}\``);
  });
});
