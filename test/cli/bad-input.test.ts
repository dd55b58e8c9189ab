import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import { fit } from '../../src/fit/fit.ts';
import { exampleFlags, exampleRecords, exampleTarget, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli, type Outcome } from './fake-terminal.ts';

const folder = temporaryFolder();
const records = exampleRecords(24);
const good = toLines(records);
let calibrator: Calibrator;

beforeAll(() => {
  calibrator = fit(exampleRecords(40), exampleTarget);
  writeCalibrator(folder.path('calibrator.json'), calibrator);
});

/** Expects one line on standard error, and nothing else to have come of it. */
function expectRefusal({ exitCode, stdout, stderr }: Outcome, says: string): void {
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr.indexOf('\n')).toBe(stderr.length - 1);
  const [start, rest] = says.split('…');
  expect(rest === undefined ? stderr.trimEnd() : stderr.slice(0, start!.length)).toBe(start);
}

/** The example records, with other fields in the third, which stands in line 3. */
const withThird = (fields: object): string =>
  toLines(records.map((record, i) => (i === 2 ? { ...record, ...fields } : record)));

/**
 * What is said of one bad file. FILE stands for its path, BESIDE for that of dataset.json beside it, and … for words
 * of the JSON parser.
 */
interface Case {
  readonly what: string;
  readonly content?: string | Uint8Array;
  readonly flags?: readonly string[];
  readonly dataset?: unknown;
  readonly says: string;
}

const badRecords: readonly Case[] = [
  {
    what: 'a malformed line',
    content: `${good}{"id":"x",}\n`,
    says: 'FILE:25 record must be one JSON object a line, …',
  },
  {
    what: 'a line cut off',
    content: good.slice(0, -30),
    says: 'FILE:24 record must be one JSON object a line, …',
  },
  {
    what: 'bytes that are no UTF-8',
    content: Buffer.concat([Buffer.from(good), Buffer.from([0x22, 0xc3, 0x22])]),
    says: 'FILE:25 record must be UTF-8, got bytes that are not',
  },
  {
    what: 'a self-rating off the scale',
    content: withThird({ selfRating: 11 }),
    says: 'FILE:3 selfRating must be from 1 to 10, got 11',
  },
  {
    what: 'a self-rating in words',
    content: withThird({ selfRating: '8/10' }),
    says: 'FILE:3 selfRating must be a number, got "8/10"',
  },
  {
    what: 'no self-rating',
    content: withThird({ selfRating: null }),
    says: 'FILE:3 selfRating must be a number, got null',
  },
  {
    what: 'a human rating off the scale',
    content: withThird({ humanRatings: [3, 0] }),
    says: 'FILE:3 humanRatings.1 must be from 1 to 5, got 0',
  },
  {
    what: 'an empty response',
    content: withThird({ response: '' }),
    says: 'FILE:3 response must be a text that is not blank, got ""',
  },
  {
    what: 'a response of 10 MB',
    content: withThird({ response: 'x'.repeat(10 * 2 ** 20) }),
    says: 'FILE:3 response must be at most 200000 characters, got 10485760',
  },
  {
    what: 'a lone surrogate',
    content: withThird({ prompt: 'why \udc00?' }),
    says: 'FILE:3 prompt must be well-formed Unicode, got a lone surrogate at character 5',
  },
  {
    what: 'neither text nor features',
    content: withThird({ features: undefined }),
    says: 'FILE:3 response must be a string unless the record has features, got nothing',
  },
  { what: 'an id twice', content: withThird({ id: 'r0' }), says: 'FILE:3 id must be unique, got "r0" as in FILE:1' },
  {
    what: 'one class only',
    content: toLines(records.map((record) => ({ ...record, humanRatings: [2] }))),
    says: 'FILE: fitting needs records that pass and records that fail, but all 24 fail',
  },
  {
    what: 'fewer than 20 records',
    content: toLines(records.slice(0, 19)),
    says: 'FILE: fitting needs at least 20 labelled records, got 19',
  },
  {
    what: 'fewer than 20 labelled records',
    content: toLines(records.map((record, i) => (i < 5 ? { ...record, humanRatings: [] } : record))),
    says: 'FILE: fitting needs at least 20 labelled records, got 19',
  },
  {
    what: 'one group only',
    content: toLines(records.map((record) => ({ ...record, group: 'g' }))),
    says: 'FILE: fitting needs records of at least 2 groups, got 1: groups are never split',
  },
  {
    what: 'two criteria',
    content: toLines(records.map((record, i) => ({ ...record, criterion: i < 9 ? 'kind' : 'right' }))),
    says: "FILE: records must share one criterion, got 2 (kind, right): inflation differs between criteria, so fit each alone, or all at once by --out 'folder/{criterion}.json'",
  },
  {
    what: 'no such rater',
    content: good,
    flags: [...exampleFlags, '--rater', 'nobody'],
    says: 'FILE: no record has the rater "nobody", only "a-model"',
  },
  {
    what: 'no such rater among many',
    content: toLines(records.map((record, i) => ({ ...record, rater: `m${i % 7}` }))),
    flags: [...exampleFlags, '--rater', 'm8'],
    says: 'FILE: no record has the rater "m8", only "m0", "m1", "m2", "m3", "m4" and 2 more',
  },
  {
    what: 'no raters at all',
    content: toLines(records.map((record) => ({ ...record, rater: undefined }))),
    flags: [...exampleFlags, '--rater', 'm8'],
    says: 'FILE: no record has a rater',
  },
  {
    what: 'no such criterion',
    content: toLines(records.map((record) => ({ ...record, criterion: 'kind' }))),
    flags: [...exampleFlags, '--criterion', 'right'],
    says: 'FILE: no record has the criterion "right", only "kind"',
  },
  {
    what: 'a criterion without a name',
    content: good,
    flags: [...exampleFlags, '--criterion', ''],
    says: 'FILE: criterion must be a non-empty string of at most 1000 characters, got ""',
  },
  {
    what: 'criteria that speak to the terminal',
    content: toLines(records.map((record, i) => ({ ...record, criterion: `c${i % 2}\u001b[31m\nevil.jsonl:1 ok` }))),
    says: String.raw`FILE: records must share one criterion, got 2 (c0\u001b[31m\u000aevil.jsonl:1 ok, c1\u001b[31m\u000aevil.jsonl:1 ok): …`,
  },
  {
    what: 'a field twice',
    content: good.replace('"selfRating":5', '"selfRating":5,"selfRating":9'),
    says: 'FILE:1 record must have each key once, got "selfRating" twice',
  },
  {
    what: 'an empty file',
    content: '',
    says: 'FILE: must have at least one record, one JSON object a line, got an empty file',
  },
  { what: 'no file', says: 'FILE cannot be read: there is no such file' },
  { what: 'no file and no flags', flags: [], says: 'FILE cannot be read: there is no such file' },
  {
    what: 'gzip data that is cut off',
    content: gzipSync(good).subarray(0, 100),
    says: 'FILE cannot be read: its gzip data is cut off',
  },
  {
    what: 'gzip data that is damaged',
    content: Buffer.concat([gzipSync(good).subarray(0, -8), Buffer.alloc(8)]),
    says: 'FILE cannot be read: its gzip data is damaged',
  },
  {
    what: 'gzip data with more behind it',
    content: Buffer.concat([gzipSync(good), Buffer.from(good)]),
    says: 'FILE cannot be read: its gzip data has extra bytes after its end',
  },
  {
    what: 'no scale',
    content: good,
    flags: ['--human-scale', '1:5', '--pass-at', '3'],
    says: 'ratingScale of FILE is not known: pass --rating-scale 1:10 or the like, or say it in dataset.json beside the file',
  },
  {
    what: 'a pass mark off the human scale',
    content: good,
    flags: ['--rating-scale', '1:10', '--human-scale', '1:5', '--pass-at', '6'],
    says: 'FILE: passAt must be above 1 and at most 5, got 6',
  },
  {
    what: 'a dataset.json with a wrong scale',
    content: good,
    flags: [],
    dataset: { ...exampleTarget, ratingScale: { min: 1, max: 'ten' } },
    says: 'BESIDE ratingScale.max must be a number, got "ten"',
  },
  {
    what: 'a dataset.json that is no JSON',
    content: good,
    dataset: '{',
    says: 'BESIDE file must be JSON: …',
  },
];

const badCalibrators: readonly (Omit<Case, 'content'> & {
  readonly content?: (good: Calibrator) => string | Uint8Array;
})[] = [
  { what: 'no calibrator', says: 'FILE cannot be read: there is no such file' },
  { what: 'an empty calibrator', content: () => '', says: 'FILE file must be JSON, got …' },
  {
    what: 'a truncated calibrator',
    content: (one) => JSON.stringify(one).slice(0, -1),
    says: 'FILE file must be JSON, got …',
  },
  {
    what: 'a foreign file',
    content: () => '{"id":"a"}\n{"id":"b"}\n',
    says: 'FILE file must be JSON, got …',
  },
  {
    what: 'records',
    content: () => good,
    says: 'FILE file must be a calibrator as fit writes it, got what looks like records: the calibrator comes first',
  },
  {
    what: 'a single record',
    content: () => toLines(records.slice(0, 1)),
    says: 'FILE file must be a calibrator as fit writes it, got what looks like records: the calibrator comes first',
  },
  {
    what: 'the JSON of something else',
    content: () => '{"weights":[1,2]}',
    says: 'FILE format must be "unflatter-calibrator", got nothing',
  },
  {
    what: 'a calibrator of a later version',
    content: (one) => JSON.stringify({ ...one, version: 9, more: {} }),
    says: 'FILE version must be 2 or 3, got 9, made by a newer unflatter: update it',
  },
  {
    what: 'a calibrator with a number that is none',
    content: (one) => JSON.stringify({ ...one, passHead: { ...one.passHead, intercept: Number.NaN } }),
    says: 'FILE passHead.intercept must be a finite number, got null',
  },
  {
    what: 'a calibrator with a key too many',
    content: (one) => JSON.stringify({ ...one, more: 1 }),
    says: 'FILE file must not have the key "more"',
  },
  {
    what: 'a calibrator that is too large',
    content: (one) => JSON.stringify(one).padEnd(300_000),
    says: 'FILE file must be at most 262144 characters, got 300000',
  },
];

describe('bad records', () => {
  it.each(badRecords)('$what: fit says so in one line, and leaves the calibrator that was there', async (one) => {
    const { content, flags = exampleFlags, dataset, says } = one;
    const set = `fit/${one.what}`;
    const path =
      content === undefined ? folder.path(`${set}/records.jsonl`) : folder.write(`${set}/records.jsonl`, content);
    if (dataset !== undefined)
      folder.write(`${set}/dataset.json`, typeof dataset === 'string' ? dataset : JSON.stringify(dataset));
    const out = folder.write(`${set}/calibrator.json`, 'the one before');
    const before = folder.names(set);
    expectRefusal(
      await runCli(['fit', path, '--out', out, ...flags]),
      says.replaceAll('FILE', path).replace('BESIDE', folder.path(`${set}/dataset.json`)),
    );
    expect(readFileSync(out, 'utf8')).toBe('the one before');
    expect(folder.names(set)).toEqual(before);
  });

  it.each(badRecords.filter(({ says }) => /^FILE:\d/.test(says)))(
    '$what: check lists it',
    async ({ content, says }) => {
      const path = folder.write('check/records.jsonl', content!);
      const outcome = await runCli(['check', path, ...exampleFlags]);
      expect(outcome.stderr.endsWith('\n1 problem\n')).toBe(true);
      expectRefusal({ ...outcome, stderr: outcome.stderr.replace('1 problem\n', '') }, says.replaceAll('FILE', path));
    },
  );
});

describe('a bad calibrator', () => {
  it.each(badCalibrators)(
    '$what: decide says so in one line, and leaves the decisions that were there',
    async (one) => {
      const set = `decide/${one.what}`;
      const path = folder.path(`${set}/calibrator.json`);
      if (one.content !== undefined) folder.write(`${set}/calibrator.json`, one.content(calibrator));
      const input = folder.write(`${set}/records.jsonl`, good);
      const out = folder.write(`${set}/decisions.jsonl`, 'the ones before');
      const before = folder.names(set);
      const outcome = await runCli(['decide', input, '--calibrator', path, '--out', out]);
      expectRefusal(outcome, one.says.replace('FILE', path));
      expect(readFileSync(out, 'utf8')).toBe('the ones before');
      expect(folder.names(set)).toEqual(before);
      expect(await runCli(['evaluate', path, input])).toEqual(outcome);
    },
  );
});

describe('a bad way to decide', () => {
  it.each([
    [
      'a pass threshold that is no probability',
      ['--pass-threshold', '2'],
      'passThreshold must be above 0 and at most 1, got 2',
    ],
    [
      'a fail threshold above it',
      ['--fail-threshold', '0.9'],
      'failThreshold must be from 0 to the passThreshold 0.8, got 0.9',
    ],
  ])('%s is refused, and leaves the decisions that were there', async (_, flags, says) => {
    const input = folder.write('thresholds/records.jsonl', good);
    const out = folder.write('thresholds/decisions.jsonl', 'the ones before');
    const argv = ['decide', input, '--calibrator', folder.path('calibrator.json'), '--out', out, ...flags];
    expect(await runCli(argv)).toEqual({ exitCode: 1, stdout: '', stderr: `${says}\n` });
    expect(readFileSync(out, 'utf8')).toBe('the ones before');
  });

  it('a place where nothing can be written is named, before anything is read', async () => {
    const out = folder.path('nowhere/decisions.jsonl');
    const argv = ['decide', '-', '--calibrator', folder.path('calibrator.json'), '--out', out];
    expect(await runCli(argv, { stdin: ['oops'] })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `${out} cannot be written: its folder does not exist\n`,
    });
  });
});
