import { describe, expect, it } from 'vitest';
import { createQualityGate, decide, fit, type GateDecision, type GatePolicy } from '../../src/index.ts';
import { seededRandom, type Random } from '../../src/math/random.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { calibratedAt } from './calibrated-at.ts';
import { certificate, withParts } from './certified.ts';

const example = fit(exampleRecords(), exampleTarget);
const certified = withParts(example, {
  certificates: [certificate({ rule: { score: 'selfRating', threshold: 3 }, raters: ['example-model'] })],
});
const good = {
  prompt: 'What does HTTP status 404 mean?',
  response: 'Not found: nothing is at that address.',
  selfRating: 8,
  rater: 'example-model',
  scale: { min: 1, max: 10, step: 1 },
  language: 'en',
  samples: [8, 9],
  reasoning: 'It is right.',
  features: {},
};
const calls = 100_000;
const huge = 'word '.repeat(50_000);

describe(`in ${calls.toLocaleString('en')} calls with whatever there is`, () => {
  it('a gate never throws, and passes only what it can decide on', () => {
    const random = seededRandom(1);
    const policies: GatePolicy[] = [
      { passThreshold: 0.3, failThreshold: 0.1 },
      { passThreshold: 1e-9, onError: 'fail' },
    ];
    const gates = [
      ...policies.map((policy) => createQualityGate({ calibrator: example, policy })),
      createQualityGate({ calibrator: certified }),
    ];
    const passed = countPasses(() => {
      const gate = pick(gates, random);
      const rated = spoilt(good, random);
      const decision = gate.decide(rated as never);
      return {
        decision,
        isEarned: () => {
          const { selfRating, response, samples } = rated as typeof good;
          const ratings = [selfRating, ...(samples ?? [])];
          expect(ratings.every((one) => typeof one === 'number' && one >= 1 && one <= 10)).toBe(true);
          expect(response === undefined || /\p{L}/u.test(response)).toBe(true);
          assertEarned(decision, gate.policy.passThreshold ?? 0);
          if (decision.certificate !== undefined) expect(decision.calibrated!.selfRating).toBeGreaterThanOrEqual(3);
        },
      };
    });
    expect(passed).toBeGreaterThan(calls / 20);
    expect(passed).toBeLessThan(calls * 0.8);
  });

  it('decide never throws, and passes only by a threshold that was reached', () => {
    const random = seededRandom(2);
    const policies = [
      { passThreshold: 0.6, failThreshold: 0.2, onError: 'review' },
      { falsePassCost: 4, falseFailCost: 1, reviewCost: 1 },
      { certificates: [certificate({ limit: 0.2 })], certificate: { estimand: 'false-pass', limit: 0.2 } },
      { expect: { rater: 'a', labelPolicy: 'b' } },
    ];
    const context = { rater: 'a', ratingPrompt: 'p', labelPolicies: ['b'], now: 1 };
    const passed = countPasses(() => {
      const policy = random() < 0.3 ? pick(policies, random) : spoilt(pick(policies, random), random);
      const decision = decide(
        spoilt(calibratedAt(random()), random) as never,
        policy as never,
        (random() < 0.5 ? context : spoilt(context, random)) as never,
      );
      return { decision, isEarned: () => assertEarned(decision, decision.policy!.passThreshold ?? 0.6) };
    });
    expect(passed).toBeGreaterThan(calls / 50);
    expect(passed).toBeLessThan(calls * 0.8);
  });
});

/** Makes all the calls; what passed must have earned it, and no policy here passes on an error. */
function countPasses(call: () => { readonly decision: GateDecision; readonly isEarned: () => void }): number {
  let passed = 0;
  for (let i = 0; i < calls; i++) {
    const { decision, isEarned } = call();
    if (decision.verdict === 'pass') {
      passed++;
      expect(decision.insecure).toBeUndefined();
      isEarned();
    } else if (decision.verdict !== 'fail' && decision.verdict !== 'review') expect.fail(String(decision.verdict));
  }
  return passed;
}

function assertEarned({ calibrated }: GateDecision, threshold: number): void {
  const { passProbability, outside } = calibrated!;
  expect(outside).toEqual([]);
  expect(typeof passProbability === 'number' && passProbability >= threshold && passProbability <= 1).toBe(true);
}

/** The value with some of its fields replaced, or in a wrapping that may throw, or another one altogether. */
function spoilt(value: object, random: Random): unknown {
  const kind = random();
  if (kind < 0.05) return odd(random);
  const copy: Record<string, unknown> = { ...value };
  const keys = Object.keys(copy);
  for (let times = Math.floor(random() * 3); times > 0; times--) {
    const key = pick(keys, random);
    if (random() < 0.3) delete copy[key];
    else if (random() < 0.1) Object.defineProperty(copy, key, { get: refuse, enumerable: true, configurable: true });
    else Object.defineProperty(copy, key, { value: odd(random), enumerable: true, configurable: true });
  }
  if (kind < 0.1) return Object.freeze(copy);
  if (kind < 0.15) return Object.create(copy) as object;
  if (kind < 0.2) return Object.defineProperty(copy, 'features', { value: copy, configurable: true });
  if (kind < 0.25) return new Proxy(copy, pick([{}, { has: refuse }, { ownKeys: refuse }, { get: refuse }], random));
  return copy;
}

function odd(random: Random): unknown {
  return pick(oddities, random)();
}

const refuse = (): never => {
  throw new Error('do not look');
};
const cyclic: unknown[] = [];
cyclic.push(cyclic);
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const oddities: readonly (() => unknown)[] = [
  ...[NaN, Infinity, -Infinity, -0, 0, 1, 3, 11, 0.7, 1e308, -1e308, 5e-324, 2 ** 53].map((number) => () => number),
  ...['', '8', '0.9', ' ', ':', 'pass', 'NaN', '\u0000', '\ud800', huge, '__proto__'].map((text) => () => text),
  ...[null, undefined, true, false, 9n, Symbol('s'), refuse, new Date(NaN), cyclic].map((value) => () => value),
  () => [0.9],
  () => [NaN, '9'],
  () => Array.from({ length: 3 }),
  () => ({ valueOf: () => 9 }),
  () => ({ toString: refuse, valueOf: refuse }),
  () => ({ length: 0 }),
  () => Object.create(null) as object,
  () => Object.freeze({ min: 1, max: 10 }),
  () => new Proxy([], { get: refuse }),
  () => new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getOwnPropertyDescriptor: refuse }),
  () => new Map([['min', 1]]),
  () => Object(0.9) as object,
  () => Object('fine') as object,
  () => Promise.resolve(9),
  revoked,
];

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!;
}
