import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { answers, honest, materialOf, ratingOnlyCalibrator, says } from './audit-world.ts';
import { ratingServer } from './rating-server.ts';

const folder = temporaryFolder();
const server = ratingServer();
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

let [calibrator, records] = ['', ''];
beforeAll(() => {
  calibrator = folder.write('calibrator.json', JSON.stringify(ratingOnlyCalibrator()));
  records = folder.write('records.jsonl', toLines(answers(12)));
});

/** Starts the audit as a process of its own, for at most 20 seconds. */
function start(rated: string) {
  const flags = ['--model', 'm', '--base-url', server.url(), '--rubric', 'helpful', '--concurrency', '4', '--json'];
  const argv = [main, 'audit', calibrator, records, '--rated', rated, ...flags];
  const child = spawn(process.execPath, argv, { timeout: 20_000, killSignal: 'SIGKILL' });
  let stdout = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return { child, closed, stdout: () => stdout };
}

const playSlowly = (): void =>
  server.play(async (asked) => {
    await sleep(30);
    return says(honest(materialOf(asked)));
  });

function timesAsked(): number[] {
  const texts = server.asked().map((asked) => JSON.stringify(materialOf(asked)));
  return [...Map.groupBy(texts, (text) => text).values()].map(({ length }) => length);
}

describe('an audit of twins that are rated now', () => {
  it.each([
    ['SIGKILL', 4],
    ['SIGINT', 0],
  ] as const)(
    'ended by %s audits nothing, and rates %i twins twice at most',
    async (signal, twice) => {
      playSlowly();
      const rated = folder.path(`${signal}.jsonl`);
      const first = start(rated);
      await expect.poll(() => server.asked().length, { timeout: 15_000, interval: 5 }).toBeGreaterThan(20);
      first.child.kill(signal);
      expect(await first.closed).toEqual([null, signal]);
      expect(first.stdout()).toBe('');
      const before = server.asked().length;
      const second = start(rated);
      // With so few records, no verdict but that they are too few.
      expect(await second.closed).toEqual([2, null]);
      expect(JSON.parse(second.stdout())).toMatchObject({ verdict: 'not enough data', ratings: 'recorded' });
      const lines = readFileSync(rated, 'utf8').trimEnd().split('\n').length;
      expect(before).toBeLessThan(lines);
      const times = timesAsked();
      expect(times).toHaveLength(lines);
      expect(times.filter((count) => count > 1).length).toBeLessThanOrEqual(twice);
    },
    45_000,
  );
});
