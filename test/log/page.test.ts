import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/index.ts';
import { asTest, blocksOf } from '../docs/pages.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { exampleCalibrator } from './example-gate.ts';

describe('docs/log.md', () => {
  const folder = temporaryFolder();
  const root = process.cwd();

  beforeAll(() => {
    writeCalibrator(folder.path('calibrator.json'), exampleCalibrator());
    process.chdir(folder.path('.'));
  });
  afterAll(() => process.chdir(root));

  it.each(blocksOf('docs/log.md').filter(({ language }) => language === 'ts'))(
    'does what it says in the code at line $line',
    async ({ line, code }) => {
      const path = folder.write(`log-${line}.test-block.ts`, asTest(code));
      await import(path);
    },
  );

  it('says how often its promises were tried', () => {
    const page = readFileSync(`${root}/docs/log.md`, 'utf8');
    const read = (name: string) =>
      JSON.parse(readFileSync(`${root}/test/simulation/measured/${name}.json`, 'utf8')) as Record<string, number>;
    const kills = read('log-kills');
    expect(page).toContain(`${kills['runs']} kills each`);
    expect([kills['decisions lost'], kills['labels lost']]).toEqual([0, 0]);
    const damaged = read('log-damage');
    const files = damaged['damaged files read as they were']! + damaged['damaged files refused']!;
    expect(page).toContain(`${files.toLocaleString('en')} damaged files`);
  });
});
