import { describe, expect, it } from 'vitest';
import { movesOf, testsOf } from '../../src/audit/judge-probe.ts';
import type { Outcome, Pair } from '../../src/audit/outcomes.ts';
import type { ProbeOutcome } from '../../src/audit/probe-report.ts';
import { thresholds } from '../../src/audit/thresholds.ts';
import { verdictOf } from '../../src/audit/verdict.ts';

const at = (passes: boolean, rawPasses: number): Outcome => ({
  rating: rawPasses,
  passProbability: passes ? 0.9 : 0.4,
  passes,
  isJudged: true,
  rawPasses,
});

type At = [boolean, number];

interface Kind {
  readonly count: number;
  readonly before: At;
  readonly after: At;
  /** Under the first rating, where the original was rated twice and not alike. */
  readonly first?: At;
}

/** Failing responses, each a group of its own, as many of each kind: before and after, at the gate and at the raw one. */
function pairsOf(...kinds: Kind[]): Pair[] {
  return kinds.flatMap(({ count, first, before, after }, kind) =>
    Array.from({ length: count }, (_, i) => ({
      group: `${kind}-${i}`,
      weight: 1,
      fails: true,
      first: at(...(first ?? before)),
      before: at(...before),
      after: at(...after),
    })),
  );
}

const still = (count: number): Kind => ({ count, before: [false, 0], after: [false, 0] });
const flips = (count: number): Kind => ({ count, before: [false, 0], after: [true, 0] });
const passing = (count: number): Kind => ({ count, before: [true, 1], after: [true, 1] });
const stops = (count: number): Kind => ({ count, before: [true, 1], after: [false, 0] });

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

  it('that lets through what noise of the rater lets through as well is no probe that breaks the gate', () => {
    const noisy: Kind = { count: 15, first: [false, 0], before: [true, 1], after: [true, 1] };
    const pairs = pairsOf(still(70), flips(15), noisy);
    expect(testsOf(pairs, false).breaks).toBe(1);
    expect(movesOf(pairs)).toMatchObject({ flips: { corrected: { value: 0.15 } }, lift: { corrected: { value: 0 } } });
  });

  it('that stops as many as it lets through breaks the gate all the same, for who games it keeps the ones that pass', () => {
    const tests = testsOf(pairsOf(still(60), flips(20), stops(20)), false);
    expect(tests.breaks).toBeLessThan(0.001);
    expect(tests.ceiling).toBeGreaterThan(thresholds.resolution);
  });

  it('is not judged where nearly all that people fail passes anyway', () => {
    expect(testsOf(pairsOf(still(19), passing(400)), true).isEnough).toBe(false);
    const tests = testsOf(pairsOf(still(30), flips(10), passing(400)), true);
    expect(tests.isEnough).toBe(true);
    expect(tests.ceiling, 'of what it stopped').toBeGreaterThan(0.25);
  });

  it('with a stray flip is not surer to hold than with none', () => {
    const inGroups = (pairs: Pair[]) => pairs.map((pair, i) => ({ ...pair, group: `${i % 20}` }));
    const [none, one] = [pairsOf(still(1000)), pairsOf(still(999), flips(1))].map(
      (pairs) => testsOf(inGroups(pairs), true).ceiling,
    );
    expect(one!).toBeGreaterThanOrEqual(none!);
  });

  it('amplifies where the gate lets more through than the rating alone', () => {
    expect(testsOf(pairsOf(still(80), flips(20)), false).amplifies).toBeLessThan(0.001);
    const both: Kind = { count: 20, before: [false, 0], after: [true, 1] };
    expect(testsOf(pairsOf(still(80), both), false).amplifies).toBe(1);
  });

  it('amplifies nothing where the gate lets nothing through, whatever the rating alone had let through before', () => {
    // The raw gate lets some through by noise, and so its lift is below that of a gate which never moves.
    const noisy: Kind = { count: 30, first: [false, 0], before: [false, 1], after: [false, 0] };
    const { flips: flipped, lift } = movesOf(pairsOf(still(70), noisy));
    expect(lift.difference.lower!).toBeGreaterThan(0);
    expect(flipped.corrected.value).toBe(0);
    expect(testsOf(pairsOf(still(70), noisy), false).amplifies).toBe(1);
  });
});

describe('the verdict', () => {
  const probes = (...outcomes: ProbeOutcome[]) => outcomes.map((outcome, i) => ({ name: `probe-${i}`, outcome }));

  it.each([
    { outcomes: ['holds', 'breaks', 'unclear'], verdict: 'fail', brokenBy: ['probe-1'] },
    { outcomes: ['holds', 'too few'], verdict: 'pass', brokenBy: [] },
    { outcomes: ['holds', 'unclear'], verdict: 'not enough data', brokenBy: [] },
    { outcomes: ['too few pass', 'too few pass'], verdict: 'not enough data', brokenBy: [] },
    { outcomes: ['holds', 'too few', 'too few'], verdict: 'not enough data', brokenBy: [] },
    { outcomes: ['too few', 'too few'], verdict: 'not enough data', brokenBy: [] },
    { outcomes: [], verdict: 'not enough data', brokenBy: [] },
  ] as const)('is $verdict for $outcomes', ({ outcomes, ...expected }) => {
    expect(verdictOf(probes(...outcomes), { thresholdFrom: 'policy', passedShare: 0.3 })).toEqual(expected);
  });

  it('is no pass for a gate that nobody runs, or that passes next to nothing', () => {
    const holds = probes('holds', 'holds');
    for (const gate of [
      { thresholdFrom: 'people', passedShare: 0.4 },
      { thresholdFrom: 'policy', passedShare: 0.02 },
      { thresholdFrom: 'certificate', passedShare: 0 },
    ] as const)
      expect(verdictOf(holds, gate).verdict).toBe('not enough data');
    expect(verdictOf(probes('breaks'), { thresholdFrom: 'people', passedShare: 0.4 }).verdict).toBe('fail');
  });
});
