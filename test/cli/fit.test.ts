import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { exampleFlags, exampleRecords, exampleTarget, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli, type Outcome } from './fake-terminal.ts';
import { shipped } from './shipped.ts';

const folder = temporaryFolder();
const records = exampleRecords(40);

const fitted = (path: string): Calibrator => parseCalibrator(readFileSync(path, 'utf8'), path);

/** Fits, expects that to succeed, and gives back the bytes of the calibrator. */
async function bytesOfFit(
  argv: readonly string[],
  stdin: readonly (string | Uint8Array)[] = [],
  notes = '',
): Promise<string> {
  const out = folder.path('some-calibrator.json');
  const { exitCode, stderr } = await runCli(['fit', ...argv, '--out', out], { stdin });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: notes });
  return readFileSync(out, 'utf8');
}

describe('fit', () => {
  it('makes a calibrator from the shipped example, with the scales and pass mark beside it, and says what it is worth', async () => {
    const out = folder.path('example.json');
    const { exitCode, stdout, stderr } = await runCli(['fit', shipped('example/records.jsonl'), '--out', out]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('42 labelled records in 14 groups, 61.9 % pass (mean human rating from 4)');
    expect(lines.at(-1)).toBe(`wrote ${out}`);
    expect(lines.find((line) => line.startsWith('features '))).toMatch(/^features (worth it|not yet|no): /);
    expect(fitted(out)).toMatchObject({
      target: {
        ratingScale: { min: 1, max: 10 },
        humanScale: { min: 1, max: 5 },
        passAt: 4,
        criterion: 'correct and helpful',
      },
      raters: ['example-model'],
      fittedOn: { records: 42, groups: 14, seed: 1 },
    });
  });

  it('makes a calibrator from a shipped set of numbers, gzipped, and prints the same as JSON', async () => {
    const out = folder.path('lsat.json');
    const set = shipped('lsat-self-confidence/lsat-ar.jsonl.gz');
    const { exitCode, stdout, stderr } = await runCli(['fit', set, '--out', out, '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const { fittedOn, outOfFold, target } = fitted(out);
    const printed = JSON.parse(stdout);
    expect(printed).toMatchObject({ out, fittedOn, outOfFold });
    expect(printed.inflation.features[0].alone.effect).toBeTypeOf('number');
    expect(fittedOn).toMatchObject({ records: 1518, groups: 152 });
    expect(target).toEqual({
      ratingScale: { min: 0, max: 1 },
      humanScale: { min: 0, max: 1 },
      passAt: 0.5,
      criterion: 'LSAT-AR',
    });
    expect(outOfFold.corrected.logLoss).toBeLessThan(outOfFold.raw.logLoss);
  });

  it('gives the same bytes for the same records, in any order, in one file or several, gzipped or not, by any way in', async () => {
    const shuffled = records.toSorted(
      (a, b) => ((a.id.length * 7 + a.selfRating) % 5) - ((b.id.length * 7 + b.selfRating) % 5),
    );
    expect(shuffled).not.toEqual(records);
    const one = folder.write('order/one.jsonl', toLines(records));
    const expected = await bytesOfFit([one, ...exampleFlags]);
    const other = folder.write('order/other.jsonl', toLines(shuffled));
    const first = folder.write('order/first.jsonl', toLines(shuffled.slice(0, 9)));
    const second = folder.write('order/second.gz', gzipSync(toLines(shuffled.slice(9))));
    expect(await bytesOfFit([other, ...exampleFlags])).toBe(expected);
    expect(await bytesOfFit([first, second, ...exampleFlags])).toBe(expected);
    expect(await bytesOfFit([second, '-', ...exampleFlags], [toLines(shuffled.slice(0, 9))])).toBe(expected);
    expect(await bytesOfFit(['-', ...exampleFlags], [gzipSync(toLines(records.toReversed()))])).toBe(expected);
  });

  it('gives the same calibrator by flags as by dataset.json, and flags win', async () => {
    const bare = folder.write('bare/records.jsonl', toLines(records));
    const told = folder.write('told/records.jsonl', toLines(records));
    folder.write('told/dataset.json', JSON.stringify(exampleTarget));
    const wrong = folder.write('wrong/records.jsonl', toLines(records));
    folder.write(
      'wrong/dataset.json',
      JSON.stringify({ ...exampleTarget, ratingScale: { min: 0, max: 100 }, passAt: 2 }),
    );
    const expected = await bytesOfFit([bare, ...exampleFlags]);
    expect(await bytesOfFit([told])).toBe(expected);
    const notes = [
      `note: --rating-scale 1:10 wins over dataset.json beside ${wrong}, which says {"min":0,"max":100}\n`,
      `note: --pass-at 3 wins over dataset.json beside ${wrong}, which says 2\n`,
    ];
    expect(await bytesOfFit([wrong, '--rating-scale', '1:10', '--pass-at', '3'], [], notes.join(''))).toBe(expected);
    expect(await bytesOfFit([wrong, '--pass-at', '3'], [], notes[1])).not.toBe(expected);
  });

  it('notes each flag that wins over dataset.json once, and none that says the same', async () => {
    const [one, other] = ['noted', 'noted-too'].map((name) => {
      folder.write(`${name}/dataset.json`, JSON.stringify({ ...exampleTarget, criterion: 'right' }));
      return folder.write(
        `${name}/records.jsonl`,
        toLines(name === 'noted' ? records.slice(20) : records.slice(0, 20)),
      );
    });
    const note = `note: --criterion "kind and right" wins over dataset.json beside ${one}, which says "right"\n`;
    await bytesOfFit([one!, other!, ...exampleFlags, '--criterion', 'kind and right'], [], note);
  });

  it('takes the criterion from the flag, from dataset.json or from the records', async () => {
    const criterion = 'helpful';
    const bare = folder.write('criterion/records.jsonl', toLines(records));
    const said = folder.write('said/records.jsonl', toLines(records.map((record) => ({ ...record, criterion }))));
    const told = folder.write('told-criterion/records.jsonl', toLines(records));
    folder.write('told-criterion/dataset.json', JSON.stringify({ ...exampleTarget, criterion }));
    const expected = await bytesOfFit([bare, ...exampleFlags, '--criterion', criterion]);
    expect(expected).toContain('"criterion": "helpful"');
    expect(await bytesOfFit([said, ...exampleFlags])).toBe(expected);
    expect(await bytesOfFit([told])).toBe(expected);
  });

  it('takes only the records of one rater, or of one criterion, if asked to', async () => {
    const [ours, theirs] = [
      records.map((record) => ({ ...record, rater: 'ours' })),
      records.map((record) => ({ ...record, id: `x${record.id}`, rater: 'theirs', humanRatings: [1] })),
    ];
    const both = folder.write('raters.jsonl', toLines([...ours, ...theirs]));
    const alone = folder.write('alone.jsonl', toLines(ours));
    expect(await bytesOfFit([both, ...exampleFlags, '--rater', 'ours'])).toBe(
      await bytesOfFit([alone, ...exampleFlags]),
    );
    const two = folder.write(
      'criteria.jsonl',
      toLines([
        ...ours.map((record) => ({ ...record, criterion: 'a' })),
        ...theirs.map((record) => ({ ...record, criterion: 'b' })),
      ]),
    );
    const { target, fittedOn } = JSON.parse(await bytesOfFit([two, ...exampleFlags, '--criterion', 'a'])) as Calibrator;
    expect({ criterion: target.criterion, records: fittedOn.records }).toEqual({ criterion: 'a', records: 40 });
  });

  it('takes by whom a response has to be passed from the flag or from dataset.json, and words its report by it', async () => {
    const twice = records.map((record, i) => ({ ...record, humanRatings: [...record.humanRatings, 1 + (i % 5)] }));
    const bare = folder.write('person/bare.jsonl', toLines(twice));
    const flags = [bare, ...exampleFlags, '--pass-by', 'person'];
    const expected = await bytesOfFit(flags);
    expect(JSON.parse(expected)).toMatchObject({ target: { passBy: 'person' }, fittedOn: { records: 80 } });
    folder.write('person/told/dataset.json', JSON.stringify({ ...exampleTarget, passBy: 'person' }));
    const told = folder.write('person/told/records.jsonl', toLines(twice));
    expect(await bytesOfFit([told])).toBe(expected);
    const { stdout } = await runCli(['fit', ...flags, '--out', folder.path('person.json')]);
    expect(stdout).toMatch(/^80 human ratings in 20 groups, .* pass \(a person drawn at random passes it, from 3\)\n/);
    const note = `note: --pass-by "mean" wins over dataset.json beside ${told}, which says "person"\n`;
    const byMean = await bytesOfFit([told, '--pass-by', 'mean'], [], note);
    expect(byMean).toBe(await bytesOfFit([bare, ...exampleFlags]));
    expect(JSON.parse(byMean)).toMatchObject({ fittedOn: { records: 40 } });
  });

  it('reports how far people agree where they rated the same, and who differs', async () => {
    const path = folder.write(
      'people.jsonl',
      toLines(
        records.map((record, i) => ({
          ...record,
          humanRatings: ['ann', 'bob'].map((labeller, j) => ({ labeller, value: 1 + ((i * 7) % 4) + j })),
        })),
      ),
    );
    const { stdout } = await runCli(['fit', path, ...exampleFlags, '--out', folder.path('people.json')]);
    expect(stdout).toContain(
      '\nagreement between people: 80 ratings by 2 named people of 40 records that several rated\n',
    );
    expect(stdout).toContain('\nlabellers who rate unlike the others on the same records: ann −1.00, bob +1.00\n');
    const json = await runCli(['fit', path, ...exampleFlags, '--out', folder.path('people.json'), '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ agreement: { records: 40, labellers: ['ann', 'bob'] } });
    const once = folder.write('once.jsonl', toLines(records));
    const alone = await runCli(['fit', once, ...exampleFlags, '--out', folder.path('once.json'), '--json']);
    expect(JSON.parse(alone.stdout)).toMatchObject({ agreement: null, inflation: { records: 40 } });
  });

  it('shows the names of columns, raters and people in a way that no terminal obeys', async () => {
    const evil = 'x\u001b[31m\u009b2J\nwrote nothing';
    const path = folder.write(
      'evil.jsonl',
      toLines(
        records.map((record, i) => ({
          ...record,
          rater: `${evil} ${i % 2}`,
          features: { ...record.features, [evil]: i % 7 },
          humanRatings: ['a', 'b'].map((name, j) => ({ labeller: `${evil} ${name}`, value: 1 + ((i * 7) % 4) + j })),
        })),
      ),
    );
    const { exitCode, stdout } = await runCli(['fit', path, ...exampleFlags, '--out', folder.path('evil.json')]);
    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|^wrote nothing/mu);
    const shown = String.raw`x\u001b[31m\u009b2J\u000awrote nothing`;
    expect(stdout).toContain(`raters told apart: ${shown} 0 20, ${shown} 1 20\n`);
    expect(stdout).toContain(`; your own: ${shown}\n`);
    expect(stdout).toContain(`same records: ${shown} a −1.00, ${shown} b +1.00\n`);
  });

  it('keeps the seed in the calibrator', async () => {
    const path = folder.write('seed.jsonl', toLines(records));
    const seedOf = async (...argv: string[]) =>
      (JSON.parse(await bytesOfFit([path, ...exampleFlags, ...argv])) as Calibrator).fittedOn.seed;
    expect(await seedOf()).toBe(1);
    expect(await seedOf('--seed', '4294967295')).toBe(4294967295);
  });

  it('puts the calibrator in the place of the one before, and leaves nothing else', async () => {
    const path = folder.write('replace/records.jsonl', toLines(records));
    const out = folder.write('replace/c.json', 'the one before');
    await runCli(['fit', path, ...exampleFlags, '--out', out]);
    expect(fitted(out).fittedOn.records).toBe(40);
    expect(folder.names('replace')).toEqual(['c.json', 'records.jsonl']);
  });

  it('says what it is worth on standard error where the calibrator goes to a device', async () => {
    const path = folder.write('device.jsonl', toLines(records));
    const text = await runCli(['fit', path, ...exampleFlags, '--out', '/dev/null']);
    expect(text).toMatchObject({ exitCode: 0, stdout: '' });
    expect(text.stderr).toMatch(/^40 labelled records .*\nwrote \/dev\/null\n$/s);
    const json = await runCli(['fit', path, ...exampleFlags, '--out', '/dev/null', '--json']);
    expect(json).toMatchObject({ exitCode: 0, stdout: '' });
    expect(JSON.parse(json.stderr)).toMatchObject({ out: '/dev/null', fittedOn: { records: 40 } });
  });

  it.each([
    ['a pipe', '"$@" | cat', ''],
    ['a file that holds something', 'echo before >"$OUT"; "$@" >>"$OUT"; cat "$OUT"', 'before\n'],
  ])('writes the calibrator, and nothing else, to a standard output that is %s', async (_, script, before) => {
    const path = folder.write('stdout.jsonl', toLines(records));
    const expected = await bytesOfFit([path, ...exampleFlags]);
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
    const argv = [process.execPath, main, 'fit', path, ...exampleFlags, '--out', '/dev/stdout'];
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script, 'sh', ...argv], {
      env: { ...process.env, OUT: folder.path('redirected') },
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${before}${expected}` });
    expect(stderr).toMatch(/\nwrote \/dev\/stdout\n$/);
  });

  it('refuses files that do not measure the same, and names them', async () => {
    const [one, other] = ['one', 'other'].map((name, i) => {
      folder.write(`${name}/dataset.json`, JSON.stringify({ ...exampleTarget, passAt: 3 + i }));
      return folder.write(`${name}/records.jsonl`, toLines(records));
    });
    const out = folder.path('never.json');
    const stderr = `expected the same scales and pass mark for all files, but ${other} differs from ${one} (see dataset.json beside them)\n`;
    expect(await runCli(['fit', one!, one!, other!, '--out', out])).toEqual({ exitCode: 1, stdout: '', stderr });
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    ['its folder does not exist', 'nowhere/c.json'],
    ['it is a folder', 'a-folder'],
    ['it is a folder', 'a-folder/'],
  ])('says that %s where it cannot write, before it reads anything', async (reason, name) => {
    const path = folder.write('unwritable/records.jsonl', 'oops');
    folder.write('unwritable/a-folder/inside', '');
    const out = folder.path(`unwritable/${name}`);
    const outcome: Outcome = await runCli(['fit', path, ...exampleFlags, '--out', out]);
    expect(outcome).toEqual({ exitCode: 1, stdout: '', stderr: `${out} cannot be written: ${reason}\n` });
    expect(folder.names('unwritable')).toEqual(['a-folder', 'records.jsonl']);
  });
});

const outside = fileURLToPath(new URL('../../../shared/data/pariksha-indic/task-quality.jsonl.gz', import.meta.url));
const isThere = existsSync(outside);

describe('a set that does not ship', () => {
  it.skipIf(!isThere)(
    `is fitted and decided on${isThere ? '' : ' (skipped: it is not beside this checkout)'}`,
    async () => {
      const [calibrator, decisions] = [folder.path('outside.json'), folder.path('outside.jsonl')];
      expect(await runCli(['fit', outside, '--out', calibrator])).toMatchObject({ exitCode: 0, stderr: '' });
      const { exitCode, stderr } = await runCli(['decide', outside, '--calibrator', calibrator, '--out', decisions]);
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(/^note: .*\n(?:review .*\n)*pass \d+, fail \d+, review \d+; wrote /);
      expect(readFileSync(decisions, 'utf8').trimEnd().split('\n')).toHaveLength(1427);
    },
  );
});
