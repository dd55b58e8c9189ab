import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { declaredAbout, declaredTarget, readTarget } from '../../src/data/dataset.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const ratingScale = { min: 1, max: 10 };
const humanScale = { min: 1, max: 5 };
const whole = { ratingScale, humanScale, passAt: 4 };

let sets = 0;

/** A file of records beside this `dataset.json`, in a folder of its own. */
function recordsBeside(dataset?: unknown): { readonly records: string; readonly beside: string } {
  const set = `set-${sets++}`;
  const beside = folder.path(`${set}/dataset.json`);
  if (dataset !== undefined)
    folder.write(`${set}/dataset.json`, typeof dataset === 'string' ? dataset : JSON.stringify(dataset));
  return { records: folder.write(`${set}/records.jsonl`, ''), beside };
}

describe('where the data of a file are from', () => {
  const said = { name: 'Answers', licence: 'MIT', source: 'example.org', note: 'all of them' };

  it('is what dataset.json beside it says of all files, where it has no list', async () => {
    expect(await declaredAbout(recordsBeside({ ...said, extra: 1 }).records)).toEqual(said);
    expect(await declaredAbout(recordsBeside().records)).toEqual({});
  });

  it('is what its own entry says, and the rest of what is said of all', async () => {
    const files = [
      { file: 'other.jsonl', note: 'others' },
      { file: 'records.jsonl', note: 'these', licence: 'CC0-1.0' },
    ];
    const { records } = recordsBeside({ ...said, files });
    expect(await declaredAbout(records)).toEqual({ ...said, note: 'these', licence: 'CC0-1.0' });
  });

  it('is not known of a file that its list leaves out', async () => {
    expect(await declaredAbout(recordsBeside({ ...said, files: [{ file: 'other.jsonl' }] }).records)).toEqual({});
    expect(await declaredAbout(recordsBeside({ ...said, files: [] }).records)).toEqual({});
  });
});

describe('the target of a file of records', () => {
  it('is what dataset.json beside it says of all files', async () => {
    const { records } = recordsBeside({ ...whole, criterion: 'helpful', licence: 'MIT', files: [{ file: 'other' }] });
    expect(await readTarget(records)).toEqual({ ...whole, criterion: 'helpful' });
  });

  it('is what dataset.json says of this very file, and what it says of all where it says no more', async () => {
    const files = [
      { file: 'other.jsonl', passAt: 2, criterion: 'polite' },
      { file: 'records.jsonl', passAt: 3, humanScale: { min: 0, max: 3, step: 0.5 }, records: 7 },
    ];
    const { records } = recordsBeside({ ...whole, criterion: 'helpful', files });
    expect(await readTarget(records)).toEqual({
      ratingScale,
      humanScale: { min: 0, max: 3, step: 0.5 },
      passAt: 3,
      criterion: 'helpful',
    });
  });

  it('is what the caller knows, wherever the caller knows it', async () => {
    const { records } = recordsBeside({
      ...whole,
      criterion: 'helpful',
      files: [{ file: 'records.jsonl', passAt: 2 }],
    });
    const known = { ratingScale: { min: 0, max: 1 }, humanScale: undefined, passAt: 5, criterion: 'kind' };
    expect(await readTarget(records, known)).toEqual({
      ratingScale: { min: 0, max: 1 },
      humanScale,
      passAt: 5,
      criterion: 'kind',
    });
  });

  it('says by whom a response has to be passed, unless that is the mean, which is the default', async () => {
    const files = [{ file: 'records.jsonl', passBy: 'mean' }];
    const person = recordsBeside({ ...whole, passBy: 'person' }).records;
    expect(await readTarget(person)).toEqual({ ...whole, passBy: 'person' });
    expect(await readTarget(person, { passBy: undefined })).toEqual({ ...whole, passBy: 'person' });
    expect(await readTarget(person, { passBy: 'mean' })).toEqual(whole);
    expect(await readTarget(recordsBeside({ ...whole, passBy: 'person', files }).records)).toEqual(whole);
    expect(await readTarget(recordsBeside(whole).records, { passBy: 'person' })).toEqual({
      ...whole,
      passBy: 'person',
    });
  });

  it('needs no dataset.json where the caller knows all of it', async () => {
    expect(await readTarget(recordsBeside().records, whole)).toEqual(whole);
    expect(await readTarget('-', whole)).toEqual(whole);
  });

  it('keeps nothing of dataset.json that is not part of it', async () => {
    const { records } = recordsBeside({ ...whole, ratingScale: { ...ratingScale, unit: 'stars' }, name: 'a set' });
    expect(await readTarget(records)).toEqual(whole);
    expect(Object.keys(await declaredTarget(records))).toEqual(['ratingScale', 'humanScale', 'passAt']);
  });

  it('is nothing yet where there is no dataset.json', async () => {
    expect(await declaredTarget(recordsBeside().records)).toEqual({});
    expect(await declaredTarget('-')).toEqual({});
  });

  it('is nothing yet for standard input, whatever stands where the program runs', async () => {
    const { beside } = recordsBeside(whole);
    const here = process.cwd();
    process.chdir(dirname(beside));
    try {
      expect(await declaredTarget('-')).toEqual({});
      expect(await declaredTarget('records.jsonl')).toEqual(whole);
    } finally {
      process.chdir(here);
    }
  });

  it('is read past a byte order mark', async () => {
    const { records } = recordsBeside(`\uFEFF${JSON.stringify(whole)}`);
    expect(await readTarget(records)).toEqual(whole);
  });
});

describe('a missing piece', () => {
  it.each([
    ['ratingScale', { humanScale, passAt: 4 }, '--rating-scale 1:10'],
    ['humanScale', { ratingScale, passAt: 4 }, '--human-scale 1:5'],
    ['passAt', { ratingScale, humanScale }, '--pass-at 4'],
  ])('%s is asked for by its flag', async (option, dataset, flag) => {
    const { records } = recordsBeside(dataset);
    await expect(readTarget(records)).rejects.toMatchObject({
      code: 'invalid-option',
      message: `${option} of ${records} is not known: pass ${flag} or the like, or say it in dataset.json beside the file`,
      details: { option, received: undefined },
    });
  });

  it('is asked for on standard input too', async () => {
    await expect(readTarget('-', { ratingScale, passAt: 4 })).rejects.toMatchObject({
      message: /^humanScale of - is not known: pass --human-scale 1:5 or the like/,
    });
  });

  it.each([
    ['the file is not there', 'nowhere.jsonl', 'there is no such file'],
    ['it is a folder', '.', 'it is a folder'],
  ])('matters less than that %s', async (_, name, reason) => {
    const path = folder.path(name);
    await expect(readTarget(path)).rejects.toMatchObject({
      code: 'unreadable-file',
      message: `${path} cannot be read: ${reason}`,
    });
  });
});

describe('a wrong dataset.json', () => {
  it.each<[string, unknown, string[]]>([
    ['is no object', [], ['file must be a JSON object, got a list']],
    ['has a scale that is none', { ...whole, ratingScale: 10 }, ['ratingScale must be {min, max}, got 10']],
    [
      'has a scale without an end',
      { ...whole, humanScale: { min: 1, max: '5' } },
      ['humanScale.max must be a number, got "5"'],
    ],
    [
      'has a scale without room',
      { ...whole, humanScale: { min: 5, max: 5 } },
      ['humanScale must be a scale with min below max, got an object'],
    ],
    [
      'has a step that is none',
      { ...whole, ratingScale: { ...ratingScale, step: 0 } },
      ['ratingScale.step must be above 0, got 0'],
    ],
    ['has a pass mark that is none', { ...whole, passAt: '4' }, ['passAt must be a number, got "4"']],
    [
      'is passed by whom nobody knows',
      { ...whole, passBy: 'everyone' },
      ['passBy must be mean or person, got "everyone"'],
    ],
    ['has a criterion that is none', { ...whole, criterion: 4 }, ['criterion must be a string, got 4']],
    ['has files that are no list', { ...whole, files: {} }, ['files must be a list, got an object']],
    [
      'has a file that is none',
      { ...whole, files: ['a'] },
      ['files.0 must be an object with the name of a file, got "a"'],
    ],
    ['has a file without a name', { ...whole, files: [{ passAt: 3 }] }, ['files.0.file must be a string, got nothing']],
    [
      'has several problems',
      { ratingScale: null, passAt: [], files: [{ file: 'a' }, { file: 'b', passAt: true }] },
      [
        'ratingScale must be {min, max}, got null',
        'passAt must be a number, got a list',
        'files.1.passAt must be a number, got true',
      ],
    ],
  ])('says so where it %s', async (_, dataset, messages) => {
    const { records, beside } = recordsBeside(dataset);
    await expect(readTarget(records, whole)).rejects.toMatchObject({
      code: 'invalid-records',
      message: messages.map((message) => `${beside} ${message}`).join('\n'),
    });
  });

  it('says so in one line where it is no JSON', async () => {
    const { records, beside } = recordsBeside('{\n  "passAt": 4,\n}\n');
    const error = (await readTarget(records, whole).catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({ code: 'invalid-records', details: { issues: [{ path: beside, field: 'file' }] } });
    expect(error.message).toMatch(/dataset\.json file must be JSON: /);
    expect(error.message).not.toContain('\n');
  });

  it.each([
    ['{"passby": "person"}', 'passby must be called "passBy", got "passby"'],
    ['{"pass_at": 1}', 'pass_at must be called "passAt", got "pass_at"'],
    [
      '{"files": [{"file": "records.jsonl", "HumanScale": {"min": 0, "max": 1}}]}',
      'HumanScale must be called "humanScale"',
    ],
  ])('says so where a default would stand in for a slip of the pen: %s', async (text, says) => {
    const { records } = recordsBeside(text);
    await expect(readTarget(records, whole)).rejects.toMatchObject({
      code: 'invalid-records',
      message: expect.stringContaining(says) as string,
    });
  });

  it('lets other keys stand', async () => {
    const { records } = recordsBeside('{"name": "a", "passRate": 0.5, "rater": "b", "noteOnScale": "c"}');
    await expect(readTarget(records, whole)).resolves.toEqual(whole);
  });

  it('says so where it has a key twice', async () => {
    const { records, beside } = recordsBeside('{"passAt": 4, "passAt": 3}');
    await expect(readTarget(records, whole)).rejects.toMatchObject({
      message: `${beside} file must have each key once, got "passAt" twice`,
    });
  });

  it('says so where it is a folder', async () => {
    const { records, beside } = recordsBeside();
    folder.write(`${beside.slice(folder.path('').length)}/inside`, '');
    await expect(readTarget(records, whole)).rejects.toMatchObject({
      message: `${beside} cannot be read: it is a folder`,
    });
  });

  it.each([
    ['above the human scale', { ...whole, passAt: 9 }, 'passAt must be above 1 and at most 5, got 9'],
    [
      'at its lower end, where everything passes',
      { ...whole, passAt: 1 },
      'passAt must be above 1 and at most 5, got 1',
    ],
  ])('names the file whose pass mark is %s', async (_, dataset, message) => {
    const { records } = recordsBeside(dataset);
    await expect(readTarget(records)).rejects.toMatchObject({
      code: 'invalid-option',
      message: `${records}: ${message}`,
    });
  });

  it.each([
    ['no name', '', '""'],
    ['a name too long', 'c'.repeat(1001), `"${'c'.repeat(40)}…"`],
  ])('names the file whose criterion has %s', async (_, criterion, got) => {
    const { records } = recordsBeside({ ...whole, criterion });
    await expect(readTarget(records)).rejects.toMatchObject({
      message: `${records}: criterion must be a non-empty string of at most 1000 characters, got ${got}`,
    });
  });
});
