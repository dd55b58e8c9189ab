import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { fit } from '../../src/fit/fit.ts';
import type { CalibrationRecord } from '../../src/types.ts';
import { exampleFlags, exampleRecords, exampleTarget, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';

const folder = temporaryFolder();
const records = exampleRecords(24);

/** Records of one criterion; labels differ between criteria, so that pooling would show. */
const about = (criterion: string, shift = 0): CalibrationRecord[] =>
  records.map((record, i) => ({ ...record, criterion, humanRatings: [1 + ((i * 7 + shift * (i % 3)) % 5)] }));

const read = (path: string) => parseCalibrator(readFileSync(path, 'utf8'), path);

/** Fits every criterion of these files into a folder of its own, which is there. */
async function fitInto(set: string, paths: readonly string[], ...flags: string[]) {
  const keep = folder.write(`${set}/out/.keep`, '');
  const out = keep.replace('.keep', '{criterion}.json');
  const outcome = await runCli(['fit', ...paths, '--out', out, ...flags]);
  const names = folder.names(`${set}/out`).filter((name) => name !== '.keep');
  const place = (name: string): string => folder.path(`${set}/out/${name}`);
  return { ...outcome, names, place, fitted: (name: string) => read(place(name)) };
}

describe('fit with {criterion} in --out', () => {
  it('fits one calibrator a criterion of one file, and pools none', async () => {
    const path = folder.write('one/records.jsonl', toLines([...about('tone'), ...about('facts', 2)].toReversed()));
    const { exitCode, stdout, stderr, names, place, fitted } = await fitInto('one', [path], ...exampleFlags);
    expect({ exitCode, stderr, names }).toEqual({ exitCode: 0, stderr: '', names: ['facts.json', 'tone.json'] });
    for (const [criterion, own] of [
      ['facts', about('facts', 2)],
      ['tone', about('tone')],
    ] as const)
      expect(fitted(`${criterion}.json`)).toEqual(fit(own, { ...exampleTarget, criterion }));
    expect(fitted('facts.json').fittedOn.digest).not.toBe(fitted('tone.json').fittedOn.digest);
    const lines = stdout.split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /^facts: 24 labelled records in 12 groups, \d\d\.\d % pass; log loss .+; features .+; wrote /,
    );
    expect(lines[0]!.endsWith(`wrote ${place('facts.json')}`)).toBe(true);
    expect(lines[1]).toMatch(/^tone: /);
    expect(lines[2]).toBe('2 of 2 calibrators written, one a criterion');
  });

  it('gives the same bytes and the same lines for the files in any order, each criterion with its own scales', async () => {
    folder.write(
      'many/dataset.json',
      JSON.stringify({
        ...exampleTarget,
        files: [
          { file: 'a.jsonl', criterion: 'zest' },
          { file: 'b.jsonl', criterion: 'brevity', humanScale: { min: 0, max: 6 }, passAt: 2 },
        ],
      }),
    );
    // Neither says what it measures in its records.
    const [a, b] = ['a', 'b'].map((name) => folder.write(`many/${name}.jsonl`, toLines(records)));
    const outcomes = [];
    for (const paths of [
      [a!, b!],
      [b!, a!],
    ]) {
      const { fitted, place, names, ...outcome } = await fitInto('many', paths);
      expect(fitted('zest.json').target).toEqual({ ...exampleTarget, criterion: 'zest' });
      expect(fitted('brevity.json').target).toEqual({
        ...exampleTarget,
        humanScale: { min: 0, max: 6 },
        passAt: 2,
        criterion: 'brevity',
      });
      outcomes.push({ outcome, names, texts: names.map((name) => readFileSync(place(name), 'utf8')) });
    }
    expect(outcomes[0]!.outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(outcomes[1]).toEqual(outcomes[0]);
  });

  it('joins what several files have of one criterion', async () => {
    const halves = [about('tone').slice(0, 10), about('tone').slice(10)].map((half, i) =>
      folder.write(`halves/${i}.jsonl`, toLines(half)),
    );
    const { exitCode, names, fitted } = await fitInto('halves', halves, ...exampleFlags);
    expect({ exitCode, names }).toEqual({ exitCode: 0, names: ['tone.json'] });
    expect(fitted('tone.json')).toEqual(fit(about('tone'), { ...exampleTarget, criterion: 'tone' }));
  });

  it('takes the criterion of a record from itself, then from dataset.json, then from the flag', async () => {
    folder.write('names/told/dataset.json', JSON.stringify({ ...exampleTarget, criterion: 'told' }));
    const told = folder.write('names/told/records.jsonl', toLines([...records, ...about('own')]));
    const bare = folder.write('names/bare.jsonl', toLines(records));
    const all = await fitInto('names', [told]);
    expect({ exitCode: all.exitCode, names: all.names }).toEqual({ exitCode: 0, names: ['own.json', 'told.json'] });
    const picked = await fitInto('names-picked', [told, bare], ...exampleFlags, '--criterion', 'flag');
    expect({ exitCode: picked.exitCode, names: picked.names }).toEqual({ exitCode: 0, names: ['flag.json'] });
    expect(picked.fitted('flag.json').fittedOn.records).toBe(24);
  });

  it('prints the findings of all of them as one JSON value', async () => {
    const path = folder.write('json/records.jsonl', toLines([...about('tone'), ...about('rare').slice(0, 3)]));
    const { exitCode, stdout, fitted, place } = await fitInto('json', [path], ...exampleFlags, '--json');
    expect(exitCode).toBe(1);
    const { fittedOn, outOfFold } = fitted('tone.json');
    expect(JSON.parse(stdout)).toEqual({
      calibrators: [
        {
          criterion: 'tone',
          out: place('tone.json'),
          fittedOn,
          outOfFold,
          inflation: expect.objectContaining({ records: 24 }),
          agreement: null,
          reliability: expect.objectContaining({ after: expect.anything(), before: expect.anything() }),
          data: expect.objectContaining({ labelled: 24, groups: 12 }),
        },
      ],
      failed: [{ criterion: 'rare', paths: [path], message: 'fitting needs at least 20 labelled records, got 3' }],
    });
  });
});

describe('a criterion that cannot be fitted', () => {
  it('is named with its file and the reason, and the others are written', async () => {
    const tone = folder.write('few/tone.jsonl', toLines([...about('tone'), ...about('rare').slice(0, 19)]));
    const facts = folder.write(
      'few/facts.jsonl',
      toLines(about('facts').map((one) => ({ ...one, humanRatings: [5] }))),
    );
    const { exitCode, stdout, stderr, names } = await fitInto('few', [tone, facts], ...exampleFlags);
    expect({ exitCode, names }).toEqual({ exitCode: 1, names: ['tone.json'] });
    expect(stderr.split('\n')).toEqual([
      `no calibrator of "facts" from ${facts}: fitting needs records that pass and records that fail, but all 24 pass`,
      `no calibrator of "rare" from ${tone}: fitting needs at least 20 labelled records, got 19`,
      '',
    ]);
    expect(stdout).toMatch(/^tone: [^\n]+\n1 of 3 calibrators written, one a criterion\n$/);
  });

  it('is each one that a bad line may belong to, and the line is listed once', async () => {
    const mixed = folder.write('bad/mixed.jsonl', `${toLines([...about('a'), ...about('b')])}oops\n`);
    const alone = folder.write(
      'bad/alone.jsonl',
      toLines([...about('c'), ...about('d').map((one, i) => (i === 4 ? { ...one, selfRating: 11 } : one))]),
    );
    const { exitCode, stderr, names } = await fitInto('bad', [mixed, alone], ...exampleFlags);
    expect({ exitCode, names }).toEqual({ exitCode: 1, names: ['c.json'] });
    const lines = stderr.split('\n');
    expect(lines[0]).toMatch(new RegExp(`^${mixed}:49 record must be one JSON object a line, `));
    expect(lines.slice(1)).toEqual([
      `no calibrator of "a" from ${mixed}: 1 problem in the records`,
      `no calibrator of "b" from ${mixed}: 1 problem in the records`,
      `${alone}:29 selfRating must be from 1 to 10, got 11`,
      `no calibrator of "d" from ${alone}: 1 problem in the records`,
      '',
    ]);
  });

  it('is one that a file leaves without a name', async () => {
    const named = folder.write('nameless/named.jsonl', toLines(about('tone')));
    const nameless = folder.write('nameless/nameless.jsonl', toLines(records.slice(0, 2)));
    const { exitCode, stderr, names } = await fitInto('nameless', [named, nameless], ...exampleFlags);
    expect({ exitCode, names }).toEqual({ exitCode: 1, names: ['tone.json'] });
    expect(stderr.split('\n')).toEqual([
      `${nameless}:1 criterion must be a non-empty string, got nothing`,
      `${nameless}:2 criterion must be a non-empty string, got nothing`,
      `no calibrator of a criterion without a name from ${nameless}: 2 problems in the records`,
      '',
    ]);
  });

  it('is one with an id twice, which two criteria may share', async () => {
    const path = folder.write('ids/records.jsonl', toLines([...about('a'), ...about('b'), about('b')[3]]));
    const { exitCode, stderr, names } = await fitInto('ids', [path], ...exampleFlags);
    expect({ exitCode, names }).toEqual({ exitCode: 1, names: ['a.json'] });
    expect(stderr.split('\n')[0]).toBe(`${path}:49 id must be unique, got "r3" as in ${path}:28`);
  });

  it('is one that files measure on other scales', async () => {
    const [one, other] = ['one', 'other'].map((name, i) => {
      folder.write(`scales/${name}/dataset.json`, JSON.stringify({ ...exampleTarget, passAt: 3 + i }));
      return folder.write(
        `scales/${name}/records.jsonl`,
        toLines(about('tone').map((record) => ({ ...record, id: `${name}${record.id}` }))),
      );
    });
    const { exitCode, stderr, names } = await fitInto('scales', [one!, other!]);
    expect({ exitCode, names }).toEqual({ exitCode: 1, names: [] });
    expect(stderr.split('\n')[0]).toBe(
      `${other} file must have the scales and pass mark of ${one}, which has the same criterion (see dataset.json beside them)`,
    );
  });

  it('is an empty file of a known criterion', async () => {
    folder.write('empty/dataset.json', JSON.stringify({ ...exampleTarget, criterion: 'tone' }));
    const path = folder.write('empty/records.jsonl', '');
    const { exitCode, stderr } = await fitInto('empty', [path]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: `no calibrator of "tone" from ${path}: fitting needs at least 20 labelled records, got 0\n`,
    });
  });
});

describe('the name of a criterion as the name of a file', () => {
  const named = async (set: string, ...criteria: string[]) => {
    const path = folder.write(`${set}/records.jsonl`, toLines(criteria.flatMap((criterion) => about(criterion))));
    return { path, ...(await fitInto(set, [path], ...exampleFlags)) };
  };

  it('is made safe', async () => {
    const { exitCode, names, stderr, fitted } = await named(
      'safe',
      '../up',
      'Q0 (overall)',
      '{criterion} $& \u001b[31m',
      'சரி',
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(names).toEqual(['Q0-overall.json', 'criterion-31m.json', 'up.json', 'சரி.json']);
    expect(fitted('up.json').target.criterion).toBe('../up');
    expect(existsSync(folder.path('safe/up.json'))).toBe(false);
  });

  it('is refused where nothing of it is left, or where two come to the same', async () => {
    const { path, exitCode, names, stderr, place } = await named('same', 'a/b', 'A b', '…', 'c');
    expect({ exitCode, names }).toEqual({ exitCode: 1, names: ['c.json'] });
    expect(stderr.split('\n')).toEqual([
      `no calibrator of "A b" from ${path}: ${place('A-b.json')} would be that of "a/b" as well`,
      `no calibrator of "a/b" from ${path}: ${place('a-b.json')} would be that of "A b" as well`,
      `no calibrator of "…" from ${path}: its name has nothing that a file name could be made of`,
      '',
    ]);
  });

  it('is never that of a file which is read', async () => {
    const [tone, facts] = ['tone', 'facts'].map((name) => folder.write(`own/${name}`, toLines(about(name))));
    const outcome = await runCli(['fit', tone!, facts!, ...exampleFlags, '--out', folder.path('own/{criterion}')]);
    expect(outcome).toEqual({
      exitCode: 1,
      stdout: '0 of 2 calibrators written, one a criterion\n',
      stderr: [facts, tone]
        .map(
          (path) =>
            `no calibrator of "${path!.split('/').at(-1)}" from ${path}: --out must be a file of its own, got ${path}, which is read as ${path}\n`,
        )
        .join(''),
    });
    expect(readFileSync(tone!, 'utf8')).toBe(toLines(about('tone')));
  });

  it('is shown in a way that no terminal obeys', async () => {
    const { stdout } = await named('shown', 'x\u009b2J\ny: all is well');
    expect(stdout.split('\n')[0]).toMatch(/^x\\u009b2J\\u000ay: all is well: 24 labelled records/);
  });
});

describe('a place that cannot be written', () => {
  it('is said before anything is read', async () => {
    const path = folder.write('unread/records.jsonl', 'oops');
    const out = folder.path('unread/nowhere/{criterion}.json');
    expect(await runCli(['fit', path, ...exampleFlags, '--out', out])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `${out} cannot be written: its folder does not exist\n`,
    });
  });

  it('may be a folder of some criteria only', async () => {
    const path = folder.write('some/records.jsonl', toLines([...about('a'), ...about('b')]));
    folder.write('some/b/.keep', '');
    const { exitCode, stdout, stderr } = await runCli([
      'fit',
      path,
      ...exampleFlags,
      '--out',
      folder.path('some/{criterion}/c.json'),
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^b: .*\n1 of 2 calibrators written, one a criterion\n$/);
    expect(stderr).toBe(
      `no calibrator of "a" from ${path}: ${folder.path('some/a/c.json')} cannot be written: its folder does not exist\n`,
    );
  });

  it('is asked for by files of several criteria, where --out has no place for them', async () => {
    folder.write(
      'pooled/dataset.json',
      JSON.stringify({
        ...exampleTarget,
        files: ['a', 'b'].map((criterion) => ({ file: `${criterion}.jsonl`, criterion })),
      }),
    );
    const [a, b] = ['a', 'b'].map((name) => folder.write(`pooled/${name}.jsonl`, toLines(records)));
    expect(await runCli(['fit', a!, b!, '--out', folder.path('pooled/c.json')])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `expected the same scales and pass mark, and one criterion, for all files, but ${b} differs from ${a} (see dataset.json beside them): fit each alone, or all at once by --out 'folder/{criterion}.json'\n`,
    });
  });
});

describe('the flags of a fit of several criteria', () => {
  it('pick a rater, and a criterion that has to be there', async () => {
    const path = folder.write(
      'flags/records.jsonl',
      toLines(
        ['a', 'b'].flatMap((criterion) => about(criterion).map((one) => ({ ...one, rater: `rater of ${criterion}` }))),
      ),
    );
    const byRater = await fitInto('flags', [path], ...exampleFlags, '--rater', 'rater of b');
    expect({ exitCode: byRater.exitCode, names: byRater.names }).toEqual({ exitCode: 1, names: ['b.json'] });
    expect(byRater.stderr).toBe(
      `no calibrator of "a" from ${path}: no record has the rater "rater of b", only "rater of a"\n`,
    );
    const byName = await fitInto('flags-2', [path], ...exampleFlags, '--criterion', 'b');
    expect({ exitCode: byName.exitCode, names: byName.names }).toEqual({ exitCode: 0, names: ['b.json'] });
    expect(await fitInto('flags-3', [path], ...exampleFlags, '--criterion', 'c')).toMatchObject({
      exitCode: 1,
      stderr: `${path}: no record has the criterion "c", only "a", "b"\n`,
    });
  });

  it('win over dataset.json with a note, and --criterion renames nothing', async () => {
    folder.write('notes/dataset.json', JSON.stringify({ ...exampleTarget, passAt: 2, criterion: 'a' }));
    const path = folder.write('notes/records.jsonl', toLines(records));
    const { exitCode, stderr, fitted } = await fitInto(
      'notes',
      [path],
      '--pass-at',
      '3',
      '--criterion',
      'a',
      '--seed',
      '7',
    );
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `note: --pass-at 3 wins over dataset.json beside ${path}, which says 2\n`,
    });
    expect(fitted('a.json')).toMatchObject({ target: { passAt: 3, criterion: 'a' }, fittedOn: { seed: 7 } });
    expect((await fitInto('notes', [path], '--criterion', 'b')).stderr).toContain('no record has the criterion "b"');
  });
});
