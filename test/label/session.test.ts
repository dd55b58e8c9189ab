import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageState } from '../../src/label/page-state.ts';
import { createSession, type Session, type SessionOptions } from '../../src/label/session.ts';
import { exampleItems, memoryBook } from './example-items.ts';

const options = (over: Partial<SessionOptions> = {}): SessionOptions => ({
  items: exampleItems(10),
  book: memoryBook(),
  scale: { min: 1, max: 5 },
  kind: { source: 'expert', policy: 'v1' },
  seed: 1,
  repeats: 0,
  ...over,
});

const asking = (labeller: string, { version, task, last }: PageState, undo = false) => ({
  labeller,
  version,
  key: (undo ? last?.key : task?.key) ?? 'none',
});

async function label(session: Session, labeller: string, value: number, note = '') {
  return session.save({ ...asking(labeller, session.state(labeller)), value, note });
}

/** Labels all there is, and gives back the ids in the order in which they came. */
async function labelAll(session: Session, labeller: string, book: ReturnType<typeof memoryBook>): Promise<string[]> {
  while (session.state(labeller).task !== null) expect((await label(session, labeller, 3)).status).toBe('done');
  return book.now().flatMap((one) => (one.labeller === labeller ? one.id : []));
}

describe('a session', () => {
  it('gives every labeller all responses once, each in an order of their own, the same for the same seed', async () => {
    const orders = [];
    for (const [labeller, seed] of [
      ['a', 1],
      ['b', 1],
      ['a', 1],
      ['a', 2],
    ] as const) {
      const book = memoryBook();
      orders.push(await labelAll(createSession(options({ book, seed })), labeller, book));
    }
    for (const order of orders) expect([...order].sort()).toEqual(exampleItems(10).map(({ id }) => id));
    expect(orders[2]).toEqual(orders[0]);
    expect(orders[1]).not.toEqual(orders[0]);
    expect(orders[3]).not.toEqual(orders[0]);
  });

  it('keeps key, id, value, labeller, source, policy, note and time of a label', async () => {
    const book = memoryBook();
    const session = createSession(options({ book }));
    const { task } = session.state('a');
    const before = Date.now();
    await label(session, 'a', 4, ' because ');
    const [kept] = book.now();
    expect(kept).toEqual({
      key: task!.key,
      id: expect.stringMatching(/^r\d$/),
      value: 4,
      labeller: 'a',
      source: 'expert',
      policy: 'v1',
      note: 'because',
      at: expect.any(Number),
    });
    expect(task!.key).toMatch(/^first-[0-9a-f]{32}$/);
    expect(kept!.at).toBeGreaterThanOrEqual(before);
  });

  it('tells a labeller nothing of the labels of others, of the id, or of what the model said', async () => {
    const session = createSession(options());
    await label(session, 'other', 5, 'secret note');
    const told = JSON.stringify(session.state('a'));
    expect(session.state('a').done).toBe(0);
    for (const hidden of ['7.77', '0.625', 'secret note', 'selfRating', 'passProbability', '"id"'])
      expect(told).not.toContain(hidden);
  });

  it('tells what the model said of a response only once it is labelled, and the label is final then', async () => {
    const session = createSession(options());
    const first = session.state('a');
    const early = await session.reveal(asking('a', first));
    expect(early).toMatchObject({ status: 'stale', reply: { selfRating: null, passProbability: null } });
    await label(session, 'a', 4);
    const shown = await session.reveal(asking('a', session.state('a'), true));
    expect(shown).toMatchObject({ status: 'done', reply: { selfRating: 7.77, passProbability: 0.625 } });
    expect(session.state('a').last).toMatchObject({ value: 4, canUndo: false });
    expect((await session.undo(asking('a', session.state('a'), true))).status).toBe('stale');
    expect(session.state('a').done).toBe(1);
  });

  it('takes back the last label, and shows its response again', async () => {
    const book = memoryBook();
    const session = createSession(options({ book }));
    const { task } = session.state('a');
    await label(session, 'a', 2, 'hasty');
    expect(session.state('a').last).toMatchObject({ value: 2, note: 'hasty' });
    expect((await session.undo(asking('a', session.state('a'), true))).status).toBe('done');
    expect(session.state('a')).toMatchObject({ done: 0, task: { key: task!.key }, last: null });
    expect(book.now()).toEqual([]);
  });

  it('brings what was skipped again once all else is done, in the order in which it was skipped', async () => {
    const book = memoryBook();
    const session = createSession(options({ book, items: exampleItems(4) }));
    const keys = [];
    for (let i = 0; i < 2; i++) {
      keys.push(session.state('a').task!.key);
      await session.skip(asking('a', session.state('a')));
    }
    for (let i = 0; i < 2; i++) await label(session, 'a', 3);
    expect(session.state('a').task!.key).toBe(keys[0]);
    await session.skip(asking('a', session.state('a')));
    expect(session.state('a').task!.key).toBe(keys[1]);
    await label(session, 'a', 3);
    await label(session, 'a', 3);
    expect(session.state('a')).toMatchObject({ task: null, done: 4, total: 4 });
  });

  it.each([0, 6, 1.5, Number.NaN, Infinity])('keeps no %d on a scale of 1 to 5 in steps of 1', async (value) => {
    const book = memoryBook();
    const session = createSession(options({ book, scale: { min: 1, max: 5, step: 1 } }));
    expect((await label(session, 'a', value)).status).toBe('invalid');
    expect(book.now()).toEqual([]);
  });

  it('counts nothing that the book has not kept', async () => {
    const book = memoryBook();
    const session = createSession(options({ book }));
    await label(session, 'a', 3);
    book.fail();
    const before = session.state('a');
    await expect(label(session, 'a', 3)).rejects.toThrow('the disk is full');
    await expect(session.undo(asking('a', before, true))).rejects.toThrow('the disk is full');
    expect(session.state('a')).toEqual(before);
  });

  it('goes on where another session on the same labels stopped', async () => {
    const book = memoryBook();
    const first = createSession(options({ book, repeats: 0.2, items: exampleItems(40) }));
    for (let i = 0; i < 23; i++) await label(first, 'a', 1 + (i % 5));
    const second = createSession(options({ book: memoryBook(book.now()), repeats: 0.2, items: exampleItems(40) }));
    const { version: _, ...state } = first.state('a');
    expect(second.state('a')).toMatchObject(state);
    expect((await second.save({ ...asking('a', first.state('a')), value: 3, note: '' })).status).toBe('stale');
  });

  it('takes a label that was given before a restart, though what was skipped then comes next', async () => {
    const book = memoryBook();
    const first = createSession(options({ book }));
    await label(first, 'a', 3);
    await first.skip(asking('a', first.state('a')));
    const given = first.state('a').task!.key;
    const second = createSession(options({ book: memoryBook(book.now()) }));
    const { version, task } = second.state('a');
    expect(task!.key).not.toBe(given);
    const { status, reply } = await second.save({ labeller: 'a', version, key: given, value: 4, note: '' });
    expect(status).toBe('done');
    expect(reply.state).toMatchObject({ done: 2, task: { key: task!.key }, last: { key: given, value: 4 } });
    const strange = { labeller: 'a', version: reply.state.version, key: `first-${'0'.repeat(32)}`, value: 4, note: '' };
    expect((await second.save(strange)).status).toBe('stale');
  });

  it('takes no repeat that is not due', async () => {
    const book = memoryBook();
    const session = createSession(options({ book, items: exampleItems(40), repeats: 0.2 }));
    let repeat: string | undefined;
    for (let i = 0; i < 30 && repeat === undefined; i++) {
      const { key } = session.state('a').task!;
      if (key.startsWith('repeat-')) repeat = key;
      else await label(session, 'a', 3);
    }
    const fewer = createSession(
      options({ book: memoryBook(book.now().slice(0, 9)), items: exampleItems(40), repeats: 0.01 }),
    );
    const { version } = fewer.state('a');
    const asked = { labeller: 'a', version, key: repeat!, value: 3, note: '' };
    expect((await fewer.save(asked)).status).toBe('stale');
    expect((await session.save({ ...asked, version: session.state('a').version })).status).toBe('done');
  });

  it('keeps a label final through a restart once the model was looked at', async () => {
    const book = memoryBook();
    const first = createSession(options({ book }));
    await label(first, 'a', 4);
    for (let i = 0; i < 2; i++) await first.reveal(asking('a', first.state('a'), true));
    expect(book.final()).toEqual([first.state('a').last!.key]);
    const second = createSession(options({ book: memoryBook(book.now(), book.final()) }));
    expect(second.state('a').last).toMatchObject({ canUndo: false });
    expect((await second.undo(asking('a', second.state('a'), true))).status).toBe('stale');
  });

  it('shows what was taken back first, also after a restart that has forgotten what was skipped', async () => {
    const book = memoryBook();
    const first = createSession(options({ book }));
    await first.skip(asking('a', first.state('a')));
    const { key } = first.state('a').task!;
    await label(first, 'a', 4);
    const second = createSession(options({ book: memoryBook(book.now()) }));
    await second.undo(asking('a', second.state('a'), true));
    expect(second.state('a').task!.key).toBe(key);
    await second.skip(asking('a', second.state('a')));
    expect(second.state('a').task!.key).not.toBe(key);
  });

  it('asks again under other instructions, and not of who has rated a response elsewhere', async () => {
    const book = memoryBook();
    await labelAll(createSession(options({ book })), 'a', book);
    const items = exampleItems(10).map((item, i) => ({ ...item, ratedBy: i < 4 ? ['a'] : [] }));
    const session = createSession(
      options({ book: memoryBook(book.now()), kind: { source: 'expert', policy: 'v2' }, items }),
    );
    expect(session.state('a')).toMatchObject({ done: 0, total: 6 });
    expect(session.state('b')).toMatchObject({ done: 0, total: 10 });
  });
});

describe('repeats', () => {
  const repeatsOf = async (labeller: string, count: number, repeats: number) => {
    const book = memoryBook();
    const session = createSession(options({ book, items: exampleItems(count), repeats }));
    const { total } = session.state(labeller);
    await labelAll(session, labeller, book);
    expect(session.state(labeller)).toMatchObject({ done: total, total });
    const labels = book.now();
    return labels.flatMap(({ key, id }, at) => {
      const first = labels.findIndex((one) => one.id === id);
      return key.startsWith('repeat-') ? [{ at, gap: at - first, id }] : [];
    });
  };

  it('are one in twenty of the labels, of responses from well before, each at most once, at places of their own', async () => {
    const all = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((labeller) => repeatsOf(labeller, 400, 0.05)));
    for (const repeats of all) {
      expect(repeats.length).toBeGreaterThanOrEqual(19);
      expect(repeats.length).toBeLessThanOrEqual(22);
      expect(Math.min(...repeats.map(({ gap }) => gap))).toBeGreaterThan(8);
      expect(new Set(repeats.map(({ id }) => id)).size).toBe(repeats.length);
    }
    const places = all.map((repeats) => repeats.map(({ at }) => at).join());
    expect(new Set(places).size).toBe(5);
  });

  it('are none where none are asked for, or where there is nothing from well before', async () => {
    expect(await repeatsOf('a', 100, 0)).toEqual([]);
    expect(await repeatsOf('a', 8, 0.5)).toEqual([]);
  });

  it('can be skipped: another comes later, and all are made in the end', async () => {
    const book = memoryBook();
    const session = createSession(options({ book, items: exampleItems(60), repeats: 0.1 }));
    let skips = 0;
    while (session.state('a').task !== null) {
      const isRepeat = session.state('a').task!.key.startsWith('repeat-');
      if (isRepeat && skips++ < 3) await session.skip(asking('a', session.state('a')));
      else await label(session, 'a', 3);
    }
    const { done, total } = session.state('a');
    expect(skips).toBeGreaterThanOrEqual(3);
    expect(done).toBe(total);
    expect(new Set(book.now().map(({ key }) => key)).size).toBe(total);
  });
});

/*
 * Two tabs of one labeller, each with a state that may be old, in any order of clicks; what a tab is told it then shows.
 * What is kept must be what the confirmed clicks say, in their order, and no key twice.
 */
describe('two tabs', () => {
  const step = fc.record({
    tab: fc.nat(1),
    what: fc.constantFrom('save', 'save', 'save', 'undo', 'skip', 'reveal', 'reload', 'again'),
    value: fc.integer({ min: 1, max: 5 }),
  });

  it('lose and double no label, whatever is clicked in them: 1,000 sequences', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const book = memoryBook();
        const session = createSession(options({ book, items: exampleItems(6) }));
        const tabs = [session.state('a'), session.state('a')];
        const model = new Map<string, number>();
        let sent: { readonly tab: number; readonly asked: Parameters<Session['save']>[0] } | undefined;
        for (const { tab, what, value } of steps) {
          const state = tabs[tab]!;
          const current = session.state('a');
          if (what === 'reload') tabs[tab] = current;
          else if (what === 'undo') {
            const asked = asking('a', state, true);
            const { status, reply } = await session.undo(asked);
            if (status === 'done') expect(model.delete(asked.key)).toBe(true);
            expect(status === 'done').toBe(state.version === current.version && current.last?.canUndo === true);
            tabs[tab] = reply.state;
          } else if (what === 'skip' || what === 'reveal') {
            tabs[tab] = (await session[what](asking('a', state, what === 'reveal'))).reply.state;
          } else {
            // A click whose answer got lost is sent once more, as it was.
            const asked =
              what === 'again' && sent?.tab === tab ? sent.asked : { ...asking('a', state), value, note: '' };
            sent = { tab, asked };
            const { status, reply } = await session.save(asked);
            if (status === 'done') {
              expect([undefined, asked.value]).toContain(model.get(asked.key));
              model.set(asked.key, asked.value);
            } else if (reply.standing !== undefined) expect(model.get(asked.key)).toBe(reply.standing);
            tabs[tab] = reply.state;
          }
          expect(book.now().map(({ key, value: kept }) => [key, kept])).toEqual([...model]);
          expect(new Set(book.now().map(({ id }) => id)).size).toBe(model.size);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('that click at the same moment make one label', async () => {
    const book = memoryBook();
    const session = createSession(options({ book }));
    const asked = asking('a', session.state('a'));
    const both = await Promise.all([2, 5].map((value) => session.save({ ...asked, value, note: '' })));
    expect(both.map(({ status, reply }) => [status, reply.standing])).toEqual([
      ['done', undefined],
      ['stale', 2],
    ]);
    expect(book.now().map(({ value }) => value)).toEqual([2]);
  });
});
