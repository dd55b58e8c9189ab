import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it, type TestContext } from 'vitest';
import { startBoosting } from '../../benchmarks/accuracy/python/boosting.ts';
import { ensureEnvironment, findEnvironment } from '../../benchmarks/accuracy/python/environment.ts';
import { startLineProcess } from '../../benchmarks/accuracy/python/line-process.ts';
import type { CalibrationRecord, Target } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

/** A child that gives lines back backwards, and leaves without an answer when told to. */
const backwards = `
  const lines = require('node:readline').createInterface(process.stdin);
  lines.on('line', (line) => {
    if (line === 'leave') { console.error('I have left'); process.exit(3); }
    console.log([...line].reverse().join(''));
  });
`;
const start = () => startLineProcess(process.execPath, ['-e', backwards]);

describe('startLineProcess', () => {
  it('answers each line with a line, in order', async () => {
    const child = start();
    expect(await Promise.all(['abc', 'de', ''].map(child.ask))).toEqual(['cba', 'ed', '']);
    await child.end();
  });

  it('tells every caller when the process has left, and why', async () => {
    const child = start();
    const late = [child.ask('leave'), child.ask('never read')];
    for (const answer of late) await expect(answer).rejects.toThrow(/has ended: I have left/);
    await expect(child.ask('too late')).rejects.toThrow('has ended');
    await child.end();
  });

  it('tells that a program is not there', async () => {
    const child = startLineProcess(folder.path('no-such-program'), []);
    await expect(child.ask('anything')).rejects.toThrow('ENOENT');
    await child.end();
  });

  it('has ended the process when end is over', async () => {
    const child = startLineProcess(process.execPath, ['-e', `console.log(process.pid);${backwards}`]);
    const pid = Number(await child.ask('x'));
    await child.end();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('ensureEnvironment', () => {
  it('says that there is no Python, and leaves no environment behind', async () => {
    const messages: string[] = [];
    const environment = await ensureEnvironment({
      folder: folder.path('environment'),
      python: 'no-such-python',
      onProgress: (message) => messages.push(message),
    });
    expect(environment).toEqual({ missing: 'there is no no-such-python' });
    expect(messages.at(-1)).toContain('ENOENT');
    expect(existsSync(folder.path('environment'))).toBe(false);
  });

  it('does not take an environment for whole that other versions are in', () => {
    folder.write('old/bin/python', '');
    folder.write('old/Scripts/python.exe', '');
    folder.write('old/installed.txt', 'scikit-learn==1.0\n');
    expect(findEnvironment(folder.path('old'))).toBeUndefined();
  });
});

/* Needs what a run of the benchmark makes; a test does not install anything. */
describe('boosting', () => {
  const target: Target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 };
  const random = seededRandom(2);
  const records = Array.from({ length: 300 }, (_, i): CalibrationRecord => {
    const selfRating = 1 + Math.floor(10 * random());
    const humanRatings = [selfRating > 3 && selfRating < 8 ? 5 : 1];
    return { id: String(i), selfRating, humanRatings, features: { characters: 100 + i } };
  });
  const rated = (selfRating: number): CalibrationRecord => ({ ...records[0]!, selfRating });

  it('finds a bend that no straight line has, the same whenever it is asked', async (context) => {
    const { method, end } = startBoosting(pythonOr(context));
    const [low, middle, high] = await method(records, [rated(1), rated(5), rated(10)], target);
    expect(Math.max(low!, high!)).toBeLessThan(0.3);
    expect(middle).toBeGreaterThan(0.7);
    expect(await method(records, [rated(1), rated(5), rated(10)], target)).toEqual([low, middle, high]);
    await end();
  });

  it('passes on what the other side says went wrong, and answers the next request', async (context) => {
    const { method, end } = startBoosting(pythonOr(context));
    const unlike = records.slice(0, 2).map((record) => ({ ...record, humanRatings: [5] }));
    await expect(method(unlike, [rated(1)], { ...target, passAt: 6 })).rejects.toThrow(/^boosting: \w+/);
    expect(await method(records, [rated(5)], target)).toHaveLength(1);
    await end();
  });
});

/** The Python that has scikit-learn. Skips the test, saying so, where there is none. */
function pythonOr({ skip }: TestContext): string {
  const environment = findEnvironment();
  if (environment === undefined) {
    const { error } = spawnSync('python3', ['--version']);
    skip(error === undefined ? 'no environment yet: npm run benchmark:accuracy makes it' : 'there is no python3');
  }
  return environment!.python;
}
