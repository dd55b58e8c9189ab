import { describe, expect, it } from 'vitest';
import { listIssues, type Issue } from '../../src/errors.ts';
import { exampleFlags, exampleRecords, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';
import { shipped } from './shipped.ts';

const folder = temporaryFolder();

const badLines = `{"id":"a","response":"x","selfRating":12,"humanRatings":[6]}\n\noops\n`;
/** What is wrong with those lines. */
const problems = (path: string): string[] => [
  `${path}:1 selfRating must be from 1 to 10, got 12`,
  `${path}:1 humanRatings.0 must be from 1 to 5, got 6`,
  `${path}:3 record must be one JSON object a line, got Unexpected token 'o', "oops" is not valid JSON`,
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
      stderr: `${problems(path).join('\n')}\n3 problems\n`,
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
    ['too few', exampleRecords(19), 'fitting needs at least 20 labelled records, got 19'],
    [
      'of one class',
      exampleRecords(24).map((record) => ({ ...record, humanRatings: [5] })),
      'fitting needs records that pass and records that fail, but all 24 pass',
    ],
    [
      'of one group',
      exampleRecords(24).map((record) => ({ ...record, group: 'g' })),
      'fitting needs records of at least 2 groups, got 1: groups are never split',
    ],
    [
      'of two criteria',
      exampleRecords(24).map((record, i) => ({ ...record, criterion: `c${i % 2}` })),
      'records must share one criterion, got 2 (c0, c1): inflation differs between criteria, so fit each alone',
    ],
  ])('says what stands in the way of a fit: records that are right but %s', async (_, records, message) => {
    const path = folder.write('unfit.jsonl', toLines(records));
    expect(await runCli(['check', path, ...exampleFlags])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `${path} records ${message}\n1 problem\n`,
    });
  });
});
