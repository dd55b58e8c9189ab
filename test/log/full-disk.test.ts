import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/index.ts';
import { loggedGate, openLog } from '../../src/log/index.ts';
import type { DecisionStore } from '../../src/log/store.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { all, decision, idsOf, label } from './example-log.ts';
import { exampleCalibrator, exampleGate } from './example-gate.ts';

const rated = { prompt: 'What is 6 · 7?', response: 'It is 42.', selfRating: 9 };

describe('a full disk', () => {
  const folder = temporaryFolder();
  let mounted: string | undefined;
  const open: DecisionStore[] = [];
  const opened = async (place: string): Promise<DecisionStore> => {
    const log = await openLog(place);
    open.push(log);
    return log;
  };
  afterAll(async () => {
    for (const log of open) await log.close();
    if (mounted !== undefined) execFileSync('umount', [mounted]);
  });

  it('stops no decision, harms nothing that was kept, and its losses are counted', async ({ skip }) => {
    folder.write('small/keep', '');
    const small = folder.path('small');
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small], { stdio: 'pipe' });
      mounted = small;
    } catch {
      skip('a small disk can be mounted by root on Linux only');
    }
    const ballast = folder.path('small/ballast');
    writeFileSync(ballast, Buffer.alloc(300_000));
    const log = await opened(folder.path('small/log.sqlite'));
    await log.append([decision('labelled', { at: 1 })]);
    const gate = exampleGate();
    const expected = gate.decide(rated);
    const errors: unknown[] = [];
    const logged = loggedGate(gate, { store: log, queue: 50, onStoreError: (error) => errors.push(error) });
    let decided = 0;
    while (errors.length === 0) {
      for (let i = 0; i < 25; i++) expect(logged.decide(rated, { id: `id-${decided++}` })).toEqual(expected);
      await logged.flush().catch(() => {});
      expect(decided).toBeLessThan(5_000);
    }
    const kept = await idsOf(log, { from: 2 });
    expect(kept.length).toBeGreaterThan(100);
    expect(errors[0]).toMatchObject({ code: 'store-failed', details: { reason: 'the disk is full' } });
    await expect(log.label([label('k', 'labelled', { note: 'x'.repeat(100_000) })])).rejects.toThrow(
      'the disk is full',
    );

    // What no longer fits into the queue is dropped; the rest waits for the disk.
    for (let i = 0; i < 200; i++) expect(logged.decide(rated, { id: `id-${decided++}` })).toEqual(expected);
    expect(logged.dropped()).toBeGreaterThanOrEqual(150);
    expect(await idsOf(log, { from: 2 })).toEqual(kept);
    const second = await opened(folder.path('small/log.sqlite')).catch((error: unknown) => error);
    if (second instanceof Error) expect(second).toMatchObject({ code: 'store-failed' });

    rmSync(ballast);
    await logged.close();
    expect(await idsOf(log, { from: 2 })).toHaveLength(decided - logged.dropped());
    await log.label([label('k', 'labelled')]);
    expect((await all(log)).find(({ id }) => id === 'labelled')!.labels).toHaveLength(1);
  });

  it('by a limit of the system on the size of a file is the same', async () => {
    mkdirSync(folder.path('limited'));
    const place = folder.path('limited/log.sqlite');
    const calibrator = folder.path('limited/calibrator.json');
    writeCalibrator(calibrator, exampleCalibrator());
    const script = new URL('limited.ts', import.meta.url).pathname;
    const command = `ulimit -f 1500; exec "$@"`;
    const argv = ['-c', command, 'bash', process.execPath, '--no-warnings', script, place, calibrator];
    const said = JSON.parse(execFileSync('bash', argv, { encoding: 'utf8', timeout: 50_000 })) as Record<
      string,
      number
    >;
    const log = await openLog(place);
    const kept = await idsOf(log);
    await log.close();
    expect(said['errors']).toBeGreaterThan(0);
    expect(said['others']).toBe(0);
    expect(kept).toHaveLength(said['decided']! - said['dropped']!);
    expect(kept.length).toBeGreaterThan(100);
    expect(said['dropped']).toBeGreaterThan(100);
  });
});
