import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLog } from '../../src/log/index.ts';
import { behavesLikeALog } from './contract.ts';
import { all, decision, idsOf, label } from './example-log.ts';
import { noPostgres, startPostgres, type PostgresServer } from './postgres-server.ts';
import { silentProxy } from './silent-proxy.ts';
import { writes } from './writers.ts';

describe.skipIf(noPostgres !== undefined)(
  `a log in PostgreSQL${noPostgres === undefined ? '' : `, skipped since ${noPostgres}`}`,
  () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server?.stop());

    behavesLikeALog(() => server.newDatabase());

    it('is made once where many start at once', async () => {
      const place = await server.newDatabase();
      const logs = await Promise.all(Array.from({ length: 8 }, () => openLog(place)));
      await Promise.all(logs.map((log, i) => log.append([decision(`a-${i}`)])));
      expect(await idsOf(logs[0]!)).toHaveLength(8);
      await Promise.all(logs.map((log) => log.close()));
    });

    it('is written by eight processes that start at once, and loses nothing', async () => {
      const place = await server.newDatabase();
      const names = Array.from({ length: 8 }, (_, i) => `${i + 1}`);
      const written = await Promise.all(names.map((name) => writes(place, 'labels', name, 20)));
      expect(written.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
        names.map(() => ({ exitCode: 0, stderr: '' })),
      );
      const log = await openLog(place);
      const entries = await all(log);
      await log.close();
      expect(entries.map(({ id }) => id).sort()).toEqual(written.flatMap(({ taken }) => taken).sort());
      expect(entries.every(({ labels }) => labels.length === 1)).toBe(true);
      expect(entries).toHaveLength(8 * 200);
    });

    it('takes a pool of the app and leaves it open', async () => {
      const pool = new pg.Pool({ connectionString: await server.newDatabase() });
      const log = await openLog(pool);
      await log.append([decision('a')]);
      await log.close();
      expect((await pool.query('select id from unflatter_decisions')).rows).toEqual([{ id: 'a' }]);
      await pool.end();
    });

    it('refuses tables of a newer version', async () => {
      const pool = new pg.Pool({ connectionString: await server.newDatabase() });
      await (await openLog(pool)).close();
      await pool.query('update unflatter_log set version = 2');
      await expect(openLog(pool)).rejects.toMatchObject({ code: 'store-failed', details: { place: 'in PostgreSQL' } });
      await pool.end();
    });

    it('loses no label to a purge at the same time, and keeps none without its decision', async () => {
      const log = await openLog(await server.newDatabase());
      for (let round = 0; round < 20; round++) {
        await log.append([decision(`a-${round}`, { at: 1 }), decision(`b-${round}`, { at: 10 })]);
        const [labelled] = await Promise.allSettled([
          log.label([label(`a-${round}`, `a-${round}`), label(`b-${round}`, `b-${round}`)]),
          log.purge(5),
        ]);
        const entry = (await all(log)).find(({ id }) => id === `b-${round}`)!;
        expect(entry.labels).toHaveLength(labelled.status === 'fulfilled' ? 1 : 0);
        if (labelled.status === 'rejected') expect(labelled.reason).toMatchObject({ code: 'unknown-decision' });
      }
      expect((await all(log)).every(({ at }) => at === 10)).toBe(true);
      await log.close();
    });

    it('goes on after its connections broke', async () => {
      const place = await server.newDatabase();
      const log = await openLog(place);
      await log.append([decision('a')]);
      await server.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${new URL(place).pathname.slice(1)}'`,
      );
      await log
        .append([decision('b')])
        .catch((error: unknown) => expect(error).toMatchObject({ code: 'store-failed' }));
      await log.append([decision('b')]);
      expect(await idsOf(log)).toEqual(['a', 'b']);
      await log.close();
    });

    it('has no bytes in its tables of what was purged', async () => {
      const log = await openLog(await server.newDatabase());
      const texts = (i: number) => ({ at: i, prompt: `${i < 50 ? 'canary' : 'kept'}-${i}`, response: 'Fine.' });
      await log.append(Array.from({ length: 100 }, (_, i) => decision(`id-${i}`, texts(i))));
      await log.label([label('k', 'id-1', { note: 'canary' })]);
      expect(await server.holds('canary-49')).toBe(true);
      expect(await log.purge(50)).toBe(50);
      expect(await server.holds('canary')).toBe(false);
      expect(await server.holds('kept-99')).toBe(true);
      await log.close();
    });

    it('says so where others may still see what was purged, and removes it the next time', async () => {
      const place = await server.newDatabase();
      await server.query(`create role app_${new URL(place).pathname.slice(1)} login`);
      const other = new pg.Client(place);
      await other.connect();
      await other.query(`grant all on schema public to app_${new URL(place).pathname.slice(1)}`);
      // Not a superuser, as an app is none.
      const log = await openLog(place.replace('unflatter@', `app_${new URL(place).pathname.slice(1)}@`));
      await log.append([decision('a', { at: 1, response: 'canary-seen' }), decision('b', { at: 10 })]);
      await other.query('begin isolation level repeatable read');
      await other.query('select 1 from pg_class limit 1');
      await expect(log.purge(5)).rejects.toMatchObject({
        code: 'store-failed',
        details: { reason: expect.stringContaining('the rows are gone, but their bytes may not be yet') as string },
      });
      expect(await idsOf(log)).toEqual(['b']);
      await other.query('rollback');
      expect(await log.purge(5)).toBe(0);
      expect(await server.holds('canary-seen')).toBe(false);
      await other.end();
      await log.close();
    });

    it('makes new connections in place of those that say nothing, and ends without them', async () => {
      const place = await server.newDatabase();
      const { port } = new URL(place);
      const proxy = await silentProxy(Number(port));
      const log = await openLog(place.replace(`:${port}`, `:${proxy.port}`));
      const four = (name: string): Promise<unknown>[] =>
        [1, 2, 3, 4].map((i) => log.append([decision(`${name}-${i}`)]).catch((error: unknown) => error));
      await Promise.all(four('a'));
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      try {
        const before = proxy.connections();
        proxy.silence();
        const silent = four('silent');
        await turn();
        await vi.advanceTimersByTimeAsync(20_000);
        expect(String((await Promise.all(silent))[0])).toContain('it has not answered for 20 seconds');
        await Promise.all(four('b'));
        expect(proxy.connections()).toBeGreaterThan(before);
        expect((await idsOf(log)).filter((id) => id.startsWith('b'))).toHaveLength(4);
        proxy.silence();
        const left = four('left');
        const closed = log.close();
        await vi.advanceTimersByTimeAsync(3_000);
        await closed;
        await vi.advanceTimersByTimeAsync(20_000);
        for (const error of await Promise.all(left)) expect(error).toMatchObject({ code: 'store-failed' });
      } finally {
        vi.useRealTimers();
        await proxy.stop();
      }
    });

    it('says what went wrong, and no password', async () => {
      const { port } = new URL(server.url);
      const missing = `postgres://unflatter:canary-password@127.0.0.1:${port}/nowhere`;
      const error = await openLog(missing).catch((cause: unknown) => cause);
      expect(error).toMatchObject({ code: 'store-failed' });
      expect(String(error)).toContain(`the log postgres://127.0.0.1:${port}/nowhere failed: there is no such database`);
      expect(inspect(error, { depth: 9 })).not.toContain('canary');
      await expect(openLog('postgres://unflatter:canary-password@127.0.0.1:1/log')).rejects.toThrow(
        'the log postgres://127.0.0.1:1/log failed: nobody answers there',
      );
    });
  },
);
