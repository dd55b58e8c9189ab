import { describe, expect, it } from 'vitest';
import { openLog } from '../../src/log/index.ts';
import { runs } from '../simulation/runs.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { all } from './example-log.ts';
import { writes } from './writers.ts';

describe('eight processes that write one file', () => {
  const folder = temporaryFolder();

  it('all start at once where there is no file yet, and lose nothing', { timeout: 60_000 + runs * 1_000 }, async () => {
    for (let round = 0; round < Math.ceil(runs / 20); round++) {
      const place = folder.path(`round-${round}.sqlite`);
      const names = Array.from({ length: 8 }, (_, i) => `${i + 1}`);
      const written = await Promise.all(
        names.map((name) => writes(place, name === '1' ? 'decisions' : 'labels', name, 40)),
      );
      expect(written.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
        names.map(() => ({ exitCode: 0, stderr: '' })),
      );
      const log = await openLog(place);
      const entries = await all(log);
      await log.close();
      expect(entries.map(({ id }) => id).sort()).toEqual(written.flatMap(({ taken }) => taken).sort());
      expect(entries).toHaveLength(8 * 400);
      expect(entries.filter(({ labels }) => labels.length === 1)).toHaveLength(7 * 400);
    }
  });
});
