import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EstimateReport } from '../../src/estimate/report.ts';
import { seededRandom } from '../../src/math/random.ts';
import type { CalibrationRecord } from '../../src/types.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { drawWorld } from '../world.ts';
import { runCli } from './fake-terminal.ts';
import { shipped } from './shipped.ts';

const folder = temporaryFolder();
const scales = ['--rating-scale', '0:10', '--human-scale', '0:1', '--pass-at', '0.5'];

/** Records of two tiers by turns, a field of the app's own, every fourth of them labelled. */
function drawn(seed: number, strictness = 0): (CalibrationRecord & { readonly tier: string })[] {
  return drawWorld(seededRandom(seed), { records: 400, perGroup: 2, measured: [], strictness }).map(
    ({ truth: _, ...record }, i) => ({
      ...record,
      tier: i % 2 === 0 ? 'free' : 'paid',
      humanRatings: i % 8 < 2 ? record.humanRatings : [],
    }),
  );
}

const records = drawn(1);
let path = '';
let other = '';
beforeAll(() => {
  path = folder.write('records.jsonl', toLines(records));
  other = folder.write('other.jsonl', toLines(drawn(2, 2)));
});

const estimate = (...argv: string[]) => runCli(['estimate', path, ...scales, ...argv]);
const refused = (stderr: string) => ({ exitCode: 1, stdout: '', stderr: `${stderr}\n` });

describe('estimate', () => {
  it('says how many people would pass, in words', async () => {
    const { exitCode, stdout, stderr } = await estimate();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^People would pass \d\d\.\d % \[\d\d\.\d, \d\d\.\d\] of these 400 records\.\n/);
    expect(stdout).toContain('a fact about the ratings, not an estimate');
    expect(stdout).toMatch(/\nHalf as wide, ±\d\.\d %: /);
  });

  it('gives estimate and interval as JSON, the same for the same seed', async () => {
    const { stdout } = await estimate('--seed', '7', '--json', '--confidence', '0.9');
    const report = JSON.parse(stdout) as EstimateReport;
    expect(report.interval!.lower < report.estimate && report.estimate < report.interval!.upper).toBe(true);
    expect(report).toMatchObject({ records: 400, labelled: 100, seed: 7, confidence: 0.9 });
    expect((await estimate('--seed', '7', '--json', '--confidence', '0.9')).stdout).toBe(stdout);
    const surer = JSON.parse((await estimate('--seed', '7', '--json')).stdout) as EstimateReport;
    expect(surer.interval!.lower).toBeLessThan(report.interval!.lower);
  });

  it('slices by a field of the app, which outlives reading, and estimates another mix', async () => {
    const { exitCode, stdout } = await estimate('--slice-by', 'tier', '--mix', 'free=0.9, paid=0.1');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\ntier +records +labels +pass +points from the rest +p\nfree +200 +50 +\d\d/);
    expect(stdout).toMatch(/\nWith another mix by tier, free 90\.0 % \(here 50\.0 %\), paid 10\.0 % \(here 50\.0 %\),/);
  });

  it('reads a mix from a file', async () => {
    const file = folder.write('mix.json', JSON.stringify({ free: 0.9, paid: 0.1 }));
    const fromFile = await estimate('--slice-by', 'tier', '--mix', file, '--json');
    expect(fromFile).toMatchObject({ exitCode: 0, stderr: '' });
    expect(fromFile.stdout).toBe((await estimate('--slice-by', 'tier', '--mix', 'free=0.9,paid=0.1', '--json')).stdout);
  });

  it('tells a worse system from a better one', async () => {
    const { stdout } = await estimate('--against', other);
    expect(stdout).toMatch(/\nPeople would pass more of these than of the others, by \+\d+\.\d \[\+/);
    const back = await runCli(['estimate', other, ...scales, '--against', path, '--json']);
    expect((JSON.parse(back.stdout) as EstimateReport).difference).toMatchObject({
      verdict: 'worse',
      sharedGroups: 200,
    });
  });

  it('says what a width costs', async () => {
    expect((await estimate('--width', '0.07')).stdout).toMatch(/\n±7\.0 %: about \d+ labels, \d+ more\./);
    expect((await estimate('--width', '0.001')).stdout).toContain(
      '\n±0.1 %: out of reach, as labels of all 400 records',
    );
  });

  it('writes the report as a page and in short, each whole', async () => {
    const [html, markdown] = [folder.path('report.html'), folder.path('report.md')];
    const all = ['--slice-by', 'tier', '--mix', 'free=0.9,paid=0.1', '--against', other, '--width', '0.07'];
    const { exitCode, stdout } = await estimate(...all, '--html', html, '--markdown', markdown);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^People would pass /);
    expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>[^]*People would pass[^]*<\/html>\n$/);
    expect(readFileSync(markdown, 'utf8')).toMatch(/^## How many people would pass\n/);
  });

  it('takes the records of one rater or of one criterion', async () => {
    const named = records.map((record, i) => ({ ...record, rater: i % 4 < 2 ? 'x' : 'y', criterion: 'facts' }));
    const file = folder.write('named.jsonl', toLines(named));
    const { stdout } = await runCli(['estimate', file, ...scales, '--rater', 'x', '--criterion', 'facts', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ records: 200 });
    expect(await runCli(['estimate', file, ...scales, '--rater', 'z'])).toEqual(
      refused(`${file}: no record has the rater "z", only "x", "y"`),
    );
    const mixed = folder.write('mixed.jsonl', toLines([{ ...named[0]!, id: 'n', criterion: 'style' }, ...named]));
    const { exitCode, stderr } = await runCli(['estimate', mixed, ...scales]);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/records must share one criterion.*--criterion takes one\n$/),
    ]);
  });

  it('takes the target from dataset.json, and reads a shipped set of which all is labelled', async () => {
    const { exitCode, stdout, stderr } = await runCli(['estimate', shipped('example/records.jsonl')]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^People pass /);
    expect(stdout).toContain('as every record is labelled. It takes more');
    const another = await runCli(['estimate', shipped('example/records.jsonl'), '--pass-at', '5']);
    expect(another.stderr).toMatch(/^note: --pass-at 5 wins over dataset\.json beside /);
  });

  it('speaks of the records that these were chosen from, and weighs what they are rated by inclusion', async () => {
    const [seldom, often] = [records[0]!, records[1]!];
    const chosen = Array.from({ length: 60 }, (_, i) => ({
      ...(i < 20 ? seldom : often),
      id: `c${i}`,
      group: `c${i}`,
      humanRatings: [i % 3 === 0 ? 0 : 1],
      selfRating: i < 20 ? 9 : 2,
      inclusion: i < 20 ? 0.02 : 0.2,
    }));
    const file = folder.write('chosen.jsonl', toLines(chosen));
    const { stdout } = await runCli(['estimate', file, ...scales]);
    // 20 / 0.02 + 40 / 0.2, of which the first thousand are rated high.
    expect(stdout.split('\n\n')[0]!.replaceAll('\n', ' ')).toMatch(
      /^People would pass \S+ % \[\S+, \S+\] of the about 1,200 records that these 60 were chosen from\. 83\.3 % of them are rated/,
    );
    expect(stdout.replaceAll('\n', ' ')).toContain('by inclusion they stand for the records');
    const { stdout: json } = await runCli(['estimate', file, ...scales, '--json']);
    expect(JSON.parse(json)).toMatchObject({ chosenFrom: 1200, ratedToPass: 0.833333, selection: null });
    expect(JSON.parse((await estimate('--json')).stdout)).toMatchObject({ chosenFrom: null });
  });

  it('reads standard input', async () => {
    const { stdout } = await runCli(['estimate', '-', ...scales, '--json'], { stdin: [toLines(records)] });
    expect(stdout).toBe((await estimate('--json')).stdout);
  });

  it('has no interval where the labels are of one group', async () => {
    const one = folder.write('one.jsonl', toLines(records.map((r, i) => (i < 2 ? r : { ...r, humanRatings: [] }))));
    const { exitCode, stdout } = await runCli(['estimate', one, ...scales]);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').slice(0, 2).join(' ')).toContain('the labels are of one group, so how sure that is');
  });
});

describe('labels of the records that are rated best', () => {
  const picked = drawWorld(seededRandom(3), { records: 400, perGroup: 2, measured: [] }).map(
    ({ truth: _, ...record }) => ({ ...record, humanRatings: record.selfRating >= 8 ? record.humanRatings : [] }),
  );
  let file = '';
  beforeAll(() => {
    file = folder.write('picked.jsonl', toLines(picked));
  });

  it('say first that nothing can be told, in words, pages and JSON, with exit code 2', async () => {
    const [html, markdown] = [folder.path('picked.html'), folder.path('picked.md')];
    const argv = ['estimate', file, ...scales, '--html', html, '--markdown', markdown];
    const { exitCode, stdout, stderr } = await runCli(argv);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    expect(stdout).toMatch(/^How many of these 400 records people would pass cannot be told: /);
    expect(readFileSync(markdown, 'utf8')).toContain('\n\n**Cannot tell. How many of these 400 records');
    expect(readFileSync(html, 'utf8')).toMatch(/<p class="verdict">.* cannot tell<\/p>/);
    const json = await runCli([...argv.slice(0, -4), '--json']);
    expect(json.exitCode).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: 'cannot tell' });
  });

  it('spoil the difference from a system that has them', async () => {
    const { exitCode, stdout } = await estimate('--against', file, '--json');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'estimate',
      difference: { verdict: 'cannot tell', first: { looksChosen: false }, second: { looksChosen: true } },
    });
  });

  it('are fine where their inclusion says how they were chosen', async () => {
    const random = seededRandom(5);
    const told = picked.map((record, i) => {
      const inclusion = record.selfRating >= 8 ? 0.9 : 0.2;
      return { ...record, inclusion, humanRatings: random() < inclusion ? [i % 2] : [] };
    });
    const { exitCode, stdout } = await runCli(['estimate', folder.write('told.jsonl', toLines(told)), ...scales]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^People would pass /);
  });
});

describe('estimate refuses, with one clear error,', () => {
  it('records that nobody has labelled', async () => {
    const file = folder.write('none.jsonl', toLines(records.map((record) => ({ ...record, humanRatings: [] }))));
    expect(await runCli(['estimate', file, ...scales])).toEqual(
      refused(`${file}: an estimate needs labelled records, got none`),
    );
    expect(await estimate('--against', file)).toEqual(
      refused(`${path} ${file}: the other system needs labelled records too, got none in 400`),
    );
  });

  it.each<[string[], string]>([
    [
      ['--slice-by', 'plan'],
      '--slice-by: slices by "plan" must be by a field of the records, got none has it; they have "group", "tier"',
    ],
    [['--slice-by', 'id'], '--slice-by: slices by "id" must be by at most 100 values, got 400'],
    [
      ['--slice-by', 'features'],
      '--slice-by: slices by "features" must be by a text, a number, true or false, got an object in r0000000',
    ],
    [['--mix', 'free=1'], '--mix needs --slice-by <field>, which says what the slices are'],
    [['--slice-by', 'tier', '--mix', 'free=0.7,paid=0.2'], '--mix: a mix must have shares that sum to 1, got 0.9'],
    [
      ['--slice-by', 'tier', '--mix', 'free=1'],
      '--mix: a mix must have a share for every slice, 0 for what is left out, got none for "paid"',
    ],
    [
      ['--slice-by', 'tier', '--mix', 'free=0.5,pro=0.5'],
      '--mix: a mix must have shares of slices that there are, "free", "paid", got "pro"',
    ],
  ])('%j', async (argv, message) => {
    expect(await estimate(...argv)).toEqual(refused(message));
  });

  it.each([
    ['--width', '0.6', 'Expected half of the width of an interval, above 0 and below 0.5'],
    ['--width', '0', 'Expected half of the width of an interval, above 0 and below 0.5'],
    ['--seed', '-1', 'Expected a whole number from 0 below 2^32'],
    ['--seed', '4294967296', 'Expected a whole number from 0 below 2^32'],
  ])('%s %s, before any file is read', async (flag, value, message) => {
    const { exitCode, stdout, stderr } = await runCli(['estimate', folder.path('gone.jsonl'), flag, value]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`argument '${value}' is invalid. ${message}, got "${value}".`);
    expect(stderr).not.toContain('gone');
  });

  it('a mix without slices, before any file is read', async () => {
    expect(await runCli(['estimate', folder.path('gone.jsonl'), ...scales, '--mix', folder.path('gone.json')])).toEqual(
      refused('--mix needs --slice-by <field>, which says what the slices are'),
    );
  });

  it.each([
    ['free', '"free"'],
    ['free=a', '"free=a"'],
    ['free=0.5,free=0.5', '"free" twice'],
    ['', '""'],
  ])('a mix that is none: %s', async (mix, got) => {
    expect(await estimate('--slice-by', 'tier', '--mix', mix)).toEqual(
      refused(
        `--mix must be shares of slices, as en=0.7,de=0.3, or a .json file with {"en": 0.7, "de": 0.3}, got ${got}`,
      ),
    );
  });

  it.each([
    ['{', ', which is no JSON'],
    ['[1]', ', which holds a list'],
    ['{"a": 1, "a": 0}', ', which has "a" twice'],
    ['{"a": "1"}', '$'],
    ['{}', '$'],
  ])('a file of a mix that is none: %s', async (content, got) => {
    const file = folder.write('bad-mix.json', content);
    const { exitCode, stdout, stderr } = await estimate('--slice-by', 'tier', '--mix', file);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^--mix must be shares of slices, .*bad-mix\.json/);
    if (got !== '$') expect(stderr).toContain(got);
    expect(await estimate('--slice-by', 'tier', '--mix', folder.path('gone.json'))).toEqual(
      refused(`${folder.path('gone.json')} cannot be read: there is no such file`),
    );
  });

  it('a second system that is the first', async () => {
    expect(await estimate('--against', path)).toEqual(
      refused(`--against must be another file than those of the records, got ${path}`),
    );
    const copy = folder.write('copy.jsonl', toLines(records));
    expect(await estimate('--against', copy)).toEqual(
      refused(`${path} ${copy}: against must be records of another system, got 400 that are all among the first`),
    );
  });

  it('a second system judged by another criterion or on other scales', async () => {
    const file = (name: string, criterion: string) =>
      folder.write(name, toLines(drawn(name.length).map((record) => ({ ...record, criterion }))));
    const [facts, style] = [file('facts.jsonl', 'facts'), file('style.jsonl', 'style')];
    const { exitCode, stderr } = await runCli(['estimate', facts, ...scales, '--against', style]);
    expect([exitCode, stderr]).toEqual([
      1,
      `${facts} ${style}: both systems must be judged by one criterion, got "facts", "style": --criterion takes one\n`,
    ]);
    const [a, b] = ['a', 'b'].map((name, i) => {
      const target = { ratingScale: { min: 0, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 + i / 10 };
      folder.write(`${name}/dataset.json`, JSON.stringify(target));
      return folder.write(`${name}/records.jsonl`, toLines(drawn(i + 3)));
    });
    expect((await runCli(['estimate', a!, '--against', b!])).stderr).toBe(
      `expected the same scales and pass mark for all files, but ${b} differs from ${a} (see dataset.json beside them)\n`,
    );
  });

  it('to write over what it reads', async () => {
    const before = readFileSync(path, 'utf8');
    for (const flag of ['--html', '--markdown'])
      expect(await estimate(flag, path)).toEqual(
        refused(`${flag} must be a file of its own, got ${path}, which is read as ${path}`),
      );
    expect(await estimate('--against', other, '--html', other)).toEqual(
      refused(`--html must be a file of its own, got ${other}, which is read as ${other}`),
    );
    const mix = folder.write('own-mix.json', '{"free": 1, "paid": 0}');
    expect(await estimate('--slice-by', 'tier', '--mix', mix, '--markdown', mix)).toEqual(
      refused(`--markdown must be a file of its own, got ${mix}, which is read as ${mix}`),
    );
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('a file with a broken line, before any estimate', async () => {
    const file = folder.write('broken.jsonl', `${toLines(records)}{"id": "x"}\n`);
    const { exitCode, stdout, stderr } = await runCli(['estimate', file, ...scales]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`${file}:401 selfRating must be a number`);
  });
});
