import { existsSync, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { watchRepeats } from '../../src/cli/repeats.ts';
import { run } from '../../src/cli/run.ts';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import { fit } from '../../src/fit/fit.ts';
import type { Contribution } from '../../src/types.ts';
import { expectClose } from '../close.ts';
import { exampleRecords, exampleTarget, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeTerminal, runCli } from './fake-terminal.ts';
import { shipped } from './shipped.ts';

const folder = temporaryFolder();
const records = exampleRecords(40);
let calibrator = '';

beforeAll(() => {
  calibrator = folder.path('calibrator.json');
  writeCalibrator(calibrator, fit(records, exampleTarget));
});

/** What is said of verdicts that no certificate stands behind. */
const uncertified =
  'note: the calibrator has no certificate for passing, so nothing is promised of passes from a pass probability of 0.8 on (see unflatter certify --help)\n';

interface Decision {
  readonly id: string | null;
  readonly verdict: string;
  readonly reason: string;
  readonly passProbability: number | null;
  readonly contributions: readonly Contribution[];
  readonly message?: string;
  readonly insecure?: boolean;
}

const parsed = (text: string): Decision[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Decision);

/** What is decided on these lines, which stand on standard input. */
async function decisionsOn(lines: string, ...argv: string[]) {
  const { exitCode, stdout, stderr } = await runCli(['decide', '-', '--calibrator', calibrator, ...argv], {
    stdin: [lines],
  });
  return { exitCode, decisions: parsed(stdout), stderr };
}

/** Thresholds by which every probability there is passes: what is still no pass was kept from it by something else. */
const passAll = ['--pass-threshold', '0.000001', '--fail-threshold', '0'];

describe('decide', () => {
  it('writes one line a record, in order, with its verdict, why, and what added up to it', async () => {
    const { exitCode, decisions, stderr } = await decisionsOn(toLines(records));
    expect(exitCode).toBe(0);
    expect(decisions.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
    for (const decision of decisions) {
      expect(Object.keys(decision).slice(0, 8)).toEqual([
        'id',
        'verdict',
        'reason',
        'passProbability',
        'rating',
        'interval',
        'contributions',
        'selfRating',
      ]);
      const logit = decision.contributions.reduce((sum, one) => sum + one.logit, 0);
      expectClose(decision.passProbability!, 1 / (1 + Math.exp(-logit)));
    }
    const count = (verdict: string): number => decisions.filter((decision) => decision.verdict === verdict).length;
    expect(stderr).toBe(
      `${uncertified}review ${count('review')}: between-thresholds (ask a person)\npass ${count('pass')}, fail ${count('fail')}, review ${count('review')}\n`,
    );
  });

  it('passes and fails by the thresholds it is given', async () => {
    const lines = toLines(records);
    const { decisions } = await decisionsOn(lines, '--pass-threshold', '0.6', '--fail-threshold', '0.4');
    const expected = decisions.map(({ passProbability: p }) => (p! >= 0.6 ? 'pass' : p! < 0.4 ? 'fail' : 'review'));
    expect(decisions.map(({ verdict }) => verdict)).toEqual(expected);
    expect(new Set((await decisionsOn(lines, ...passAll)).decisions.map(({ verdict }) => verdict))).toEqual(
      new Set(['pass']),
    );
  });

  it('takes the shipped example from a file, and gives its texts the verdicts that their labels suggest', async () => {
    const [example, path] = [shipped('example/records.jsonl'), folder.path('example.json')];
    expect((await runCli(['fit', example, '--out', path])).exitCode).toBe(0);
    const { exitCode, stdout } = await runCli(['decide', example, '--calibrator', path]);
    expect(exitCode).toBe(0);
    const verdictOf = new Map(parsed(stdout).map(({ id, verdict }) => [id, verdict]));
    expect(verdictOf.size).toBe(42);
    const labels = readFileSync(example, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; humanRatings: number[] });
    const passedOf = (good: boolean): number =>
      labels.filter(({ id, humanRatings }) => Math.min(...humanRatings) >= 4 === good && verdictOf.get(id) === 'pass')
        .length;
    expect(passedOf(true)).toBeGreaterThanOrEqual(10 * passedOf(false));
    expect(passedOf(true)).toBeGreaterThanOrEqual(10);
    const failed = labels.filter(({ id }) => verdictOf.get(id) === 'fail');
    expect(failed.length).toBeGreaterThanOrEqual(10);
    for (const { humanRatings } of failed) expect(Math.min(...humanRatings)).toBeLessThan(4);
  });

  it('reads files and standard input, gzipped or not, one after the other', async () => {
    const zipped = folder.write('first.gz', gzipSync(toLines(records.slice(0, 3))));
    const plain = folder.write('second.jsonl', toLines(records.slice(3, 5)));
    const { stdout } = await runCli(['decide', zipped, '-', plain, '--calibrator', calibrator], {
      stdin: [gzipSync(toLines(records.slice(5, 7)))],
    });
    expect(parsed(stdout).map(({ id }) => id)).toEqual(['r0', 'r1', 'r2', 'r5', 'r6', 'r3', 'r4']);
  });

  it.each(['decisions.jsonl', 'decisions.jsonl.gz'])('writes the same lines to %s', async (name) => {
    const input = folder.write('records.jsonl', toLines(records));
    const [out, printed] = [folder.path(name), await runCli(['decide', input, '--calibrator', calibrator])];
    const { exitCode, stdout, stderr } = await runCli(['decide', input, '--calibrator', calibrator, '--out', out]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toBe(printed.stderr.replace(/\n$/, `; wrote ${out}\n`));
    const bytes = readFileSync(out);
    expect((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()).toBe(printed.stdout);
  });

  it('counts the verdicts as JSON, where the decisions go to a file', async () => {
    const out = folder.path('counted.jsonl');
    const { stdout } = await runCli(['decide', '-', '--calibrator', calibrator, '--out', out, '--json', ...passAll], {
      stdin: [toLines([...records, { id: 'unrated', features: {} }])],
    });
    expect(JSON.parse(stdout)).toEqual({
      out,
      pass: 40,
      fail: 0,
      review: 1,
      reasons: { 'above-threshold': 40, 'rating-missing': 1 },
    });
  });

  it('says on standard error how many verdicts had which reason, the most frequent first, and what is missing', async () => {
    const without = records.slice(0, 3).map((record) => ({ ...record, features: { words: 90 } }));
    const unrated = { ...records[4]!, selfRating: null };
    const far = [1, 2].map(() => ({ ...records[0], features: { words: 90_000, headings: 0 } }));
    const lines = toLines([unrated, ...without, ...far, records[5]]);
    const counted = (await decisionsOn(lines, ...passAll)).stderr
      .split('\n')
      .filter((line) => line.startsWith('review '));
    expect(counted).toEqual([
      'review 3: feature-missing (first: feature headings must be a finite number, got undefined: the calibrator was fitted with it)',
      'review 2: outside-envelope (unlike the labels: outside, in each line, says what; label some like these and fit again)',
      'review 1: rating-missing (self-rating must be a number, got null)',
    ]);
    const insecure = (await decisionsOn(lines, '--on-error', 'pass-insecure')).stderr;
    expect(insecure).toContain('\npass 3: feature-missing (first: ');
  });

  it('writes lines without what they were decided on where they are to be brief, but marks a pass by an error', async () => {
    const lines = toLines([...records, { ...records[0]!, selfRating: null }]);
    const { decisions } = await decisionsOn(lines, '--on-error', 'pass-insecure');
    const brief = await decisionsOn(lines, '--on-error', 'pass-insecure', '--brief');
    const shown = decisions.map(({ id, verdict, reason, passProbability }) => ({
      id,
      verdict,
      reason,
      passProbability,
    }));
    const byError = {
      id: records[0]!.id,
      verdict: 'pass',
      reason: 'rating-missing',
      passProbability: null,
      insecure: true,
    };
    expect(brief.decisions).toEqual([...shown.slice(0, -1), byError]);
  });

  it('says what lies outside the labels, and asks a person', async () => {
    const far = { ...records[0], features: { words: 90_000, headings: 0 } };
    const { exitCode, decisions } = await decisionsOn(toLines([far]), ...passAll);
    expect(exitCode).toBe(0);
    expect(decisions).toMatchObject([
      { verdict: 'review', reason: 'outside-envelope', outside: [{ input: 'words', value: 90_000 }] },
    ]);
  });

  it('decides record by record: no further ahead of a slow reader than a buffer', async () => {
    const state = { read: 0, written: 0, furthest: 0 };
    async function* endless(): AsyncGenerator<string> {
      for (; state.read < 3000; state.read++) yield toLines([{ ...records[0], id: `r${state.read}` }]);
    }
    const { stdin, stderr } = fakeTerminal({ stdin: endless() });
    const stdout = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        state.written++;
        state.furthest = Math.max(state.furthest, state.read - state.written);
        setImmediate(done);
      },
    });
    expect(await run(['decide', '-', '--calibrator', calibrator], { stdin, stdout, stderr })).toBe(0);
    expect(state.written).toBe(3000);
    expect(stdout.listenerCount('close') + stdout.listenerCount('drain')).toBe(0);
    expect(state.furthest).toBeLessThan(100);
  });
});

describe('a record that cannot be decided on', () => {
  const record = records[0]!;

  it.each<{ what: string; fields: object; reason: string }>([
    { what: 'without a rating', fields: { selfRating: undefined }, reason: 'rating-missing' },
    { what: 'with the rating null', fields: { selfRating: null }, reason: 'rating-missing' },
    { what: 'with an empty response', fields: { features: undefined, response: '' }, reason: 'response-empty' },
    { what: 'with a blank response', fields: { features: undefined, response: ' \n ' }, reason: 'response-empty' },
    { what: 'without a feature that the fit had', fields: { features: { words: 90 } }, reason: 'feature-missing' },
    { what: 'by another rater', fields: { rater: 'another-model' }, reason: 'rater-mismatch' },
  ])('$what gets a review, and is no error', async ({ fields, reason }) => {
    const { exitCode, decisions } = await decisionsOn(toLines([record, { ...record, ...fields }, record]), ...passAll);
    expect(exitCode).toBe(0);
    expect(decisions.map(({ verdict }) => verdict)).toEqual(['pass', 'review', 'pass']);
    expect(decisions[1]).toMatchObject({ id: 'r0', reason, passProbability: null, contributions: [] });
    expect(decisions[1]!.message).toMatch(/./);
  });

  it('is one without a column that the fit had, among others that have it', async () => {
    const own = folder.path('own.json');
    const withColumn = records.map((one, i) => ({ ...one, features: { ...one.features, linksChecked: i % 7 } }));
    writeCalibrator(own, fit(withColumn, exampleTarget));
    const { exitCode, stdout } = await runCli(['decide', '-', '--calibrator', own, ...passAll], {
      stdin: [toLines([withColumn[0], records[1], withColumn[2]])],
    });
    expect(exitCode).toBe(0);
    const decisions = parsed(stdout);
    expect(decisions.map(({ verdict }) => verdict)).toEqual(['pass', 'review', 'pass']);
    expect(decisions[0]!.contributions).toContainEqual(
      expect.objectContaining({ input: 'linksChecked', value: 0, logit: expect.any(Number) }),
    );
    expect(decisions[1]).toMatchObject({ reason: 'feature-missing', passProbability: null });
    expect(decisions[1]!.message).toContain('linksChecked');
  });

  it.each([
    ['review', { verdict: 'review' }],
    ['fail', { verdict: 'fail' }],
    ['pass-insecure', { verdict: 'pass', insecure: true }],
  ])('gets the verdict that --on-error asks for, %s, and never a silent pass', async (onError, expected) => {
    const { decisions } = await decisionsOn(toLines([{ ...record, selfRating: null }]), '--on-error', onError);
    expect(decisions).toEqual([expect.objectContaining({ reason: 'rating-missing', ...expected })]);
    expect(decisions[0]!.insecure).toBe('insecure' in expected ? true : undefined);
  });
});

describe('a line that is no record', () => {
  const [before, good, after] = records.slice(0, 3).map((record) => JSON.stringify(record)) as [string, string, string];
  const lineWith = (fields: object): string => JSON.stringify({ ...records[1], ...fields });

  const bad: { readonly what: string; readonly line: string; readonly says: string }[] = [
    { what: 'no JSON', line: 'pass', says: 'record must be one JSON object a line, got Unexpected token' },
    {
      what: 'cut off',
      line: good.slice(0, 40),
      says: 'record must be one JSON object a line, got Unterminated string',
    },
    { what: 'a number', line: '1', says: 'record must be a JSON object, got 1' },
    { what: 'null', line: 'null', says: 'record must be a JSON object, got null' },
    { what: 'a list', line: `[${good}]`, says: 'record must be a JSON object, got a list' },
    {
      what: 'rated above its scale',
      line: lineWith({ selfRating: 11 }),
      says: 'selfRating must be from 1 to 10, got 11',
    },
    {
      what: 'rated below its scale',
      line: lineWith({ selfRating: 0 }),
      says: 'selfRating must be from 1 to 10, got 0',
    },
    { what: 'rated in words', line: lineWith({ selfRating: '10' }), says: 'selfRating must be a number, got "10"' },
    { what: 'rated true', line: lineWith({ selfRating: true }), says: 'selfRating must be a number, got true' },
    {
      what: 'rated beyond numbers',
      line: good.replace('"selfRating":6', '"selfRating":1e999'),
      says: 'selfRating must be a number, got Infinity',
    },
    {
      what: 'with a field twice',
      line: good.replace('"selfRating":6', '"selfRating":6,"selfRating":9'),
      says: 'record must have each key once, got "selfRating" twice',
    },
    { what: 'without an id', line: lineWith({ id: undefined }), says: 'id must be a non-empty string, got nothing' },
    {
      what: 'without text or features',
      line: lineWith({ features: undefined }),
      says: 'response must be a string unless the record has features, got nothing',
    },
    {
      what: 'with a feature that is no number',
      line: lineWith({ features: { words: '9', headings: 0 } }),
      says: 'features.words must be a number, got "9"',
    },
    {
      what: 'with a lone surrogate',
      line: lineWith({ response: 'ok \ud800' }),
      says: 'response must be well-formed Unicode, got a lone surrogate at character 4',
    },
    {
      what: 'with a response of 10 MB',
      line: lineWith({ response: 'x'.repeat(10 * 2 ** 20) }),
      says: 'response must be at most 200000 characters, got 10485760',
    },
    {
      what: 'with an id too deep to write',
      line: `{"id":${'['.repeat(200_000)}${']'.repeat(200_000)},"features":{}}`,
      says: 'id must be a non-empty string, got a list',
    },
  ];

  it.each(bad)(
    '$what, gets a review among the others, is listed, and makes the exit code 1',
    async ({ line, says }) => {
      const { exitCode, decisions, stderr } = await decisionsOn(`${before}\n${line}\n${after}\n`, ...passAll);
      expect(exitCode).toBe(1);
      expect(decisions.map(({ verdict }) => verdict)).toEqual(['pass', 'review', 'pass']);
      expect(decisions[1]).toMatchObject({ reason: 'invalid-records', passProbability: null });
      expect(decisions[1]!.message!.slice(0, says.length)).toBe(says);
      expect(stderr.slice(0, says.length + 4)).toBe(`-:2 ${says}`);
      expect(stderr.split('\n').slice(-2)).toEqual(['1 problem', '']);
    },
  );

  it.each(bad)('$what, leaves the file of --out as it was', async ({ line }) => {
    const out = folder.write('kept/decisions.jsonl', 'the decisions before');
    const { exitCode, stdout, stderr } = await runCli(
      ['decide', '-', '--calibrator', calibrator, '--out', out, ...passAll],
      { stdin: [`${before}\n${line}\n`] },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(`1 problem, so ${out} was not written`);
    expect(readFileSync(out, 'utf8')).toBe('the decisions before');
    expect(folder.names('kept')).toEqual(['decisions.jsonl']);
  });

  it('is never let through, whatever --on-error says', async () => {
    const { decisions } = await decisionsOn(
      bad.map(({ line }) => `${line}\n`).join(''),
      '--on-error',
      'pass-insecure',
      ...passAll,
    );
    expect(decisions.map(({ verdict }) => verdict)).toEqual(bad.map(() => 'review'));
  });

  it('is told with all its problems, in its decision and on standard error', async () => {
    const { decisions, stderr } = await decisionsOn('{"selfRating":11}\n{}\n');
    expect(decisions[0]!.message).toBe(
      'id must be a non-empty string, got nothing; response must be a string unless the record has features, got nothing; selfRating must be from 1 to 10, got 11',
    );
    expect(stderr.trimEnd().split('\n')).toHaveLength(6);
    expect(stderr).toMatch(/\n5 problems\n$/);
  });
});

describe('a set that the calibrator was not made for', () => {
  it.each([
    ['ratingScale', { ...exampleTarget, ratingScale: { min: 0, max: 10 } }, '{"min":1,"max":10}', '{"min":0,"max":10}'],
    [
      'ratingScale',
      { ...exampleTarget, ratingScale: { min: 1, max: 100, step: 1 } },
      '{"min":1,"max":10}',
      '{"min":1,"max":100,"step":1}',
    ],
  ])('by the %s in its dataset.json is refused, and no file is touched', async (part, dataset, ours, theirs) => {
    folder.write('other/dataset.json', JSON.stringify(dataset));
    const path = folder.write('other/records.jsonl', toLines(records));
    const out = folder.write('other/out.jsonl', 'before');
    for (const flags of [[], ['--out', out]]) {
      expect(await runCli(['decide', path, '--calibrator', calibrator, ...flags])).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `the ${part} of ${path} must be ${ours}, for which the calibrator was fitted, got ${theirs} from dataset.json: correct dataset.json, or fit without --rating-scale\n`,
      });
    }
    expect(readFileSync(out, 'utf8')).toBe('before');
    expect(folder.names('other')).toEqual(['dataset.json', 'out.jsonl', 'records.jsonl']);
  });

  it.each<[string, object]>([
    ['the same in another order, or nothing', { passAt: 3, ratingScale: { max: 10, min: 1 } }],
    ['in which steps people rate', { ...exampleTarget, ratingScale: { min: 1, max: 10, step: 1 } }],
    ['another pass mark, which decides nothing here', { ...exampleTarget, passAt: 4 }],
    ['another human scale, which decides nothing here', { ...exampleTarget, humanScale: { min: 1, max: 7 } }],
  ])('is decided on where its dataset.json says %s', async (_, dataset) => {
    folder.write('same/dataset.json', JSON.stringify(dataset));
    const path = folder.write('same/records.jsonl', toLines(records));
    expect((await runCli(['decide', path, '--calibrator', calibrator])).exitCode).toBe(0);
  });

  it('by the criterion in its dataset.json is refused', async () => {
    const kind = folder.path('kind.json');
    writeCalibrator(kind, fit(records, { ...exampleTarget, criterion: 'kind' }));
    folder.write('right/dataset.json', JSON.stringify({ criterion: 'right' }));
    const path = folder.write('right/records.jsonl', toLines(records));
    expect(await runCli(['decide', path, '--calibrator', kind])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `the criterion of ${path} must be "kind", for which the calibrator was fitted, got "right" from dataset.json: correct dataset.json, or fit without --criterion\n`,
    });
  });
});

describe('a set without records', () => {
  it.each([
    ['nothing at all', ''],
    ['nothing but blank lines', '\n \n'],
    ['nothing, gzipped', gzipSync('')],
  ])('is refused where it holds %s, and the file of --out stays', async (_, content) => {
    const path = folder.write('none/records.jsonl', content);
    const out = folder.write('none/out.jsonl', 'before');
    for (const flags of [[], ['--out', out]]) {
      expect(await runCli(['decide', path, '--calibrator', calibrator, ...flags])).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `${path}: deciding needs at least 1 record, got 0\n`,
      });
    }
    expect(readFileSync(out, 'utf8')).toBe('before');
    expect(folder.names('none')).toEqual(['out.jsonl', 'records.jsonl']);
  });
});

describe('ids that repeat', () => {
  const verdicts = /^note: .*\n(?:review .*\n)?pass \d+, fail \d+, review \d+\n$/;

  it('are warned of once, with how many they are and where the first is, over all files', async () => {
    const path = folder.write('repeats.jsonl', toLines([...records, records[7], records[3]]));
    const { exitCode, stdout, stderr } = await runCli(['decide', path, '-', '--calibrator', calibrator], {
      stdin: [toLines([records[0]])],
    });
    expect(exitCode).toBe(0);
    expect(parsed(stdout)).toHaveLength(43);
    const [warning, rest] = [stderr.slice(0, stderr.indexOf('\n')), stderr.slice(stderr.indexOf('\n') + 1)];
    expect(warning).toBe(`warning: 3 records have an id that came before, first "r7" in ${path}:41`);
    expect(rest).toMatch(verdicts);
  });

  it('are warned of in a way that no terminal obeys', async () => {
    const record = { ...records[0], id: 'x\u009b2J' };
    const { stderr } = await decisionsOn(toLines([record, record]));
    expect(stderr.split('\n')[0]).toBe(
      String.raw`warning: 1 record has an id that came before, first "x\u009b2J" in -:2`,
    );
  });

  it('are counted at least, where there are more ids than are kept', () => {
    const repeats = watchRepeats();
    const see = (id: number): void => repeats.see({ path: 'a', line: id, value: { id: `r${id}` }, issues: [] });
    for (let id = 0; id < 100_001; id++) see(id);
    expect(repeats.warning()).toBeUndefined();
    for (const id of [100_000, 99_999]) see(id);
    expect(repeats.warning()).toBe('warning: at least 1 record has an id that came before, first "r99999" in a:99999');
  });
});

describe('the file of --out', () => {
  it('is a device too, to which lines go as they come', async () => {
    const argv = ['decide', '-', '--calibrator', calibrator, '--out', '/dev/null'];
    const good = await runCli(argv, { stdin: [toLines(records)] });
    expect(good).toMatchObject({ exitCode: 0, stdout: '' });
    expect(good.stderr).toMatch(/; wrote \/dev\/null\n$/);
    const bad = await runCli(argv, { stdin: ['oops'] });
    expect(bad).toMatchObject({ exitCode: 1, stdout: '' });
    expect(bad.stderr).toMatch(/\n1 problem\n$/);
  });
});

it('leaves no file behind where the records turn out unreadable halfway', async () => {
  const bytes = gzipSync(toLines(exampleRecords(2000)));
  const path = folder.write('half/records.gz', bytes.subarray(0, bytes.length - 20));
  const out = folder.path('half/out.jsonl');
  expect(await runCli(['decide', path, '--calibrator', calibrator, '--out', out])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `${path} cannot be read: its gzip data is cut off\n`,
  });
  expect(existsSync(out)).toBe(false);
  expect(folder.names('half')).toEqual(['records.gz']);
});
