import { describe, expect, it } from 'vitest';
import { labelsNeeded } from '../../../src/gate/certify/needed.ts';
import { prove, startFor, type Plan } from '../../../src/gate/certify/prove.ts';
import type { Unit, UnitGroup } from '../../../src/gate/certify/units.ts';
import { seededRandom, type Random } from '../../../src/math/random.ts';

const perGroup = 5;

/** All pass by the gate, and nine in ten by people, each for itself. */
function drawWorld(random: Random, groups: number): UnitGroup[] {
  return Array.from({ length: groups }, () => {
    const all = Array.from({ length: perGroup }, (): Unit => {
      const passProbability = 0.8 + 0.2 * random();
      return { passProbability, selfRating: 9, isDecidable: true, passes: random() < 0.92 };
    });
    return { drawn: all[0]!, all };
  });
}

const plan: Plan = {
  estimand: 'false-pass',
  limit: 0.15,
  confidence: 0.9,
  uses: 1,
  reference: { passProbability: [{ threshold: 0.5, share: 1, passRate: 0.92 }], selfRating: [] },
  grouping: { perGroup, correlation: 0 },
};

function certifiedShare(groups: number, of: Plan): number {
  const random = seededRandom(31);
  const runs = 400;
  return Array.from({ length: runs }, () => prove(drawWorld(random, groups), of)).filter(Boolean).length / runs;
}

describe('labels needed', () => {
  const needed = labelsNeeded([], plan)!;

  it('are so many as certify it eight times in ten, one a group', () => {
    const share = certifiedShare(needed.atRandom, { ...plan, grouping: { perGroup: 1, correlation: 0 } });
    expect(share).toBeGreaterThan(0.74);
    expect(share).toBeLessThan(0.92);
  });

  it('are of fewer groups where each has several', () => {
    expect(needed.inGroups).toMatchObject({ perGroup });
    const { groups } = needed.inGroups!;
    expect(groups).toBeLessThan(needed.atRandom / 2);
    expect(certifiedShare(groups, plan)).toBeGreaterThan(0.74);
    expect(certifiedShare(Math.round(groups / 2), plan)).toBeLessThan(0.74);
  });

  it('are not of so many groups that a proof would draw from them', () => {
    const hard = { ...plan, limit: 0.09, grouping: { perGroup: 3, correlation: 0 } };
    const { atRandom, inGroups } = labelsNeeded([], hard)!;
    expect(atRandom).toBeGreaterThan(3000);
    expect(inGroups).toBeNull();
  });

  it('are not of groups where those of the fit were single records or all alike', () => {
    expect(labelsNeeded([], { ...plan, grouping: { perGroup: 1, correlation: 0 } })!.inGroups).toBeNull();
    expect(labelsNeeded([], { ...plan, grouping: { perGroup, correlation: 1 } })!.inGroups).toBeNull();
  });
});

describe('where a proof starts', () => {
  it('counts means of a thousand groups, and draws of more', () => {
    const half = {
      ...plan,
      reference: { ...plan.reference, passProbability: [{ threshold: 0.5, share: 1, passRate: 0.86 }] },
    };
    expect(startFor(1000, 'passProbability', half).counting).toBe('mean');
    expect(startFor(1001, 'passProbability', half).counting).toBe('draw');
  });

  it('is found for groups of any size, and goes by no more than they are worth', () => {
    for (const size of [40, 1e5, 1e9]) {
      const { worth } = startFor(500, 'passProbability', { ...plan, grouping: { perGroup: size, correlation: 0 } });
      expect(worth).toBeGreaterThan(0.9);
    }
  });
});
