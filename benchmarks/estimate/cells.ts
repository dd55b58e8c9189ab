import { probit } from 'simple-statistics';
import { linkedGroups } from '../../src/calibrator/linked.ts';
import { passes, type Task } from '../accuracy/tasks.ts';
import type { World } from '../gate/world.ts';

/** Records of a draw, those with labels among them. */
export const records = 5000;
export const sizes = [50, 100, 300];

/** Responses to each prompt of the simulated worlds, where they are clustered. */
export const perPrompt = 5;

/** A clustered cell with fewer labelled groups than this says more about Student's t than about any method. */
const fewestGroups = 10;

/** One population, one number of labels, one way in which records belong together. */
export interface Cell {
  readonly kind: 'simulated' | 'resampled';
  /** A world, or a real task. */
  readonly of: string;
  readonly isClustered: boolean;
  readonly labels: number;
}

/** A world, and how its records come to their ratings and labels. */
export interface Population extends World {
  /** Whether records are drawn one by one and five to a prompt; else one by one alone. */
  readonly isClusteredToo: boolean;
  /** The rating is the highest where people pass it and the lowest where they do not, but for this share of what passes. @default the rating of the world */
  readonly misrated?: number;
  /** Records rated next to the pass mark of people are labelled so many times as often. @default 1 */
  readonly nearMark?: number;
}

/** Variance of what nobody sees: the luck of a prompt, and of a person. As in the worlds of the gate. */
const unseen = 0.7 ** 2 + 1;

/** How much quality and length say of who passes; the rating sees quality alone. */
const [much, little, nothing] = [3, 0.7, 0];

/**
 * Those of which most is to be learned come first: a run that is out of time has drawn them most often. A person passes a
 * response with the probability that the ease sets, whatever the sharpness.
 */
export const worlds: readonly Population[] = (
  [
    ['rating helps much', 0.62, much, { isClusteredToo: true }],
    ['rating nearly right', 0.8, nothing, { isClusteredToo: false, misrated: 0.04 }],
    ['inclusion 10 to 1', 0.62, much, { isClusteredToo: false, nearMark: 10 }],
    ['rating helps much', 0.9, much, { isClusteredToo: true }],
    ['rating helps little', 0.62, little, { isClusteredToo: true }],
    ['rating does not help', 0.62, nothing, { isClusteredToo: false }],
  ] as const
).map(([name, passRate, sharpness, how]) => ({
  name: `${name}, ${passRate} pass`,
  ease: probit(passRate) * Math.sqrt(sharpness ** 2 + unseen),
  inflation: 0.8,
  sharpness,
  ...how,
}));

/** The scale of the sum that decides who passes, by its standard deviation. */
export function spreadOf({ sharpness = 1.5 }: World): number {
  return Math.sqrt(sharpness ** 2 + unseen);
}

export function simulatedCells(): Cell[] {
  return worlds.flatMap(({ name, isClusteredToo }) =>
    (isClusteredToo ? [false, true] : [false]).flatMap((isClustered) =>
      sizes.map((labels): Cell => ({ kind: 'simulated', of: name, isClustered, labels })),
    ),
  );
}

/** Clustered cells need groups of which some pass more often than others, and labels of enough of them. */
export function resampledCells(tasks: readonly Task[]): Cell[] {
  return tasks.flatMap((task) => {
    const groups = linkedGroups(task.records);
    const perGroup = task.records.length / groups.length;
    const shares = groups.map((own) => own.reduce((sum, record) => sum + passes(record, task.target), 0) / own.length);
    const isGrouped = perGroup >= 2 && new Set(shares).size > 1;
    return (isGrouped ? [false, true] : [false]).flatMap((isClustered) =>
      sizes
        .filter((labels) => !isClustered || labels / perGroup >= fewestGroups)
        .map((labels): Cell => ({ kind: 'resampled', of: task.name, isClustered, labels })),
    );
  });
}

/** What `--only` matches, and what the seeds of a cell come from. */
export function nameOf({ kind, of, isClustered, labels }: Cell): string {
  return `${kind} / ${of} / ${isClustered ? 'clustered' : 'independent'} / ${labels}`;
}
