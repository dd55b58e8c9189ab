import type { Shift, World } from './world.ts';

/** Length flatters a good deal: what unflatter is for. */
export const inflated: World = { name: 'length flatters', ease: 0.3, inflation: 0.8 };
/** Nothing that can be seen tells who passes: no threshold keeps the promise. */
export const hopeless: World = { name: 'nothing tells', ease: 0.3, inflation: 0, sharpness: 0 };
/** The rating is as good as it gets, and the features mean nothing. */
export const honest: World = { name: 'nothing flatters', ease: 0.3, inflation: 0 };

/** One world, one number of labels, one structure. */
export interface Cell {
  readonly world: World;
  readonly labels: number;
  readonly perGroup: number;
}

const structures = [1, 5];

export const cells: readonly Cell[] = [inflated, hopeless].flatMap((world) =>
  [100, 300, 1000].flatMap((labels) => structures.map((perGroup) => ({ world, labels, perGroup }))),
);

/** Traffic that is not like the labels: what is not promised. */
export const shifts: readonly Shift[] = [
  { name: 'none' },
  { name: 'responses longer by a standard deviation', length: 1 },
  { name: 'people harder to please (by 0.7 on the scale of their noise)', ease: -0.7 },
  { name: 'gamed: two standard deviations of padding, rated as high as it looks', gamed: 2 },
];

/** The calibrators that are held against shifted traffic. */
export const shiftedCell: Cell = { world: inflated, labels: 300, perGroup: 1 };
