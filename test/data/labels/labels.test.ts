import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { guarded, unguarded } from '../../../src/data/labels/formula.ts';
import { joinLabels, type Joinable } from '../../../src/data/labels/join.ts';
import { readLabels } from '../../../src/data/labels/read.ts';
import { readTable } from '../../../src/data/labels/read-table.ts';
import { labelSheet } from '../../../src/data/labels/sheet.ts';
import { parseCsv } from '../../../src/data/import/csv.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder();
const scale = { min: 1, max: 5, step: 1 };

describe('a guarded cell', () => {
  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\r=x', '\nx', '＝x', "'=x", "''-x"])(
    'of %j is no formula, and comes back',
    (text) => {
      expect(guarded(text)).toBe(`'${text}`);
      expect(unguarded(guarded(text))).toBe(text);
    },
  );

  it.each(['', 'plain', "'quoted'", "don't", '1=1', ' =x'])('of %j is as it was', (text) => {
    expect(guarded(text)).toBe(text);
  });

  it('comes back whatever it holds', () => {
    const text = fc.string({ unit: fc.constantFrom("'", '=', '-', '@', 'a', ' ', '\t') });
    fc.assert(
      fc.property(text, (one) => {
        expect(unguarded(guarded(one))).toBe(one);
      }),
    );
  });
});

describe('a sheet', () => {
  const records: Joinable[] = [
    { id: '=cmd', prompt: 'Say "hi", please', response: '- one\n- two\r\n', selfRating: 9 },
    { id: 'r;2', prompt: '日本語の質問', response: "=HYPERLINK('x')", selfRating: 2 },
  ];

  it('has id, texts and empty cells, and no self-rating', () => {
    const sheet = labelSheet(records);
    expect(sheet.startsWith('\uFEFFid,prompt,response,value,labeller,source,policy,note\r\n')).toBe(true);
    const rows = parseCsv(sheet.slice(1));
    expect(rows.map(({ fields }) => fields)).toEqual([
      ['id', 'prompt', 'response', 'value', 'labeller', 'source', 'policy', 'note'],
      ["'=cmd", 'Say "hi", please', "'- one\n- two\r\n", '', '', '', '', ''],
      ['r;2', '日本語の質問', "'=HYPERLINK('x')", '', '', '', '', ''],
    ]);
  });

  it('holds no cell that a spreadsheet takes for a formula, whatever the records hold', () => {
    const text = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', ',', ';', '\n', '\r', '\t', 'x', "'") });
    fc.assert(
      fc.property(text, text, (prompt, response) => {
        const [, row] = parseCsv(labelSheet([{ id: 'a', prompt, response }]).slice(1));
        for (const cell of row!.fields) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });

  it('that is filled in joins the records that it was made of, whatever they hold', () => {
    const text = fc.string({ unit: fc.constantFrom('=', '-', "'", '"', ',', ';', '\n', '\r', '\t', 'x', '語') });
    fc.assert(
      fc.property(text, text, text, (tail, prompt, response) => {
        const record = { id: `${tail}id`, prompt, response };
        const lines = labelSheet([record]).slice(1);
        const filled = lines.slice(0, -',,,,\r\n'.length - 1) + ',4,l1,,,\r\n';
        const read = readTable('f.csv', filled);
        expect(read.issues).toEqual([]);
        const { records: joined, issues } = joinLabels([record], read.labels, scale);
        expect(issues).toEqual([]);
        expect(joined[0]!.humanRatings).toEqual([{ value: 4, labeller: 'l1' }]);
      }),
    );
  });
});

describe('a table of labels', () => {
  const one = { id: 'a', value: 4, labeller: 'x' };

  it('says how a label in words is written', async () => {
    const hint = 'write 1 for yes and 0 for no, with a human scale of 0:1 and a pass mark of 0.5';
    const table = readTable('labels.csv', 'id,value\na,Yes\n');
    const lines = await readLabels(folder.write('words.jsonl', '{"id":"a","value":true}\n'));
    const messages = [...table.issues, ...lines.issues].map(({ message }) => message);
    expect(messages).toEqual([
      expect.stringContaining(`must be a number, got "Yes": ${hint}`),
      expect.stringContaining(`must be a number, got true: ${hint}`),
    ]);
  });

  it.each([
    ['commas', 'id,value,labeller\na,4,x\n'],
    ['semicolons', 'id;value;labeller\r\na;4;x\r\n'],
    ['tabs', 'id\tvalue\tlabeller\na\t4\tx'],
    ['a byte order mark', '\uFEFFid,value,labeller\na,4,x'],
    ['other columns, in another order and case', 'Labeller , extra,VALUE,Id\nx,y,4,a\n'],
    ['rows of delimiters below', 'id,value,labeller\na,4,x\n,,\n,,\n'],
    ['quotes, and quoted lines before', '"id","value","labeller","why"\n"a","4","x","one\ntwo"\n'],
  ])('is read with %s', async (_, text) => {
    const path = folder.write('table.csv', text);
    expect(await readLabels(path)).toEqual({ labels: [{ ...one, path, line: 2 }], blank: 0, issues: [] });
  });

  it('is read gzipped', async () => {
    const path = folder.write('table.csv.gz', gzipSync('id,value,labeller\na,4,x\n'));
    expect((await readLabels(path)).labels).toMatchObject([one]);
  });

  it('may have decimal commas where cells are not parted by them', () => {
    expect(readTable('t', 'id;value\na;3,5\nb;1,000\n')).toMatchObject({
      labels: [{ id: 'a', value: 3.5 }],
      issues: [{ line: 3, field: 'value', message: 'must be a number, got "1,000"' }],
    });
  });

  it('counts rows without a value as not labelled yet', () => {
    expect(readTable('t', 'id,value\na,4\nb,\nc, \n')).toMatchObject({
      labels: [one.id].map((id) => ({ id })),
      blank: 2,
    });
  });

  it('says all that is wrong at once, by its line', () => {
    const text = 'id,value,at\na,four,\n"b\nb",4\n,3,\nc,2,yesterday\nd,0x4,\ne,1e1,\nf,NaN,\n';
    const { labels, issues } = readTable('t.csv', text);
    expect(labels).toEqual([]);
    expect(issues.map(({ line, field, message }) => `${line} ${field} ${message}`)).toEqual([
      '2 value must be a number, got "four"',
      '3 row must have 3 cells as the first row, got 2',
      '5 id must be the id of a record, got ""',
      '6 at must be a time, as 2027-06-30T12:00:00Z or milliseconds since 1970, got "yesterday"',
      '7 value must be a number, got "0x4"',
      '8 value must be a number, got "1e1"',
      '9 value must be a number, got "NaN"',
    ]);
  });

  it.each([
    ['id,rating\na,4\n', 'columns must have the names id and value in the first row, got "id,rating"'],
    ['', 'columns must have the names id and value in the first row, got ""'],
    ['id,value,value\na,4,5\n', 'columns must have each name once, got value twice'],
    ['id,value\na,4\n"b,4\n', 'row must be CSV, got a quote where none can be'],
  ])('is refused: %j', (text, message) => {
    const { issues } = readTable('t', text);
    expect(issues.map((issue) => `${issue.field} ${issue.message}`)).toEqual([message]);
  });

  it('in another encoding is refused, and says what to do', async () => {
    const path = folder.write('latin.csv', Buffer.from('id,value,note\na,4,\xe4\n', 'latin1'));
    await expect(readLabels(path)).rejects.toThrow(`${path} cannot be read: it is not UTF-8: save it as "CSV UTF-8"`);
  });
});

describe('labels in JSON Lines', () => {
  it('are read as a log keeps them, repeats by their keys', async () => {
    const lines = [
      { key: 'k1', id: 'a', value: 4, labeller: 'x', source: 'expert', at: 5, note: '' },
      { key: 'k2', id: 'a', value: 5, labeller: 'x', source: 'expert', at: 6 },
      { id: 'b', value: null },
    ];
    const path = folder.write('labels.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const { labels, blank, issues } = await readLabels(path);
    expect({ blank, issues }).toEqual({ blank: 1, issues: [] });
    expect(labels).toEqual([
      { path, line: 1, key: 'k1', id: 'a', value: 4, labeller: 'x', source: 'expert', at: 5 },
      { path, line: 2, key: 'k2', id: 'a', value: 5, labeller: 'x', source: 'expert', at: 6 },
    ]);
    expect(joinLabels([{ id: 'a' }], labels, scale)).toMatchObject({ labelled: 1, issues: [] });
  });

  it('are refused by line where they are none', async () => {
    const path = folder.write('bad.jsonl', 'no\n{"id":1,"value":"4"}\n\n{"id":"a","id":"b","value":1}\n[]\n');
    const { labels, issues } = await readLabels(path);
    expect(labels).toEqual([]);
    expect(issues.map(({ line, field }) => [line, field])).toEqual([
      [1, 'label'],
      [2, 'id'],
      [2, 'value'],
      [4, 'label'],
      [5, 'label'],
    ]);
  });
});

describe('joining', () => {
  const label = (parts: object, line = 2) => ({ path: 'l.csv', line, id: 'a', value: 4, ...parts });
  const issuesFor = (labels: object[], record: object = {}): string[] =>
    joinLabels(
      [{ id: 'a', ...record }],
      labels.map((parts, i) => label(parts, i + 2)),
      scale,
    ).issues.map(({ path, line, field, message }) => `${path}:${line} ${field} ${message}`);

  it('puts labels behind those that a record has, and leaves other records as they are', () => {
    const other = { id: 'b', response: 'x' };
    const { records, labelled } = joinLabels(
      [{ id: 'a', humanRatings: [3, { value: 2, labeller: 'x' }] }, other],
      [label({ labeller: 'y', source: 'user', at: 7 })],
      scale,
    );
    expect(labelled).toBe(1);
    expect(records[0]!.humanRatings).toEqual([
      3,
      { value: 2, labeller: 'x' },
      { value: 4, labeller: 'y', source: 'user', at: 7 },
    ]);
    expect(records[1]).toBe(other);
  });

  it.each<[string, object[], object, string[]]>([
    ['of no record', [{ id: 'z' }], {}, ['l.csv:2 id must be that of a record, got "z"']],
    ['off the scale', [{ value: 9 }], {}, ['l.csv:2 value must be from 1 to 5 in steps of 1, got 9']],
    ['off its steps', [{ value: 3.5 }], {}, ['l.csv:2 value must be from 1 to 5 in steps of 1, got 3.5']],
    [
      'there twice by one labeller',
      [{ labeller: 'x' }, { labeller: 'x', value: 5 }],
      {},
      ['l.csv:3 id must be labelled once by each labeller, got "a" by "x" again, as in l.csv:2'],
    ],
    [
      'there twice by nobody who is named',
      [{}, {}],
      {},
      ['l.csv:3 id must be labelled once by each labeller, got "a" by nobody who is named again, as in l.csv:2'],
    ],
    [
      'there twice by their key',
      [
        { key: 'k', labeller: 'x' },
        { key: 'k', labeller: 'y' },
      ],
      {},
      ['l.csv:3 key must be one label\'s, got "k" as in l.csv:2'],
    ],
    [
      'of a record that has it already',
      [{ labeller: 'x' }],
      { humanRatings: [{ value: 1, labeller: 'x' }] },
      ['l.csv:2 id must be of a record without a label by the same labeller, got "a" by "x"'],
    ],
    [
      'of a record that has one by nobody who is named, as they are',
      [{}],
      { humanRatings: [1] },
      ['l.csv:2 id must be of a record without a label by the same labeller, got "a" by nobody who is named'],
    ],
    [
      'of another criterion',
      [{ criterion: 'tone' }],
      { criterion: 'accuracy' },
      ['l.csv:2 criterion must be "accuracy" as of the record, got "tone"'],
    ],
    [
      'of another text',
      [{ response: 'no' }],
      { response: 'yes' },
      ['l.csv:2 response must be that of the record "a", got another text'],
    ],
    [
      'by somebody and by nobody who is named',
      [{ labeller: 'x' }, {}],
      {},
      ['l.csv:3 labeller must be named in each of several labels of a record, got none in this label'],
    ],
    [
      'by nobody who is named and by somebody',
      [{}, { labeller: 'x' }],
      {},
      ['l.csv:3 labeller must be named in each of several labels of a record, got none in l.csv:2'],
    ],
    [
      'by nobody who is named, of a record that somebody has labelled',
      [{}],
      { humanRatings: [{ value: 3, labeller: 'x' }] },
      ['l.csv:2 labeller must be named in each of several labels of a record, got none in this label'],
    ],
    [
      'by somebody, of a record with a rating by nobody who is named',
      [{ labeller: 'x' }],
      { humanRatings: [3] },
      ['l.csv:2 labeller must be named in each of several labels of a record, got none in one that the record has'],
    ],
    [
      'wrong in several ways',
      [{ id: 'z', value: 0 }, { id: 'y' }],
      {},
      [
        'l.csv:2 id must be that of a record, got "z"',
        'l.csv:2 value must be from 1 to 5 in steps of 1, got 0',
        'l.csv:3 id must be that of a record, got "y"',
      ],
    ],
  ])('refuses labels %s', (_, labels, record, expected) => {
    expect(issuesFor(labels, record)).toEqual(expected);
  });

  it.each<[string, object[], object]>([
    ['by several labellers', [{ labeller: 'x' }, { labeller: 'y' }], {}],
    ['by nobody who is named, with a key each', [{ key: '1' }, { key: '2' }], {}],
    [
      'again on purpose, with a key each',
      [
        { labeller: 'x', key: '1' },
        { labeller: 'x', key: '2' },
      ],
      {},
    ],
    ['of the same text with other blanks', [{ response: ' a\r\nb ' }], { response: 'a\nb' }],
    ['of a criterion that only one of them says', [{ criterion: 'tone' }], {}],
  ])('takes labels %s', (_, labels, record) => {
    expect(issuesFor(labels, record)).toEqual([]);
  });
});
