import type { FeatureScaling, JointDistance } from '../calibrator/calibrator.ts';
import { distanceOf, hasDistance, rowOf } from '../calibrator/distance.ts';
import { factor, inverseOf } from '../math/cholesky.ts';
import { shrunkCovariance } from '../math/covariance.ts';
import type { Example } from './examples.ts';
import { assignFolds } from './folds.ts';

/** Share of records like the labels that may be too far from them. */
const level = 0.01;

/** With fewer, this and the ranges would each call more than half of one in twenty outside. */
const fewestResponses = 39;

/** A covariance of so many responses is exact enough, and so is the hundredth of their distances. */
const mostResponses = 2000;

/** More would need more numbers than fit into a file that is read. */
const mostFeatures = 100;

const foldSeed = 1;

/**
 * The share that the joint distance calls outside of records like the labels: one in a hundred, or the one that is further
 * than all of fewer than 99. Zero where labels or features are too few, or features too many, to have one.
 */
export function distanceAlarms(
  examples: readonly Example[],
  features: readonly Pick<FeatureScaling, 'min' | 'max'>[],
): number {
  const responses = firstOfResponses(examples).length;
  const isOfOneGroup = examples.every(({ group }) => group === examples[0]!.group);
  const columns = features.filter(hasDistance).length;
  if (responses < fewestResponses || isOfOneGroup || columns < 2 || columns > mostFeatures) return 0;
  return Math.max(level, 1 / (responses + 1));
}

/**
 * How far the features of a response may be, together, from those of the labels; nothing where `distanceAlarms` is zero.
 * The limit is the ⌈.99 (n + 1)⌉-th smallest of the distances of the labels, or the largest, each from the labels of other
 * folds and held within them as a fresh response is within all: split conformal prediction, by folds.
 *
 * @see Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World, chapter 4
 */
export function jointDistanceOf(
  examples: readonly Example[],
  features: readonly FeatureScaling[],
): JointDistance | undefined {
  if (distanceAlarms(examples, features) === 0) return undefined;
  const all = firstOfResponses(examples);
  const stride = Math.ceil(all.length / mostResponses);
  const seen = all.filter((_, i) => i % stride === 0).map((i) => examples[i]!);
  const rows = seen.map(({ inputs }) => rowOf(features, inputs));
  const distances = unseenDistances(
    rows,
    seen.map(({ group }) => group),
  ).sort();
  const place = Math.min(rows.length, Math.ceil((rows.length + 1) * (1 - level))) - 1;
  const { centre, whitening } = shapeOf(rows);
  return {
    // Labels are at about 1: what is no further than that is like them, whatever was rare among them.
    limit: Math.max(1, Math.ceil(1000 * distances[place]!) / 1000),
    centre: centre.map(thousandths),
    whitening: whitening.map(thousandths),
  };
}

/** Where each response comes first: ratings of one response, and copies of a record, are one record to come. */
export function firstOfResponses(examples: readonly Example[]): number[] {
  const first = new Map<number, number>();
  examples.forEach(({ response }, i) => first.set(response, first.get(response) ?? i));
  return [...first.values()];
}

function unseenDistances(rows: readonly (readonly number[])[], groups: readonly string[]): Float64Array {
  const foldOf = assignFolds(groups, foldSeed);
  const distances = new Float64Array(rows.length);
  for (const fold of new Set(foldOf)) {
    const others = rows.filter((_, i) => foldOf[i] !== fold);
    const shape = shapeOf(others);
    const { lowest, highest } = extremesOf(others);
    rows.forEach((row, i) => {
      if (foldOf[i] !== fold) return;
      // What no other had becomes NaN, as if it were absent.
      const within = row.map((value, k) =>
        lowest[k]! <= highest[k]! ? clamped(value, lowest[k]!, highest[k]!) : Number.NaN,
      );
      distances[i] = distanceOf(within, shape);
    });
  }
  return distances;
}

function clamped(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** The least and the largest of each column; where all are NaN, infinite and the wrong way round. */
function extremesOf(rows: readonly (readonly number[])[]) {
  const lowest = rows[0]!.map(() => Infinity);
  const highest = rows[0]!.map(() => -Infinity);
  for (const row of rows) {
    for (let k = 0; k < row.length; k++) {
      if (row[k]! < lowest[k]!) lowest[k] = row[k]!;
      if (row[k]! > highest[k]!) highest[k] = row[k]!;
    }
  }
  return { lowest, highest };
}

/** Centre, and the upper triangle U, row after row, with Uᵀ U the inverse of the covariance. */
function shapeOf(rows: readonly (readonly number[])[]) {
  const { centre, covariance } = shrunkCovariance(rows);
  const { order, lower } = factor(inverseOf(factor(covariance)));
  const whitening: number[] = [];
  for (let i = 0; i < order; i++) for (let j = i; j < order; j++) whitening.push(lower[j * order + i]!);
  return { centre, whitening };
}

/** Never −0, which JSON does not keep. */
function thousandths(value: number): number {
  return Math.round(1000 * value) / 1000 || 0;
}
