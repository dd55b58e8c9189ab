import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import type { LoggedDecision } from '../../src/log/decision.ts';
import { openLog } from '../../src/log/index.ts';
import type { DecisionStore } from '../../src/log/store.ts';
import { all, decision, idsOf, label } from './example-log.ts';

/** What every log does, whatever it is kept in. `newPlace` names one that nobody has used. */
export function behavesLikeALog(newPlace: () => Promise<string>): void {
  const open: DecisionStore[] = [];
  const opened = async (place: string): Promise<DecisionStore> => {
    const log = await openLog(place);
    open.push(log);
    return log;
  };
  const fresh = async (): Promise<DecisionStore> => opened(await newPlace());
  afterEach(async () => {
    for (const log of open.splice(0)) await log.close();
  });

  it('gives back what it took, with nothing added or lost', async () => {
    const log = await fresh();
    const whole: Required<LoggedDecision> = {
      ...decision('whole', { selfRating: null, passProbability: null, features: {} }),
      samples: [7, 8.5],
      probabilities: [0, 0.25, 0.75],
      language: 'en',
      outside: ['words', 'language'],
      rater: 'rater-1',
      raterModel: 'model-1',
      generator: 'model-2',
      ratingPrompt: 'rubric-7',
      criterion: 'helpful',
      slice: 'route-1',
      prompt: 'Robert\'); drop table unflatter_decisions;-- \u0000 \\u0000 ��� "',
      response: 'שלום 你好 👩‍👩‍👧 \r\n\t{"$1": "%s"}',
      shadow: { calibrator: 'd'.repeat(64), verdict: 'fail', reason: 'below-threshold', passProbability: 0.1 },
    };
    await log.append([whole, decision('least')]);
    expect(await all(log)).toEqual([
      { ...decision('least'), labels: [] },
      { ...whole, labels: [] },
    ]);
  });

  it('keeps any numbers and texts as they are', async () => {
    const log = await fresh();
    let count = 0;
    const arbitrary = fc.record({
      prompt: fc.string({ unit: 'grapheme', maxLength: 50 }),
      slice: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }).filter((text) => !text.includes('\0')),
      passProbability: fc.double({ min: 0, max: 1, noNaN: true }).map((p) => p + 0),
      at: fc.integer({ min: 0, max: 4e12 }),
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async (parts) => {
        const one = decision(`any-${count++}`, parts);
        await log.append([one]);
        const found = (await all(log, { from: parts.at, until: parts.at + 1 })).find(({ id }) => id === one.id);
        expect(found).toEqual({ ...one, labels: [] });
      }),
      { numRuns: 50 },
    );
  });

  it('reads in order of time, then id, from a time until before another', async () => {
    const log = await fresh();
    await log.append([decision('c', { at: 30 }), decision('b', { at: 20 }), decision('a', { at: 30 })]);
    await log.append([decision('d', { at: 10 })]);
    expect(await idsOf(log)).toEqual(['d', 'b', 'a', 'c']);
    expect(await idsOf(log, { from: 20 })).toEqual(['b', 'a', 'c']);
    expect(await idsOf(log, { from: 10, until: 30 })).toEqual(['d', 'b']);
    expect(await idsOf(log, { from: 31 })).toEqual([]);
    await expect(idsOf(log, { from: NaN })).rejects.toMatchObject({ code: 'invalid-option' });
  });

  it('reads more than a page, each once, while others write', async () => {
    const log = await fresh();
    const ids = Array.from({ length: 1_001 }, (_, i) => `id-${String(i).padStart(4, '0')}`);
    await log.append(ids.map((id, i) => decision(id, { at: Math.floor(i / 300) })));
    const found: string[] = [];
    for await (const { id } of log.read()) {
      if (found.push(id) === 500) await log.append([decision('late', { at: 1e6 })]);
    }
    expect(found).toEqual([...ids, 'late']);
  });

  it('leaves a decision as it is when its id comes again', async () => {
    const log = await fresh();
    await log.append([decision('a', { slice: 'first' }), decision('a', { slice: 'same list' })]);
    await log.append([decision('a', { slice: 'second', at: 5 }), decision('b')]);
    expect((await all(log)).map(({ id, slice }) => [id, slice])).toEqual([
      ['a', 'first'],
      ['b', undefined],
    ]);
  });

  it('keeps labels with their decision, each key once', async () => {
    const log = await fresh();
    await log.append([decision('a'), decision('b')]);
    const noted = label('k2', 'a', { at: 1, policy: 'guide-2', note: 'a \u0000 note' });
    await log.label([label('k1', 'a'), noted, label('k3', 'b')]);
    await log.label([label('k1', 'a', { value: 1 }), label('k1', 'b', { value: 1 })]);
    expect((await all(log)).map(({ labels }) => labels)).toEqual([[noted, label('k1', 'a')], [label('k3', 'b')]]);
  });

  it('takes a label back', async () => {
    const log = await fresh();
    await log.append([decision('a')]);
    await log.label([label('k1', 'a'), label('k2', 'a')]);
    expect(await log.unlabel('k1')).toBe(true);
    expect(await log.unlabel('k1')).toBe(false);
    expect((await all(log))[0]!.labels).toEqual([label('k2', 'a')]);
  });

  it('refuses labels and choices of decisions that it does not have, all of them', async () => {
    const log = await fresh();
    await log.append([decision('a')]);
    const error = { code: 'unknown-decision', details: { ids: ['nobody'] } };
    await expect(log.label([label('k1', 'a'), label('k2', 'nobody')])).rejects.toMatchObject(error);
    const choices = ['a', 'nobody'].map((id) => ({ id, inclusion: 0.5, at: 1 }));
    await expect(log.choose(choices)).rejects.toMatchObject(error);
    expect(await all(log)).toEqual([{ ...decision('a'), labels: [] }]);
  });

  it('keeps the first choice of a decision', async () => {
    const log = await fresh();
    await log.append([decision('a'), decision('b')]);
    await log.choose([{ id: 'a', inclusion: 0.25, at: 1 }]);
    await log.choose([
      { id: 'a', inclusion: 1, at: 2 },
      { id: 'b', inclusion: 1, at: 2 },
    ]);
    expect((await all(log)).map(({ inclusion }) => inclusion)).toEqual([0.25, 1]);
  });

  it('keeps choices only where nothing was chosen since they were counted, if asked to', async () => {
    const place = await newPlace();
    const logs = [await opened(place), await opened(place)];
    const ids = Array.from({ length: 12 }, (_, i) => `d${i}`);
    await logs[0]!.append(ids.map((id) => decision(id)));
    const choose = (at: number, id: string, before: number): Promise<boolean> =>
      logs[at % 2]!.choose([{ id, inclusion: 0.5, at }], before);
    expect(await choose(1, 'd0', 1)).toBe(false);
    expect(await choose(1, 'd0', 0)).toBe(true);
    expect(await choose(2, 'd1', 0)).toBe(false);
    const kept = await Promise.all(ids.slice(1).map((id, i) => choose(i + 2, id, 1)));
    expect(kept.filter(Boolean)).toHaveLength(1);
    const chosen = (await all(logs[0]!)).filter(({ inclusion }) => inclusion !== undefined);
    expect(chosen.map(({ id }) => id).sort()).toEqual(['d0', ids[kept.indexOf(true) + 1]!].sort());
    await expect(choose(3, 'nobody', 2)).rejects.toMatchObject({ code: 'unknown-decision' });
  });

  it('refuses what it could not give back, and keeps nothing of the list', async () => {
    const log = await fresh();
    const wrong: object[] = [
      { id: '' },
      { id: 'x'.repeat(1001) },
      { id: '漢'.repeat(334) },
      { id: 'a\0b' },
      { id: '\ud800' },
      { at: 1.5 },
      { at: NaN },
      { passProbability: 1.01 },
      { selfRating: Infinity },
      { features: { words: NaN } },
      { features: { constructor: 1 } },
      { verdict: 'maybe' },
      { response: 7 },
      { response: 'a'.repeat(200_001) },
    ];
    for (const parts of wrong) {
      const list = [decision('good'), { ...decision('bad'), ...parts }];
      await expect(log.append(list), JSON.stringify(parts)).rejects.toMatchObject({ code: 'invalid-records' });
    }
    await log.append([decision('a')]);
    const inclusions = [0, 1.1, NaN];
    for (const inclusion of inclusions)
      await expect(log.choose([{ id: 'a', inclusion, at: 1 }])).rejects.toMatchObject({ code: 'invalid-records' });
    const long = '漢'.repeat(334);
    await expect(log.label([label(long, 'a')])).rejects.toMatchObject({ code: 'invalid-records' });
    await expect(log.label([label('', 'a')])).rejects.toMatchObject({ code: 'invalid-records' });
    await expect(log.label([label('k', 'a', { value: NaN })])).rejects.toMatchObject({ code: 'invalid-records' });
    expect(await all(log)).toEqual([{ ...decision('a'), labels: [] }]);
  });

  it('takes ids and keys of 1,000 bytes in any script', async () => {
    const log = await fresh();
    // Of many different characters: an index keeps few of them in less space.
    let state = 12_345;
    const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31);
    const mixed = (): string =>
      Array.from({ length: 333 }, () => String.fromCodePoint(0x4e00 + (next() % 20_000))).join('');
    const [id, key] = [mixed(), mixed()];
    await log.append([decision(id)]);
    await log.label([label(key, id)]);
    await log.choose([{ id, inclusion: 0.5, at: 1 }]);
    expect(await all(log)).toEqual([{ ...decision(id), labels: [label(key, id)], inclusion: 0.5, chosenAt: 1 }]);
  });

  it('says how many decisions were new', async () => {
    const log = await fresh();
    expect(await log.append([decision('a'), decision('b'), decision('a')])).toBe(2);
    expect(await log.append([decision('b'), decision('c')])).toBe(1);
    expect(await log.append([])).toBe(0);
  });

  it('takes nothing when there is nothing', async () => {
    const log = await fresh();
    await log.append([]);
    await log.label([]);
    await log.choose([]);
    expect(await all(log)).toEqual([]);
  });

  it('purges what was decided before a time, with its labels and choices', async () => {
    const log = await fresh();
    await log.append([decision('old', { at: 10 }), decision('new', { at: 20 })]);
    await log.label([label('k1', 'old'), label('k2', 'new')]);
    await log.choose(['old', 'new'].map((id) => ({ id, inclusion: 0.5, at: 1 })));
    expect(await log.purge(20)).toBe(1);
    expect(await log.purge(20)).toBe(0);
    expect(await all(log)).toEqual([
      { ...decision('new', { at: 20 }), labels: [label('k2', 'new')], inclusion: 0.5, chosenAt: 1 },
    ]);
    // Nothing of the old is left to be in the way of a new one.
    await log.append([decision('old', { at: 30 })]);
    await log.label([label('k1', 'old')]);
    expect((await all(log)).at(-1)).toEqual({ ...decision('old', { at: 30 }), labels: [label('k1', 'old')] });
    await expect(log.purge(NaN)).rejects.toMatchObject({ code: 'invalid-option' });
  });

  it('is the same after it was closed, and for two that have it open', async () => {
    const place = await newPlace();
    const first = await opened(place);
    await first.append([decision('a')]);
    const second = await opened(place);
    await second.label([label('k', 'a')]);
    expect((await all(first))[0]!.labels).toHaveLength(1);
    await first.close();
    await second.close();
    await second.close();
    expect(await idsOf(await opened(place))).toEqual(['a']);
    await expect(second.append([decision('b')])).rejects.toMatchObject({ code: 'store-failed' });
    await expect(idsOf(second)).rejects.toMatchObject({ code: 'store-failed' });
  });

  it('takes many lists at once', async () => {
    const log = await fresh();
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => log.append([decision(`a-${i}`), decision(`shared-${i % 5}`)])),
    );
    expect(await idsOf(log)).toHaveLength(45);
  });
}
