import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CalibrationRecord } from '../../src/types.ts';
import { exampleFlags, exampleRecords, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli, type Outcome } from './fake-terminal.ts';

const folder = temporaryFolder();
const labels = (...argv: string[]): Promise<Outcome> => runCli(['labels', ...argv, ...exampleFlags]);
const unlabelled = (): string =>
  folder.write(
    'unlabelled.jsonl',
    toLines([
      { id: 'a', prompt: 'P', response: '=1+1', selfRating: 7, humanRatings: [], mine: { kept: true } },
      { id: 'b', prompt: 'P', response: 'two\nlines', selfRating: 7 },
      { id: 'c', prompt: 'P', response: 'done', selfRating: 7, humanRatings: [3] },
    ]),
  );
const readLines = (path: string): CalibrationRecord[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as CalibrationRecord);

describe('labels', () => {
  it('go to a sheet and come back joined', async () => {
    const [records, sheet, out] = [unlabelled(), folder.path('sheet.csv'), folder.path('labelled.jsonl')];
    const wrote = await labels(records, '--sheet', sheet);
    expect(wrote).toEqual({
      exitCode: 0,
      stdout: `2 records to label; 1 have a label already\nwrote ${sheet}\n`,
      stderr: '',
    });
    const filled = readFileSync(sheet, 'utf8')
      .replace("'=1+1,", "'=1+1,4,l1,expert")
      .replace(/,,,\r\n"b/, ',\r\n"b');
    folder.write(
      'filled.csv',
      filled
        .split('\r\n')
        .map((row) => (row.includes('l1') ? row.replace(/,+$/, ',,') : row))
        .join('\r\n'),
    );
    const joined = await labels(records, '--join', folder.path('filled.csv'), '--out', out);
    expect(joined).toEqual({
      exitCode: 0,
      stdout: `1 labels joined 1 of 3 records; 1 rows have no value yet\nwrote ${out}\n`,
      stderr: '',
    });
    const [a, b, c] = readLines(out);
    expect(a).toMatchObject({ mine: { kept: true }, humanRatings: [{ value: 4, labeller: 'l1', source: 'expert' }] });
    expect([b!.humanRatings, c!.humanRatings]).toEqual([[], [3]]);
  });

  it('that are in a sheet are not written over, whatever a spreadsheet has made of it', async () => {
    const records = unlabelled();
    const sheet = folder.path('mine.csv');
    const blank = (await labels(records, '--sheet', sheet), readFileSync(sheet, 'utf8'));
    // One that nobody has filled in is written again, also where a spreadsheet has saved it.
    for (const text of [blank, blank.replaceAll(',', ';'), `${blank},,,,,,,\r\n`, '']) {
      writeFileSync(sheet, text);
      expect(await labels(records, '--sheet', sheet)).toMatchObject({ exitCode: 0, stderr: '' });
      expect(readFileSync(sheet, 'utf8')).toBe(blank);
    }
    const row = /,,,,,\r\n/g;
    for (const text of [
      blank.replace(row, ',4,,,,\r\n'),
      blank.replace(row, ',4,,,,\r\n').replaceAll(',', ';'),
      blank.replace(row, ',four,,,,\r\n'),
      blank.replace(row, ',,,,,a note\r\n'),
      blank.replace(row, ',,,,,,4\r\n'),
      blank.replace(',note\r\n', ',note,mine\r\n').replaceAll(row, ',,,,,,x\r\n'),
      'Dear diary\n',
      Buffer.from([0x50, 0x4b, 3, 4, 0xff]),
    ]) {
      writeFileSync(sheet, text);
      const { exitCode, stdout, stderr } = await labels(records, '--sheet', sheet);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toContain('--sheet must be a new file, or a sheet that nobody has filled in, got');
      expect(readFileSync(sheet)).toEqual(Buffer.from(text));
    }
  });

  it('of the page are left out of a sheet with --without', async () => {
    const sheet = folder.path('rest.csv');
    const made = folder.write(
      'page.labels.jsonl',
      '{"key":"k","id":"a","value":4,"labeller":"x"}\n{"key":"l","id":"b","va',
    );
    const { stdout } = await labels(unlabelled(), '--sheet', sheet, '--without', made);
    expect(stdout).toBe(`1 records to label; 2 have a label already\nwrote ${sheet}\n`);
    expect(readFileSync(sheet, 'utf8')).toMatch(/^\uFEFFid,.*\r\nb,/);
    const wrong = folder.write('wrong.jsonl', '{"value":4}\n');
    expect((await labels(unlabelled(), '--sheet', folder.path('no.csv'), '--without', wrong)).stderr).toContain(
      `${wrong}:1 id must be a text`,
    );
    expect((await labels(unlabelled(), '--sheet', made, '--without', made)).stderr).toContain(
      'must be a file of its own',
    );
  });

  it('that do not fit are all listed, over all files, and nothing is written', async () => {
    const one = folder.write('one.csv', 'id,value\na,4\nz,4\nb,9\n');
    const two = folder.write('two.jsonl', '{"id":"a","value":3}\n');
    const out = folder.path('not.jsonl');
    const { exitCode, stdout, stderr } = await labels(unlabelled(), '--join', one, two, '--out', out);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe(
      `${one}:3 id must be that of a record, got "z"\n` +
        `${one}:4 value must be from 1 to 5, got 9\n` +
        `${two}:1 id must be labelled once by each labeller, got "a" by nobody who is named again, as in ${one}:2\n`,
    );
    expect(folder.names()).not.toContain('not.jsonl');
  });

  it.each([
    [['--join', 'x.csv'], '--out must be given with --join: where to write the records'],
    [['--out', 'x.jsonl'], '--out must be given with --join alone'],
    [['--without', 'x'], '--without must be given with --sheet alone'],
    [['--all'], '--all must be given with --sheet alone'],
    [['--sheet', 'x', '--join', 'y'], "option '--sheet <file>' cannot be used with option '--join <files...>'"],
  ])('refuse %j', async (argv, message) => {
    const { exitCode, stderr } = await labels(unlabelled(), ...argv);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
  });

  it('refuse to write over what they read, and sheets and files without anything in them', async () => {
    const records = unlabelled();
    const empty = folder.write('empty.csv', 'id,value\na,\n');
    const outcomes = await Promise.all([
      labels(records, '--sheet', records),
      labels(records, '--join', empty, '--out', empty),
      labels(records, '--join', empty, '--out', folder.path('none.jsonl')),
      labels(folder.write('all.jsonl', toLines(exampleRecords(3))), '--sheet', folder.path('none.csv')),
    ]);
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1, 1]);
    const [same, read, none, all] = outcomes.map(({ stderr }) => stderr);
    expect(same).toContain('--sheet must be a file of its own');
    expect(read).toContain('--out must be a file of its own');
    expect(none).toContain('joining needs at least 1 label, got 0 and 1 rows without a value');
    expect(all).toContain('a sheet needs at least 1 record without a label, got 0 of 3');
  });

  it('alone are judged: how people agree, and whose labels look wrong', async () => {
    const records = exampleRecords(60).map((record, i) => ({
      ...record,
      group: `g${i}`,
      humanRatings: [
        { value: 1 + (i % 5), labeller: 'l1' },
        { value: 1 + ((i + (i % 3 === 0 ? 1 : 0)) % 5), labeller: 'l2' },
        { value: 1 + (i % 5), labeller: 'l2' },
        { value: 4, labeller: 'l3' },
      ],
    }));
    const path = folder.write('judged.jsonl', toLines(records));
    const { exitCode, stdout, stderr } = await labels(path);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines.slice(0, 2)).toEqual(['240 labels of 60 records', 'by l2 120, l1 60, l3 60']);
    expect(lines[2]).toMatch(/^between people: alpha 0\.\d\d \[.*\] for ratings, .* on 60 records$/);
    expect(lines[3]).toMatch(
      /^within people: \d+\.\d % \[.*\] the same verdict again, \d\.\d\d \[.*\] apart, over 60 repeats$/,
    );
    expect(lines).toContain('  l3 gave 4 to all of 60 records');
    expect(stdout).toMatch(/ {2}l3 is \d\.\d\d from the others, who are \d\.\d\d from each other/);
    const { warnings } = JSON.parse((await labels(path, '--json')).stdout);
    expect(warnings.map(({ kind, labeller }: Record<string, string>) => `${kind} ${labeller}`)).toEqual([
      'apart l3',
      'constant l3',
    ]);
  });

  it('of which there are none cannot be judged', async () => {
    const records = exampleRecords(5).map((record) => ({ ...record, humanRatings: [] }));
    const { exitCode, stderr } = await labels(folder.write('none.jsonl', toLines(records)));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('it takes at least 1 label to judge labels, got 0');
  });
});
