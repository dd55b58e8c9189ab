import { describe, expect, it } from 'vitest';
import { combine } from '../../src/estimate/combine.ts';
import { estimateMean } from '../../src/estimate/mean.ts';
import type { Sliced } from '../../src/estimate/slice-of.ts';
import { estimateSlices } from '../../src/estimate/slices.ts';
import type { Unit } from '../../src/estimate/unit.ts';
import { holm } from '../../src/math/holm.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { drawSystems } from './unit-world.ts';

/** Slices with this ease each, and this many labelled groups of 200. */
function world(slices: Readonly<Record<string, readonly [ease: number, labelledGroups: number]>>, perGroup = 1) {
  const names = Object.keys(slices).sort();
  const drawn = drawSystems(
    seededRandom(5),
    200,
    names.map((name) => ({
      name,
      ease: slices[name]![0],
      perGroup,
      isLabelled: (group) => group < slices[name]![1],
    })),
  );
  const sliceOf = new Map(drawn.flatMap((units, i) => units.map(({ id }): [string, string] => [id, names[i]!])));
  return { units: drawn.flat(), sliced: { sliceOf, slices: names, unsliced: 0 } };
}

function slicesOf({ units, sliced }: { readonly units: readonly Unit[]; readonly sliced: Sliced }) {
  const { slices } = estimateSlices(units, sliced, { by: 'system', confidence: 0.95 });
  return Object.fromEntries(slices.map((slice) => [slice.slice, slice]));
}

describe('slices', () => {
  it('each have an interval that is as much surer as there are slices with enough labels', () => {
    const found = slicesOf(world({ a: [0, 60], b: [0, 60], c: [0, 60], d: [0, 60], few: [0, 10] }));
    for (const name of ['a', 'b', 'c', 'd']) {
      expect(found[name]!.interval!.confidence).toBe(1 - 0.05 / 4);
      expect(found[name]!.againstRest!.interval!.confidence).toBe(1 - 0.05 / 4);
    }
  });

  it('with too few labels, or labels of too few groups, are named with their numbers and no interval', () => {
    const found = slicesOf(world({ a: [0, 60], few: [0, 19], none: [0, 0] }));
    const nothing = { estimate: null, interval: null, method: null, againstRest: null };
    expect(found['few']).toEqual({ slice: 'few', records: 200, labelled: 19, labelledGroups: 19, ...nothing });
    expect(found['none']).toEqual({ slice: 'none', records: 200, labelled: 0, labelledGroups: 0, ...nothing });
    const fourGroups = slicesOf(world({ a: [0, 60], four: [0, 4] }, 10))['four'];
    expect(fourGroups).toMatchObject({ labelled: 40, labelledGroups: 4, ...nothing });
    expect(slicesOf(world({ a: [0, 60], twenty: [0, 20] }))['twenty']!.interval).not.toBeNull();
  });

  it('are told apart from the rest where they are apart, by p-values that Holm has corrected', () => {
    const found = slicesOf(world({ a: [0, 150], b: [0.1, 150], hard: [-2, 150] }));
    expect(found['hard']!.againstRest!.difference).toBeLessThan(-0.2);
    expect(found['hard']!.againstRest!.pValue).toBeLessThan(0.001);
    // As two slices are apart from a rest that holds the third, both are compared with something lower.
    expect(found['a']!.againstRest!.difference).toBeGreaterThan(0.05);
    const alone = slicesOf(world({ a: [0, 60], b: [0.4, 60] }));
    // Of two slices, each is the rest of the other: one comparison, twice.
    expect(alone['a']!.againstRest!.difference).toBe(-alone['b']!.againstRest!.difference);
    expect(alone['a']!.againstRest!.pValue).toBe(alone['b']!.againstRest!.pValue);
  });

  it('have the p-values of their differences, as Holm corrects them', () => {
    const { units, sliced } = world({ a: [0, 60], b: [0.5, 60], c: [1, 60] });
    const raw = sliced.slices.map((slice) => {
      const of = (isOwn: boolean) => {
        const chosen = units.filter(({ id }) => (sliced.sliceOf.get(id) === slice) === isOwn);
        return estimateMean(chosen, 'passes', { confidence: 1 - 0.05 / 3 });
      };
      return combine([
        { times: 1, mean: of(true) },
        { times: -1, mean: of(false) },
      ]).pValue!;
    });
    const found = slicesOf({ units, sliced });
    const corrected = sliced.slices.map((slice) => found[slice]!.againstRest!.pValue!);
    expectClose(corrected, holm(raw), { relative: 1e-5 });
    expect(corrected).not.toEqual(raw);
  });

  it('are not compared with a rest that has too few labels', () => {
    const found = slicesOf(world({ a: [0, 60], few: [0, 3] }));
    expect(found['a']).toMatchObject({ labelled: 60, againstRest: null });
    expect(found['a']!.interval!.confidence).toBe(0.95);
  });

  it('leave records without a slice to the rest', () => {
    const { units, sliced } = world({ a: [0, 60], b: [0, 60] });
    const sliceOf = new Map([...sliced.sliceOf].filter(([, slice]) => slice === 'a'));
    const { slices, unsliced } = estimateSlices(
      units,
      { sliceOf, slices: ['a'], unsliced: 200 },
      { by: 'system', confidence: 0.95 },
    );
    expect(unsliced).toBe(200);
    expect(slices[0]!.againstRest).not.toBeNull();
  });
});
