import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import { readTarget } from '../../src/data/dataset.ts';
import { readRecords } from '../../src/data/records.ts';
import { fit } from '../../src/fit/fit.ts';
import { exampleFlags, exampleRecords, exampleTarget, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { shipped } from './shipped.ts';

const folder = temporaryFolder();
const hasFull = existsSync('/dev/full');
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Starts the program as a process of its own, for at most 20 seconds. */
function start(argv: readonly string[]) {
  const child = spawn(process.execPath, [main, ...argv], { timeout: 20_000, killSignal: 'SIGKILL' });
  child.stdin.on('error', () => {});
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return { child, closed };
}

/** Runs the program to its end. Its reader may leave after the first bytes. */
async function unflatter(argv: readonly string[], { stdin = '', leaves = false } = {}) {
  const { child, closed } = start(argv);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    if (leaves) child.stdout.destroy();
  });
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  child.stdin.end(stdin);
  const [exitCode] = await closed;
  return { exitCode, stdout, stderr };
}

/** Runs the program with one of its outputs on a device that is always full. */
function withFull(redirect: string, argv: readonly string[], input: string) {
  const command = ['-c', `exec "$@" ${redirect}`, 'sh', process.execPath, main, ...argv];
  const { status, stdout, stderr } = spawnSync('sh', command, { input, encoding: 'utf8', timeout: 20_000 });
  return { exitCode: status, stdout, stderr };
}

describe('the program', () => {
  it('reads standard input, writes standard output, and exits with what the command line comes to', async () => {
    const good = await unflatter(['check', '-', ...exampleFlags], { stdin: toLines(exampleRecords(24)) });
    expect(good).toEqual({
      exitCode: 0,
      stdout: 'no problems: 24 records in 12 groups, 24 labelled, 58 % pass, rated by a-model\n',
      stderr: '',
    });
    const bad = await unflatter(['check', '-', ...exampleFlags], { stdin: 'oops' });
    expect(bad).toMatchObject({ exitCode: 1, stdout: '' });
    expect(bad.stderr).toMatch(/^-:1 record must be one JSON object a line, [^\n]+\n- records [^\n]+\n2 problems\n$/);
  });

  it('takes a reader that leaves early, as head does, for no error', async () => {
    const calibrator = folder.path('calibrator.json');
    writeCalibrator(calibrator, fit(exampleRecords(40), exampleTarget));
    const records = folder.write('records.jsonl', toLines(exampleRecords(20_000)));
    const { exitCode, stdout, stderr } = await unflatter(['decide', records, '--calibrator', calibrator], {
      leaves: true,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^\{"id":"r0",/);
  });

  it.skipIf(!hasFull)('says in one sentence that standard output is full', () => {
    const argv = ['check', '-', ...exampleFlags];
    expect(withFull('>/dev/full', argv, toLines(exampleRecords(24)))).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'standard output cannot be written: the disk is full\n',
    });
  });

  it.skipIf(!hasFull)('does its work where nobody can be told of it', () => {
    const calibrator = folder.path('told.json');
    writeCalibrator(calibrator, fit(exampleRecords(40), exampleTarget));
    const argv = ['decide', '-', '--calibrator', calibrator];
    const { exitCode, stdout } = withFull('2>/dev/full', argv, toLines(exampleRecords(24)));
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toHaveLength(25);
  });
});

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('an interrupt', () => {
  it.each(signals)(
    'by %s takes the unfinished file of decide along, and leaves the file in its place',
    async (signal) => {
      const out = folder.write(`${signal}/decisions.jsonl`, 'the last decisions');
      const calibrator = folder.path(`${signal}/calibrator.json`);
      writeCalibrator(calibrator, fit(exampleRecords(40), exampleTarget));
      const { child, closed } = start(['decide', '-', '--calibrator', calibrator, '--out', out]);
      child.stdin.write(toLines(exampleRecords(24)));
      await expect.poll(() => folder.names(signal), { timeout: 15_000 }).toHaveLength(3);
      child.kill(signal);
      expect(await closed).toEqual([null, signal]);
      expect(folder.names(signal)).toEqual(['calibrator.json', 'decisions.jsonl']);
      expect(readFileSync(out, 'utf8')).toBe('the last decisions');
    },
  );

  it.each(['SIGINT', 'SIGHUP'] as const)(
    'by %s ends a fit at once, and leaves the calibrator in its place',
    async (signal) => {
      const out = folder.write(`fit-${signal}/calibrator.json`, 'the last calibrator');
      const { child, closed } = start(['fit', await largeSet(), '--out', out]);
      // Reading takes less than this on most machines, and fitting much more on all.
      await setTimeout(3000);
      child.kill(signal);
      expect(await closed).toEqual([null, signal]);
      expect(folder.names(`fit-${signal}`)).toEqual(['calibrator.json']);
      expect(readFileSync(out, 'utf8')).toBe('the last calibrator');
    },
  );
});

/** A shipped set four times over: to fit it takes far longer than any wait here, so a fit that ends was interrupted. */
async function largeSet(): Promise<string> {
  const set = shipped('lsat-self-confidence/sciq.jsonl.gz');
  const target = await readTarget(set);
  const records = await readRecords([set], { target });
  const copies = [1, 2, 3, 4].flatMap((copy) =>
    records.map((record) => ({ ...record, id: `${record.id}-${copy}`, group: `${record.group}-${copy}` })),
  );
  folder.write('large/dataset.json', JSON.stringify(target));
  return folder.write('large/records.jsonl', toLines(copies));
}

const hasScript = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

describe.skipIf(!hasScript)(`on a terminal${hasScript ? '' : ' (skipped: no script of util-linux)'}`, () => {
  it.each([
    [80, /fitting/],
    [0, /^[^f]*$/],
  ])('of %i columns, Ctrl-C ends a fit at once, whatever is drawn of it', async (columns, shows) => {
    const out = folder.path(`${columns}.json`);
    const set = await largeSet();
    const command = `stty columns ${columns}; exec '${process.execPath}' '${main}' fit '${set}' --out '${out}'`;
    const { CI: _, ...env } = process.env;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...env, TERM: 'xterm' },
      timeout: 20_000,
      killSignal: 'SIGKILL',
    });
    let shown = '';
    child.stdout.on('data', (chunk) => (shown += String(chunk)));
    await setTimeout(4000);
    await expect.poll(() => shown, { timeout: 10_000 }).toMatch(shows);
    expect(shown.length).toBeLessThan(20_000);
    child.stdin.write('\u0003');
    await once(child, 'close');
    expect(existsSync(out)).toBe(false);
  });
});
