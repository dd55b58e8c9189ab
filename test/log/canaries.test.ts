import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loggedGate, openLog } from '../../src/log/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { all, decision, idsOf, label } from './example-log.ts';
import { exampleGate } from './example-gate.ts';
import { runs } from '../simulation/runs.ts';

const gate = exampleGate();

describe('texts', () => {
  const folder = temporaryFolder();
  /** Whether a text is in any file of a folder. */
  const isIn = (below: string, text: string): boolean =>
    readdirSync(folder.path(below)).some((name) => readFileSync(join(folder.path(below), name)).includes(text));

  it('are in no file and no error unless they are to be stored', async () => {
    folder.write('off/keep', '');
    const store = await openLog(folder.path('off/log.sqlite'));
    const errors: unknown[] = [];
    let isBroken = false;
    const faulty = {
      append: async (decisions: Parameters<typeof store.append>[0]): Promise<void> => {
        if (isBroken) throw new Error('canary of the store');
        await store.append(decisions);
      },
    };
    const logged = loggedGate(gate, {
      store: faulty,
      storeText: undefined,
      onStoreError: (error) => errors.push(error),
      slice: ({ response }) => {
        if (response?.includes('7')) throw new Error(response);
        return undefined;
      },
    });
    for (let i = 0; i < runs * 25; i++) {
      const text = `canary-${i} says the canary in a sentence of its own.`;
      const odd: object[] = [
        {},
        { selfRating: NaN },
        { prompt: 7 },
        { samples: [text] },
        { language: 7 },
        { scale: text },
      ];
      const rated = { prompt: text, response: text, reasoning: text, selfRating: 8, ...odd[i % odd.length] };
      isBroken = i % 50 > 40;
      logged.decide(rated);
      if (i % 50 === 49) await logged.flush().catch((error: unknown) => errors.push(error));
    }
    isBroken = false;
    await logged.flush();
    const bad = [{ ...decision('a'), prompt: ['canary'], response: { canary: 1 } }] as never;
    errors.push(await store.append(bad).catch((error: unknown) => error));
    errors.push(await store.label([label('k', 'nobody', { note: 'canary' })]).catch((error: unknown) => error));
    expect(errors.length).toBeGreaterThan(3);
    expect(inspect(errors, { depth: 9 })).not.toContain('canary');
    expect(await idsOf(store)).toHaveLength(runs * 25);
    expect(isIn('off', 'canary')).toBe(false);
    await store.close();
    expect(isIn('off', 'canary')).toBe(false);
    expect(isIn('off', 'response-echo')).toBe(true);
  });

  /* In these worlds, traces of old rows are left in the pages that were divided, until the file is written anew. */
  it.each([3, 4, 8])('that were stored are on the disk no more once they are purged, world %i', async (seed) => {
    const random = seededRandom(seed);
    const below = (end: number): number => Math.floor(random() * end);
    const folderOf = `on-${seed}`;
    folder.write(`${folderOf}/keep`, '');
    const store = await openLog(folder.path(`${folderOf}/log.sqlite`));
    const other = await openLog(folder.path(`${folderOf}/log.sqlite`));
    const longest = seed % 2 === 0 ? 900 : 40;
    for (let i = 0; i < 500; i++) {
      const isOld = random() < 0.5;
      const text = `${isOld ? 'canary' : 'kept'}-${i} `.repeat(1 + below(longest));
      await store.append([decision(`id-${i}`, { at: isOld ? below(500) : 500 + below(500), response: text })]);
      await store.label([label(`k-${i}`, `id-${i}`, { note: text })]);
      if (i % 7 === 0) await store.unlabel(`k-${i}`);
      if (i % 100 === 50) await store.purge(20);
    }
    expect(isIn(folderOf, 'canary-')).toBe(true);
    const kept = (await all(store, { from: 500 })).map(({ response }) => response!);
    expect(kept.length).toBeGreaterThan(200);
    expect(await other.purge(500)).toBeGreaterThan(200);
    expect(isIn(folderOf, 'canary')).toBe(false);
    expect((await all(store)).map(({ response }) => response)).toEqual(kept);
    await store.close();
    await other.close();
    expect(isIn(folderOf, 'canary')).toBe(false);
  });
});
