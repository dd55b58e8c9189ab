import type { CalibrationRecord } from '../../src/index.ts';
import { seededRandom, shuffled, type Random } from '../../src/math/random.ts';
import { curveSizes } from './curve/sizes.ts';
import type { BatchMethod } from './methods.ts';
import { measuresOf, type Measures } from './measures.ts';
import { withShuffledLabels } from './shuffle.ts';
import { passes, type Task } from './tasks.ts';

/** Numbers of labels that are fitted on. */
export const sizes = [50, 100, 300, 1000];

/** The only one at which raters are pooled: below it, tasks of one rater are large enough. */
const pooledSizes = [1000];

/** Number of labels of the null run. */
export const shuffledSize = 100;

/** The methods of the null run. */
const shuffledMethods = new Set(['base rate', 'unflatter']);

const mostScored = 1500;

/** What one method scored on one task, drawn once. */
export interface Score extends Measures {
  readonly task: string;
  readonly source: string;
  /** Whether the task has the records of several raters. */
  readonly pooled: boolean;
  readonly labels: number;
  readonly repetition: number;
  readonly method: string;
  /** Whether this is of the null run, whose labels are shuffled. */
  readonly shuffled: boolean;
}

/** Which task, by its place among all of its folder, and which of its repetitions: these seed the draws. */
export interface Job {
  readonly place: number;
  readonly repetition: number;
  /** Whether the sizes are those of the label-efficiency curve. @default false */
  readonly curve?: boolean;
}

/** Methods by name, in the order of the tables. */
export type Methods = Readonly<Record<string, BatchMethod>>;

interface Draw {
  readonly labels: number;
  readonly fitted: readonly CalibrationRecord[];
}

/**
 * One repetition: the groups are split in half at random; records are drawn from one half to fit, and up to 1,500 of
 * the other half are scored. Sizes that the half cannot fill, and draws of one class, are passed over.
 *
 * The null run repeats one size with the labels shuffled, among the fitted records and among the scored ones apart.
 */
export async function repeat(task: Task, job: Job, methods: Methods): Promise<Score[]> {
  const random = seededRandom(10_007 * job.place + job.repetition);
  const { pool, scored } = split(task, random);
  const draws = (
    job.curve ? nestedDraws(pool, random) : apartDraws(pool, task.pooled ? pooledSizes : sizes, random)
  ).filter(({ labels, fitted }) => fitted.length === labels && hasBothClasses(fitted, task));
  const common = { task: task.name, source: task.source, pooled: task.pooled, repetition: job.repetition };
  const scores: Score[] = [];
  for (const { labels, fitted } of draws) {
    for (const score of await scoresOf(methods, fitted, scored, task))
      scores.push({ ...common, labels, shuffled: false, ...score });
  }
  const shuffledDraw = draws.find(({ labels }) => labels === shuffledSize);
  if (job.curve || shuffledDraw === undefined) return scores;
  const some = Object.fromEntries(Object.entries(methods).filter(([name]) => shuffledMethods.has(name)));
  const [fitted, unseen] = [shuffledDraw.fitted, scored].map((records) => withShuffledLabels(records, random));
  for (const score of await scoresOf(some, fitted!, unseen!, task))
    scores.push({ ...common, labels: shuffledSize, shuffled: true, ...score });
  return scores;
}

/** Groups are whole: nothing is scored on a group that was fitted on. */
function split(task: Task, random: Random) {
  const groups = shuffled([...new Set(task.records.map(({ group }) => group))], random);
  const first = new Set(groups.slice(0, groups.length >> 1));
  const pool = task.records.filter(({ group }) => first.has(group));
  const others = task.records.filter(({ group }) => !first.has(group));
  return { pool, scored: shuffled(others, random).slice(0, mostScored) };
}

/** Each size drawn anew. */
function apartDraws(pool: readonly CalibrationRecord[], of: readonly number[], random: Random): Draw[] {
  return of.map((labels) => ({ labels, fitted: shuffled(pool, random).slice(0, labels) }));
}

/** Each size adds to the records of the one before, so that a curve shows what the added labels do. */
function nestedDraws(pool: readonly CalibrationRecord[], random: Random): Draw[] {
  const order = shuffled(pool, random);
  return curveSizes.map((labels) => ({ labels, fitted: order.slice(0, labels) }));
}

async function scoresOf(
  methods: Methods,
  fitted: readonly CalibrationRecord[],
  scored: readonly CalibrationRecord[],
  { target }: Task,
) {
  const scores = [];
  for (const [method, train] of Object.entries(methods)) {
    const probabilities = await train(fitted, scored, target);
    scores.push({ method, ...measuresOf(probabilities, scored, target) });
  }
  return scores;
}

function hasBothClasses(records: readonly CalibrationRecord[], { target }: Task): boolean {
  return new Set(records.map((record) => passes(record, target))).size === 2;
}
