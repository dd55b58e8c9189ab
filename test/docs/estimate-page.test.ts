import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecords, readTarget } from '../../src/data/index.ts';
import type { EstimateReport } from '../../src/estimate/report.ts';
import { seededRandom } from '../../src/math/random.ts';
import { percent } from '../../src/report/numbers.ts';
import { runCli } from '../cli/fake-terminal.ts';
import { shipped } from '../cli/shipped.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { drawWorld } from '../world.ts';
import { asTest, blocksOf } from './pages.ts';

/** On the scales of the page: of two languages, every other pair labelled. */
function answers(seed: number, strictness: number): string {
  const drawn = drawWorld(seededRandom(seed), { records: 400, perGroup: 2, measured: [], strictness });
  return toLines(
    drawn.map(({ truth: _, humanRatings: [passes], selfRating, ...record }, i) => ({
      ...record,
      selfRating: Math.max(1, selfRating),
      language: i % 3 === 0 ? 'de' : 'en',
      humanRatings: i % 4 < 2 ? [passes === 1 ? 5 : 2] : [],
    })),
  );
}

describe('docs/estimate.md', () => {
  const folder = temporaryFolder();
  const root = process.cwd();
  const blocks = blocksOf('docs/estimate.md');
  const of = (language: string) => blocks.filter((block) => block.language === language);
  const lsat = shipped('lsat-self-confidence/lsat-ar.jsonl.gz');
  let set = '';

  beforeAll(async () => {
    const target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 };
    folder.write('dataset.json', JSON.stringify(target));
    folder.write('records.jsonl', answers(1, 0));
    folder.write('previous.jsonl', answers(2, 1.5));
    const ofExam = await readTarget(lsat);
    folder.write('exam/dataset.json', JSON.stringify(ofExam));
    const labelled = await readRecords([lsat], { target: ofExam });
    const eighth = labelled.map((record, i) => (i % 8 === 0 ? record : { ...record, humanRatings: [] }));
    set = folder.write('exam/records.jsonl', toLines(eighth));
    process.chdir(folder.path('.'));
  });
  afterAll(() => process.chdir(root));

  it.each(of('sh').flatMap(({ code }) => code.trim().split('\n')))('runs %s', async (command) => {
    const [npx, program, ...argv] = command.split(' ');
    expect([npx, program]).toEqual(['npx', 'unflatter']);
    expect(await runCli(argv)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each(of('ts'))('does what it says in the code at line $line', async ({ line, code }) => {
    await import(folder.write(`estimate-${line}.test-block.ts`, asTest(code)));
  });

  it('shows what is said of the shipped set, what the ratings say of themselves, and what the key does', async () => {
    const { stdout } = await runCli(['estimate', set, '--json']);
    const report = JSON.parse(stdout) as EstimateReport;
    const { estimate, interval, records, ratedToPass } = report;
    const [lower, upper] = [interval!.lower, interval!.upper].map((one) => (100 * one).toFixed(1));
    const said = `People would pass ${percent(estimate)} [${lower}, ${upper}] of these ${records.toLocaleString('en')} records.\n`;
    expect(of('text')[0]!.code).toBe(said);
    const all = await readRecords([lsat], { target: report.target });
    const passed = all.filter(({ humanRatings: [rating] }) => (rating as number) >= report.target.passAt).length;
    const page = readFileSync(`${root}/docs/estimate.md`, 'utf8');
    expect(page).toContain(
      `The key says ${percent(passed / all.length)}. The self-ratings say ${percent(ratedToPass)}`,
    );
  });
});
