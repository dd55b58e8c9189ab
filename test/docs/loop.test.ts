import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawRecords } from '../../benchmarks/audit/world.ts';
import type { CalibrationRecord } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { runCli } from '../cli/fake-terminal.ts';
import { toLines } from '../data/example-records.ts';
import { labelBrowser } from '../label/label-browser.ts';
import { startProcess } from '../label/label-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { asTest, blocksOf } from './pages.ts';

const folder = temporaryFolder();
const root = process.cwd();
const blocks = blocksOf('docs/loop.md');
const { inBrowser } = labelBrowser();

/* Traffic of an app, what people would say of it, and a further round that is labelled already. */
const traffic = drawRecords(seededRandom(1), 500).records;
const saidOf = new Map(
  traffic.map(({ prompt, response, humanRatings }) => [`${prompt} ${response}`, humanRatings[0] as number]),
);
const fresh = drawRecords(seededRandom(2), 300).records.map((record) => ({ ...record, id: `fresh-${record.id}` }));

beforeAll(() => {
  cpSync('calibration-data/example', folder.path('calibration-data/example'), { recursive: true });
  const answers = traffic.map(({ prompt, response, selfRating }) => ({ prompt, response, selfRating }));
  folder.write('answers.ts', `export const answers = ${JSON.stringify(answers)};\n`);
  folder.write('fresh.jsonl', toLines(fresh));
  folder.write('dataset.json', blocks.find(({ language }) => language === 'json')!.code);
  process.chdir(folder.path('.'));
});
afterAll(() => process.chdir(root));

const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code.trim().split('\n'));

async function run(command: string): Promise<string> {
  const [npx, program, ...argv] = command.split(' ');
  expect([npx, program]).toEqual(['npx', 'unflatter']);
  const { exitCode, stdout, stderr } = await runCli(argv);
  expect(exitCode, `${command}\n${stderr}`).toBe(0);
  return stdout;
}

const linesOf = (name: string): CalibrationRecord[] =>
  readFileSync(name, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CalibrationRecord);
const said = ({ prompt, response }: Pick<CalibrationRecord, 'prompt' | 'response'>): number =>
  saidOf.get(`${prompt} ${response}`)!;

/* In order: each step goes on with what the one before has left. */
describe('docs/loop.md', () => {
  it('has a step for each of its commands', () => {
    expect(commands.map((block) => block.map((command) => command.split(' ')[2]))).toEqual([
      ['demo', 'fit'],
      ['sample'],
      ['label', 'labels'],
      ['labels'],
      ['labels'],
      ['fit'],
      ['diff', 'promote'],
      ['rollback'],
    ]);
  });

  it('starts with a demo and a first calibrator', async () => {
    expect(await run(commands[0]![0]!)).toContain('Can it be gamed?');
    await run(commands[0]![1]!);
  });

  it('logs what the gate decides', async () => {
    const { code } = blocks.find(({ language }) => language === 'ts')!;
    const path = folder.write('log.test-block.ts', asTest(code));
    await import(path);
  });

  it('chooses what to label', async () => {
    await run(commands[1]![0]!);
    const chosen = linesOf('to-label-1.jsonl');
    expect(chosen).toHaveLength(220);
    for (const { inclusion } of chosen) expect(inclusion).toBeGreaterThan(0.2);
  });

  it(
    'labels twenty in the browser',
    inBrowser(async (open) => {
      const argv = commands[2]![0]!
        .split(' ')
        .slice(3)
        .filter((word) => word !== '--open');
      const { child, url, closed } = await startProcess([...argv, '--repeats', '0']);
      const page = await open(url);
      await page.getByLabel('Your name').fill('expert-1');
      await page.getByRole('button', { name: 'Start' }).click();
      for (let i = 0; i < 20; i++) {
        await page.getByText(`${i} of 220`).waitFor();
        const [prompt, response] = await Promise.all(
          ['#context', '#response'].map((part) => page.locator(part).textContent()),
        );
        await page.clock.runFor(1000);
        const record = traffic.find((one) => response === one.response && prompt!.includes(one.prompt!))!;
        await page.keyboard.press(`${said(record)}`);
      }
      await page.getByText('20 of 220').waitFor();
      child.kill('SIGINT');
      await closed;
      expect(linesOf('to-label-1.labels.jsonl')).toHaveLength(20);
    }),
  );

  it('joins what was labelled so far, and takes the others from a spreadsheet', async () => {
    // Without a browser there are no labels of it, and the sheet has them all.
    if (!existsSync('to-label-1.labels.jsonl')) writeFileSync('to-label-1.labels.jsonl', '');
    const joined = linesOf('to-label-1.labels.jsonl').length;
    if (joined > 0) await run(commands[2]![1]!);
    else cpSync('to-label-1.jsonl', 'round-1.jsonl');
    await run(commands[3]![0]!);
    const [head, ...rows] = readFileSync('sheet.csv', 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/);
    expect(head).toMatch(/^id,.*value/);
    expect(rows.length).toBeGreaterThan(190);
    const open = linesOf('round-1.jsonl').filter(({ humanRatings }) => humanRatings.length === 0);
    expect(open).toHaveLength(220 - joined);
    const filled = open.map((record) => `${record.id},${said(record)},expert-2`);
    writeFileSync('sheet.csv', `id,value,labeller\n${filled.join('\n')}\n`);
    await run(commands[4]![0]!);
    const labelled = linesOf('labelled-1.jsonl');
    expect(labelled.filter(({ humanRatings }) => humanRatings.length > 0)).toHaveLength(220);
  });

  it('fits again, and gets a certificate or a not yet', async () => {
    expect(await run(commands[5]![0]!)).toMatch(/^(?:Not yet: |The gate passes )/m);
  });

  it('promotes what is better, says what changed, and goes back', async () => {
    const before = readFileSync('calibrator.json', 'utf8');
    expect(await run(commands[6]![0]!)).toMatch(/decisions: \d+ of 300 change/);
    expect(await run(commands[6]![1]!)).toContain('promoted');
    expect(readFileSync('calibrator.json', 'utf8')).toBe(readFileSync('candidate.json', 'utf8'));
    await run(commands[7]![0]!);
    expect(readFileSync('calibrator.json', 'utf8')).toBe(before);
  });
});
