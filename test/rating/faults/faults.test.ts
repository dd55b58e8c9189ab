/*
 * Proves the budget against a real HTTP server on the loopback that fails as seeded scripts say, called through the real
 * packages of providers in three protocols, and through a gate that would pass the rating that all replies hold.
 *
 * In time means: before a timer rings that was set, after the rating had set its own, for 50 ms more. Time by the clock
 * would count what else the machine does while the event loop waits for it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GateDecision } from '../../../src/index.ts';
import { bodyOf, protocols } from './protocols.ts';
import { runScript, type Outcome } from './run-script.ts';
import { goodText, lastOfAll, permanentStatuses, retryAfterForms, scriptOf, type Script } from './scripts.ts';
import { startFaultServer, type FaultServer, type Step } from './server.ts';

const scripts = 2000;
/** More at a time only make each other late. */
const atOnce = 16;

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

describe('a rating against a provider that fails', () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  let outcomes: readonly Outcome[] = [];
  let timersBefore = 0;

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    timersBefore = timers();
    outcomes = await runAll(Array.from({ length: scripts }, (_, seed) => scriptOf(seed)));
    await new Promise((resolve) => {
      setTimeout(resolve, 2 * lastOfAll);
    });
  }, 180_000);
  afterAll(() => {
    process.off('unhandledRejection', note);
  });

  it('makes no more calls than it may', () => {
    expect(seedsOf(({ script, seen }) => seen.length > script.maxCalls)).toEqual([]);
    expect(seedsOf(({ script, seen }) => seen.length === script.maxCalls).length).toBeGreaterThan(100);
  });

  it('makes no call once its tokens are used up', () => {
    const overspent = ({ script: { maxTokens = Infinity }, seen }: Outcome): boolean =>
      seen.slice(0, -1).reduce((sum, { step }) => sum + tokensOf(step), 0) >= maxTokens;
    expect(seedsOf(overspent)).toEqual([]);
    // The last reply could not be read, and there were calls left to ask again.
    const exhausted = outcomes.filter(
      ({ script: { maxTokens = Infinity, maxCalls }, seen, decision }) =>
        decision.reason === 'rating-unreadable' &&
        seen.length < maxCalls &&
        seen.reduce((sum, { step }) => sum + tokensOf(step), 0) >= maxTokens,
    );
    expect(exhausted.length).toBeGreaterThan(5);
  });

  it('ends within 50 ms of its deadline, or of the caller leaving', () => {
    expect(seedsOf(({ inTime }) => !inTime)).toEqual([]);
    expect(seedsOf(({ decision }) => decision.reason === 'rating-timeout').length).toBeGreaterThan(100);
  });

  it('passes nothing but a whole reply that holds a rating', () => {
    const passed = ({ decision }: Outcome): boolean => decision.verdict === 'pass';
    expect(seedsOf((outcome) => passed(outcome) && !isGood(outcome))).toEqual([]);
    expect(seedsOf(({ decision }) => decision.verdict === 'fail')).toEqual([]);
    expect(seedsOf(passed).length).toBeGreaterThan(100);
    expect(seedsOf((outcome) => passed(outcome) && outcome.seen.length > 1).length).toBeGreaterThan(30);
  });

  it('asks no more where asking again does not help', () => {
    const isFinal = (step: Step): boolean =>
      (step.kind === 'status' && permanentStatuses.includes(step.status)) ||
      step.kind === 'garbage' ||
      (step.kind === 'cut' && step.end === 'end');
    expect(seedsOf(({ seen }) => seen.slice(0, -1).some(({ step }) => isFinal(step)))).toEqual([]);
    expect(seedsOf(({ seen }) => seen.some(({ step }) => isFinal(step))).length).toBeGreaterThan(100);
  });

  it('waits for as long as the provider asks, or gives up at once', () => {
    const asked = outcomes.flatMap(({ script, seen }) =>
      seen.slice(0, -1).flatMap(({ step, at }, i) => {
        const asks = step.kind === 'status' ? step.asks : 0;
        return asks > 0 ? [{ seed: script.seed, max: script.maxRetryAfter, asks, waited: seen[i + 1]!.at - at }] : [];
      }),
    );
    // A timer of Node may ring a millisecond early.
    expect(asked.filter(({ asks, max, waited }) => asks > max || waited < asks - 1)).toEqual([]);
    expect(asked.length).toBeGreaterThan(20);
  });

  it('says why', () => {
    const reasons = new Set(outcomes.map(({ decision }) => decision.reason));
    for (const reason of ['rating-failed', 'rating-timeout', 'rating-unreadable', 'reply-truncated'])
      expect(reasons).toContain(reason);
  });

  it('leaves no rejection unhandled and no timer behind', () => {
    expect(unhandled).toEqual([]);
    expect(timers()).toBeLessThanOrEqual(timersBefore);
  });

  const seedsOf = (holds: (outcome: Outcome) => boolean): number[] =>
    outcomes.filter(holds).map(({ script }) => script.seed);
});

describe('one form of a fault', () => {
  const script: Script = {
    seed: 0,
    protocol: 'chat',
    steps: [],
    maxCalls: 3,
    maxTokens: undefined,
    timeout: 20_000,
    maxRetryAfter: 500,
    abortAfter: undefined,
    deaf: false,
  };
  const good: Step = { kind: 'reply', text: goodText, tokens: 20 };

  it.each(protocols)('a reply of %s that is cut at any of its bytes does not pass', async (protocol) => {
    const { length } = Buffer.from(bodyOf(protocol, { text: goodText, tokens: 20 }));
    const cuts = (['break', 'end'] as const).flatMap((end) =>
      Array.from({ length }, (_, at): Script => {
        const step = { kind: 'cut', text: goodText, tokens: 20, share: (at + 0.5) / length, end } as const;
        return { ...script, protocol, steps: [step], maxCalls: 1 };
      }),
    );
    const outcomes = await runAll(cuts);
    expect(outcomes.map(({ decision }) => decision.reason)).toEqual(cuts.map(() => 'rating-failed'));
    const [whole] = await runAll([{ ...script, protocol, steps: [good] }]);
    expect(whole!.decision.verdict).toBe('pass');
  });

  it.each(retryAfterForms.map(({ headers, asks }) => [JSON.stringify(headers()).slice(0, 80), asks, headers] as const))(
    'a busy provider that says %s asks for %i ms',
    async (_, asks, headers) => {
      const step: Step = { kind: 'status', status: 429, asks, headers };
      const { decision, seen, took } = await runScript({ ...script, steps: [step, good] }, server);
      if (asks > 500) {
        expect([decision.reason, seen.length]).toEqual(['rating-failed', 1]);
        expect(messageOf(decision)).toContain('scripted 429');
      } else {
        expect([decision.verdict, seen.length]).toEqual(['pass', 2]);
        expect(took).toBeGreaterThan(asks - 1);
      }
    },
  );

  it.each([400, 401, 403, 404, 422])('a status of %i is asked for once', async (status) => {
    const step: Step = { kind: 'status', status, asks: 0, headers: () => ({}) };
    const { decision, seen } = await runScript({ ...script, steps: [step, good] }, server);
    expect([decision.reason, seen.length]).toEqual(['rating-failed', 1]);
  });

  it.each([408, 409, 429, 500, 502, 503, 504, 529])('a status of %i is asked for again', async (status) => {
    const step: Step = { kind: 'status', status, asks: 0, headers: () => ({}) };
    const { decision, seen } = await runScript({ ...script, steps: [step, step, good] }, server);
    expect([decision.verdict, seen.length]).toEqual(['pass', 3]);
  });

  it.each(protocols)('a connection to %s that breaks is asked for again', async (protocol) => {
    const broken: Step = { kind: 'cut', text: goodText, tokens: 20, share: 0.5, end: 'break' };
    const { decision, seen } = await runScript(
      { ...script, protocol, steps: [{ kind: 'reset' }, broken, good] },
      server,
    );
    expect([decision.verdict, seen.length]).toEqual(['pass', 3]);
  });
});

describe('a process that rates', () => {
  it('ends by itself within 100 ms of its last rating', { timeout: 30_000 }, async () => {
    const file = fileURLToPath(new URL('process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--no-warnings', file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const limit = setTimeout(() => child.kill('SIGKILL'), 25_000);
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number | null];
    clearTimeout(limit);
    expect(code).toBe(0);
    const outcome = JSON.parse(said) as { readonly millisecondsLeft: number };
    expect(outcome).toMatchObject({ ratings: 200, timers: 0 });
    expect(outcome.millisecondsLeft).toBeLessThan(100);
  });
});

async function runAll(all: readonly Script[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < all.length) outcomes.push(await runScript(all[next++]!, server));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

function tokensOf(step: Step): number {
  return step.kind === 'reply' ? step.tokens : 0;
}

/** Whether the last reply was whole, held a rating and came in time. */
function isGood({ script: { timeout }, seen }: Outcome): boolean {
  const step = seen.at(-1)?.step;
  if (step?.kind === 'late' || step?.kind === 'drip') return timeout > lastOfAll;
  return step?.kind === 'reply' && step.text === goodText && step.cutOff !== true;
}

function messageOf(decision: GateDecision): string {
  return 'message' in decision ? decision.message : '';
}
