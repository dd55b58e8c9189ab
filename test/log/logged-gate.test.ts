import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toInputs } from '../../src/calibrator/inputs.ts';
import { UnflatterError } from '../../src/errors.ts';
import { createQualityGate, fit, type RatedResponse } from '../../src/index.ts';
import type { LogEntry, LoggedDecision } from '../../src/log/decision.ts';
import { loggedGate, openLog, recordsOf, shadowFlips, type LoggedGateOptions } from '../../src/log/index.ts';
import type { DecisionStore } from '../../src/log/store.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { all, label } from './example-log.ts';
import { exampleCalibrator, exampleGate, exclamations, gateWithFeature } from './example-gate.ts';

const records = exampleRecords();
const gate = exampleGate();

describe('a gate with a log', () => {
  const folder = temporaryFolder();
  let log: DecisionStore;
  let files = 0;
  beforeAll(async () => {
    log = await openLog(folder.path('whole.sqlite'));
  });
  afterAll(() => log.close());
  const fresh = (): Promise<DecisionStore> => openLog(folder.path(`log-${++files}.sqlite`));
  const logOf = async (
    decide: (logged: ReturnType<typeof loggedGate>) => void,
    options: Partial<LoggedGateOptions> = {},
    of = gate,
  ): Promise<LogEntry[]> => {
    const store = await fresh();
    const logged = loggedGate(of, { store, ...options });
    decide(logged);
    await logged.close();
    expect(logged.dropped()).toBe(0);
    const entries = await all(store);
    await store.close();
    return entries;
  };

  it('says of every response what the gate says, and keeps it', async () => {
    const logged = loggedGate(gate, { store: log });
    const decisions = records.map((record) => logged.decide(record, { id: record.id }));
    expect(decisions).toEqual(records.map((record) => gate.decide(record)));
    await logged.flush();
    const entries = new Map((await all(log)).map((entry) => [entry.id, entry]));
    expect(entries.size).toBe(records.length);
    for (const [i, record] of records.entries()) {
      const { verdict, reason, calibrated } = decisions[i]!;
      const inputs = toInputs(record, exampleTarget.ratingScale);
      expect(entries.get(record.id)).toMatchObject({
        verdict,
        reason,
        selfRating: record.selfRating,
        passProbability: calibrated!.passProbability,
        features: inputs.features,
        language: inputs.language,
        calibrator: gate.calibrator.digest,
      });
    }
  });

  it('gives a calibration set that fits as the texts do', async () => {
    const logged = new Map((await all(log)).map((entry) => [entry.id, entry]));
    const labelled = records.map((record): LogEntry => {
      const labels = record.humanRatings.map((rating, i) =>
        label(`${record.id}-${i}`, record.id, { value: typeof rating === 'number' ? rating : rating.value }),
      );
      return { ...logged.get(record.id)!, group: record.group ?? record.prompt!, labels };
    });
    const set = recordsOf(labelled);
    expect(set.unreadable).toBe(0);
    expect(set.records[0]).not.toHaveProperty('response');
    const one = fit(set.records, exampleTarget);
    const probabilityOf = (calibrator: unknown, record: RatedResponse): number =>
      createQualityGate({ calibrator }).decide(record).calibrated!.passProbability;
    for (const record of records.slice(0, 20)) {
      const difference = probabilityOf(one, record) - probabilityOf(exampleCalibrator(), record);
      expect(Math.abs(difference)).toBeLessThan(0.02);
    }
  });

  it('keeps what is broken as well, and makes no record of it', async () => {
    const broken: unknown[] = [
      undefined,
      null,
      7,
      {},
      { response: 'Fine.', selfRating: NaN },
      { response: 'Fine.', selfRating: 99 },
      { response: '', selfRating: 8 },
      { response: 'Fine.', selfRating: 8, scale: { min: 0, max: 9 } },
      { response: 'Fine.', selfRating: 8, rater: 7, generator: '', ratingPrompt: 'x'.repeat(2000) },
      { response: 'Fine.', selfRating: 8, features: { words: NaN, constructor: 1, '': 2 } },
      { response: '\ud800 Fine.', prompt: '\ud800', selfRating: 8, samples: 'none' },
      {
        get response() {
          throw new Error('not to be read');
        },
        selfRating: 8,
      },
    ];
    const entries = await logOf((logged) => {
      for (const rated of broken) {
        const decision = logged.decide(rated as RatedResponse);
        expect(decision.verdict).toBe('review');
        expect(decision).toEqual(gate.decide(rated as RatedResponse));
      }
      logged.decide({ response: 'Fine.', selfRating: 8 }, 3 as never);
    });
    expect(entries).toHaveLength(broken.length + 1);
    const { records: found, unreadable } = recordsOf(entries);
    expect(found.length + unreadable).toBe(entries.length);
    expect(unreadable).toBeGreaterThanOrEqual(8);
    for (const { selfRating } of found) expect(selfRating).toBe(8);
  });

  it('keeps samples, probabilities and columns of the app, in natural units', async () => {
    const of = gateWithFeature();
    const [entry] = await logOf((logged) => logged.decide({ ...records[0]!, samples: [7, 9] }), {}, of);
    expect(entry!.samples).toEqual([7, 9]);
    expect(entry!.features['exclamations']).toBe(exclamations.compute(records[0]!.response!, undefined));
    expect(entry!.features['ratingSpread']).toBe(1 / 9);
  });

  it('takes names from the app, and hashes of prompts where there are none', async () => {
    const options = {
      slice: ({ generator }: RatedResponse) => generator,
      id: () => 'id of the app',
      now: () => 1234.5,
    };
    const [one] = await logOf((logged) => logged.decide({ ...records[0]!, generator: 'model-2' }), options);
    expect(one).toMatchObject({ id: 'id of the app', at: 1234, slice: 'model-2', generator: 'model-2' });
    expect(one!.group).toMatch(/^sha256:[0-9a-f]{64}$/);
    const meta = { id: 'mine', group: 'talk-1', slice: 'route-2' };
    const [two] = await logOf((logged) => logged.decide(records[0]!, meta), options);
    expect(two).toMatchObject(meta);
    const throwing = () => {
      throw new Error('on purpose');
    };
    const [three] = await logOf((logged) => logged.decide({ response: 'Fine.', selfRating: 8 }), {
      slice: throwing,
      id: throwing,
      now: throwing,
    });
    expect(three!.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(three!.group).toBe(three!.id);
    expect(three!.at).toBeGreaterThan(Date.UTC(2020));
  });

  it('does not see what the app does with its own later', async () => {
    const samples = [7, 9];
    const features = { own: 1 };
    const rated = { ...records[0]!, samples, features };
    const [entry] = await logOf((logged) => {
      logged.decide(rated);
      samples[0] = 1;
      features.own = 2;
      rated.selfRating = 1;
    });
    expect(entry).toMatchObject({ samples: [7, 9], selfRating: records[0]!.selfRating });
    expect(entry!.features['own']).toBe(1);
  });

  it('logs what a candidate would have said, and never says it', async () => {
    const shadow = exampleGate(0.999);
    const entries = await logOf(
      (logged) => {
        for (const record of records) expect(logged.decide(record).verdict).toBe(gate.decide(record).verdict);
      },
      { shadow },
    );
    const [comparison] = shadowFlips(entries);
    expect(comparison).toMatchObject({ decisions: records.length, champion: gate.calibrator.digest });
    const verdicts = records.map((record) => [gate.decide(record).verdict, shadow.decide(record).verdict]);
    const changed = verdicts.filter(([from, to]) => from !== to);
    expect(changed.length).toBeGreaterThan(5);
    expect(comparison!.flips.map(({ from, to }) => `${from} ${to}`).sort()).toEqual(
      changed.map((two) => two.join(' ')).sort(),
    );
    const passToReview = verdicts.filter(([from, to]) => from === 'pass' && to === 'review');
    expect(comparison!.counts.pass.review).toBe(passToReview.length);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('on purpose');
      },
    ],
    ['says what is no decision', () => ({ verdict: 'maybe', reason: 7 })],
  ])('logs the decision without the candidate where that %s, and counts it', async (_, decide) => {
    const shadow = { ...gate, decide: decide as typeof gate.decide };
    const store = await fresh();
    const logged = loggedGate(gate, { store, shadow });
    expect(logged.decide(records[0]!, { id: 'a' })).toEqual(gate.decide(records[0]!));
    await logged.flush();
    expect([logged.dropped(), logged.shadowsDropped()]).toEqual([0, 1]);
    const [entry] = await all(store);
    expect(entry).toMatchObject({ id: 'a', selfRating: records[0]!.selfRating });
    expect(entry).not.toHaveProperty('shadow');
    await store.close();
  });

  it('counts the second decision of an id as dropped', async () => {
    const store = await fresh();
    const onStoreError = vi.fn<NonNullable<LoggedGateOptions['onStoreError']>>();
    const logged = loggedGate(gate, { store, onStoreError });
    for (const id of ['a', 'b', 'a']) logged.decide(records[0]!, { id });
    await logged.flush();
    logged.decide(records[1]!, { id: 'b' });
    await logged.close();
    expect(logged.dropped()).toBe(2);
    expect(onStoreError).toHaveBeenLastCalledWith(expect.objectContaining({ code: 'store-failed' }), 2);
    expect(await all(store)).toHaveLength(2);
    await store.close();
  });

  it('gives a decision an id of its own where the app gives one that no log takes', async () => {
    const [entry] = await logOf((logged) => logged.decide(records[0]!, { id: '漢'.repeat(400) }));
    expect(entry!.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('stores texts only as the redactor leaves them', async () => {
    const rated = { prompt: 'My number is 555', response: 'I keep 555 in mind.', selfRating: 8 };
    const [without] = await logOf((logged) => logged.decide(rated));
    expect(without).not.toHaveProperty('prompt');
    expect(without).not.toHaveProperty('response');
    const redact = (text: string): string => text.replaceAll('555', '###');
    const [entry] = await logOf((logged) => logged.decide(rated), { storeText: { redact } });
    expect(entry).toMatchObject({ prompt: 'My number is ###', response: 'I keep ### in mind.' });
    expect(recordsOf([entry!]).records[0]).toMatchObject({ response: 'I keep ### in mind.' });
    expect(recordsOf([entry!]).records[0]).not.toHaveProperty('features');
  });

  it.each<[string, (text: string) => unknown]>([
    [
      'throws',
      (text) => {
        throw new Error(text);
      },
    ],
    ['gives back a promise', async (text) => text],
    ['gives back nothing', () => undefined],
    ['makes a text longer than it may be', (text) => text.repeat(200_000)],
  ])('stores no text where the redactor %s, and counts it', async (_, redact) => {
    const store = await fresh();
    const logged = loggedGate(gate, { store, storeText: { redact: redact as (text: string) => string } });
    logged.decide(records[0]!);
    await logged.close();
    expect(logged.textsDropped()).toBe(1);
    const [entry] = await all(store);
    expect(entry).toMatchObject({ selfRating: records[0]!.selfRating });
    expect(entry).not.toHaveProperty('response');
    await store.close();
  });

  it('answers without waiting for the store, and adds little time', async () => {
    const store = { append: () => new Promise<void>(() => {}) };
    const short = { prompt: 'What is 6 · 7?', response: 'It is 42.', selfRating: 9 };
    const answer = gate.decide(short);
    // A gate that takes no time of its own: what is left is what the log adds.
    const logged = loggedGate({ ...gate, decide: () => answer }, { store, queue: 5_000 });
    const times = Array.from({ length: 4_000 }, () => {
      const start = performance.now();
      const said = logged.decide(short);
      const time = performance.now() - start;
      expect(said).toBe(answer);
      return time;
    }).sort((a, b) => a - b);
    expect(times[2_000]).toBeLessThan(0.1);
  });

  it('refuses to be set up wrong', () => {
    const wrong: unknown[] = [
      undefined,
      {},
      { store: {} },
      { store: log, storeText: true },
      { store: log, shadow: {} },
      { store: log, queue: 0 },
      { store: log, queue: 1.5 },
      { store: log, slice: 'route' },
      { store: log, onStoreError: 1 },
    ];
    for (const options of wrong)
      expect(() => loggedGate(gate, options as never)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
    expect(() => loggedGate({} as never, { store: log })).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});

describe('a gate whose store fails', () => {
  const failing = new UnflatterError('store-failed', 'on purpose', { place: 'x', reason: 'y' });
  /** A store that fails until it is mended. */
  const breakable = () => {
    const kept: LoggedDecision[] = [];
    const store = {
      isBroken: true,
      kept,
      append: async (decisions: readonly LoggedDecision[]): Promise<void> => {
        if (store.isBroken) throw failing;
        kept.push(...decisions);
      },
    };
    return store;
  };

  it('goes on, tries again, and loses nothing that the queue holds', async () => {
    const store = breakable();
    const onStoreError = vi.fn<NonNullable<LoggedGateOptions['onStoreError']>>();
    const logged = loggedGate(gate, { store, onStoreError });
    const expected = records.slice(0, 20).map((record) => gate.decide(record));
    expect(records.slice(0, 20).map((record) => logged.decide(record, { id: record.id }))).toEqual(expected);
    await expect(logged.flush()).rejects.toBe(failing);
    await vi.waitFor(() => expect(onStoreError.mock.calls.length).toBeGreaterThan(2), 5_000);
    store.isBroken = false;
    await vi.waitFor(() => expect(store.kept).toHaveLength(20), 5_000);
    expect(store.kept.map(({ id }) => id)).toEqual(records.slice(0, 20).map(({ id }) => id));
    expect(logged.dropped()).toBe(0);
    await logged.close();
  });

  it('drops what the queue cannot hold, and counts and tells it', async () => {
    const store = breakable();
    const onStoreError = vi.fn<NonNullable<LoggedGateOptions['onStoreError']>>();
    const logged = loggedGate(gate, { store, queue: 5, onStoreError });
    for (const record of records.slice(0, 12)) logged.decide(record, { id: record.id });
    expect(logged.dropped()).toBe(7);
    await expect(logged.flush()).rejects.toBe(failing);
    expect(onStoreError).toHaveBeenLastCalledWith(failing, 7);
    store.isBroken = false;
    await logged.flush();
    expect(store.kept.map(({ id }) => id)).toEqual(records.slice(0, 5).map(({ id }) => id));
    logged.decide(records[20]!);
    await logged.close();
    expect(store.kept).toHaveLength(6);
    expect(logged.dropped()).toBe(7);
  });

  it('counts what is left when it closes, and what comes later', async () => {
    const onStoreError = vi.fn<NonNullable<LoggedGateOptions['onStoreError']>>();
    const logged = loggedGate(gate, { store: breakable(), onStoreError });
    for (const record of records.slice(0, 3)) logged.decide(record);
    await logged.close();
    expect(logged.dropped()).toBe(3);
    expect(onStoreError).toHaveBeenLastCalledWith(expect.objectContaining({ code: 'store-failed' }), 3);
    expect(logged.decide(records[0]!)).toEqual(gate.decide(records[0]!));
    expect(logged.dropped()).toBe(4);
    await sleep(150);
    expect(onStoreError.mock.lastCall).toEqual([expect.anything(), 3]);
  });

  it('is not stopped by who is told of it', async () => {
    const store = breakable();
    const onStoreError = () => {
      throw new Error('on purpose');
    };
    const logged = loggedGate(gate, { store, onStoreError });
    logged.decide(records[0]!);
    await expect(logged.flush()).rejects.toBe(failing);
    store.isBroken = false;
    await logged.close();
    expect(store.kept).toHaveLength(1);
  });

  it('gives up waiting for a store that says nothing', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const append = vi.fn<() => Promise<void>>(() => new Promise(() => {}));
      const logged = loggedGate(gate, { store: { append } });
      logged.decide(records[0]!);
      const flushed = logged.flush().catch((error: unknown) => error);
      await vi.waitFor(() => expect(append).toHaveBeenCalledOnce());
      await vi.advanceTimersByTimeAsync(30_000);
      expect(String(await flushed)).toContain('its store has not answered for 30 seconds');
      append.mockResolvedValue(undefined);
      await logged.flush();
      expect(logged.dropped()).toBe(0);
      await logged.close();
    } finally {
      vi.useRealTimers();
    }
  });

  it('flushes under traffic that never stops', async () => {
    const store = breakable();
    store.isBroken = false;
    const logged = loggedGate(gate, { store });
    logged.decide(records[0]!);
    const traffic = setInterval(() => logged.decide(records[1]!), 1);
    await logged.flush();
    clearInterval(traffic);
    expect(store.kept.length).toBeGreaterThan(0);
    await logged.close();
  });
});
