import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isUnflatterError } from '../../src/errors.ts';
import type { LogEntry } from '../../src/log/decision.ts';
import { openLog } from '../../src/log/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { keepMeasured, runs } from '../simulation/runs.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { all, decision, label } from './example-log.ts';

const pageSize = 8192;

/** Ways to damage a file, by what they do to its bytes. */
const damages: Readonly<Record<string, (bytes: Buffer, random: () => number) => Buffer>> = {
  'one bit': (bytes, random) => {
    bytes[at(bytes, random)]! ^= 1 << Math.floor(random() * 8);
    return bytes;
  },
  'a byte': (bytes, random) => {
    bytes[at(bytes, random)] = Math.floor(random() * 256);
    return bytes;
  },
  'a byte of the header or of the first page': (bytes, random) => {
    bytes[Math.floor(random() * pageSize)] = Math.floor(random() * 256);
    return bytes;
  },
  'some bytes': (bytes, random) => bytes.fill(Math.floor(random() * 256), at(bytes, random), at(bytes, random)),
  'a page': (bytes, random) => {
    const page = pageSize * Math.floor((random() * bytes.length) / pageSize);
    const other = pageSize * Math.floor((random() * bytes.length) / pageSize);
    bytes.copy(bytes, page, other, other + pageSize);
    return bytes;
  },
  'its end': (bytes, random) => bytes.subarray(0, 1 + at(bytes, random)),
};

describe('a damaged file', () => {
  const folder = temporaryFolder();
  const keep = keepMeasured('log-damage');

  it(
    'is read as it was, or refused as damaged, and nothing else',
    async () => {
      const whole = folder.path('whole.sqlite');
      const log = await openLog(whole);
      const ids = Array.from({ length: 120 }, (_, i) => `id-${i}`);
      for (const id of ids) await log.append([decision(id, { at: id.length * 7, slice: id.repeat(20) })]);
      await log.label(ids.slice(0, 60).map((id) => label(`label of ${id}`, id)));
      await log.choose(ids.slice(0, 80).map((id) => ({ id, inclusion: 0.5, at: 1 })));
      const before = await all(log);
      await log.close();
      const bytes = readFileSync(whole);
      expect(bytes.length).toBeGreaterThan(12 * pageSize);

      const outcomes = { read: 0, refused: 0 };
      const names = Object.keys(damages);
      for (let run = 0; run < runs * 5; run++) {
        const damage = damages[names[run % names.length]!]!;
        const place = folder.write(`damaged-${run}.sqlite`, damage(Buffer.from(bytes), seededRandom(run)));
        const found = await reading(place);
        if (found instanceof Error) expect(found.message).toContain(place);
        else expect(found, `run ${run}`).toEqual(before);
        outcomes[found instanceof Error ? 'refused' : 'read']++;
        for (const end of ['', '-wal', '-shm']) rmSync(`${place}${end}`, { force: true });
      }
      keep('damaged files read as they were', outcomes.read);
      keep('damaged files refused', outcomes.refused);
      expect(outcomes.refused).toBeGreaterThan(runs);
      expect(outcomes.read).toBeGreaterThan(0);
    },
    60_000 + runs * 1_000,
  );

  it('beside a log of changes that was cut off is read as it was before them', async () => {
    const place = folder.path('cut.sqlite');
    const log = await openLog(place);
    for (let i = 0; i < 20; i++) await log.append([decision(`id-${i}`, { at: i })]);
    const [file, changes] = [readFileSync(place), readFileSync(`${place}-wal`)];
    const before = await all(log);
    await log.close();
    for (let cut = 0; cut < changes.length; cut += 3_000) {
      const copy = folder.path(`cut-${cut}.sqlite`);
      writeFileSync(copy, file);
      writeFileSync(`${copy}-wal`, changes.subarray(0, cut));
      const found = await reading(copy);
      if (!(found instanceof Error)) expect(found).toEqual(before.slice(0, found.length));
    }
  });
});

/** What is in it, or why it was refused. Any other error is thrown. */
async function reading(place: string): Promise<LogEntry[] | Error> {
  try {
    const log = await openLog(place);
    try {
      return await all(log);
    } finally {
      await log.close();
    }
  } catch (error) {
    if (isUnflatterError(error, 'store-failed')) return error;
    throw error;
  }
}

function at(bytes: Buffer, random: () => number): number {
  return Math.floor(random() * bytes.length);
}
