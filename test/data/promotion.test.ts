import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { sealed } from '../../src/calibrator/seal.ts';
import { alone } from '../../src/data/alone.ts';
import { readCalibrator, writeCalibrator } from '../../src/data/calibrator-file.ts';
import { previousOf } from '../../src/data/kept.ts';
import { promoteCalibrator, rollbackCalibrator } from '../../src/data/promotion.ts';
import { fit } from '../../src/fit/fit.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { exampleRecords, exampleTarget } from './example-records.ts';

const folder = temporaryFolder();
let first: Calibrator;

/** Others of the same records, told apart by their seed. */
const numbered = (seed: number): Calibrator => sealed({ ...first, fittedOn: { ...first.fittedOn, seed } });

beforeAll(() => {
  first = fit(exampleRecords(24), exampleTarget);
});

function written(name: string, calibrator = first): string {
  const path = folder.write(`${name}/calibrator.json`, '');
  writeCalibrator(path, calibrator);
  return path;
}

describe('a promotion', () => {
  it('replaces the calibrator that it was compared with, and keeps it', async () => {
    const path = written('plain');
    const before = readFileSync(path, 'utf8');
    await promoteCalibrator(path, numbered(2), { over: first.digest });
    expect(await readCalibrator(path)).toEqual(numbered(2));
    expect(folder.names('plain')).toEqual(['calibrator.json', 'calibrator.previous.json']);
    expect(readFileSync(folder.path('plain/calibrator.previous.json'), 'utf8')).toBe(before);
  });

  it('is taken back by promoting the one before', async () => {
    const path = written('back');
    await promoteCalibrator(path, numbered(2), { over: first.digest });
    await promoteCalibrator(path, await readCalibrator(previousOf(path)), { over: numbered(2).digest });
    expect(await readCalibrator(path)).toEqual(first);
    expect(await readCalibrator(previousOf(path))).toEqual(numbered(2));
  });

  it('is refused over any other calibrator, and changes nothing then', async () => {
    const path = written('other');
    await promoteCalibrator(path, numbered(2), { over: first.digest });
    const [before, previous] = [readFileSync(path), readFileSync(previousOf(path))];
    const found = numbered(2).digest;
    await expect(promoteCalibrator(path, numbered(3), { over: first.digest })).rejects.toThrow(
      expect.objectContaining({
        code: 'calibrator-changed',
        message: `${path} must be the calibrator ${first.digest}, got ${found}: compare with that one, and try again`,
        details: { path, expected: first.digest, found },
      }),
    );
    expect([readFileSync(path), readFileSync(previousOf(path))]).toEqual([before, previous]);
    expect(folder.names('other')).toEqual(['calibrator.json', 'calibrator.previous.json']);
  });

  it('over one of version 2 is one over what that stands for, and keeps its file as it was', async () => {
    const golden = readFileSync('test/calibrator/golden/version-2.json', 'utf8');
    const path = folder.write('older/calibrator.json', golden);
    await promoteCalibrator(path, first, { over: parseCalibrator(golden).digest });
    expect(readFileSync(previousOf(path), 'utf8')).toBe(golden);
  });

  it('follows links, keeps permissions, and compresses what was compressed', async () => {
    const path = folder.write('linked/real/calibrator.json.gz', '');
    writeCalibrator(path, first);
    chmodSync(path, 0o640);
    const link = folder.path('linked/link.json');
    symlinkSync('real/calibrator.json.gz', link);
    await promoteCalibrator(link, numbered(2), { over: first.digest });
    expect(await readCalibrator(path)).toEqual(numbered(2));
    expect(readlinkSync(link)).toBe('real/calibrator.json.gz');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(folder.names('linked/real')).toEqual(['calibrator.json.gz', 'calibrator.previous.json.gz']);
    expect(gunzipSync(readFileSync(previousOf(path))).toString()).toContain(first.digest);
  });

  it.each<[string, (path: string) => void, string, string]>([
    ['there is none', (path) => rmSync(path), 'unreadable-file', 'there is no such file'],
    ['what is there is none', (path) => writeFileSync(path, '{}'), 'invalid-calibrator', 'format must be'],
    ['the one before cannot be kept', (path) => mkdirSync(previousOf(path)), 'unwritable-file', 'it is a folder'],
    ['its folder is gone', (path) => rmSync(dirname(path), { recursive: true }), 'unwritable-file', 'does not exist'],
  ])('is refused where %s, and leaves nothing behind', async (_, spoil, code, message) => {
    const path = folder.write('spoilt/inside/calibrator.json', '');
    writeCalibrator(path, first);
    spoil(path);
    const before = folder.names('spoilt');
    await expect(promoteCalibrator(path, numbered(2), { over: first.digest })).rejects.toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }),
    );
    expect(folder.names('spoilt')).toEqual(before);
  });

  it('of what is no calibrator is refused before anything is looked at', async () => {
    const path = written('invalid');
    const changed = { ...numbered(2), raters: ['another'] };
    await expect(promoteCalibrator(path, changed, { over: first.digest })).rejects.toThrow('digest must be');
    expect(folder.names('invalid')).toEqual(['calibrator.json']);
  });

  it.each([
    ['calibrator.json', 'calibrator.previous.json'],
    ['a/c.json.gz', 'a/c.previous.json.gz'],
    ['a.b/c', 'a.b/c.previous.json'],
    ['c.gz', 'c.previous.json.gz'],
    ['.json', '.previous.json'],
    ['line\nend.json', 'line\nend.previous.json'],
  ])('of %j keeps the one before as %j', (path, previous) => {
    expect(previousOf(path)).toBe(previous);
  });
});

describe('a process that is killed', () => {
  /** Promotes or rolls back in a process that dies just before the renaming of that number. */
  async function killed(path: string, renaming: number, next?: Calibrator): Promise<void> {
    const script = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const [path, renaming, module, files, candidate] = process.argv.slice(1);
      const real = fs.renameSync;
      let left = Number(renaming);
      fs.renameSync = (...names) => (--left === 0 ? process.kill(process.pid, 'SIGKILL') : real(...names));
      syncBuiltinESMExports();
      const [{ promoteCalibrator, rollbackCalibrator }, { readCalibrator }] = await Promise.all([import(module), import(files)]);
      if (candidate === '') await rollbackCalibrator(path);
      else await promoteCalibrator(path, await readCalibrator(candidate), { over: (await readCalibrator(path)).digest });`;
    const urls = ['../../src/data/promotion.ts', '../../src/data/calibrator-file.ts'].map(
      (module) => new URL(module, import.meta.url).href,
    );
    const candidate = next === undefined ? '' : folder.path('killed-candidate.json');
    if (next !== undefined) writeCalibrator(candidate, next);
    const argv = ['--input-type=module', '-e', script, '--', path, `${renaming}`, ...urls, candidate];
    const child = spawn(process.execPath, argv, { timeout: 30_000 });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
  }

  /** What is there by name: what is half written does not count. */
  async function digestsIn(name: string): Promise<Record<string, string>> {
    const names = folder.names(name).filter((file) => file.endsWith('.json'));
    const read = names.map(async (file) => [file, (await readCalibrator(folder.path(`${name}/${file}`))).digest]);
    return Object.fromEntries(await Promise.all(read)) as Record<string, string>;
  }

  const [a, b] = [2, 3];
  const pair = (name: string): string => {
    const path = written(name, numbered(a));
    writeCalibrator(previousOf(path), numbered(b));
    return path;
  };

  it.each([1, 2, 3])(
    'while it rolls back, at renaming %i: both are there, and to roll back again ends it',
    async (at) => {
      const name = `rollback-${at}`;
      const path = pair(name);
      await killed(path, at);
      const [digestA, digestB] = [numbered(a).digest, numbered(b).digest];
      expect(new Set(Object.values(await digestsIn(name)))).toEqual(new Set([digestA, digestB]));
      expect(await rollbackCalibrator(path)).toEqual({ from: digestA, to: digestB, kept: previousOf(path) });
      expect(await digestsIn(name)).toEqual({ 'calibrator.json': digestB, 'calibrator.previous.json': digestA });
    },
  );

  it.each([1, 2, 3])(
    'while it promotes, at renaming %i: the one in use stays within reach of a rollback',
    async (at) => {
      const name = `promote-${at}`;
      const path = pair(name);
      await killed(path, at, numbered(4));
      const inPlace = at === 3 ? 4 : a;
      expect((await readCalibrator(path)).digest).toBe(numbered(inPlace).digest);
      expect(Object.values(await digestsIn(name))).toEqual(
        expect.arrayContaining([numbered(a).digest, numbered(b).digest]),
      );
      const { from, to } = await rollbackCalibrator(path);
      expect([from, to]).toEqual([numbered(inPlace).digest, numbered(at === 3 ? a : b).digest]);
      expect(await digestsIn(name)).toEqual({ 'calibrator.json': to, 'calibrator.previous.json': from });
    },
  );

  it('after all is kept, before it says so: to roll back again ends it, and does not go back and forth', async () => {
    const path = pair('rollback-kept');
    await killed(path, 3);
    // The last renaming was done, and the third name is still there.
    const going = folder.path('rollback-kept/calibrator.returning.json');
    writeFileSync(previousOf(path), readFileSync(going));
    expect(await rollbackCalibrator(path)).toMatchObject({ from: numbered(a).digest, to: numbered(b).digest });
    expect((await readCalibrator(path)).digest).toBe(numbered(b).digest);
    expect(folder.names('rollback-kept').filter((file) => file.includes('returning'))).toEqual([]);
  });

  it('while it promotes for the first time, leaves what it takes to roll back', async () => {
    const path = written('promote-first', numbered(a));
    await killed(path, 3, numbered(4));
    expect(await rollbackCalibrator(path)).toMatchObject({ from: numbered(4).digest, to: numbered(a).digest });
  });

  it('is brought to an end by the next promotion as well', async () => {
    const path = pair('promote-next');
    await killed(path, 3, numbered(4));
    await promoteCalibrator(path, numbered(5), { over: numbered(4).digest });
    expect(await digestsIn('promote-next')).toEqual({
      'calibrator.json': numbered(5).digest,
      'calibrator.previous.json': numbered(4).digest,
    });
  });
});

describe('a calibrator in place of itself', () => {
  it('does not push out the one before', async () => {
    const path = written('itself');
    await promoteCalibrator(path, numbered(2), { over: first.digest });
    await promoteCalibrator(path, numbered(2), { over: numbered(2).digest });
    expect(await readCalibrator(previousOf(path))).toEqual(first);
  });

  it('is nothing to roll back to', async () => {
    const path = written('twice');
    writeCalibrator(previousOf(path), first);
    await expect(rollbackCalibrator(path)).rejects.toThrow(
      expect.objectContaining({
        code: 'calibrator-changed',
        message: expect.stringContaining(`in both: there is nothing to roll back to`) as string,
      }),
    );
    expect(folder.names('twice')).toEqual(['calibrator.json', 'calibrator.previous.json']);
  });
});

describe('several promotions at once', () => {
  it('in one process: of those over the same calibrator, one succeeds', async () => {
    const path = written('together');
    const tries = Array.from({ length: 12 }, (_, i) =>
      promoteCalibrator(path, numbered(i + 2), { over: first.digest }),
    );
    const outcomes = await Promise.allSettled(tries);
    const won = outcomes.flatMap(({ status }, i) => (status === 'fulfilled' ? [i + 2] : []));
    expect(won).toHaveLength(1);
    expect(await readCalibrator(path)).toEqual(numbered(won[0]!));
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'calibrator-changed' });
    expect(folder.names('together')).toEqual(['calibrator.json', 'calibrator.previous.json']);
  });

  /*
   * Each process reads the calibrator and promotes one of its own over it, again and again. Every one that succeeded must
   * have replaced the one that succeeded before it: the pairs are one chain from the first calibrator to the last.
   */
  it('in several processes: the winners are one chain, in which none is lost and none replaced twice', async () => {
    const path = written('processes');
    const modules = [
      '../../src/data/promotion.ts',
      '../../src/data/calibrator-file.ts',
      '../../src/calibrator/seal.ts',
    ];
    const urls = modules.map((module) => new URL(module, import.meta.url).href);
    const script = `
      const [path, number, ...urls] = process.argv.slice(1);
      const [{ promoteCalibrator }, { readCalibrator }, { sealed }] = await Promise.all(urls.map((url) => import(url)));
      const pairs = [], errors = [];
      for (let i = 0; i < 30; i++) {
        const over = await readCalibrator(path);
        const next = sealed({ ...over, fittedOn: { ...over.fittedOn, seed: 1000 * Number(number) + i } });
        await promoteCalibrator(path, next, { over: over.digest }).then(
          () => pairs.push([over.digest, next.digest]),
          (error) => errors.push(error.code ?? String(error)),
        );
      }
      console.log(JSON.stringify({ pairs, errors }));`;
    const run = promisify(execFile);
    const argv = (number: number) => ['--input-type=module', '-e', script, '--', path, `${number}`, ...urls];
    const outputs = await Promise.all(
      [1, 2, 3, 4].map((number) => run(process.execPath, argv(number), { timeout: 60_000 })),
    );
    const results = outputs.map(({ stdout }) => JSON.parse(stdout) as { pairs: [string, string][]; errors: string[] });
    const errors = results.flatMap((result) => result.errors);
    const next = new Map(results.flatMap(({ pairs }) => pairs));
    expect(new Set(errors)).toEqual(new Set(['calibrator-changed']));
    expect(next.size).toBe(results.flatMap(({ pairs }) => pairs).length);
    expect(next.size + errors.length).toBe(120);
    let [last, steps, before] = [first.digest, 0, ''];
    for (let after = next.get(last); after !== undefined; after = next.get(last)) {
      [before, last] = [last, after];
      steps++;
    }
    expect(steps).toBe(next.size);
    expect((await readCalibrator(path)).digest).toBe(last);
    expect((await readCalibrator(previousOf(path))).digest).toBe(before);
    expect(folder.names('processes')).toEqual(['calibrator.json', 'calibrator.previous.json']);
  });
});

describe('what one process at a time may do', () => {
  const ticket = (path: string, pid: number, host = hostname()): string =>
    `${path}.${pid}.00000000-0000-4000-8000-000000000000.${host}.ticket`;

  it('is never done by two at once, among many in one process', async () => {
    const path = folder.write('alone/file', '');
    let [inside, most, done] = [0, 0, 0];
    await Promise.all(
      Array.from({ length: 20 }, () =>
        alone(path, async () => {
          most = Math.max(most, ++inside);
          await sleep(3 * Math.random());
          inside--;
          done++;
        }),
      ),
    );
    expect([most, done]).toEqual([1, 20]);
    expect(folder.names('alone')).toEqual(['file']);
  });

  it('gives back what the work gives, and throws what it throws, and others may go on', async () => {
    const path = folder.write('result/file', '');
    await expect(alone(path, () => Promise.resolve('done'))).resolves.toBe('done');
    await expect(alone(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(alone(path, () => Promise.resolve('again'))).resolves.toBe('again');
    expect(folder.names('result')).toEqual(['file']);
  });

  it('is not kept up by a process that was killed at it', async () => {
    const path = folder.write('killed/file', '');
    const script = `
      const { alone } = await import(process.argv[1]);
      setInterval(() => {}, 1000);
      await alone(process.argv[2], () => { console.log('at it'); return new Promise(() => {}); });`;
    const module = new URL('../../src/data/alone.ts', import.meta.url).href;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', module, path]);
    await once(child.stdout, 'data');
    expect(folder.names('killed')).toHaveLength(2);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(folder.names('killed')).toHaveLength(2);
    await expect(alone(path, () => Promise.resolve('done'))).resolves.toBe('done');
    expect(folder.names('killed')).toEqual(['file']);
  });

  it('leaves the tickets of other files alone', async () => {
    const path = folder.write('neighbours/file', '');
    const others = [ticket('file2', process.pid), 'file.ticket', ticket('x.file', process.pid)];
    for (const name of others) folder.write(`neighbours/${name}`, '');
    await expect(alone(path, () => Promise.resolve('done'))).resolves.toBe('done');
    expect(folder.names('neighbours')).toEqual(['file', ...others].sort());
  });

  it('is given up after ten seconds where another is at it, alive or on another machine, and says what to remove', async () => {
    const names = { alive: ticket('file', 1), elsewhere: ticket('file', 2 ** 22, 'another-machine') };
    const tried = Object.entries(names).map(async ([where, name]) => {
      const path = folder.write(`${where}/file`, '');
      const other = folder.write(`${where}/${name}`, '');
      await expect(alone(path, () => Promise.resolve('done'))).rejects.toThrow(
        `${path} cannot be written: another process is at it; if there is none, remove ${other}`,
      );
      expect(folder.names(where)).toEqual(['file', name]);
    });
    await Promise.all(tried);
  });
});
