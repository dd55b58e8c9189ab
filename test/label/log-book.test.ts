import { describe, expect, it } from 'vitest';
import { openLogBook } from '../../src/label/log-book.ts';
import { startLabelling } from '../../src/label/labelling.ts';
import type { LoggedDecision } from '../../src/log/decision.ts';
import { openLog } from '../../src/log/open.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { caller } from './label-server.ts';

const folder = temporaryFolder();
const humanScale = { min: 1, max: 5 };

function decision(
  id: string,
  texts: Partial<LoggedDecision> = { prompt: `p ${id}`, response: `r ${id}` },
): LoggedDecision {
  const features = { words: 3 };
  const rating = { selfRating: 7, passProbability: 0.6, features, outside: [], calibrator: 'c' };
  return { id, at: 1000, group: id, verdict: 'pass', reason: 'above-threshold', ...rating, ...texts };
}

describe('the labels of a log', () => {
  it('are asked of what was chosen, and stand in the log; taken back, they are gone', async () => {
    const store = await openLog(folder.path('log.sqlite'));
    await store.append([...['a', 'b', 'c'].map((id) => decision(id)), decision('textless', {})]);
    await store.choose(['a', 'b', 'textless'].map((id) => ({ id, inclusion: 0.5, at: 2000 })));
    const { items, book, withoutText, notChosen } = await openLogBook(store);
    expect(items.map(({ id, prompt, response }) => [id, prompt, response])).toEqual([
      ['a', 'p a', 'r a'],
      ['b', 'p b', 'r b'],
    ]);
    expect({ withoutText, notChosen }).toEqual({ withoutText: 1, notChosen: 1 });
    const server = await startLabelling({ items, book, humanScale, title: 'log', policy: 'v1' });
    const one = caller(server.url, 'me');
    let { reply } = await one.save(await one.state(), 4, 'fine');
    ({ reply } = await one.save(reply.state, 2));
    expect(reply.state).toMatchObject({ task: null, done: 2 });
    const { version, last } = reply.state;
    expect((await one.post('/api/undo', { labeller: 'me', version, key: last!.key })).status).toBe(200);
    await server.close();

    const again = await openLogBook(store);
    expect(again.book.labels).toEqual([
      expect.objectContaining({ value: 4, labeller: 'me', source: 'expert', policy: 'v1', note: 'fine' }),
    ]);
    const next = await startLabelling({ ...again, humanScale, title: 'log', policy: 'v1' });
    expect(await caller(next.url, 'me').state()).toMatchObject({ done: 1, total: 2, task: expect.any(Object) });
    await next.close();
    await store.close();
  });

  it('cannot be made where nothing has a text', async () => {
    const store = await openLog(folder.path('textless.sqlite'));
    await store.append([decision('a', {})]);
    await store.choose([{ id: 'a', inclusion: 1, at: 2000 }]);
    const work = await openLogBook(store);
    await expect(startLabelling({ ...work, humanScale, title: 'log' })).rejects.toMatchObject({
      code: 'too-few-records',
    });
    await store.close();
  });

  it('are what the log holds, also for two servers on it: the slower is told what stands', async () => {
    const store = await openLog(folder.path('two.sqlite'));
    await store.append([decision('a')]);
    await store.choose([{ id: 'a', inclusion: 1, at: 2000 }]);
    const servers = [];
    for (let i = 0; i < 2; i++)
      servers.push(await startLabelling({ ...(await openLogBook(store)), humanScale, title: 'log' }));
    const [one, two] = servers.map(({ url }) => caller(url, 'me'));
    const before = await two!.state();
    expect((await one!.save(await one!.state(), 4)).status).toBe(200);
    const late = await two!.save(before, 2);
    expect(late).toMatchObject({ status: 409, reply: { standing: 4 } });
    expect((await two!.state()).done).toBe(1);
    for (const server of servers) await server.close();
    const { book } = await openLogBook(store);
    expect(book.labels.map(({ value }) => value)).toEqual([4]);
    await store.close();
  });

  it('are what the log holds after answers of it were lost', async () => {
    const store = await openLog(folder.path('lost.sqlite'));
    await store.append([decision('a')]);
    await store.choose([{ id: 'a', inclusion: 1, at: 2000 }]);
    const lost = { next: false };
    const losing = <Result>(result: Result): Result => {
      if (!lost.next) return result;
      lost.next = false;
      throw new Error('the connection is gone');
    };
    const work = await openLogBook({
      ...store,
      label: async (labels) => losing(await store.label(labels)),
      unlabel: async (key) => losing(await store.unlabel(key)),
    });
    const server = await startLabelling({ ...work, humanScale, title: 'log' });
    const me = caller(server.url, 'me');
    const inLog = async () => (await openLogBook(store)).book.labels.map(({ value }) => value);

    const before = await me.state();
    lost.next = true;
    expect((await me.save(before, 4)).status).toBe(500);
    expect(await me.save(before, 1), 'another rating for what stands').toMatchObject({
      status: 409,
      reply: { standing: 4 },
    });
    expect(await inLog()).toEqual([4]);

    const { version, last } = await me.state();
    lost.next = true;
    expect((await me.post('/api/undo', { labeller: 'me', version, key: last!.key })).status).toBe(500);
    const again = await me.save(before, 4);
    expect(again.status, 'it was taken back, so it is not there to be confirmed').toBe(409);
    expect(await inLog()).toEqual([]);
    expect((await me.save(again.reply.state, 3)).status).toBe(200);
    expect(await inLog()).toEqual([3]);
    await server.close();
    await store.close();
  });

  it('that fail to be kept are not confirmed', async () => {
    const store = await openLog(folder.path('closed.sqlite'));
    await store.append([decision('a')]);
    await store.choose([{ id: 'a', inclusion: 1, at: 2000 }]);
    const server = await startLabelling({ ...(await openLogBook(store)), humanScale, title: 'log' });
    const one = caller(server.url, 'me');
    const state = await one.state();
    await store.close();
    expect((await one.save(state, 4)).status).toBe(500);
    expect(await one.state()).toEqual(state);
    await server.close();
  });
});
