import { describe, expect, it } from 'vitest';
import type { CalibrationRecord } from '../../src/types.ts';
import { exampleFlags, exampleRecords, exampleTarget, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';
import { shipped } from './shipped.ts';

const folder = temporaryFolder();
const hint = "inflation differs between them, so fit each alone, or all at once by --out 'folder/{criterion}.json'";
const counted = 'no problems: 24 records in 12 groups, 24 labelled, 58 % pass, rated by a-model';

const about = (criterion: string, count = 24): CalibrationRecord[] =>
  exampleRecords(24)
    .slice(0, count)
    .map((record) => ({ ...record, criterion }));

describe('check of several criteria', () => {
  it('counts each alone, whose ids may be those of another', async () => {
    const path = folder.write('one/records.jsonl', toLines([...about('tone'), ...about('facts')]));
    expect(await runCli(['check', path, ...exampleFlags])).toEqual({
      exitCode: 0,
      stdout: `facts: ${counted}\ntone: ${counted}\n`,
      stderr: `note: 2 criteria: ${hint}\n`,
    });
  });

  it('goes by the criteria of the files as well, each with its own scales', async () => {
    const files = [
      { file: 'a.jsonl', criterion: 'zest' },
      { file: 'b.jsonl', criterion: 'brevity', humanScale: { min: 0, max: 6 }, passAt: 2 },
    ];
    folder.write('many/dataset.json', JSON.stringify({ ...exampleTarget, files }));
    const paths = ['a', 'b'].map((name) => folder.write(`many/${name}.jsonl`, toLines(exampleRecords(24))));
    const { exitCode, stdout } = await runCli(['check', ...paths]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`brevity: ${counted.replace('58', '79')}\nzest: ${counted}\n`);
  });

  it('finds what is wrong with one, and nothing with the others', async () => {
    const records = [...about('tone'), ...about('facts', 19), { ...about('tone', 1)[0]!, id: 'x', selfRating: 12 }];
    const path = folder.write('wrong/records.jsonl', toLines(records));
    const { exitCode, stdout, stderr } = await runCli(['check', path, ...exampleFlags]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr.split('\n')).toEqual([
      `${path} records fitting needs at least 20 labelled records, got 19`,
      'facts: 1 problem',
      `${path}:44 selfRating must be from 1 to 10, got 12`,
      'tone: 1 problem',
      `note: 2 criteria: ${hint}`,
      '',
    ]);
  });

  it('says once what is wrong with a line that may be of any', async () => {
    const path = folder.write('broken/records.jsonl', `${toLines([...about('tone'), ...about('facts')])}oops\n`);
    const { stdout, stderr, exitCode } = await runCli(['check', path, ...exampleFlags]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr.split('\n').map((line) => line.replace(/ must be one JSON.*/, ''))).toEqual([
      `${path}:49 record`,
      'facts: 1 problem',
      'tone: 1 problem',
      `note: 2 criteria: ${hint}`,
      '',
    ]);
  });

  it('names the file that does not say what it measures', async () => {
    const named = folder.write('named/records.jsonl', toLines([...about('tone'), ...about('facts')]));
    const bare = folder.write('bare/records.jsonl', toLines(exampleRecords(20)));
    const { exitCode, stderr } = await runCli(['check', named, bare, ...exampleFlags]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${bare}:1 criterion must be a non-empty string, got nothing\n`);
    expect(stderr).toContain('without a criterion: 20 problems\n');
  });

  it('prints all of it as one JSON value', async () => {
    const path = folder.write('json/records.jsonl', toLines([...about('tone'), ...about('facts', 19)]));
    const { exitCode, stdout, stderr } = await runCli(['check', path, ...exampleFlags, '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const message = 'fitting needs at least 20 labelled records, got 19';
    expect(JSON.parse(stdout)).toEqual({
      criteria: [
        expect.objectContaining({ criterion: 'facts', records: 19, issues: [{ path, field: 'records', message }] }),
        expect.objectContaining({ criterion: 'tone', records: 24, passing: 14, issues: [], notes: [] }),
      ],
    });
  });

  it('looks only at the records of one rater, if asked to', async () => {
    const records = [...about('tone'), ...about('facts')].map((record, i) => ({ ...record, rater: `r${i % 24 < 20}` }));
    const path = folder.write('raters/records.jsonl', toLines(records));
    const { exitCode, stdout } = await runCli(['check', path, ...exampleFlags, '--rater', 'rtrue']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^facts: no problems: 20 records.+ rated by rtrue\ntone: no problems: 20 records.+rtrue\n$/);
  });

  it('of standard input says how to go on', async () => {
    const stdin = [
      toLines([...about('tone'), ...about('facts').map((record) => ({ ...record, id: `f${record.id}` }))]),
    ];
    expect(await runCli(['check', '-', ...exampleFlags], { stdin })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        "- criterion records must share one criterion, got 2 (facts, tone): inflation differs between criteria, so fit each alone, or all at once by --out 'folder/{criterion}.json'\n1 problem\n",
    });
  });

  it('shows no name in a way that the terminal would obey', async () => {
    const path = folder.write('evil/records.jsonl', toLines([...about('a\u001b[31m\nb'), ...about('facts', 19)]));
    const { stdout, stderr } = await runCli(['check', path, ...exampleFlags]);
    expect(stdout).toBe(String.raw`a\u001b[31m\u000ab: ${counted}` + '\n');
    expect(stderr).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it('finds nothing wrong with the criteria of a shipped set', async () => {
    const paths = ['relevance', 'coherence'].map((name) => shipped(`hanna-stories/${name}.jsonl.gz`));
    const { exitCode, stdout } = await runCli(['check', ...paths]);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toHaveLength(3);
  });
});

describe('a scale with steps on the command line', () => {
  const probabilities = [0, 0, 0, 0, 0.5, 0, 0.5, 0, 0, 0];
  const path = () =>
    folder.write('steps/records.jsonl', toLines(exampleRecords(24).map((one) => ({ ...one, probabilities }))));
  const flags = (scale: string): string[] => ['--rating-scale', scale, '--human-scale', '1:5:0.5', '--pass-at', '3'];

  it('lets records bring the probabilities of its levels', async () => {
    expect(await runCli(['check', path(), ...flags('1:10:1')])).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^note: every self-rating is 6: [^\n]+\n$/) as string,
    });
    const without = await runCli(['check', path(), ...flags('1:10')]);
    expect(without.exitCode).toBe(1);
    expect(without.stderr).toContain(':1 probabilities must be left out on a scale without steps');
  });

  it('holds ratings to its levels', async () => {
    const { stderr } = await runCli(['check', path(), ...flags('1:10:2')]);
    expect(stderr).toContain('must be from 1 to 10 in steps of 2, got');
  });

  it('is shown with its steps where it wins over dataset.json', async () => {
    const set = folder.write('wins/records.jsonl', toLines(exampleRecords(24)));
    folder.write('wins/dataset.json', JSON.stringify({ ...exampleTarget, ratingScale: { min: 0, max: 100 } }));
    const out = folder.path('wins/calibrator.json');
    const { exitCode, stderr } = await runCli(['fit', set, '--rating-scale', '1:10:1', '--out', out]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`note: --rating-scale 1:10:1 wins over dataset.json beside ${set}`);
  });
});
