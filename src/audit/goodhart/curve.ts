import { fromUnit } from '../../calibrator/scale.ts';
import { UnflatterError } from '../../errors.ts';
import { bootstrap, type Estimate } from '../../fit/bootstrap.ts';
import { weightedMean } from '../../math/metrics.ts';
import type { Scale } from '../../types.ts';
import type { Candidate, Choice } from './candidates.ts';
import { coursesOf } from './courses.ts';
import { turnOf, type Turn } from './turn.ts';

/** With fewer groups there is no curve: no interval could be trusted. */
const fewestGroups = 10;

/** Means over groups of what is chosen as the best of n by one score. */
export interface Chosen {
  /** The very score: the self-rating on 0..1, or the pass probability. */
  readonly proxy: Estimate;
  /** On the human scale. */
  readonly human: Estimate;
  /** Share that passes, 0..1. */
  readonly passShare: Estimate;
}

export interface GoodhartPoint {
  /** How many responses are chosen among; 1 is one at random. */
  readonly n: number;
  /** How many groups have as many. The curve uses those that have the most, at every n. */
  readonly groupsThatReach: number;
  readonly raw: Chosen;
  readonly corrected: Chosen;
  /** Chosen by the human rating itself: the most that any score could do. */
  readonly oracle: Pick<Chosen, 'human' | 'passShare'>;
  /** What is chosen by the corrected probability less what is chosen by the raw rating, paired by group; human on its scale. */
  readonly difference: Pick<Chosen, 'human' | 'passShare'>;
}

/** Best of n by the self-rating and by the pass probability against what people say of it, as n grows. */
export interface GoodhartCurve {
  /**
   * The largest n: the most responses that ten groups have, and at least half of the groups with two or more; at most
   * `most`.
   */
  readonly most: number;
  /** Groups with that many. The same at every n, so that the curve shows no change of groups. */
  readonly groups: number;
  /** Groups with two responses or more that have too few. */
  readonly groupsLeftOut: number;
  /** Ratings by several models of their own responses are compared with each other, as they are. */
  readonly pooledRaters: boolean;
  /** One for each n from 1 to `most`. */
  readonly points: readonly GoodhartPoint[];
  readonly turns: { readonly raw: Turn; readonly corrected: Turn };
}

export interface CurveOptions {
  readonly humanScale: Scale;
  readonly seed: number;
  readonly most: number;
}

/** @throws UnflatterError `too-few-groups` where fewer than ten have two different responses. */
export function curveOf(choices: readonly Choice[], { humanScale, seed, most: asked }: CurveOptions): GoodhartCurve {
  const sizes = sizesOf(choices);
  const most = Math.min(asked, mostOf(sizes));
  const used = choices.filter(({ candidates }) => candidates.length >= most);
  const groups = used.map(({ group }) => group);
  const weights = weightsOf(used);
  const scores = { raw: coursesOf(used, most, 'raw'), corrected: coursesOf(used, most, 'corrected') };
  const oracle = coursesOf(used, most, 'human');
  const courses = { ...scores, oracle };
  const means = (by: ArrayLike<number>) => (name: keyof typeof courses, what: keyof Candidate, i: number) =>
    weightedMean(courses[name][what][i]!, by);
  const measure = (by: ArrayLike<number>) => Array.from({ length: most }, (_, i) => pointOf(means(by), i, humanScale));
  const estimate = bootstrap(measure, { weights, groups, seed });
  return {
    most,
    groups: new Set(groups).size,
    groupsLeftOut: sizes.filter((size) => size > 1).length - new Set(groups).size,
    pooledRaters: used.some(({ raters }) => raters > 1),
    points: Array.from({ length: most }, (_, i) => ({
      n: i + 1,
      groupsThatReach: sizes.filter((size) => size > i).length,
      ...estimated((pick) => estimate((points) => pick(points[i]!))),
    })),
    turns: {
      raw: turnOf({ proxy: scores.raw.raw, human: scores.raw.human, weights, groups }),
      corrected: turnOf({ proxy: scores.corrected.corrected, human: scores.corrected.human, weights, groups }),
    },
  };
}

/** The most responses that a choice of each group is among. */
function sizesOf(choices: readonly Choice[]): number[] {
  const byGroup = Map.groupBy(choices, ({ group }) => group);
  return [...byGroup.values()].map((own) => Math.max(...own.map(({ candidates }) => candidates.length)));
}

function mostOf(sizes: readonly number[]): number {
  const several = sizes.filter((size) => size > 1).sort((a, b) => b - a);
  const needed = Math.max(fewestGroups, Math.ceil(several.length / 2));
  if (several.length >= needed) return several[needed - 1]!;
  const message = `a best-of-n curve needs at least ${fewestGroups} groups with two different responses or more by one rater, got ${several.length}`;
  throw new UnflatterError('too-few-groups', message, { received: several.length, required: fewestGroups });
}

/** Groups count by their weight, however many raters rated them. */
function weightsOf(used: readonly Choice[]): number[] {
  const counts = Map.groupBy(used, ({ group }) => group);
  return used.map(({ group, weight }) => weight / counts.get(group)!.length);
}

type Means = (name: 'raw' | 'corrected' | 'oracle', what: keyof Candidate, i: number) => number;

type Numbers<Of> = { readonly [Key in keyof Of]: Of[Key] extends Estimate ? number : Numbers<Of[Key]> };

type Measured = Omit<GoodhartPoint, 'n' | 'groupsThatReach'>;

function pointOf(mean: Means, i: number, humanScale: Scale): Numbers<Measured> {
  const judged = (name: 'raw' | 'corrected' | 'oracle') => ({
    human: fromUnit(mean(name, 'human', i), humanScale),
    passShare: mean(name, 'passes', i),
  });
  const [raw, corrected, oracle] = [judged('raw'), judged('corrected'), judged('oracle')];
  return {
    raw: { proxy: mean('raw', 'raw', i), ...raw },
    corrected: { proxy: mean('corrected', 'corrected', i), ...corrected },
    oracle,
    difference: { human: lessOf(corrected.human, raw.human), passShare: lessOf(corrected.passShare, raw.passShare) },
  };
}

/** What differs by rounding alone does not differ. */
function lessOf(one: number, other: number): number {
  const difference = one - other;
  return Math.abs(difference) < 1e-12 ? 0 : difference;
}

function estimated(estimate: (pick: (point: Numbers<Measured>) => number) => Estimate): Measured {
  const judged = (name: 'oracle' | 'difference' | 'raw' | 'corrected') => ({
    human: estimate((point) => point[name].human),
    passShare: estimate((point) => point[name].passShare),
  });
  return {
    raw: { proxy: estimate((point) => point.raw.proxy), ...judged('raw') },
    corrected: { proxy: estimate((point) => point.corrected.proxy), ...judged('corrected') },
    oracle: judged('oracle'),
    difference: judged('difference'),
  };
}
