import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import { fit } from '../../src/fit/fit.ts';
import { exampleRecords, exampleTarget, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Runs the program as a process of its own, for at most 20 seconds. Its reader may leave after the first bytes. */
async function unflatter(argv: readonly string[], { stdin = '', leaves = false } = {}) {
  const child = spawn(process.execPath, [main, ...argv], { timeout: 20_000, killSignal: 'SIGKILL' });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    if (leaves) child.stdout.destroy();
  });
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr };
}

describe('the program', () => {
  it('reads standard input, writes standard output, and exits with what the command line comes to', async () => {
    const flags = ['--rating-scale', '1:10', '--human-scale', '1:5', '--pass-at', '3'];
    const good = await unflatter(['check', '-', ...flags], { stdin: toLines(exampleRecords(24)) });
    expect(good).toEqual({
      exitCode: 0,
      stdout: 'no problems: 24 records in 12 groups, 24 labelled, 58 % pass, rated by a-model\n',
      stderr: '',
    });
    const bad = await unflatter(['check', '-', ...flags], { stdin: 'oops' });
    expect(bad).toMatchObject({ exitCode: 1, stdout: '' });
    expect(bad.stderr).toMatch(/^-:1 record must be one JSON object a line, [^\n]+\n1 problem\n$/);
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

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'takes its unfinished file along on %s, and leaves the file in its place as it was',
    async (signal, code) => {
      const out = folder.write(`${signal}/decisions.jsonl`, 'the last decisions');
      const calibrator = folder.path(`${signal}/calibrator.json`);
      writeCalibrator(calibrator, fit(exampleRecords(40), exampleTarget));
      const child = spawn(process.execPath, [main, 'decide', '-', '--calibrator', calibrator, '--out', out], {
        timeout: 20_000,
        killSignal: 'SIGKILL',
      });
      const closed = once(child, 'close');
      child.stdin.on('error', () => {});
      child.stdin.write(toLines(exampleRecords(24)));
      await expect.poll(() => folder.names(signal), { timeout: 15_000 }).toHaveLength(3);
      child.kill(signal);
      expect((await closed)[0]).toBe(code);
      expect(folder.names(signal)).toEqual(['calibrator.json', 'decisions.jsonl']);
      expect(readFileSync(out, 'utf8')).toBe('the last decisions');
    },
  );
});
