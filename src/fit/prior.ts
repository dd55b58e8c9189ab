import { Matrix, inverse } from 'ml-matrix';
import { choleskyOf, logDeterminantOf } from '../math/cholesky.ts';
import type { Prior } from '../math/regression.ts';
import type { Column, Design } from './design.ts';

/*
 * Before any label is seen: the rating says something (its slope is about half a logit a standard deviation), its curve
 * is close to straight, and no feature matters much. How close, and how much, is not known and differs between kinds of
 * features, so fits over many draws of the precisions are averaged by their evidence. Length has a precision of its own,
 * since it is the one cue that often matters a lot where the others do not.
 */

const basePrecision = 0.01;
const ratingSlope = { mean: 0.5, precision: 2 };

/** A precision is drawn evenly on a log scale between two ends: how small effects of a kind are taken to be. */
const ranges = {
  bend: [3, 100],
  characters: [1, 64],
  length: [8, 1024],
  structure: [8, 1024],
  tone: [8, 1024],
  wording: [8, 1024],
  marks: [8, 1024],
  prompt: [8, 1024],
  /** What is held apart by name: languages, raters, labellers. */
  category: [0.5, 32],
} as const satisfies Record<string, readonly [number, number]>;

type Kind = keyof typeof ranges;

/** Draws for each kind of precision that a design has, and at most. */
const drawsAKind = 4;
const mostDraws = 24;

export interface GridPrior extends Prior {
  /** Log determinant of the prior precision, which the evidence needs. */
  readonly logDeterminant: number;
}

/** Which kind of precision a feature has. Those of the app's own, and of ratings, go with the marks. */
export type KindOf = (feature: number) => Kind;

/** The priors to average over, the middle one first. */
export function priorsOf({ columns, meaning }: Design, kindOf: KindOf): GridPrior[] {
  const kinds = meaning.map((column) => kindOfColumn(column, kindOf));
  const segments = meaning.flatMap(({ of }, j) => (of === 'segment' ? [j] : []));
  return precisions([...new Set(kinds)].filter((kind) => kind !== undefined)).map((precisionOf) => {
    const precision = Matrix.zeros(columns, columns);
    kinds.forEach((kind, j) => precision.set(j, j, kind === undefined ? basePrecision : precisionOf.get(kind)!));
    if (segments.length > 0) {
      const block = slopePrecision(segments.length, precisionOf.get('bend')!);
      precision.setSubMatrix(block, segments[0]!, segments[0]!);
    }
    return {
      mean: Float64Array.from(meaning, ({ of }) => (of === 'segment' ? ratingSlope.mean : 0)),
      precision,
      nonNegative: segments,
      logDeterminant: logDeterminantOf(choleskyOf(precision)),
    };
  });
}

/** The base has a precision that is not drawn. */
function kindOfColumn(column: Column, kindOf: KindOf): Kind | undefined {
  if (column.of === 'base') return undefined;
  if (column.of === 'segment') return 'bend';
  return column.of === 'feature' ? kindOf(column.place) : 'category';
}

/**
 * Points that fill the box of log precisions evenly: multiples of powers of the root of x^(d + 1) = x + 1, modulo one.
 *
 * @see Roberts (2018), The Unreasonable Effectiveness of Quasirandom Sequences
 */
function precisions(kinds: readonly Kind[]): ReadonlyMap<Kind, number>[] {
  let root = 2;
  for (let step = 0; step < 60; step++) root = (1 + root) ** (1 / (kinds.length + 1));
  const draws = Math.max(1, Math.min(mostDraws, drawsAKind * kinds.length));
  const spread = Array.from({ length: draws }, (_, draw) =>
    kinds.map((_kind, dimension) => (0.5 + draw / root ** (dimension + 1)) % 1),
  );
  // Where the features say nothing, few of the draws hold all families still at once: these two do.
  const still = [0, 1].map((bend) => kinds.map((kind) => (kind === 'bend' ? bend : 1)));
  return [...spread, ...still].map(
    (shares) => new Map(kinds.map((kind, dimension) => [kind, between(ranges[kind], shares[dimension]!)])),
  );
}

function between([low, high]: readonly [number, number], share: number): number {
  return low * (high / low) ** share;
}

/** The first slope is free, and each next one is the one before plus a bend: the precision of that walk. */
function slopePrecision(segments: number, bend: number): Matrix {
  const covariance = Matrix.zeros(segments, segments);
  for (let i = 0; i < segments; i++) {
    for (let j = 0; j < segments; j++) covariance.set(i, j, 1 / ratingSlope.precision + Math.min(i, j) / bend);
  }
  const precision = inverse(covariance);
  return precision.add(precision.transpose()).div(2);
}
