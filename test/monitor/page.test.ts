import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monitorPage } from '../../scripts/monitor-page.ts';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import { createQualityGate, fit } from '../../src/index.ts';
import { loggedGate, openLog } from '../../src/log/index.ts';
import { runCli } from '../cli/fake-terminal.ts';
import { asTest, blocksOf } from '../docs/pages.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { certificate, withParts } from '../gate/certified.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const root = process.cwd();
const page = 'docs/monitor.md';
const text = readFileSync(page, 'utf8');
const blocks = blocksOf(page);
const calibrator = withParts(fit(exampleRecords(), exampleTarget), {
  certificates: [certificate({ rule: { score: 'passProbability', threshold: 0.1 } })],
});

/** A log in which people fail all that the gate passes. */
async function logBadly(): Promise<void> {
  const store = await openLog('decisions.sqlite');
  const gate = loggedGate(createQualityGate({ calibrator }), { store });
  const responses = Array.from({ length: 60 }, (_, i) => `Not found: nothing is at address ${i}, as the server says.`);
  for (const [i, response] of responses.entries())
    gate.decide({ prompt: `What does ${i} mean?`, response, selfRating: 8 }, { id: `r-${i}` });
  await gate.close();
  await store.label(
    responses.map((_, i) => ({
      key: `${i}`,
      id: `r-${i}`,
      value: exampleTarget.humanScale.min,
      labeller: 'a',
      source: 'expert',
      at: i,
    })),
  );
  await store.close();
}

describe('docs/monitor.md', () => {
  beforeAll(async () => {
    process.chdir(folder.path('.'));
    writeCalibrator('calibrator.json', calibrator);
    await logBadly();
  });
  afterAll(() => process.chdir(root));

  it('has commands that find a broken certificate, and say so by their exit code', async () => {
    const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ code }) => code.trim().split('\n'));
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      const [words, file] = command.split(' > ');
      const [npx, program, ...argv] = words!.split(' ');
      expect([npx, program]).toEqual(['npx', 'unflatter']);
      const { exitCode, stdout, stderr } = await runCli(argv);
      expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
      if (file !== undefined) writeFileSync(file, stdout);
    }
    expect(readFileSync('report.html', 'utf8')).toContain('A promise is broken');
  });

  it.each(blocks.filter(({ language }) => language === 'ts'))(
    'does what it says in the code at line $line',
    async ({ line, code }) => {
      await import(folder.write(`monitor-${line}.test-block.ts`, asTest(code)));
    },
  );

  it('names options that there are', async () => {
    const help = (await runCli(['monitor', '--help'])).stdout + (await runCli(['sample', '--help'])).stdout;
    const named = text.match(/(?<=[ `])--[a-z][a-z-]+/g)!;
    expect(named.length).toBeGreaterThan(5);
    for (const option of named) expect(help).toMatch(new RegExp(`  ${option}[ \\n]`));
  });

  it('shows what the simulation measured', () => {
    process.chdir(root);
    try {
      expect(monitorPage()).toBe(text);
      expect(text).toMatch(/\| 5 % \| the first label \| \d[\d,]*, \d[\d,]* \|/);
    } finally {
      process.chdir(folder.path('.'));
    }
  });
});
