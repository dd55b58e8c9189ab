import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createQualityGate } from '../../src/index.ts';
import { readCalibrator } from '../../src/node.ts';
import { runCli } from '../cli/fake-terminal.ts';
import { asTest, blocksOf } from './pages.ts';

const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'unflatter-readme-'));
const written = resolve('test/docs/blocks');
const blocks = blocksOf('README.md');
const of = (language: string) => blocks.filter((block) => block.language === language);
const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;

/* The blocks run in a folder that has what a clone has, after the commands of the page. */
beforeAll(() => {
  for (const set of ['example', 'lsat-self-confidence'])
    cpSync(`calibration-data/${set}`, join(folder, 'calibration-data', set), { recursive: true });
  rmSync(written, { recursive: true, force: true });
  mkdirSync(written);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(root);
  rmSync(folder, { recursive: true, force: true });
});

describe('the README', () => {
  it('has blocks of every kind and no other', () => {
    expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['text', 'sh', 'ts']));
  });

  it.each(of('sh'))('runs its commands at line $line', async ({ code }) => {
    for (const command of code.trim().split(/\n| && /)) {
      const [program, ...words] = command.split(' ');
      if (program === 'npm') {
        expect(words[0] === 'ci' ? 'prepare' : words[0], command).toSatisfy((name: string) => name in scripts);
        continue;
      }
      expect([program, words[0]]).toEqual(['npx', 'unflatter']);
      const { exitCode, stderr } = await runCli(words.slice(1));
      // The example set is too small for a verdict, as the page says.
      expect(exitCode, `${command}\n${stderr}`).toBe(words[1] === 'audit' ? 2 : 0);
    }
  });

  it.each(of('ts'))('does what it says in the code at line $line', async ({ line, code }) => {
    const path = join(written, `readme-${line}.ts`);
    writeFileSync(path, asTest(code));
    await import(path);
  });

  it('says what its example does not know: a plain wrong answer passes as a right one does', async () => {
    const gate = createQualityGate({ calibrator: await readCalibrator('calibrator.json') });
    const verdictOn = (response: string) =>
      gate.decide({ prompt: 'What is the capital of Australia?', response, selfRating: 9 }).verdict;
    expect(['Sydney.', 'Canberra.'].map(verdictOn)).toEqual(['pass', 'pass']);
  });

  it('has code that compiles', () => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', 'test/docs'], {
      cwd: root,
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(status, stdout).toBe(0);
  });

  it('shows what the demo prints, and says its first number in prose', async () => {
    const { stdout } = await runCli(['demo', '--out', join(folder, 'demo')]);
    const shown = of('text').find(({ code }) => code.includes('exam answers'));
    expect(
      stdout.startsWith(`${shown!.code}\ndetails: `),
      `README shows\n${shown!.code}\nbut the demo prints\n${stdout}`,
    ).toBe(true);
    const [, wrong] = /passes [\d,]+ of the [\d,]+: (.*) of them are wrong/.exec(stdout)!;
    const prose = readFileSync(join(root, 'README.md'), 'utf8').replaceAll('\n', ' ');
    expect(prose).toContain(`**${wrong} are wrong**`);
  });
});
