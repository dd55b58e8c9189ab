import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../src/log/index.ts';
import type { LogFilter } from '../../src/log/store.ts';
import { seededRandom } from '../../src/math/random.ts';
import { keepMeasured, runs } from '../simulation/runs.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { all } from './example-log.ts';
import { writes, type Kind } from './writers.ts';

/** A file is written, killed over and opened again so often, then another is begun. */
const killsOfOne = 20;

describe('a process that is killed while it writes a log', () => {
  const folder = temporaryFolder();
  const keep = keepMeasured('log-kills');

  it.each<Kind>(['decisions', 'labels'])(
    'loses no %s that were taken, and leaves nothing unreadable',
    async (kind) => {
      const idsIn = async (place: string, filter?: LogFilter): Promise<Set<string>> => {
        const log = await openLog(place);
        const entries = await all(log, filter);
        await log.close();
        const kept = entries.filter(({ labels }) => kind === 'decisions' || labels.length === 1);
        return new Set(kept.map(({ id }) => id));
      };
      let total = 0;
      let lost = 0;
      for (let first = 1; first <= runs; first += killsOfOne) {
        const place = folder.path(`${kind}-${first}.sqlite`);
        const taken: string[] = [];
        for (let run = first; run < first + killsOfOne && run <= runs; run++) {
          const written = await writes(place, kind, String(run), 1e6, (child) => killed(child, run));
          taken.push(...written.taken);
          const found = await idsIn(place, { from: run });
          expect(written.taken.filter((id) => !found.has(id))).toEqual([]);
          // All or none of each list.
          expect(found.size % 10).toBe(0);
        }
        const found = await idsIn(place);
        lost += taken.filter((id) => !found.has(id)).length;
        total += taken.length;
      }
      keep(`${kind} taken`, total);
      keep(`${kind} lost`, lost);
      expect(lost).toBe(0);
      expect(total).toBeGreaterThan(10 * runs);
    },
    60_000 + runs * 3_000,
  );
});

/** One time in four while it starts, else while it writes. */
async function killed(child: ChildProcess, run: number): Promise<void> {
  const random = seededRandom(run);
  if (run % 4 === 0) await sleep(random() * 400);
  else await Promise.race([once(child.stdout!, 'data').then(() => sleep(random() * 100)), once(child, 'exit')]);
  child.kill('SIGKILL');
}
