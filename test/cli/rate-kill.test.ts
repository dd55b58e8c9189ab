import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { ratingServer, seven } from './rating-server.ts';

const folder = temporaryFolder();
const server = ratingServer();
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const concurrency = 8;
const ids = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`);

function recordsNamed(name: string, count: number): string {
  const records = ids(count).map((id) => ({ id, prompt: `Question ${id}`, response: `Answer ${id} `.repeat(50) }));
  return folder.write(name, toLines(records));
}

/** Starts the command as a process of its own, for at most 20 seconds. */
function start(records: string, out: string) {
  const flags = ['--model', 'm', '--base-url', server.url(), '--rubric', 'helpful', '--scale', '1:10', '--out', out];
  const argv = [main, 'rate', records, ...flags, '--concurrency', String(concurrency)];
  const child = spawn(process.execPath, argv, { timeout: 20_000, killSignal: 'SIGKILL' });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return { child, closed, stderr: () => stderr };
}

const idsIn = (out: string) =>
  readFileSync(out, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { id: string; selfRating: number });

describe('rate', () => {
  it('killed at twenty random moments, goes on each time: all is rated, and asked again only where it was under way', async () => {
    server.play(async () => {
      await sleep(20 + 60 * Math.random());
      return seven;
    });
    const [records, out] = [recordsNamed('kill.jsonl', 300), folder.path('kill/rated.jsonl')];
    folder.write('kill/.keep', '');
    let kills = 0;
    for (let round = 0; round < 20; round++) {
      const before = server.asked().length;
      const { child, closed } = start(records, out);
      const ended = closed.then(() => true);
      // Some die before they ask for anything, most while they rate.
      if (round % 7 !== 3) while (server.asked().length === before && child.exitCode === null) await sleep(2);
      await Promise.race([ended, sleep(200 * Math.random())]);
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        kills++;
      }
      await closed;
    }
    const last = start(records, out);
    expect(await last.closed, last.stderr()).toEqual([0, null]);
    expect(kills).toBeGreaterThan(10);
    expect(idsIn(out).map(({ id, selfRating }) => [id, selfRating])).toEqual(ids(300).map((id) => [id, 7]));
    expect(server.counts().size).toBe(300);
    expect(server.asked().length).toBeLessThanOrEqual(300 + kills * concurrency);
    // A process that is killed leaves its ticket; the next one takes it away.
    expect(folder.names('kill')).toEqual(['.keep', 'rated.jsonl']);
  }, 60_000);

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s finishes what is under way, and nothing is asked twice',
    async (signal) => {
      server.play(async () => {
        await sleep(100);
        return seven;
      });
      const [records, out] = [recordsNamed(`${signal}.jsonl`, 80), folder.path(`${signal}-rated.jsonl`)];
      const first = start(records, out);
      await expect.poll(() => server.asked().length, { timeout: 15_000, interval: 5 }).toBeGreaterThan(12);
      first.child.kill(signal);
      expect(await first.closed).toEqual([null, signal]);
      expect(first.stderr()).toMatch(
        /^finishing what is under way; once more to leave at once\nrated \d+ of 80, \d+ left, in [^\n]*; run again to go on\nthis time: /,
      );
      const asked = server.asked().length;
      expect(asked).toBeLessThan(80);
      expect(idsIn(out)).toHaveLength(asked);
      const second = start(records, out);
      expect(await second.closed).toEqual([0, null]);
      expect([...server.counts().values()]).toEqual(ids(80).map(() => 1));
      expect(idsIn(out).map(({ id }) => id)).toEqual(ids(80));
    },
  );

  it('by a second interrupt leaves at once', async () => {
    server.play(async () => {
      await sleep(10_000);
      return seven;
    });
    const [records, out] = [recordsNamed('twice/records.jsonl', 20), folder.path('twice/rated.jsonl')];
    const { child, closed, stderr } = start(records, out);
    await expect.poll(() => server.asked().length, { timeout: 15_000 }).toBe(concurrency);
    child.kill('SIGINT');
    await expect.poll(stderr, { timeout: 5000 }).toContain('once more to leave at once');
    // Until it has left, no other run may begin.
    expect(folder.names('twice')).toEqual([expect.stringMatching(/^rated\.jsonl\..*\.ticket$/), 'records.jsonl']);
    const since = Date.now();
    child.kill('SIGINT');
    expect(await closed).toEqual([null, 'SIGINT']);
    expect(Date.now() - since).toBeLessThan(3000);
    expect(folder.names('twice')).toEqual(['records.jsonl']);
  });
});
