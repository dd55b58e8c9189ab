import { expect, it } from 'vitest';
import { differenceOf } from '../../src/estimate/difference.ts';
import { estimateMean } from '../../src/estimate/mean.ts';
import { mixOf } from '../../src/estimate/mix.ts';
import { labelsNeeded, precisionOf } from '../../src/estimate/plan.ts';
import type { Sliced } from '../../src/estimate/slice-of.ts';
import { estimateSlices } from '../../src/estimate/slices.ts';
import type { Unit } from '../../src/estimate/unit.ts';
import { seededRandom } from '../../src/math/random.ts';
import { drawSystems, truePassRate } from '../estimate/unit-world.ts';
import { keepMeasured, runs } from './runs.ts';

const minutes = 60_000;
const measured = keepMeasured('estimate-slices');

/** These draws are cheap: five for each of those that other simulations make. */
const draws = 5 * runs;
measured('runs', draws);

/** What 95 % intervals hold at least, less three standard errors of so many draws. */
const least = 0.935 - 3 * Math.sqrt((0.935 * 0.065) / draws);

const eases = [-0.8, -0.2, 0.3, 0.8, 1.5];

/** Five slices, with 20 to 100 labelled groups each; they share their groups or not. */
function drawSlices(seed: number, isShared: boolean): { readonly units: Unit[]; readonly sliced: Sliced } {
  const labelled = [24, 40, 60, 80, 100];
  const systems = eases.map((ease, i) => ({
    name: `s${i}`,
    ease,
    perGroup: 1,
    isLabelled: (group: number) => group < labelled[i]!,
    groups: isShared ? 'g' : `g${i}-`,
  }));
  const drawn = drawSystems(seededRandom(seed), 400, systems);
  const sliceOf = new Map(drawn.flatMap((units, i) => units.map(({ id }) => [id, `s${i}`])));
  return { units: drawn.flat(), sliced: { sliceOf, slices: systems.map(({ name }) => name), unsliced: 0 } };
}

it.each([
  ['of groups of their own', false],
  ['on the same groups', true],
])(
  'the intervals of five slices %s hold all truths at once',
  (name, isShared) => {
    const truths = eases.map(truePassRate);
    let held = 0;
    for (let draw = 0; draw < draws; draw++) {
      const { units, sliced } = drawSlices(1000 + draw, isShared);
      const { slices } = estimateSlices(units, sliced, { by: 'system', confidence: 0.95 });
      if (slices.every(({ interval }, i) => interval!.lower <= truths[i]! && truths[i]! <= interval!.upper)) held++;
    }
    measured(`intervals of five slices ${name} hold at once`, held / draws);
    expect(held / draws).toBeGreaterThan(least);
  },
  2 * minutes,
);

/*
 * Nearly all pass, and labels of a slice are few: many slices have none that fails. Predictions say nothing, so each interval is
 * that of the labels.
 */
it.each([
  { rate: 0.95, labels: 20, slices: 10 },
  { rate: 0.97, labels: 30, slices: 20 },
  { rate: 0.98, labels: 50, slices: 10 },
])(
  'so do those of many slices of which nearly all passes, and their mix: $rate, $slices slices of $labels labels',
  ({ rate, labels, slices }) => {
    const names = Array.from({ length: slices }, (_, i) => `s${i}`);
    const mix = new Map(names.map((slice) => [slice, 1 / slices]));
    const some = Math.ceil(draws / 3);
    let [held, mixed] = [0, 0];
    for (let draw = 0; draw < some; draw++) {
      const random = seededRandom(6000 + draw);
      const sliceOf = new Map<string, string>();
      const units = names.flatMap((slice) =>
        Array.from({ length: 2 * labels }, (_, i): Unit => {
          const id = `${slice}-${i}`;
          const passes = random() < rate ? 1 : 0;
          const predicted = 0.4 + 0.2 * random();
          sliceOf.set(id, slice);
          return {
            id,
            group: id,
            label: i < labels ? { passes, human: passes } : null,
            inclusion: undefined,
            predicted: { passes: predicted, human: predicted },
            rating: random(),
          };
        }),
      );
      const sliced = { sliceOf, slices: names, unsliced: 0 };
      const holds = (interval: { readonly lower: number; readonly upper: number } | null) =>
        interval!.lower <= rate && rate <= interval!.upper;
      const found = estimateSlices(units, sliced, { by: 'slice', confidence: 0.95 });
      if (found.slices.every(({ interval }) => holds(interval))) held += 1 / some;
      if (holds(mixOf(units, sliced, { mix, confidence: 0.95 }).interval)) mixed += 1 / some;
    }
    const name = `${slices} slices with ${labels} labels each of which ${100 * rate} % pass`;
    measured(`intervals of ${name} hold at once`, held);
    measured(`interval of an even mix of ${name} holds`, mixed);
    const enough = 0.935 - 3 * Math.sqrt((0.935 * 0.065) / some);
    expect(held).toBeGreaterThan(enough);
    expect(mixed).toBeGreaterThan(enough);
  },
  5 * minutes,
);

/* Five slices of one ease: whichever is said to differ from the rest is a false alarm. */
it(
  'slices that do not differ are rarely said to',
  () => {
    let alarms = 0;
    for (let draw = 0; draw < draws; draw++) {
      const systems = eases.map((_, i) => ({
        name: `s${i}`,
        ease: 0.5,
        perGroup: 1,
        isLabelled: (group: number) => group < 20 + 20 * i,
      }));
      const drawn = drawSystems(seededRandom(2000 + draw), 300, systems);
      const sliceOf = new Map(drawn.flatMap((units, i) => units.map(({ id }) => [id, `s${i}`])));
      const sliced = { sliceOf, slices: systems.map(({ name }) => name), unsliced: 0 };
      const { slices } = estimateSlices(drawn.flat(), sliced, { by: 'system', confidence: 0.95 });
      if (slices.some(({ againstRest }) => againstRest!.pValue! < 0.05)) alarms++;
    }
    measured('five equal slices, one is said to differ', alarms / draws);
    expect(alarms / draws).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / draws));
  },
  2 * minutes,
);

it.each([
  ['of groups of their own', false],
  ['on the same groups', true],
])(
  'the interval of another mix of slices %s holds the truth',
  (name, isShared) => {
    const shares = [0.4, 0.3, 0.2, 0.1, 0];
    const truth = shares.reduce((sum, share, i) => sum + share * truePassRate(eases[i]!), 0);
    let held = 0;
    for (let draw = 0; draw < draws; draw++) {
      const { units, sliced } = drawSlices(3000 + draw, isShared);
      const mix = new Map(sliced.slices.map((slice, i) => [slice, shares[i]!]));
      const { interval } = mixOf(units, sliced, { mix, confidence: 0.95 });
      if (interval!.lower <= truth && truth <= interval!.upper) held++;
    }
    measured(`interval of a mix of slices ${name} holds`, held / draws);
    expect(held / draws).toBeGreaterThan(least);
  },
  2 * minutes,
);

/* The second system is better. 80 groups are labelled for each: the same for both, or others, or groups are not shared. */
it.each([
  ['labelled on the same groups', 'g', 0],
  ['labelled on different groups of the same', 'g', 80],
  ['of groups of their own', 'h', 0],
])(
  'the interval of the difference of two systems %s holds the truth',
  (name, groups, from) => {
    const truth = truePassRate(0.2) - truePassRate(0.9);
    let [held, width] = [0, 0];
    for (let draw = 0; draw < draws; draw++) {
      const [first, second] = drawSystems(seededRandom(4000 + draw), 400, [
        { name: 'a', ease: 0.2, perGroup: 2, isLabelled: (group) => group < 80 },
        { name: 'b', ease: 0.9, perGroup: 1, isLabelled: (group) => group >= from && group < from + 80, groups },
      ]) as [Unit[], Unit[]];
      const { interval } = differenceOf(first, second, 0.95);
      if (interval!.lower <= truth && truth <= interval!.upper) held++;
      width += (interval!.upper - interval!.lower) / draws;
    }
    measured(`interval of the difference of two systems ${name} holds`, held / draws);
    measured(`interval of the difference of two systems ${name}, mean width`, width);
    expect(held / draws).toBeGreaterThan(least);
  },
  2 * minutes,
);

/* A plan from 80 labelled groups, for an interval of three quarters of the width, is carried out on as many labels as it says. */
it.each([1, 3])(
  'as many labels as are planned give the half width that was asked for, in groups of %i',
  (perGroup) => {
    let ratio = 0;
    for (let draw = 0; draw < draws; draw++) {
      const drawn = (labelledGroups: number): Unit[] =>
        drawSystems(seededRandom(5000 + draw), 1500, [
          { name: 'a', ease: 0.6, perGroup, isLabelled: (group) => group < labelledGroups },
        ])[0]!;
      const precision = (units: Unit[]) => precisionOf(units, estimateMean(units, 'passes'))!;
      const now = precision(drawn(80));
      const asked = 0.75 * now.halfWidth;
      const { labels } = labelsNeeded(now, asked);
      ratio += precision(drawn(Math.round(labels! / perGroup))).halfWidth / asked / draws;
    }
    measured(`half width by the planned labels over that asked for, groups of ${perGroup}`, ratio);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.15);
  },
  2 * minutes,
);
