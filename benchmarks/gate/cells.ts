import type { DrawOptions, Shift, World } from './world.ts';

/** Length flatters a good deal: what unflatter is for. */
export const inflated: World = { name: 'length flatters', ease: 0.3, inflation: 0.8 };
/** Nothing that can be seen tells who passes: no threshold keeps the promise. */
export const hopeless: World = { name: 'nothing tells', ease: 0.3, inflation: 0, sharpness: 0 };
/** The rating is as good as it gets, and the features mean nothing. */
export const honest: World = { name: 'nothing flatters', ease: 0.3, inflation: 0 };

/** How labels come about. */
export interface Structure extends Pick<DrawOptions, 'perGroup' | 'sizeOf' | 'people'> {
  readonly name: string;
  /** Probability of being chosen for labelling, by the self-rating, and the least there is. @default 1 for all */
  readonly inclusion?: { readonly of: (selfRating: number) => number; readonly least: number };
}

const independent: Structure = { name: 'independent' };
const plain: readonly Structure[] = [independent, { name: '5 a prompt', perGroup: 5 }];
const other: readonly Structure[] = [
  { name: '1 to 12 a prompt, more where people are easy to please', sizeOf: sizeByLuck },
  { name: 'low ratings labelled one in four', inclusion: { of: (rating) => (rating < 7 ? 0.25 : 1), least: 0.25 } },
  { name: '3 people each, passes by one person', people: 3 },
];

/** One world, one number of labels, one structure. */
export interface Cell {
  readonly world: World;
  readonly labels: number;
  readonly structure: Structure;
}

export const cells: readonly Cell[] = [inflated, hopeless].flatMap((world) => [
  ...[100, 300, 1000].flatMap((labels) => plain.map((structure) => ({ world, labels, structure }))),
  ...other.map((structure) => ({ world, labels: 300, structure })),
]);

function sizeByLuck(luck: number): number {
  return Math.min(12, Math.max(1, Math.round(3 * Math.exp(luck))));
}

/** Traffic that is not like the labels: what is not promised. */
export const shifts: readonly Shift[] = [
  { name: 'none' },
  { name: 'responses longer by a standard deviation', length: 1 },
  { name: 'people harder to please (by 0.7 on the scale of their noise)', ease: -0.7 },
  { name: 'gamed: two standard deviations of padding, rated as high as it looks', gamed: 2 },
];

/** The calibrators that are held against shifted traffic. */
export const shiftedCell: Cell = { world: inflated, labels: 300, structure: independent };
