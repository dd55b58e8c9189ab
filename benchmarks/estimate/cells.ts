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

/** How much quality and length say of who passes; the rating sees quality alone. */
const helps = { 'helps much': 3, 'helps little': 0.7, 'does not help': 0 };
const passRates = [0.62, 0.9];

/** Variance of what nobody sees: the luck of a prompt, and of a person. As in the worlds of the gate. */
const unseen = 0.7 ** 2 + 1;

/** A person passes a response with the probability that the ease sets, whatever the sharpness. */
export const worlds: readonly World[] = Object.entries(helps).flatMap(([help, sharpness]) =>
  passRates.map((passRate) => ({
    name: `rating ${help}, ${passRate} pass`,
    ease: probit(passRate) * Math.sqrt(sharpness ** 2 + unseen),
    inflation: 0.8,
    sharpness,
  })),
);

/** The scale of the sum that decides who passes, by its standard deviation. */
export function spreadOf({ sharpness = 1.5 }: World): number {
  return Math.sqrt(sharpness ** 2 + unseen);
}

export function simulatedCells(): Cell[] {
  return worlds.flatMap(({ name }) =>
    [false, true].flatMap((isClustered) =>
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
