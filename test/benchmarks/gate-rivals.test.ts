import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, vi, type TestContext } from 'vitest';
import { findEnvironment } from '../../benchmarks/accuracy/python/environment.ts';
import { passes } from '../../benchmarks/accuracy/tasks.ts';
import { allMethods, type Round } from '../../benchmarks/gate/gates.ts';
import { ensureRivals, findRivals } from '../../benchmarks/gate/python/environment.ts';
import { rivalsBy, startRivals, type Rivals } from '../../benchmarks/gate/python/rivals.ts';
import { drawResponses, worldTarget, type World } from '../../benchmarks/gate/world.ts';
import type { CalibrationRecord } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const controller = 'MAPIE, BinaryClassificationController';
const tuner = 'scikit-learn, TunedThresholdClassifierCV';

const world: World = { name: 'inflated', ease: 0.5, inflation: 1, sharpness: 3 };
const recordsOf = (of: World, seed: number, responses: number, perGroup = 1): CalibrationRecord[] =>
  drawResponses(of, seededRandom(seed), { responses, perGroup, prefix: `${seed} ` }).map(({ record }) => record);
const roundOf = (labels: readonly CalibrationRecord[]): Round => ({
  labels,
  earlier: [],
  target: worldTarget,
  seed: 3,
});

describe('ensureRivals', () => {
  it('says that there is no Python, and leaves no environment behind', async () => {
    const messages: string[] = [];
    const environment = await ensureRivals({
      folder: folder.path('environment'),
      python: 'no-such-python',
      onProgress: (message) => messages.push(message),
    });
    expect(environment).toEqual({ missing: 'there is no no-such-python' });
    expect(messages.at(-1)).toContain('ENOENT');
    expect(existsSync(folder.path('environment'))).toBe(false);
  });

  it('takes an environment for whole by the versions that are asked for, not those of another benchmark', () => {
    const pinned = 'benchmarks/gate/python/requirements.txt';
    folder.write('made/bin/python', '');
    folder.write('made/Scripts/python.exe', '');
    folder.write('made/installed.txt', readFileSync(pinned, 'utf8'));
    expect(findEnvironment(folder.path('made'), pinned)?.python).toContain(folder.path('made'));
    expect(findEnvironment(folder.path('made'))).toBeUndefined();
  });
});

interface Request {
  readonly [name: string]: unknown;
  readonly traffic: readonly (readonly (number | null)[])[];
}
interface Labels {
  readonly rows: readonly (readonly (number | null)[])[];
  readonly outcomes: readonly number[];
}

/** A child that passes the first record of the traffic at each limit, and keeps what it was asked. */
function recording(): Rivals & { readonly asked: Request[] } {
  const asked: Request[] = [];
  const ask = async (line: string): Promise<string> => {
    const request = JSON.parse(line) as Request;
    asked.push(request);
    return JSON.stringify({ passed: (request.limits as number[]).map(() => request.traffic.map((_, i) => i === 0)) });
  };
  return { ...rivalsBy({ ask, end: async () => {} }), asked };
}

describe('rivalsBy', () => {
  const labels = recordsOf(world, 1, 60, 5);
  const lacking: CalibrationRecord = { ...labels[0]!, id: 'lacking', features: {} };
  const traffic = [lacking, ...recordsOf(world, 2, 3)];

  it('fits on half of the groups, calibrates on the others, and sends what is missing as null', async () => {
    const { methods, asked } = recording();
    expect(await methods[controller]!(roundOf(labels), [0.1, 0.3], traffic)).toEqual([
      [true, false, false, false],
      [true, false, false, false],
    ]);
    const [request] = asked;
    expect(request).toMatchObject({ method: 'controller', limits: [0.1, 0.3], confidence: 0.9 });
    const { fitted, calibration } = request as unknown as { fitted: Labels; calibration: Labels };
    expect([fitted.rows.length, fitted.outcomes.length, calibration.rows.length]).toEqual([30, 30, 30]);
    // The six features that all labels have, and the rating.
    expect(new Set([...fitted.rows, ...calibration.rows, ...request!.traffic].map((row) => row.length))).toEqual(
      new Set([7]),
    );
    expect(request!.traffic[0]!.filter((value) => value === null)).toHaveLength(6);
    const both = [...fitted.outcomes, ...calibration.outcomes].reduce((sum, outcome) => sum + outcome, 0);
    expect(both).toBe(labels.filter((record) => passes(record, worldTarget) === 1).length);
  });

  it('gives the tuner all labels, each with its group', async () => {
    const { methods, asked } = recording();
    await methods[tuner]!(roundOf(labels), [0.2], traffic);
    const { groups, rows, outcomes, seed } = asked[0] as unknown as Labels & { groups: number[]; seed: number };
    expect([rows.length, outcomes.length, seed]).toEqual([60, 60, 3]);
    expect([...Map.groupBy(groups, (group) => group).values()].map((own) => own.length)).toEqual(Array(12).fill(5));
  });

  it('throws what the child says went wrong', async () => {
    const { methods } = rivalsBy({ ask: async () => '{"error":"ValueError: no"}', end: async () => {} });
    for (const name of [controller, tuner])
      await expect(methods[name]!(roundOf(labels), [0.2], traffic)).rejects.toThrow('rivals: ValueError: no');
  });
});

describe('allMethods', () => {
  it('has the methods of other libraries where there are some, and the others in the same order', () => {
    const without = Object.keys(allMethods());
    const among = Object.keys(allMethods(recording().methods));
    expect(among.filter((name) => name !== controller && name !== tuner)).toEqual(without);
    expect(among.length).toBe(without.length + 2);
  });

  it('decides at each limit on each record of the traffic', async () => {
    const traffic = recordsOf(world, 4, 10);
    const passed = await allMethods()['rating of 8 in 10']!(roundOf(recordsOf(world, 5, 40)), [0.1, 0.2], traffic);
    expect(passed).toEqual(Array(2).fill(traffic.map(({ selfRating }) => selfRating >= 8.2)));
  });
});

describe('a child of a thread', () => {
  it('leaves when its thread is ended', async () => {
    const module = new URL('../../benchmarks/accuracy/python/line-process.ts', import.meta.url).href;
    const child = `
      console.log('started');
      process.stdin.resume().on('end', () => require('node:fs').writeFileSync(process.argv[1], ''));
    `;
    const left = folder.path('left');
    const argv = JSON.stringify(['-e', child, left]);
    const thread = new Worker(
      `import('${module}').then(async ({ startLineProcess }) => {
        const { ask } = startLineProcess(process.execPath, ${argv});
        require('node:worker_threads').parentPort.postMessage(await ask(''));
      });`,
      { eval: true },
    );
    expect(await once(thread, 'message')).toEqual(['started']);
    expect(existsSync(left)).toBe(false);
    await thread.terminate();
    await vi.waitFor(() => expect(existsSync(left)).toBe(true), 5000);
  });
});

/* Needs what a run of the benchmark makes; a test does not install anything. */
describe('startRivals', () => {
  const labels = recordsOf(world, 6, 600);
  const traffic = recordsOf(world, 7, 1000);
  const share = (passed: readonly boolean[]): number => passed.filter(Boolean).length / passed.length;
  const failing = (passed: readonly boolean[]): number => {
    const kept = traffic.filter((_, i) => passed[i]);
    return kept.filter((record) => passes(record, worldTarget) === 0).length / kept.length;
  };

  it('passes much where features tell, about as much of it wrong as allowed, the same whenever it is asked', async (context) => {
    const { methods, end } = startRivals(pythonOr(context));
    for (const name of [controller, tuner]) {
      const passed = await methods[name]!(roundOf(labels), [0.1, 0.2], traffic);
      expect(passed.map((one) => one.length)).toEqual([1000, 1000]);
      expect(share(passed[0]!)).toBeGreaterThan(0.3);
      expect(share(passed[1]!)).toBeGreaterThanOrEqual(share(passed[0]!));
      expect(failing(passed[0]!)).toBeLessThan(0.13);
      expect(await methods[name]!(roundOf(labels), [0.1, 0.2], traffic)).toEqual(passed);
    }
    await end();
  });

  it('passes nothing where nothing tells, or there is one class alone to fit on', async (context) => {
    const { methods, end } = startRivals(pythonOr(context));
    const blind = recordsOf({ ...world, ease: 0, sharpness: 0 }, 8, 400);
    const [passed] = await methods[controller]!(roundOf(blind), [0.1], traffic);
    expect(share(passed!)).toBe(0);
    const passing = labels.map((record) => ({ ...record, humanRatings: [1] }));
    for (const name of [controller, tuner]) {
      const [all] = await methods[name]!(roundOf(passing), [0.1], traffic);
      expect(share(all!)).toBe(0);
    }
    await end();
  });

  it('passes on what the other side says went wrong, and answers the next request', async (context) => {
    const { methods, end } = startRivals(pythonOr(context));
    await expect(methods[tuner]!(roundOf(labels.slice(0, 3)), [0.2], traffic)).rejects.toThrow(/^rivals: \w+Error/);
    expect(await methods[tuner]!(roundOf(labels), [0.2], traffic)).toHaveLength(1);
    await end();
  });
});

/** The Python that has MAPIE. Skips the test, saying so, where there is none. */
function pythonOr({ skip }: TestContext): string {
  const environment = findRivals();
  if (environment === undefined) {
    const { error } = spawnSync('python3', ['--version']);
    skip(error === undefined ? 'no environment yet: npm run benchmark:gate makes it' : 'there is no python3');
  }
  return environment!.python;
}
