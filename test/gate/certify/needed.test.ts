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

describe('labels needed after a look at some', () => {
  const single = { perGroup: 1, correlation: 0 };
  const random = seededRandom(7);
  const groups = drawWorld(random, 60);

  it('do not depend on which of a group were drawn', () => {
    const others = groups.map(({ all }) => ({ drawn: all[4]!, all }));
    expect(groups.map(({ drawn }) => drawn.passes)).not.toEqual(others.map(({ drawn }) => drawn.passes));
    expect(labelsNeeded(others, plan)).toEqual(labelsNeeded(groups, plan));
  });

  it('come with a range, but not where nothing was seen', () => {
    const needed = labelsNeeded(drawWorld(random, 20), plan)!;
    for (const [number, range] of [
      [needed.atRandom, needed.range!],
      [needed.fromThreshold!.labels, needed.fromThreshold!.range!],
    ] as const) {
      expect(range.from).toBeLessThan(number);
      expect(range.to ?? Infinity).toBeGreaterThan(number);
    }
    expect(labelsNeeded([], plan)).toMatchObject({ range: null, fromThreshold: { range: null } });
    // The same labels in groups that are not all alike say more.
    const alike = labelsNeeded(groups, { ...plan, grouping: { perGroup, correlation: 1 } })!;
    const unlike = labelsNeeded(groups, { ...plan, grouping: { perGroup, correlation: 0 } })!;
    expect(unlike.range!.to!).toBeLessThan(alike.range!.to ?? Infinity);
  });

  it('are fewer the better they look, and none will do where most are wrong', () => {
    const outcome = (share: number): UnitGroup[] =>
      groups.map(({ drawn }, i) => {
        const unit = { ...drawn, passes: i >= share * groups.length };
        return { drawn: unit, all: [unit] };
      });
    const needs = [0.04, 0.08, 0.12].map((share) => labelsNeeded(outcome(share), plan)!.atRandom);
    expect(needs).toEqual(needs.toSorted((a, b) => a - b));
    expect(new Set(needs).size).toBe(3);
    expect(labelsNeeded(outcome(0.5), plan)).toBeUndefined();
  });

  it('are more than those that were not enough', () => {
    const lucky = groups.map(({ drawn }) => ({ drawn: { ...drawn, passes: true }, all: [{ ...drawn, passes: true }] }));
    const many = Array.from({ length: 20 }, () => lucky).flat();
    const joint = { ...plan, estimand: 'joint' } as const;
    for (const of of [plan, joint]) {
      expect(labelsNeeded(many, of)!.atRandom).toBe(1201);
      expect(labelsNeeded(lucky.slice(0, 10), of)!.atRandom).toBeLessThan(100);
    }
    // Of the same groups it takes more as well, where they were counted by means.
    const inGroups = (of: readonly UnitGroup[]) => labelsNeeded(of, { ...plan, limit: 0.12 })!.inGroups!.groups;
    const world = drawWorld(seededRandom(3), 120);
    expect([inGroups(world.slice(0, 60)) < 120, inGroups(world)]).toEqual([true, 121]);
    // From where they were drawn on as well; of a higher threshold on they are labels of another kind.
    const higher = [{ threshold: 0.9, share: 0.5, passRate: 1 }, ...plan.reference.passProbability];
    const top = (reference: typeof higher) =>
      labelsNeeded(many, { ...plan, drawnFrom: 0.5, reference: { passProbability: reference, selfRating: [] } })!;
    expect(top(higher.slice(1)).fromThreshold).toMatchObject({ threshold: 0.5, labels: 1201 });
    expect(top(higher).fromThreshold!.labels).toBeLessThan(100);
  });

  it('go by the failing that were seen for leaks, and certify them eight times in ten', () => {
    // Of what fails, a tenth is passed from .98 on.
    const steps = [
      { threshold: 0.98, share: 0.1, passRate: 0.92 },
      { threshold: 0.8, share: 1, passRate: 0.92 },
    ];
    const leak: Plan = {
      ...plan,
      estimand: 'leak',
      limit: 0.2,
      grouping: single,
      reference: { ...plan.reference, passProbability: steps },
    };
    for (const seen of [[], drawWorld(random, 40)]) {
      const { atRandom, fromThreshold, chance } = labelsNeeded(seen, leak)!;
      expect([fromThreshold, chance]).toEqual([null, 0.8]);
      const share = certifiedShare(atRandom, leak);
      expect(share).toBeGreaterThan(0.6);
      expect(share).toBeLessThan(0.97);
    }
    // A leak rate above the limit at the strictest threshold is not shown by more.
    const leaking = drawWorld(random, 400).map(({ drawn }) => ({ ...drawn, passProbability: 0.99 }));
    expect(
      labelsNeeded(
        leaking.map((drawn) => ({ drawn, all: [drawn] })),
        leak,
      ),
    ).toBeUndefined();
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
