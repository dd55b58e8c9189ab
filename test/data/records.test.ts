import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkRecords, readRecords, streamRecords } from '../../src/data/records.ts';
import type { Target } from '../../src/types.ts';
import { collect } from '../collect.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { toLines } from './example-records.ts';

const folder = temporaryFolder();
const target: Target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 };
const record = { id: 'a', response: 'a text', selfRating: 8, humanRatings: [4, 5] };

/** What is said of one record that stands in the second line of a file. */
async function complaintsAbout(value: unknown, given: Target = target): Promise<string[]> {
  const path = folder.write('set.jsonl', toLines([{ ...record, id: 'first' }, value]));
  const { issues } = await checkRecords([path], { target: given });
  expect(issues.every((issue) => issue.path === path && issue.line === 2)).toBe(true);
  return issues.map(({ field, message }) => `${field} ${message}`);
}

interface Rule {
  readonly field: string;
  readonly value: unknown;
  readonly says: string;
}

const text = 'a text';
const name = 'must be a non-empty string';
const number = 'must be a number';
const human = 'must be a number or {value, labeller, source, policy}';

const rules: readonly Rule[] = [
  { field: 'id', value: undefined, says: `id ${name}, got nothing` },
  { field: 'id', value: 7, says: `id ${name}, got 7` },
  { field: 'id', value: '', says: `id ${name}, got ""` },
  { field: 'group', value: null, says: `group ${name}, got null` },
  { field: 'group', value: '', says: `group ${name}, got ""` },
  { field: 'generator', value: 7, says: `generator ${name}, got 7` },
  { field: 'rater', value: ['a'], says: `rater ${name}, got a list` },
  { field: 'criterion', value: {}, says: `criterion ${name}, got an object` },
  { field: 'scale', value: 'likert', says: 'scale must be a scale {min, max}, got "likert"' },
  { field: 'scale', value: { min: 0 }, says: `scale.max ${number}, got nothing` },
  { field: 'prompt', value: 7, says: 'prompt must be a string, got 7' },
  { field: 'prompt', value: '\ud83d', says: 'prompt must be well-formed Unicode, got a lone surrogate at character 1' },
  { field: 'prompt', value: 'p'.repeat(200_001), says: 'prompt must be at most 200000 characters, got 200001' },
  { field: 'response', value: 7, says: 'response must be a string, got 7' },
  { field: 'response', value: null, says: 'response must be a string, got null' },
  { field: 'response', value: '', says: 'response must be a text that is not blank, got ""' },
  { field: 'response', value: ' \n', says: String.raw`response must be a text that is not blank, got " \n"` },
  {
    field: 'response',
    value: undefined,
    says: 'response must be a string unless the record has features, got nothing',
  },
  {
    field: 'response',
    value: `😀${text}\udc00`,
    says: 'response must be well-formed Unicode, got a lone surrogate at character 9',
  },
  {
    field: 'response',
    value: 'x'.repeat(10 * 2 ** 20),
    says: 'response must be at most 200000 characters, got 10485760',
  },
  { field: 'selfRating', value: undefined, says: `selfRating ${number}, got nothing` },
  { field: 'selfRating', value: null, says: `selfRating ${number}, got null` },
  { field: 'selfRating', value: '8', says: `selfRating ${number}, got "8"` },
  { field: 'selfRating', value: true, says: `selfRating ${number}, got true` },
  { field: 'selfRating', value: [8], says: `selfRating ${number}, got a list` },
  { field: 'selfRating', value: 0.9, says: 'selfRating must be from 1 to 10, got 0.9' },
  { field: 'selfRating', value: 11, says: 'selfRating must be from 1 to 10, got 11' },
  { field: 'humanRatings', value: undefined, says: 'humanRatings must be a list, got nothing' },
  { field: 'humanRatings', value: 4, says: 'humanRatings must be a list, got 4' },
  { field: 'humanRatings', value: [4, '5'], says: `humanRatings.1 ${human}, got "5"` },
  { field: 'humanRatings', value: [null], says: `humanRatings.0 ${human}, got null` },
  { field: 'humanRatings', value: [{ value: '5' }], says: `humanRatings.0 ${human}, got an object` },
  { field: 'humanRatings', value: [{ labeller: 'ann' }], says: `humanRatings.0 ${human}, got an object` },
  { field: 'humanRatings', value: [{ value: 5, labeller: '' }], says: `humanRatings.0.labeller ${name}, got ""` },
  { field: 'humanRatings', value: [4, 0], says: 'humanRatings.1 must be from 1 to 5, got 0' },
  { field: 'humanRatings', value: [{ value: 6 }], says: 'humanRatings.0.value must be from 1 to 5, got 6' },
  { field: 'features', value: 3, says: 'features must be an object of numbers, got 3' },
  { field: 'features', value: [], says: 'features must be an object of numbers, got a list' },
  { field: 'features', value: { words: '9' }, says: `features.words ${number}, got "9"` },
  { field: 'features', value: { words: null }, says: `features.words ${number}, got null` },
  { field: 'inclusion', value: 'often', says: `inclusion ${number}, got "often"` },
  { field: 'inclusion', value: 0, says: 'inclusion must be from 0.000001 to 1, got 0' },
  { field: 'inclusion', value: 1.5, says: 'inclusion must be from 0.000001 to 1, got 1.5' },
];

describe('a record is refused, with what was expected and what came,', () => {
  it.each(rules.map((rule) => ({ ...rule, title: rule.says.slice(0, 110) })))(
    'where $title',
    async ({ field, value, says }) => {
      expect(await complaintsAbout({ ...record, [field]: value })).toEqual([says]);
    },
  );

  it.each([
    ['null', null, 'null'],
    ['a number', 3, '3'],
    ['a list', [record], 'a list'],
    ['a string', 'a', '"a"'],
  ])('where it is %s', async (_, value, got) => {
    expect(await complaintsAbout(value)).toEqual([`record must be a JSON object, got ${got}`]);
  });

  it('where a number is too large to be one', async () => {
    const path = folder.write('infinite.jsonl', '{"id":"a","response":"x","selfRating":1e999,"humanRatings":[1]}');
    await expect(readRecords([path], { target })).rejects.toMatchObject({
      message: `${path}:1 selfRating must be a number, got Infinity`,
    });
  });

  it.each([
    ['a field', '{"id":"a","response":"x","selfRating":1,"humanRatings":[1],"selfRating":9}', 'selfRating'],
    ['a feature', '{"id":"a","selfRating":1,"humanRatings":[],"features":{"words":1,"words":2}}', 'words'],
    [
      'a field in another spelling',
      String.raw`{"id":"a","response":"x","selfRating":1,"humanRatings":[],"\u0069d":"b"}`,
      'id',
    ],
  ])('where it has %s twice', async (_, line, key) => {
    const path = folder.write('twice.jsonl', line);
    await expect(readRecords([path], { target })).rejects.toMatchObject({
      message: `${path}:1 record must have each key once, got "${key}" twice`,
    });
  });

  it('where a rating lies between the steps of its scale', async () => {
    const steps: Target = { ...target, humanScale: { min: 1, max: 5, step: 0.5 } };
    expect(await complaintsAbout({ ...record, humanRatings: [4.5, 4.2] }, steps)).toEqual([
      'humanRatings.1 must be from 1 to 5 in steps of 0.5, got 4.2',
    ]);
  });

  it('where it was rated on another scale', async () => {
    const found = complaintsAbout({ ...record, scale: { min: 0, max: 100 } }, target);
    expect(await found).toEqual(['scale must be from 1 to 10, got from 0 to 100']);
    expect(await complaintsAbout({ ...record, scale: { ...target.ratingScale, step: 1 } }, target)).toEqual([]);
  });

  it('with every problem that it has', async () => {
    const bad = { id: 3, selfRating: 12, humanRatings: [9, 'x'], inclusion: 0 };
    expect(await complaintsAbout(bad)).toEqual([
      `id ${name}, got 3`,
      `humanRatings.1 ${human}, got "x"`,
      'inclusion must be from 0.000001 to 1, got 0',
      'response must be a string unless the record has features, got nothing',
      'selfRating must be from 1 to 10, got 12',
      'humanRatings.0 must be from 1 to 5, got 9',
    ]);
  });

  it('with every problem, however many there are', async () => {
    const complaints = await complaintsAbout({ ...record, humanRatings: Array<string>(150_000).fill('x') });
    expect(complaints).toHaveLength(150_000);
  });
});

describe('a record is accepted', () => {
  it.each<[string, object]>([
    ['with features and no text', { response: undefined, features: { words: 3 } }],
    ['with no labels yet', { humanRatings: [] }],
    [
      'with labels that say who gave them',
      { humanRatings: [4, { value: 5, labeller: 'ann', source: 'web', policy: '2' }] },
    ],
    ['with ratings at the ends of their scales', { selfRating: 10, humanRatings: [1, 5] }],
    ['with a text of the greatest length', { response: 'x'.repeat(200_000) }],
    ['with surrogates in pairs', { response: '😀'.repeat(1000) }],
    ['with a probability of inclusion', { inclusion: 0.2 }],
    ['with an inclusion that was certain', { inclusion: 1 }],
  ])('%s', async (_, fields) => {
    const value = JSON.parse(JSON.stringify({ ...record, ...fields })) as unknown;
    const path = folder.write('good.jsonl', toLines([value]));
    expect(await readRecords([path], { target })).toEqual([value]);
  });

  it('and keeps the fields that nobody knows, at every depth', async () => {
    const value = { ...record, trace: { span: [1, 2] }, humanRatings: [{ value: 4, mood: 'tired' }] };
    const path = folder.write('unknown.jsonl', toLines([value]));
    expect(await readRecords([path], { target })).toEqual([value]);
  });
});

describe('the problems of a set', () => {
  it('come all at once, over all lines of all files, each with its place', async () => {
    const first = folder.write(
      'first.jsonl',
      `${JSON.stringify(record)}\n\n{"id":\n${toLines([{ ...record, id: 'b', selfRating: 11 }])}`,
    );
    const second = folder.write('second.jsonl.gz', gzipSync(toLines([{ ...record, id: 'c', humanRatings: 3 }, 7])));
    const error = await readRecords([first, second], { target }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'invalid-records', details: { issues: { length: 4 } } });
    expect((error as Error).message.split('\n')).toEqual([
      `${first}:3 record must be one JSON object a line, got Unexpected end of JSON input`,
      `${first}:4 selfRating must be from 1 to 10, got 11`,
      `${second}:1 humanRatings must be a list, got 3`,
      `${second}:2 record must be a JSON object, got 7`,
    ]);
  });

  it('include an id that came before, in the same file or another, also of a record that is wrong itself', async () => {
    const first = folder.write(
      'ids.jsonl',
      toLines([
        { ...record, selfRating: 0 },
        { ...record, id: 'b' },
      ]),
    );
    const second = folder.write('more.jsonl', toLines([record, { ...record, id: 'b', selfRating: 99 }]));
    const { records, issues } = await checkRecords([first, second], { target });
    expect(issues).toEqual([
      { path: first, line: 1, field: 'selfRating', message: 'must be from 1 to 10, got 0' },
      { path: second, line: 1, field: 'id', message: `must be unique, got "a" as in ${first}:1` },
      { path: second, line: 2, field: 'selfRating', message: 'must be from 1 to 10, got 99' },
      { path: second, line: 2, field: 'id', message: `must be unique, got "b" as in ${first}:2` },
    ]);
    expect(records).toEqual([{ ...record, id: 'b' }]);
  });

  it('include a line that is no UTF-8, by its number', async () => {
    const path = folder.write(
      'bytes.jsonl',
      Buffer.concat([Buffer.from(toLines([record])), Buffer.from([0x22, 0xff, 0x22])]),
    );
    await expect(readRecords([path], { target })).rejects.toMatchObject({
      message: `${path}:2 record must be UTF-8, got bytes that are not`,
    });
  });

  it('take one line each and move no cursor, whatever the file holds', async () => {
    const escape = '\u001b[2J';
    const values = [{ ...record, features: { [`${escape}\nevil.jsonl:1`]: 'x' } }];
    const path = folder.write('escape.jsonl', `${toLines(values)}{"id":${escape}\u2028}\n`);
    const error = (await readRecords([path], { target }).catch((thrown: unknown) => thrown)) as Error;
    const [first, second, ...rest] = error.message.split('\n');
    expect(first).toBe(String.raw`${path}:1 features.\u001b[2J\u000aevil.jsonl:1 must be a number, got "x"`);
    expect(second).toContain(
      String.raw`${path}:2 record must be one JSON object a line, got Unexpected token '\u001b'`,
    );
    expect(error.message).not.toMatch(/[^\P{Cc}\n]|\u2028/u);
    expect(rest).toEqual([]);
  });

  it('are shown short', async () => {
    const id = 'x'.repeat(900);
    const path = folder.write(
      'long-id.jsonl',
      toLines([
        { ...record, id },
        { ...record, id },
      ]),
    );
    await expect(readRecords([path], { target })).rejects.toMatchObject({
      message: `${path}:2 id must be unique, got "${'x'.repeat(40)}…" as in ${path}:1`,
    });
  });
});

describe('reading records', () => {
  it('keeps their order, over files and standard input', async () => {
    const first = folder.write('one.jsonl', toLines([record, { ...record, id: 'b' }]));
    const stdin = Readable.from([toLines([{ ...record, id: 'c' }])]);
    const records = await readRecords([first, '-'], { target, stdin });
    expect(records.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('takes standard input from anything that gives one piece after the other', async () => {
    const pieces = (async function* () {
      yield '{"id":"a","response":"a text",';
      yield await Promise.resolve(new TextEncoder().encode('"selfRating":8,"humanRatings":[4,5]}'));
    })();
    expect(await readRecords(['-'], { target, stdin: pieces })).toEqual([record]);
  });

  it('takes a byte order mark and CRLF', async () => {
    const path = folder.write(
      'windows.jsonl',
      `\uFEFF${toLines([record, { ...record, id: 'b' }]).replaceAll('\n', '\r\n')}`,
    );
    expect(await readRecords([path], { target })).toEqual([record, { ...record, id: 'b' }]);
  });

  it('tells how far it is', async () => {
    const path = folder.write('progress.jsonl', toLines([record, { ...record, id: 'b' }]));
    const seen: number[] = [];
    await readRecords([path, folder.write('third.jsonl', toLines([{ ...record, id: 'c' }]))], {
      target,
      onProgress: (lines) => seen.push(lines),
    });
    expect(seen).toEqual([1, 2, 3]);
  });

  it('does not let a field of a record reach the prototype of objects', async () => {
    const path = folder.write(
      'proto.jsonl',
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"id":"a","selfRating":1,"humanRatings":[],"features":{"__proto__":7,"words":1}}\n',
    );
    await checkRecords([path], { target });
    expect('polluted' in {}).toBe(false);
  });
});

describe('streaming records', () => {
  it('gives every line with what is wrong with it, and throws for none', async () => {
    const path = folder.write('stream.jsonl', `${toLines([record])}oops\n${toLines([{ ...record, selfRating: 0 }])}`);
    const reads = await collect(streamRecords(path, target, 'labelled'));
    expect(reads.map(({ line, value, issues }) => ({ line, value, fields: issues.map(({ field }) => field) }))).toEqual(
      [
        { line: 1, value: record, fields: [] },
        { line: 2, value: undefined, fields: ['record'] },
        { line: 3, value: { ...record, selfRating: 0 }, fields: ['selfRating'] },
      ],
    );
  });

  it('asks of a record to decide on neither labels nor a rating nor a response that says something', async () => {
    const values = [
      { id: 'a', response: '' },
      { id: 'b', response: 'x', selfRating: null },
    ];
    const path = folder.write('rated.jsonl', toLines(values));
    const reads = async (kind: 'rated' | 'labelled') =>
      (await collect(streamRecords(path, target, kind))).map(({ issues }) => issues.map(({ field }) => field).sort());
    expect(await reads('rated')).toEqual([[], []]);
    expect(await reads('labelled')).toEqual([
      ['humanRatings', 'response', 'selfRating'],
      ['humanRatings', 'selfRating'],
    ]);
  });
});

describe('a field that is missing', () => {
  it.each([
    ['selfRating', { self_rating: 8 }, 'self_rating'],
    ['selfRating', { SelfRating: 8 }, 'SelfRating'],
    ['selfRating', { score: 8 }, 'score'],
    ['humanRatings', { humanRating: [4] }, 'humanRating'],
    ['humanRatings', { 'Human Ratings': [4] }, 'Human Ratings'],
    ['response', { answer: 'a text' }, 'answer'],
    ['id', { ID: 'a' }, 'ID'],
  ])('is named where it seems to be there under another name: %s as %j', async (field, other, key) => {
    const rest = Object.fromEntries(Object.entries(record).filter(([one]) => one !== field));
    const [complaint, ...others] = await complaintsAbout({ ...rest, ...other });
    expect(others).toEqual([]);
    expect(complaint).toMatch(new RegExp(`^${field} must be .+, got nothing; the record has "${key}"$`));
  });

  it('says nothing of other names where the field is there, and wrong', async () => {
    expect(await complaintsAbout({ ...record, selfRating: null, self_rating: 8 })).toEqual([
      'selfRating must be a number, got null',
    ]);
  });
});

describe('labels in words', () => {
  const hint =
    ': write 1 for yes and 0 for no, with a human scale of 0:1 and a pass mark of 0.5 (--human-scale 0:1 --pass-at 0.5)';

  it.each([
    [[true], `humanRatings.0 ${human}, got true${hint}`],
    [['yes'], `humanRatings.0 ${human}, got "yes"${hint}`],
    [[{ value: 'Fail' }], `humanRatings.0 ${human}, got an object${hint}`],
    [false, `humanRatings must be a list, got false${hint}`],
  ])('are refused with how they are written: %j', async (humanRatings, says) => {
    expect(await complaintsAbout({ ...record, humanRatings })).toEqual([says]);
  });
});

describe('a file that plainly holds no records', () => {
  const makes = (path: string): string => `\`unflatter import ${path} --out records.jsonl\` makes records of`;
  const decision = {
    id: 'a',
    verdict: 'pass',
    reason: 'passes',
    passProbability: 0.9,
    contributions: [],
    selfRating: 8,
  };

  it.each([
    ['comma.csv', 'id,response,selfRating\na,x,8\nb,y,7\n', 'a table', ' it'],
    ['semi.csv', '\uFEFFKennung;Antwort\na;x\nb;y\n', 'a table', ' it'],
    ['table.dat', 'id\tresponse\tself_rating\na\tx\t8\n', 'a table', ' it'],
    ['list.json', JSON.stringify([record, record], null, 1), 'a JSON list', ' it'],
    ['line.json', JSON.stringify([record]), 'a JSON list', ' it'],
    ['cut.json', `[ ${JSON.stringify(record)},\n`, 'a JSON list', ' it'],
    ['numbers.json', '[1, 2]\n', 'a JSON list', ' it'],
    [
      'export.json',
      JSON.stringify({ results: [record] }, null, 1),
      'a JSON object over several lines',
      ' the export of an eval tool',
    ],
  ])('is refused once, with what makes records of it: %s', async (file, content, what, of) => {
    const path = folder.write(file, content);
    const error = await readRecords([path], { target }).catch((one: unknown) => one);
    expect(error).toMatchObject({
      code: 'invalid-records',
      message: `${path}:1 file must be records, one JSON object a line, got ${what}: ${makes(path)}${of}`,
      details: { issues: [{ path, line: 1, field: 'file' }] },
    });
  });

  it('is refused once where it holds decisions', async () => {
    const path = folder.write('decisions.jsonl', toLines([decision, decision]));
    await expect(readRecords([path], { target })).rejects.toThrow(
      `${path}:1 file must be records, one JSON object a line, got decisions as decide prints them: ` +
        'give the records that were decided on, or a log as loggedGate writes it (docs/log.md)',
    );
  });

  it.each([
    ['a line of words', 'oops, this is no table\n'],
    ['a line cut off', '{"id":"a","response":"x\n'],
    ['a line of a log', `[noise]\n${toLines([record])}`],
    ['a time before a line of a log', `[12:00:01] ready\n${toLines([record])}`],
    ['a record beside its decision', toLines([{ ...record, ...decision, features: undefined }])],
    ['what lacks its response beside its decision', toLines([{ ...decision, prompt: 'Why?' }])],
    [
      'a record with a verdict of its own',
      toLines([{ ...record, ...decision, features: { words: 1 }, selfRating: 99 }]),
    ],
  ])('is no such file with %s: its problems are those of its lines', async (_, content) => {
    const path = folder.write('odd.jsonl', content);
    const { issues } = await checkRecords([path], { target });
    expect(issues.map(({ field }) => field)).not.toContain('file');
  });
});

describe('reading records', () => {
  it('lists twenty problems, and how many more there are; the details have them all', async () => {
    const path = folder.write(
      'many.jsonl',
      toLines(Array.from({ length: 25 }, (_, i) => ({ ...record, id: `r${i}`, selfRating: 99 }))),
    );
    const error = await readRecords([path], { target }).catch((one: unknown) => one);
    const { message, details } = error as { message: string; details: { issues: unknown[] } };
    expect(message.split('\n')).toHaveLength(21);
    expect(message).toMatch(/:20 selfRating [^\n]+\nand 5 more$/);
    expect(details.issues).toHaveLength(25);
  });

  it.each([
    ['a path that is no list', 'x.jsonl', { target }, 'paths must be a list of files, as [path], got "x.jsonl"'],
    ['no options', ['x.jsonl'], undefined, 'options must be an object, got nothing'],
    ['no target', ['x.jsonl'], {}, 'target must be a target, as readTarget gives it, got nothing'],
    ['half a target', ['x.jsonl'], { target: { ratingScale: target.ratingScale } }, 'humanScale must be a scale'],
  ])('refuses %s', async (_, paths, options, says) => {
    const reading = readRecords(paths as string[], options as { target: Target });
    await expect(reading).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining(says) as string,
    });
  });
});
