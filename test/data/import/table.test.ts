import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importRecords } from '../../../src/data/index.ts';
import { readRecords } from '../../../src/data/records.ts';
import { runCli } from '../../cli/fake-terminal.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder();
const target = { ratingScale: { min: 0, max: 10 }, humanScale: { min: 0, max: 5 }, passAt: 3 };

/** What is made of a table of this text. */
async function recordsOf(
  text: string,
  columns?: Readonly<Record<string, string | readonly string[]>>,
  name = 'table.csv',
) {
  const imported = await importRecords([folder.write(name, text)], { columns });
  expect(imported.from).toBe('table');
  return imported;
}

/** What is said of a table that is refused, its path as FILE. */
async function refusalOf(
  text: string | Uint8Array,
  columns?: Readonly<Record<string, string | readonly string[]>>,
  name = 'table.csv',
) {
  const path = folder.write(name, text);
  const error: unknown = await importRecords([path], { columns }).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(Error);
  return (error as Error).message.replaceAll(path, 'FILE');
}

const record = {
  id: 'a',
  group: 'g',
  prompt: 'Why?',
  response: 'So.',
  selfRating: 0.5,
  humanRatings: [4, 5],
  rater: 'm',
};

describe('a table of records', () => {
  it.each([
    ['commas', 'id,group,prompt,response,selfRating,rater,humanRating,humanRating\na,g,Why?,So.,0.5,m,4,5\n'],
    [
      'semicolons and decimal commas',
      'id;group;prompt;response;selfRating;rater;humanRating;humanRating\na;g;Why?;So.;0,5;m;4,0;5\n',
    ],
    ['tabs', 'id\tgroup\tprompt\tresponse\tselfRating\trater\thumanRatings\na\tg\tWhy?\tSo.\t0.5\tm\t4 5\n'],
    ['a list with bars', 'id,group,prompt,response,selfRating,rater,humanRatings\na,g,Why?,So.,0.5,m,4|5\n'],
    ['other spellings', 'ID,Group,Prompt,Response,self_rating,Rater,Human Ratings\na,g,Why?,So.,.5,m,4 | 5\n'],
    [
      'a byte order mark and line ends of Windows',
      '\uFEFFid,group,prompt,response,selfRating,rater,humanRatings\r\na,g,Why?,So.,0.5,m,4 5\r\n',
    ],
    [
      'empty rows, and an empty column at the end',
      'id,group,prompt,response,selfRating,rater,humanRatings,\na,g,Why?,So.,0.5,m,4 5,\n,,,,,,,\n',
    ],
  ])('with %s becomes records', async (_, text) => {
    const { records, skipped } = await recordsOf(text);
    expect(records).toEqual([record]);
    expect(skipped).toEqual([]);
  });

  it('keeps quotes, lines and delimiters in cells, and JSON as the text that it is', async () => {
    const { records } = await recordsOf(
      'id,response,selfRating\na,"He said ""hi"",\nand left.",1\nb,"{""answer"":1}",2\n',
    );
    expect(records.map(({ response }) => response)).toEqual(['He said "hi",\nand left.', '{"answer":1}']);
  });

  it('takes an empty cell for no value, and lists rows without a rating or a response', async () => {
    const { records, skipped } = await recordsOf(
      'id,group,response,selfRating,humanRating,humanRating\na,,x,1,,4\nb,g,,1,,\nc,g,y,,,\nd,g,z,2, ,\n',
    );
    expect(records).toEqual([
      { id: 'a', response: 'x', selfRating: 1, humanRatings: [4] },
      { id: 'd', group: 'g', response: 'z', selfRating: 2, humanRatings: [] },
    ]);
    expect(skipped.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'has no response'],
      [4, 'has no score selfRating'],
    ]);
  });

  it('reads features, and needs no response beside them', async () => {
    const { records } = await recordsOf(
      'id,selfRating,humanRating,features.words,Features.log p\na,1,2,120,-0.5\nb,1,2,7,\n',
    );
    expect(records).toEqual([
      { id: 'a', selfRating: 1, humanRatings: [2], features: { words: 120, 'log p': -0.5 } },
      { id: 'b', selfRating: 1, humanRatings: [2], features: { words: 7 } },
    ]);
  });

  it('names rows without ids by their file and line, and says which columns are left out', async () => {
    const { records, leftColumns } = await recordsOf('response,selfRating,topic\nx,1,art\ny,2,law\n');
    expect(records.map(({ id }) => id)).toEqual(['table.csv:2', 'table.csv:3']);
    expect(leftColumns).toEqual(['topic']);
  });

  it('names rows by the whole path where two files have one name', async () => {
    const text = 'response,selfRating\nx,1\n';
    const paths = [
      folder.write('x/answers.csv', text),
      folder.write('y/answers.csv', text),
      folder.write('z.csv', text),
    ];
    const { records, skipped } = await importRecords(paths);
    expect(records.map(({ id }) => id)).toEqual([`${paths[0]}:2`, `${paths[1]}:2`, 'z.csv:2']);
    expect(skipped).toEqual([]);
    const twice = await importRecords([paths[0]!, paths[0]!.replace('/x/', '/x/../x/')]);
    expect(twice.records.map(({ id }) => id)).toEqual(['answers.csv:2']);
  });

  it('is told which column is which, several people and a second use of one column included', async () => {
    const { records, leftColumns } = await recordsOf('Nr;Antwort;Note;selfRating;Anna;Ben\n1;So.;0,875;99;4;5\n', {
      id: 'Nr',
      group: 'Nr',
      response: 'Antwort',
      selfRating: 'Note',
      humanRating: ['Anna', 'Ben'],
    });
    expect(records).toEqual([{ id: '1', group: '1', response: 'So.', selfRating: 0.875, humanRatings: [4, 5] }]);
    expect(leftColumns).toEqual(['selfRating']);
  });

  it('may be a JSON list of objects', async () => {
    const { records, from } = await importRecords(['test/data/import/fixtures/table.json']);
    expect(from).toBe('table');
    expect(records.map(({ selfRating, humanRatings }) => [selfRating, humanRatings])).toEqual([
      [8, [4, 5]],
      [9, [2, 1]],
      [7.5, [{ value: 3, labeller: 'labeller-1' }]],
    ]);
    expect(records[0]).toMatchObject({ id: 't-1', group: 'g-1', rater: 'judge-1', features: { words: 3 } });
    const told = await recordsOf(
      '[{"nr":7,"answer":"x","score":3,"people":null}]',
      { id: 'nr', response: 'answer', selfRating: 'score' },
      'list.json',
    );
    expect(told.records).toEqual([{ id: '7', response: 'x', selfRating: 3, humanRatings: [] }]);
  });

  it.each([
    [
      'a decimal comma among commas',
      'id,response,selfRating\na,x,"0,5"\n',
      'FILE:2 selfRating must be a number, got "0,5"',
    ],
    [
      'an inclusion in percent, or of nothing',
      'id,response,selfRating,inclusion\na,x,1,20\nb,x,1,0.2\nc,x,1,0\n',
      'FILE:2 inclusion must be a probability from 0.000001 to 1, got "20"\n' +
        'FILE:4 inclusion must be a probability from 0.000001 to 1, got "0"',
    ],
    ['what may be thousands', 'id;response;selfRating\na;x;1,000\n', 'FILE:2 selfRating must be a number, got "1,000"'],
    [
      'a point beside decimal commas',
      'id;response;selfRating;features.words\na;x;0,5;1.234\n',
      'FILE:2 features.words must be a number with a decimal comma, as others in the table are, got "1.234"',
    ],
    [
      'a comma in a list of ratings',
      'id;response;selfRating;humanRatings\na;x;1;4,5\n',
      'FILE:2 humanRatings must be numbers with a blank or | between them, and no 0 in front, got "4,5"',
    ],
    [
      'a point in a list of ratings beside decimal commas',
      'id;response;selfRating;humanRatings\na;x;1,5;1.000 2\n',
      'FILE:2 humanRatings must be numbers without a point, as others in the table have decimal commas (humanRating takes a column for each person), got "1.000 2"',
    ],
    [
      'a blank that may part thousands',
      'id,response,selfRating,humanRatings\na,x,1,1 000\n',
      'FILE:2 humanRatings must be numbers with a blank or | between them, and no 0 in front, got "1 000"',
    ],
    [
      'words for numbers',
      'id,response,selfRating\na,x,1\nb,"y\ny",high\n',
      'FILE:3 selfRating must be a number, got "high"',
    ],
    [
      'labels in words',
      'id,response,selfRating,humanRating\na,x,1,yes\n',
      'FILE:2 humanRating must be a number, got "yes": write 1 for yes and 0 for no, with a human scale of 0:1 and a pass mark of 0.5 (--human-scale 0:1 --pass-at 0.5)',
    ],
    [
      'a header twice',
      'id,response,selfRating,id\na,x,1,b\n',
      'FILE:1 columns must have each name once, got "id" twice',
    ],
    [
      'a field twice',
      'id,response,selfRating,Self Rating\na,x,1,2\n',
      'FILE:1 columns must have one for selfRating, got "selfRating" and "Self Rating"',
    ],
    [
      'ratings of people in two ways',
      'id,response,selfRating,humanRating,humanRatings\na,x,1,2,3\n',
      'FILE:1 columns must have one for humanRatings, got "humanRating" and "humanRatings"',
    ],
    [
      'the same the other way round',
      'id,response,selfRating,humanRatings,humanRating\na,x,1,4 5,1\n',
      'FILE:1 columns must have one for humanRatings, got "humanRatings" and "humanRating"',
    ],
    ['a cell too many', 'id,response,selfRating\na,x,y,1\n', 'FILE:2 row must have 3 cells as the first line, got 4'],
    [
      'a cell below no header',
      'id,response,selfRating,\na,x,1,why\n',
      'FILE:2 row must have no cell in a column without a name, got one',
    ],
    ['a stray quote', 'id,response,selfRating\na,"x,1\n', 'FILE:2 row must be CSV, got a quote where none can be'],
    ['an id that is missing', 'id,response,selfRating\n,x,1\n', 'FILE:2 id must be the id of a record, got nothing'],
    [
      'an id twice',
      'id,response,selfRating,humanRating\na,x,1,2\na,x,1,3\n',
      'FILE:3 id must be unique, got "a" as in FILE:2: what several people said of a response stands in one row',
    ],
    [
      'no column for what a record needs',
      'id,Antwort,Note\na,x,1\n',
      'FILE:1 columns must have one for selfRating, named so or told as --column selfRating=Header; left are "Antwort", "Note"\n' +
        'FILE:1 columns must have one for response, named so or told as --column response=Header; left are "Antwort", "Note"',
    ],
  ])('is refused with %s', async (_, text, says) => {
    expect(await refusalOf(text)).toBe(says);
  });

  it('is refused where it is told of a field or column that there is not, or of one field twice', async () => {
    const text = 'id,Answer,selfRating\na,x,1\n';
    expect(await refusalOf(text, { response: 'Antwort' })).toBe(
      '--column must be response=Header with one of the headers "id", "Answer", "selfRating", got "Antwort"',
    );
    expect(await refusalOf(text, { answer: 'Answer' })).toMatch(
      /^--column must be field=Header with a field of id, group, .+ got "answer"$/,
    );
    expect(await refusalOf(text, { constructor: 'Answer' })).toMatch(/^--column must be field=Header with a field of /);
    expect(await refusalOf(text, { response: ['Answer', 'id'] })).toBe(
      'FILE:1 columns must have one for response, got "Answer" and "id"',
    );
  });

  it.each([
    [
      'a key twice',
      '{"response":"x","selfRating":5,"selfRating":9}',
      'export must have each key once, got "selfRating" twice',
    ],
    [
      'a group of more digits than a number keeps',
      '{"response":"x","selfRating":5,"group":12345678901234567891}',
      '0.group must be a text or a whole number below 2^53, got 12345678901234567000',
    ],
    [
      'a name that loses a digit as a number',
      '{"response":"x","selfRating":5,"generator":4.10}',
      '0.generator must be a text or a whole number below 2^53, got 4.1',
    ],
  ])('is refused as a JSON list with %s', async (_, one, says) => {
    expect(await refusalOf(`[${one}]`, {}, 'list.json')).toBe(`FILE ${says}`);
    const line = `FILE:1 ${says.replace('0.', '')}`;
    expect(await refusalOf(`${one}\n`, {}, 'list.jsonl')).toBe(line);
  });

  it('is refused by its name where a JSON list has a field in two spellings', async () => {
    expect(await refusalOf('[{"response":"x","selfRating":5,"self_rating":9}]', {}, 'list.json')).toBe(
      'FILE columns must have one for selfRating, got "selfRating" and "self_rating"',
    );
  });

  it('has decimal points where no number has a comma, three digits behind them too', async () => {
    const { records } = await recordsOf('response;selfRating;humanRatings\nx;1.000;0.5 4.25\n');
    expect(records).toMatchObject([{ selfRating: 1, humanRatings: [0.5, 4.25] }]);
  });

  it.each([
    ['for the same field', { humanRating: ['Score', 'Score'] }, 'humanRating and humanRating'],
    ['for two ratings', { selfRating: 'Score', humanRating: 'Score' }, 'selfRating and humanRating'],
    ['for a text and a rating', { id: 'Score', selfRating: 'Score' }, 'id and selfRating'],
  ])('is refused where a column of numbers is told twice, %s', async (_, columns, got) => {
    const text = 'id,response,selfRating,Score\na,x,1,4\n';
    expect(await refusalOf(text, columns)).toBe(`--column must be told once of the column "Score", got "${got}"`);
  });

  it.each(['__proto__', 'constructor', 'scale'])('knows no field %s', async (field) => {
    const path = folder.write('table.csv', 'id,response,selfRating\na,x,1\n');
    const argv = ['import', path, '--out', folder.path('none.jsonl'), '--column', `${field}=response`];
    const { exitCode, stderr } = await runCli(argv);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(
        /--column must be field=Header with a field of id, .+ got "(?:__proto__|constructor|scale)"$/m,
      ) as string,
    });
  });

  it.each([[null], [['response']], ['response=Answer']])('is refused with %j for columns', async (columns) => {
    const path = folder.write('table.csv', 'id,response,selfRating\na,x,1\n');
    await expect(importRecords([path], { columns: columns as never })).rejects.toMatchObject({
      code: 'invalid-option',
      details: { option: 'columns' },
    });
  });

  it('is refused with a tool that there is not', async () => {
    const path = folder.write('table.csv', 'id,response,selfRating\na,x,1\n');
    await expect(importRecords([path], { from: 'constructor' as never })).rejects.toThrow(
      /^from must be one of promptfoo, .+, table, got "constructor"$/,
    );
  });

  it('reads no cell that is not there, whatever its column is called', async () => {
    const text = '[{"response":"x","selfRating":5,"constructor":"g"},{"response":"y","selfRating":5}]';
    const { records } = await recordsOf(text, { group: 'constructor' }, 'list.json');
    expect(records.map(({ group }) => group)).toEqual(['g', undefined]);
  });

  it('leaves out, and says so, what means something only on a rating scale', async () => {
    const text = '[{"response":"x","selfRating":5,"scale":{"min":1,"max":10},"probabilities":[0,1]}]';
    const { records, leftColumns } = await recordsOf(text, undefined, 'list.json');
    expect(records).toEqual([{ id: 'list.json:0', response: 'x', selfRating: 5, humanRatings: [] }]);
    expect(leftColumns).toEqual(['scale', 'probabilities']);
  });

  it('is refused in another encoding, and where scores are named as of an export', async () => {
    const latin = Buffer.from('id,response,selfRating\na,für,1\n', 'latin1');
    expect(await refusalOf(latin)).toBe('FILE cannot be read: it is not UTF-8: save it as "CSV UTF-8"');
    const path = folder.write('scores.csv', 'id,response,selfRating\na,x,1\n');
    await expect(importRecords([path], { score: 'selfRating' })).rejects.toThrow(
      'score must be left out for a table: say --column selfRating=Header, got "selfRating"',
    );
    await expect(importRecords([path], { from: 'inspect', columns: { id: 'id' } })).rejects.toThrow(
      'columns must be left out with --from inspect',
    );
  });

  it('goes from the command line into records that are read as they were meant', async () => {
    const path = folder.write(
      'semi.csv',
      'Nr;prompt;response;Note;humanRating\n1;Why?;"So; there.";7,5;4\n2;How?;Thus.;8;1\n',
    );
    const out = folder.path('records.jsonl');
    const argv = ['import', path, '--out', out, '--column', 'id=Nr', '--column', 'selfRating=Note'];
    const { exitCode, stdout, stderr } = await runCli(argv);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe(
      '2 records from a table, 2 with human ratings\n' +
        `self-ratings: selfRating, from 7.5 to 8\nhuman ratings: humanRating, from 1 to 4\nwrote ${out}\n`,
    );
    expect(readFileSync(out, 'utf8').split('\n')[0]).toBe(
      '{"id":"1","prompt":"Why?","response":"So; there.","selfRating":7.5,"humanRatings":[4]}',
    );
    expect(await readRecords([out], { target })).toHaveLength(2);
    const without = await runCli(['import', path, '--out', out, '--column', 'selfRating=Note']);
    expect(without.stderr).toBe('note: left out, as no field of a record: "Nr" (--column tells which is which)\n');
    const bad = await runCli(['import', path, '--out', out, '--column', 'Note']);
    expect(bad).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Expected field=Header, as response=Answer') as string,
    });
  });
});
