import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it, type TestContext } from 'vitest';
import { simulatedCells } from '../../benchmarks/estimate/cells.ts';
import { columnsOf } from '../../benchmarks/estimate/columns.ts';
import { drawSample } from '../../benchmarks/estimate/draw.ts';
import { z } from '../../benchmarks/estimate/methods/interval.ts';
import { byRating } from '../../benchmarks/estimate/methods/prediction-powered.ts';
import { ensurePeers, findPeers } from '../../benchmarks/estimate/python/environment.ts';
import {
  peersBy,
  peersFor,
  quickPeers,
  slowPeers,
  startPeers,
  type Peers,
} from '../../benchmarks/estimate/python/peers.ts';
import { predictionPoweredMean } from '../../src/index.ts';
import { expectClose } from '../close.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const cellOf = (isClustered: boolean) =>
  simulatedCells().find((cell) => cell.isClustered === isClustered && cell.labels === 100)!;
const columnsIn = (isClustered: boolean, run = 0) => columnsOf(drawSample(cellOf(isClustered), run, []));
const methods = [...quickPeers, ...slowPeers];

describe('ensurePeers', () => {
  it('says that there is no Python, and leaves no environment behind', async () => {
    const environment = await ensurePeers({
      folder: folder.path('environment'),
      python: 'no-such-python',
      onProgress: () => {},
    });
    expect(environment).toEqual({ missing: 'there is no no-such-python' });
    expect(existsSync(folder.path('environment'))).toBe(false);
  });
});

describe('peersBy', () => {
  it('sends the groups as numbers where records are clustered, and none where they are not', async () => {
    const asked: { groups: number[] | null; outcomes: number[]; ratings: number[]; features: number[][] }[] = [];
    const ask = async (line: string): Promise<string> => {
      asked.push(JSON.parse(line) as (typeof asked)[number]);
      return '{"found":{}}';
    };
    const { intervalsOf } = peersBy({ ask, end: async () => {} });
    await intervalsOf(columnsIn(true), { methods, isClustered: true });
    await intervalsOf(columnsIn(false), { methods, isClustered: false });
    expect(asked[0]!.groups!.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 1]);
    expect(asked[1]!.groups).toBeNull();
    expect([asked[1]!.outcomes.length, asked[1]!.ratings.length]).toEqual([100, 5000]);
    expect(asked[1]!.features.map(({ length }) => length)).toEqual(Array.from({ length: 6 }, () => 5000));
    await intervalsOf(columnsIn(false), { methods: quickPeers, isClustered: false });
    expect(asked[2]!.features).toEqual([]);
  });

  it('throws what the child says went wrong', async () => {
    const { intervalsOf } = peersBy({ ask: async () => '{"error":"KeyError: no"}', end: async () => {} });
    await expect(intervalsOf(columnsIn(false), { methods, isClustered: false })).rejects.toThrow('peers: KeyError: no');
  });
});

/* Needs what a run of the benchmark makes; a test does not install anything. */
describe('startPeers', () => {
  let peers: Peers | undefined;
  // One for all tests: a Python with these libraries takes seconds to start.
  const peersOr = (context: TestContext): Peers => (peers ??= startPeers(pythonOr(context)));
  afterAll(() => peers?.end());

  it('has in ppi-python what predictionPoweredMean says, to the ninth digit', async (context) => {
    const { intervalsOf } = peersOr(context);
    for (const run of [0, 1, 2, 3]) {
      const columns = columnsIn(false, run);
      const { outcomes, ratings } = columns;
      const found = await intervalsOf(columns, { methods: quickPeers, isClustered: false });
      const { estimate, lower, upper } = found['ppi-python, rating']!;
      const [predictions, unlabelled] = [ratings.slice(0, 100), ratings.slice(100)];
      const own = predictionPoweredMean({ labels: outcomes, predictions, unlabelled });
      const half = z * own.standardError;
      expectClose([estimate, lower, upper], [own.estimate, own.estimate - half, own.estimate + half]);
    }
  });

  it('agrees with our own raw prediction-powered estimate where the method is the same', async (context) => {
    const { intervalsOf } = peersOr(context);
    for (const isClustered of [false, true]) {
      for (const run of [0, 1, 2]) {
        const columns = columnsIn(isClustered, run);
        const found = await intervalsOf(columns, { methods: quickPeers, isClustered });
        const own = byRating(columns);
        const theirs = found['truescore, rating']!;
        expectClose(theirs.estimate, own.estimate);
        expectClose(found['ppi-python, rating']!.estimate, own.estimate);
        // Without clusters it takes the quantile of the normal distribution, and we that of Student's t.
        if (isClustered) expectClose([theirs.lower, theirs.upper], [own.lower, own.upper]);
        else expect(theirs.upper - theirs.lower).toBeLessThan(own.upper - own.lower);
      }
    }
  });

  it('has an interval of every method, the same whenever it is asked', async (context) => {
    const { intervalsOf } = peersOr(context);
    const withoutTime = (found: Awaited<ReturnType<typeof intervalsOf>>) =>
      Object.entries(found).map(([method, interval]) => [method, { ...interval!, milliseconds: 0 }] as const);
    const columns = columnsIn(true);
    const found = withoutTime(await intervalsOf(columns, { methods, isClustered: true }));
    expect(found.map(([method]) => method)).toEqual(methods);
    for (const [method, { estimate, lower, upper }] of found) {
      expect(lower, method).toBeLessThan(estimate);
      expect(estimate, method).toBeLessThan(upper);
    }
    expect(withoutTime(await intervalsOf(columns, { methods, isClustered: true }))).toEqual(found);
  });

  it('weighs labels by inclusion in the methods that take it', async (context) => {
    const { intervalsOf } = peersOr(context);
    const cell = simulatedCells().find(({ of, labels }) => of.startsWith('inclusion') && labels === 300)!;
    const { truth, ...sample } = drawSample(cell, 0, []);
    const columns = columnsOf({ ...sample, truth });
    const weighted = await intervalsOf(columns, { methods: peersFor(columns, true), isClustered: false });
    const even = await intervalsOf({ ...columns, inclusions: null }, { methods: slowPeers, isClustered: false });
    for (const [method, interval] of Object.entries(weighted)) {
      const { lower, upper } = interval!;
      // Three half widths, so that no luck of the draw decides.
      expect(Math.abs((lower + upper) / 2 - truth), method).toBeLessThan(1.5 * (upper - lower));
    }
    for (const method of slowPeers) expect(weighted[method]!.estimate).not.toBe(even[method]!.estimate);
  });

  it('passes on what the other side says went wrong, and answers the next request', async (context) => {
    const { intervalsOf } = peersOr(context);
    const columns = columnsIn(false);
    await expect(intervalsOf(columns, { methods: ['no such method'], isClustered: false })).rejects.toThrow(
      /^peers: KeyError/,
    );
    expect(await intervalsOf(columns, { methods: quickPeers, isClustered: false })).toHaveProperty('truescore, rating');
  });
});

/** The Python that has the other libraries. Skips the test, saying so, where there is none. */
function pythonOr({ skip }: TestContext): string {
  const environment = findPeers();
  if (environment === undefined) {
    const { error } = spawnSync('python3', ['--version']);
    skip(error === undefined ? 'no environment yet: npm run benchmark:estimate makes it' : 'there is no python3');
  }
  return environment!.python;
}
