import { statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../src/log/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { behavesLikeALog } from './contract.ts';
import { all, decision, idsOf } from './example-log.ts';

describe('a log in SQLite', () => {
  const folder = temporaryFolder();
  let files = 0;
  const newPlace = (): string => folder.path(`log-${++files}.sqlite`);
  const change = (place: string, statement: string): void => {
    const database = new DatabaseSync(place);
    database.exec(statement);
    database.close();
  };

  behavesLikeALog(async () => newPlace());

  it('refuses a file of a newer version, and of anything else', async () => {
    const newer = newPlace();
    await (await openLog(newer)).close();
    change(newer, 'update unflatter_log set version = 2');
    const reason = 'it is of version 2, and this version of unflatter reads 1';
    await expect(openLog(newer)).rejects.toMatchObject({ code: 'store-failed', details: { place: newer, reason } });
    const other = newPlace();
    change(other, 'create table recipes (name text)');
    await expect(openLog(other)).rejects.toThrow('it is a database of something else');
    await expect(openLog(folder.write('text.db', 'no database at all, but a text\n'.repeat(200)))).rejects.toThrow(
      'the file is damaged, or no SQLite database',
    );
  });

  it('tells a row that was changed on the disk', async () => {
    const place = newPlace();
    const log = await openLog(place);
    await log.append([decision('a')]);
    change(place, `update unflatter_decisions set body = replace(body, '0.875', '0.975')`);
    await expect(all(log)).rejects.toThrow('it is damaged: a row is not as it was written');
    await log.close();
  });

  // How much of a second it takes also depends on what else the machine does.
  it('leaves the process to its other work while another one keeps the file', { retry: 5 }, async () => {
    const place = newPlace();
    const log = await openLog(place);
    const other = new DatabaseSync(place);
    other.exec('begin immediate');
    const appended = log.append([decision('a')]);
    const before = performance.eventLoopUtilization();
    await sleep(1_000);
    const { utilization } = performance.eventLoopUtilization(before);
    other.exec('commit');
    other.close();
    await appended;
    expect(await idsOf(log)).toEqual(['a']);
    await log.close();
    expect(utilization).toBeLessThan(0.2);
  });

  it('says why a file cannot be opened', async () => {
    await expect(openLog(folder.path('nowhere/log.sqlite'))).rejects.toThrow('its folder does not exist');
    for (const place of ['log.txt', '', ':memory:', 7, {}, 'mysql://someone:secret@host/log'])
      await expect(openLog(place as string), JSON.stringify(place)).rejects.toMatchObject({ code: 'invalid-option' });
    await expect(openLog('mysql://someone:secret@host/log')).rejects.not.toThrow('secret');
  });

  it.skipIf(process.platform === 'win32')('is for nobody else to read', async () => {
    const place = newPlace();
    const log = await openLog(place);
    await log.append([decision('a')]);
    for (const file of [place, `${place}-wal`, `${place}-shm`]) expect(statSync(file).mode & 0o077, file).toBe(0);
    await log.close();
  });
});
