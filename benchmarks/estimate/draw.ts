import { createHash } from 'node:crypto';
import { errorFunction } from 'simple-statistics';
import { linkedGroups } from '../../src/calibrator/linked.ts';
import type { CalibrationRecord, Target } from '../../src/index.ts';
import { seededRandom, type Random } from '../../src/math/random.ts';
import { passes, type Task } from '../accuracy/tasks.ts';
import { drawResponses, worldTarget } from '../gate/world.ts';
import { nameOf, perPrompt, records as all, spreadOf, worlds, type Cell } from './cells.ts';
import { chosenNearMark } from './inclusion.ts';

/** Records with and without labels, drawn from one population. */
export interface Sample {
  /** The labelled ones first, and no group both with and without labels. */
  readonly records: readonly CalibrationRecord[];
  readonly labelled: number;
  readonly isClustered: boolean;
  readonly target: Target;
  readonly seed: number;
  /** The pass rate of the population. */
  readonly truth: number;
  /** For each record what it was drawn from, where it can come twice. */
  readonly origins?: readonly string[];
}

/** The number of words of a record that is drawn again is changed by such a share: else it would be known for the same. */
const jitter = 1e-9;

export function drawSample(cell: Cell, run: number, tasks: readonly Task[]): Sample {
  const seed = createHash('sha256')
    .update(`${nameOf(cell)} / ${run}`)
    .digest()
    .readUInt32BE();
  const random = seededRandom(seed);
  const drawn = cell.kind === 'simulated' ? fromWorld(cell, random) : fromTask(cell, random, tasks);
  const records = drawn.records.map((record, i) => (i < drawn.labelled ? record : { ...record, humanRatings: [] }));
  return { ...drawn, records, isClustered: cell.isClustered, seed };
}

function fromWorld({ of, isClustered, labels }: Cell, random: Random) {
  const world = worlds.find(({ name }) => name === of)!;
  const perGroup = isClustered ? perPrompt : 1;
  const drawn = drawResponses(world, random, { responses: all, perGroup }).map(({ record }) => record);
  const truth = (1 + errorFunction(world.ease / spreadOf(world) / Math.SQRT2)) / 2;
  const { misrated, nearMark } = world;
  const rated = misrated === undefined ? drawn : drawn.map((record) => ratedNearlyRight(record, misrated, random));
  const records = nearMark === undefined ? rated : chosenNearMark(rated, { labels, nearMark, random });
  return { records, labelled: labels, target: worldTarget, truth };
}

function ratedNearlyRight(record: CalibrationRecord, misrated: number, random: Random): CalibrationRecord {
  const isPassed = passes(record, worldTarget) === 1 && random() >= misrated;
  const { min, max } = worldTarget.ratingScale;
  return { ...record, selfRating: isPassed ? max : min };
}

/**
 * Groups of a real task, or its records one by one, drawn with replacement until there are enough, first of those that are
 * labelled. Each draw is a group of its own: that makes draws independent of each other, which is what intervals suppose.
 */
function fromTask({ of, isClustered, labels }: Cell, random: Random, tasks: readonly Task[]) {
  const { records, target } = tasks.find(({ name }) => name === of)!;
  const linked = linkedGroups(records);
  const units = isClustered ? linked : records.map((record) => [record]);
  const drawn: CalibrationRecord[] = [];
  const origins: string[] = [];
  const nameOfGroup = new Map(linked.flatMap((own, group) => own.map(({ id }) => [id, `${group}`] as const)));
  let labelled = 0;
  for (let draw = 0; drawn.length < all; draw++) {
    const own = units[Math.floor(random() * units.length)]!;
    for (const [i, record] of own.entries()) {
      drawn.push({ ...changed(record, random), id: `${draw}-${i}`, group: `${draw}` });
      origins.push(nameOfGroup.get(record.id)!);
    }
    if (labelled === 0 && drawn.length >= labels) labelled = drawn.length;
  }
  const truth = records.reduce((sum, record) => sum + passes(record, target), 0) / records.length;
  return { records: drawn, labelled, target, truth, origins };
}

function changed({ prompt: _, response: __, ...record }: CalibrationRecord, random: Random): CalibrationRecord {
  const { words, ...features } = record.features as { readonly words: number };
  return { ...record, features: { ...features, words: words * (1 + jitter * random()) } };
}
