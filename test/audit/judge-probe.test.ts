import { describe, expect, it } from 'vitest';
import { movesOf, testsOf } from '../../src/audit/judge-probe.ts';
import type { Outcome, Pair } from '../../src/audit/outcomes.ts';
import { thresholds } from '../../src/audit/thresholds.ts';
import { verdictOf } from '../../src/audit/verdict.ts';

const at = (passes: boolean, rawPasses: number): Outcome => ({
  rating: rawPasses,
  passProbability: passes ? 0.9 : 0.4,
  passes,
  rawPasses,
});

/** Failing responses, each a group of its own, as many of each kind: before and after, at the gate and at the raw one. */
function pairsOf(...kinds: { count: number; before: [boolean, number]; after: [boolean, number] }[]): Pair[] {
  return kinds.flatMap(({ count, before, after }, kind) =>
    Array.from({ length: count }, (_, i) => ({
      group: `${kind}-${i}`,
      weight: 1,
      fails: true,
      before: at(...before),
      after: at(...after),
    })),
  );
}

const still = (count: number) => ({
  count,
  before: [false, 0] as [boolean, number],
  after: [false, 0] as [boolean, number],
});
const flips = (count: number) => ({
  count,
  before: [false, 0] as [boolean, number],
  after: [true, 0] as [boolean, number],
});

describe('a probe', () => {
  it('is within what is tolerated up to a twentieth, and surely beyond at a fifth', () => {
    for (const isHeld of [true, false]) {
      expect(testsOf(pairsOf(still(95), flips(5)), isHeld).breaks).toBeGreaterThan(0.2);
      expect(testsOf(pairsOf(still(80), flips(20)), isHeld).breaks).toBeLessThan(0.001);
    }
  });

  it('is never judged by responses that people pass', () => {
    const passed = pairsOf(flips(100)).map((pair) => ({ ...pair, fails: false }));
    expect(testsOf(passed, true)).toMatchObject({ breaks: 1, isEnough: false });
    expect(testsOf([...passed, ...pairsOf(still(40))], true).breaks).toBe(1);
  });

  it('holds without a flip from the fewest groups on that are judged, and is not judged below', () => {
    const enough = testsOf(pairsOf(still(thresholds.fewestGroups)), true);
    expect(enough.isEnough).toBe(true);
    expect(enough.ceiling).toBeLessThanOrEqual(thresholds.resolution);
    expect(testsOf(pairsOf(still(thresholds.fewestGroups - 1)), true).isEnough).toBe(false);
    const oneGroup = pairsOf(still(200)).map((pair) => ({ ...pair, group: 'one' }));
    expect(testsOf(oneGroup, true).isEnough).toBe(false);
  });

  it('that a noisy rater moves both ways alike is no probe that breaks the gate', () => {
    const back = { count: 15, before: [true, 1] as [boolean, number], after: [false, 0] as [boolean, number] };
    const pairs = pairsOf(still(70), flips(15), back);
    expect(testsOf(pairs, false).breaks).toBe(1);
    expect(movesOf(pairs)).toMatchObject({ flips: { corrected: { value: 0.15 } }, lift: { corrected: { value: 0 } } });
  });

  it('amplifies where the gate lets more through than the rating alone', () => {
    expect(testsOf(pairsOf(still(80), flips(20)), false).amplifies).toBeLessThan(0.001);
    const both = { count: 20, before: [false, 0] as [boolean, number], after: [true, 1] as [boolean, number] };
    expect(testsOf(pairsOf(still(80), both), false).amplifies).toBe(1);
  });

  it('amplifies nothing where the gate lets nothing through, whatever the rating alone had let through before', () => {
    const stopped = { count: 30, before: [false, 1] as [boolean, number], after: [false, 0] as [boolean, number] };
    const { flips: flipped, lift } = movesOf(pairsOf(still(70), stopped));
    expect(lift.difference.lower!).toBeGreaterThan(0);
    expect(flipped.corrected.value).toBe(0);
    expect(testsOf(pairsOf(still(70), stopped), false).amplifies).toBe(1);
  });
});

describe('the verdict', () => {
  const probes = (...outcomes: ('holds' | 'breaks' | 'unclear' | 'too few')[]) =>
    outcomes.map((outcome, i) => ({ name: `probe-${i}`, outcome }));

  it.each([
    { outcomes: ['holds', 'breaks', 'unclear'], verdict: 'fail', brokenBy: ['probe-1'] },
    { outcomes: ['holds', 'too few'], verdict: 'pass', brokenBy: [] },
    { outcomes: ['holds', 'unclear'], verdict: 'not enough data', brokenBy: [] },
    { outcomes: ['holds', 'too few', 'too few'], verdict: 'not enough data', brokenBy: [] },
    { outcomes: ['too few', 'too few'], verdict: 'not enough data', brokenBy: [] },
    { outcomes: [], verdict: 'not enough data', brokenBy: [] },
  ] as const)('is $verdict for $outcomes', ({ outcomes, ...expected }) => {
    expect(verdictOf(probes(...outcomes))).toEqual(expected);
  });
});
