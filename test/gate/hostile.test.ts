import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQualityGate, decide, fit, type GateDecision, type RatedResponse } from '../../src/index.ts';
import { undecided } from '../../src/gate/decide.ts';
import { expectClose } from '../close.ts';
import { exampleRecords, exampleTarget } from '../example.ts';

const calibrator = fit(exampleRecords(), exampleTarget);
const good: RatedResponse = {
  prompt: 'What does HTTP status 404 mean?',
  response: 'Not found: nothing is at that address.',
  selfRating: 8,
};

describe('whatever a gate is given', () => {
  const gate = createQualityGate({ calibrator, policy: { passThreshold: 1e-9, failThreshold: 0 } });
  const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
  const trapName = fc.constantFrom(...Object.keys(traps())).map((name) => `trap ${name}`);
  const hostile = fc.oneof(anything, trapName);

  it('answers with a verdict and never throws, and passes nothing that has no rating on the scale', () => {
    const fields = {
      prompt: hostile,
      response: fc.oneof(fc.constant(good.response), hostile),
      selfRating: fc.oneof(fc.constant(8), hostile),
      features: hostile,
      rater: hostile,
      scale: fc.oneof(fc.constant({ min: 1, max: 10, step: 1 }), hostile),
      language: fc.oneof(fc.constant('en'), hostile),
      samples: fc.oneof(fc.constant([8, 9]), hostile),
      probabilities: hostile,
      reasoning: fc.oneof(fc.constant('It is right.'), hostile),
    };
    fc.assert(
      fc.property(fc.oneof(hostile, fc.record(fields, { requiredKeys: [] })), (described) => {
        const rated = armed(described);
        const decision = gate.decide(rated as never);
        expect(['pass', 'fail', 'review']).toContain(decision.verdict);
        if (decision.verdict !== 'pass') return;
        const { selfRating, scale, samples } = rated as RatedResponse;
        expect(scale ?? { min: 1, max: 10 }).toMatchObject({ min: 1, max: 10 });
        expect(selfRating >= 1 && selfRating <= 10).toBe(true);
        const rating = [...(samples ?? [])];
        for (const sample of rating) expect(sample >= 1 && sample <= 10).toBe(true);
        const mean = rating.reduce((sum, one) => sum + one, 0) / rating.length;
        expectClose(decision.calibrated!.selfRating, rating.length > 0 ? mean : selfRating);
      }),
      { numRuns: 5000 },
    );
  });

  it('decides on any calibrated rating and policy without throwing', () => {
    const value = fc.oneof(hostile, fc.record({ passProbability: hostile, outside: hostile }));
    const policy = fc.oneof(hostile, fc.record({ passThreshold: hostile, onError: hostile }));
    fc.assert(
      fc.property(value, policy, (describedValue, describedPolicy) => {
        const decision: GateDecision = decide(armed(describedValue) as never, armed(describedPolicy) as never);
        expect(['pass', 'fail', 'review']).toContain(decision.verdict);
        if (decision.verdict === 'pass')
          expect(describedValue).toMatchObject({ passProbability: expect.any(Number), outside: [] });
        expect(['fail', 'review']).toContain(undecided(armed(describedValue), armed(describedPolicy) as never).verdict);
      }),
      { numRuns: 5000 },
    );
  });
});

/** Puts the traps in where a name stands for one, on the value itself and on its fields. */
function armed(described: unknown): unknown {
  if (typeof described === 'string' && described.startsWith('trap ')) return traps()[described.slice(5)];
  if (typeof described !== 'object' || described === null || Object.getPrototypeOf(described) !== Object.prototype)
    return described;
  return Object.fromEntries(
    Object.entries(described).map(([key, value]) => [key, typeof value === 'string' ? armed(value) : value]),
  );
}

/** Values that throw when they are looked at. */
function traps(): Record<string, unknown> {
  const refuse = (): never => {
    throw new Error('do not look');
  };
  const keys = ['prompt', 'response', 'selfRating', 'features', 'passProbability', 'passThreshold', 'message'];
  const getters = Object.fromEntries(keys.map((key) => [key, { get: refuse, enumerable: true }]));
  const cyclic: Record<string, unknown> = { ...good };
  cyclic.features = cyclic;
  return {
    proxy: new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getOwnPropertyDescriptor: refuse }),
    getters: Object.defineProperties({}, getters),
    error: Object.defineProperties(new Error('x'), getters),
    cyclic,
    function: refuse,
    symbol: Symbol('s'),
    number: { valueOf: () => 9, toString: refuse },
    thrower: { toString: refuse, valueOf: refuse },
  };
}
