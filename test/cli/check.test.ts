import { describe, expect, it } from 'vitest';
import { listIssues, type Issue } from '../../src/errors.ts';
import { exampleFlags, exampleRecords, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';
import { shipped } from './shipped.ts';

const folder = temporaryFolder();

const badLines = `{"id":"a","response":"x","selfRating":12,"humanRatings":[6]}\n\noops\n`;
/** What is wrong with those lines, of which none is left. */
const problems = (path: string): string[] => [
  `${path}:1 selfRating must be from 1 to 10, got 12`,
  `${path}:1 humanRatings.0 must be from 1 to 5, got 6`,
  `${path}:3 record must be one JSON object a line, got Unexpected token 'o', "oops" is not valid JSON`,
  `${path} records fitting needs at least 20 labelled records, got 0 (counting only records without a problem)`,
];

describe('check', () => {
  it.each([
    ['example/records.jsonl', 'no problems: 42 records in 14 groups, 42 labelled, 62 % pass, rated by example-model\n'],
    [
      'lsat-self-confidence/lsat-ar.jsonl.gz',
      /^no problems: 1518 records in 152 groups, 1518 labelled, \d\d % pass, rated by .+\n$/,
    ],
  ])('finds nothing wrong with the shipped set %s', async (name, says) => {
    const { exitCode, stdout, stderr } = await runCli(['check', shipped(name)]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(says);
  });

  it('counts what there is as JSON', async () => {
    const { exitCode, stdout, stderr } = await runCli(['check', '--json', shipped('example/records.jsonl')]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      records: 42,
      labelled: 42,
      passing: 26,
      groups: 14,
      raters: ['example-model'],
      issues: [],
      notes: [],
    });
  });

  it('counts records that are not labelled yet, and several raters, by name', async () => {
    const records = exampleRecords(24).map((record, i) => ({
      ...record,
      rater: i % 2 === 0 ? 'b' : 'a',
      humanRatings: i < 4 ? [] : record.humanRatings,
    }));
    const path = folder.write('partly.jsonl', toLines(records));
    const { stdout } = await runCli(['check', path, ...exampleFlags]);
    expect(stdout).toBe('no problems: 24 records in 12 groups, 20 labelled, 60 % pass, rated by a, b\n');
  });

  it('reads standard input, gzipped or not, and several files', async () => {
    const [first, second] = [exampleRecords(24).slice(0, 12), exampleRecords(24).slice(12)];
    const path = folder.write('half.jsonl', toLines(first));
    const { exitCode, stdout } = await runCli(['check', path, '-', ...exampleFlags], { stdin: [toLines(second)] });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^no problems: 24 records in 12 groups/);
  });

  it('lists every problem on standard error, and how many they are', async () => {
    const path = folder.write('bad.jsonl', badLines);
    expect(await runCli(['check', path, ...exampleFlags])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `${problems(path).join('\n')}\n4 problems\n`,
    });
  });

  it('lists every problem as JSON on standard output', async () => {
    const path = folder.write('bad.jsonl', badLines);
    const { exitCode, stdout, stderr } = await runCli(['check', path, ...exampleFlags, '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const { issues } = JSON.parse(stdout) as { issues: Issue[] };
    expect(listIssues(issues).split('\n')).toEqual(problems(path));
  });

  it.each([
    ['too few', exampleRecords(19), 'records fitting needs at least 20 labelled records, got 19'],
    [
      'of one class',
      exampleRecords(24).map((record) => ({ ...record, humanRatings: [5] })),
      'humanRatings fitting needs records that pass and records that fail, but all 24 pass',
    ],
    [
      'of one group',
      exampleRecords(24).map((record) => ({ ...record, group: 'g' })),
      'group fitting needs records of at least 2 groups, got 1: groups are never split',
    ],
    [
      'of two criteria',
      exampleRecords(24).map((record, i) => ({ ...record, criterion: `c${i % 2}` })),
      'criterion records must share one criterion, got 2 (c0, c1): inflation differs between criteria, so fit each alone',
    ],
  ])('says what stands in the way of a fit: records that are right but %s', async (_, records, message) => {
    const path = folder.write('unfit.jsonl', toLines(records));
    expect(await runCli(['check', path, ...exampleFlags])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `${path} ${message}\n1 problem\n`,
    });
  });

  it('says all of it at once, of the good lines where others are bad', async () => {
    const records = exampleRecords(20).map((record) => ({ ...record, humanRatings: [5] }));
    const path = folder.write('worse.jsonl', `${toLines(records.slice(1))}oops\n`);
    const { exitCode, stderr } = await runCli(['check', path, ...exampleFlags]);
    expect(exitCode).toBe(1);
    expect(stderr.split('\n').slice(1)).toEqual([
      `${path} records fitting needs at least 20 labelled records, got 19 (counting only records without a problem)`,
      `${path} humanRatings fitting needs records that pass and records that fail, but all 19 pass (counting only records without a problem)`,
      '3 problems',
      '',
    ]);
  });

  it('looks only at the records of one rater, or of one criterion, if asked to', async () => {
    const records = exampleRecords(48).map((record, i) => ({
      ...record,
      rater: i < 24 ? 'ours' : 'theirs',
      criterion: i < 24 ? 'kind' : 'right',
    }));
    const path = folder.write('mixed.jsonl', toLines(records));
    expect((await runCli(['check', path, ...exampleFlags])).exitCode).toBe(1);
    for (const flags of [
      ['--rater', 'ours'],
      ['--criterion', 'kind'],
    ]) {
      const { exitCode, stdout } = await runCli(['check', path, ...exampleFlags, ...flags]);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^no problems: 24 records .* rated by ours\n$/);
    }
    expect(await runCli(['check', path, ...exampleFlags, '--rater', 'nobody'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `${path} rater no record has the rater "nobody", only "ours", "theirs"\n1 problem\n`,
    });
  });

  it.each([
    ['some', 12, ['prompt features are dropped: 12 of 24 labelled records have no prompt']],
    ['none', 24, []],
    ['all', 0, []],
  ])('notes that the prompts of some records are of no use: %s have one', async (_, without, notes) => {
    const records = exampleRecords(24).map(({ features: _features, ...record }, i) => ({
      ...record,
      response: `${'word '.repeat(i % 7)}end.`,
      ...(i < without ? {} : { prompt: `Question ${i % 12}?` }),
    }));
    const path = folder.write('prompts.jsonl', toLines(records));
    const { exitCode, stdout, stderr } = await runCli(['check', path, ...exampleFlags]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: notes.map((note) => `note: ${note}\n`).join('') });
    expect(stdout).toMatch(/^no problems: 24 records/);
    const asJson = await runCli(['check', path, ...exampleFlags, '--json']);
    expect(asJson).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(asJson.stdout)).toMatchObject({ issues: [], notes });
  });

  it('shows no name in a way that the terminal would obey', async () => {
    const rater = 'r\u001b[31mEVIL\nfake.jsonl:1 ok\u009b2J';
    const path = folder.write('evil.jsonl', toLines(exampleRecords(24).map((record) => ({ ...record, rater }))));
    const { exitCode, stdout } = await runCli(['check', path, ...exampleFlags]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      String.raw`no problems: 24 records in 12 groups, 24 labelled, 58 % pass, rated by r\u001b[31mEVIL\u000afake.jsonl:1 ok\u009b2J` +
        '\n',
    );
    const asJson = await runCli(['check', path, ...exampleFlags, '--json']);
    expect(asJson.stdout).not.toMatch(/[^\P{Cc}\n]/u);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ raters: [rater] });
  });
});
