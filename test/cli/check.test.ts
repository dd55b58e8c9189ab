import { describe, expect, it } from 'vitest';
import { listIssues, type Issue } from '../../src/errors.ts';
import { exampleFlags, exampleRecords, exampleTarget, toLines } from '../data/example-records.ts';
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
    [
      'example/records.jsonl',
      /^no problems: 42 records in 14 groups, 42 labelled, 62 % pass, rated by example-model, in en\n$/,
    ],
    [
      'lsat-self-confidence/lsat-ar.jsonl.gz',
      /^no problems: 1518 records in 152 groups, 1518 labelled, \d\d % pass, rated by .+, in en 1,5\d\d, .+\n$/,
    ],
  ])('finds nothing wrong with the shipped set %s', async (name, says) => {
    const { exitCode, stdout, stderr } = await runCli(['check', shipped(name)]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^(?:note: .+\n)*$/);
    expect(stdout).toMatch(says);
  });

  it('counts what there is as JSON', async () => {
    const { exitCode, stdout, stderr } = await runCli(['check', '--json', shipped('example/records.jsonl')]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      records: 42,
      labelled: 42,
      ratings: 84,
      passing: 26,
      groups: 14,
      raters: ['example-model'],
      languages: [{ name: 'en', labels: 42 }],
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
    ['some', 12, ['12 of 24 labelled records have no prompt: prompt features count only where there is one']],
    ['none', 24, []],
    ['all', 0, []],
  ])('notes that some records have no prompt, where others have one: %s have one', async (_, without, notes) => {
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

  it.each<[string, object, readonly string[], string[]]>([
    [
      'neither prompt nor group',
      { group: undefined },
      [],
      [
        '24 of 24 records have neither prompt nor group, so each counts as a group of its own: where several answer one prompt, say so in group, or certificates promise too much',
      ],
    ],
    ['a prompt and no group', { group: undefined, prompt: 'one for each two' }, [], []],
    [
      'one self-rating',
      { selfRating: 7 },
      [],
      ['every self-rating is 7: one that is always the same tells nothing apart, so only the surface can'],
    ],
    ['one self-rating, and samples that differ', { selfRating: 7, samples: 'differ' }, [], []],
    [
      'a scale for self-ratings that is too long',
      {},
      ['--rating-scale', '1:1000'],
      ['all self-ratings are from 5 to 10, at one end of their scale from 1 to 1000: is it the right one?'],
    ],
    [
      'a scale that begins far below',
      {},
      ['--rating-scale', '-1000:10'],
      ['all self-ratings are from 5 to 10, at one end of their scale from -1000 to 10: is it the right one?'],
    ],
    ['a scale that is fifty times as long, and not more', {}, ['--rating-scale', '0:499'], []],
    [
      'a scale for human ratings that is too long',
      {},
      ['--human-scale', '0:1000'],
      ['all human ratings are from 1 to 5, at one end of their scale from 0 to 1000: is it the right one?'],
    ],
  ])('notes what may not be meant: %s', async (_, fields, flags, notes) => {
    const records = exampleRecords(24).map((record, i) => ({
      ...record,
      ...fields,
      ...('prompt' in fields ? { prompt: `Question ${i % 12}?` } : {}),
      ...('samples' in fields ? { samples: [5 + (i % 3), 7] } : {}),
    }));
    const path = folder.write('doubtful.jsonl', toLines(records));
    const { exitCode, stdout, stderr } = await runCli(['check', path, ...exampleFlags, ...flags]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: notes.map((note) => `note: ${note}\n`).join('') });
    expect(stdout).toMatch(/^no problems: 24 records/);
  });

  it('counts the languages of the labels, the most frequent first, and notes where none of its tone is measured', async () => {
    const texts = {
      en: 'It is clearly the best answer that anybody could give to you, and it is right in all of its parts.',
      Cyrillic: 'Это, безусловно, лучший ответ, который можно дать, и он верен во всех своих частях.',
      Tamil: 'இது நிச்சயமாக சிறந்த பதில், இது எல்லா வகையிலும் சரியானது.',
    };
    const languages = Object.keys(texts) as (keyof typeof texts)[];
    const records = exampleRecords(24).map(({ features: _features, ...record }, i) => ({
      ...record,
      response: texts[languages[i < 14 ? 0 : i < 21 ? 1 : 2]!],
      humanRatings: i === 0 ? [] : record.humanRatings,
    }));
    const path = folder.write('languages.jsonl', toLines(records));
    const note = '10 of 23 labelled records lack tone features: no word list for their language (Cyrillic 7, Tamil 3)';
    const { exitCode, stdout, stderr } = await runCli(['check', path, ...exampleFlags]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `note: ${note}\n` });
    expect(stdout).toMatch(/, rated by a-model, in en 13, Cyrillic 7, Tamil 3\n$/);
    expect(JSON.parse((await runCli(['check', path, ...exampleFlags, '--json'])).stdout)).toMatchObject({
      languages: [
        { name: 'en', labels: 13 },
        { name: 'Cyrillic', labels: 7 },
        { name: 'Tamil', labels: 3 },
      ],
      notes: [note],
    });
  });

  it('counts by person where the target is a person drawn at random: by a flag, or by dataset.json', async () => {
    const records = exampleRecords(24).map((record, i) => ({ ...record, humanRatings: [5, 5, i % 2 === 0 ? 1 : 5] }));
    const says =
      'no problems: 24 records in 12 groups, 24 labelled, a person drawn at random passes 83 %, rated by a-model\n';
    const flagged = folder.write('by-flag/records.jsonl', toLines(records));
    expect(await runCli(['check', flagged, ...exampleFlags, '--pass-by', 'person'])).toEqual({
      exitCode: 0,
      stdout: says,
      stderr: '',
    });
    folder.write('by-set/dataset.json', JSON.stringify({ ...exampleTarget, passBy: 'person' }));
    const told = folder.write('by-set/records.jsonl', toLines(records));
    expect((await runCli(['check', told])).stdout).toBe(says);
    const counted = JSON.parse((await runCli(['check', told, '--json'])).stdout) as object;
    expect(counted).toMatchObject({ labelled: 24, ratings: 72, passing: 60 });
    // By their mean all of them pass, so that no fit could learn from them.
    const byMean = await runCli(['check', told, '--pass-by', 'mean']);
    expect(byMean.exitCode).toBe(1);
    expect(byMean.stderr).toContain(
      'humanRatings fitting needs records that pass and records that fail, but all 24 pass',
    );
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
