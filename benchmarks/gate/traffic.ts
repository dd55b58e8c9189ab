import { linkedGroups } from '../../src/calibrator/linked.ts';
import type { CalibrationRecord } from '../../src/index.ts';
import { seededRandom, shuffled } from '../../src/math/random.ts';
import { passes, type Task } from '../accuracy/tasks.ts';
import type { Method } from './gates.ts';

export const sizes = [100, 200, 500, 1000];
export const limits = [0.1, 0.2, 0.3];

const mostTraffic = 800;

/** What one gate did on one draw of one task. */
export interface TrafficScore {
  readonly task: string;
  readonly source: string;
  readonly labels: number;
  readonly repetition: number;
  readonly method: string;
  readonly limit: number;
  /** Share of the traffic that it passes. */
  readonly share: number;
  /** Share of what it passes that fails by people; null where it passes nothing. */
  readonly falsePass: number | null;
}

/**
 * Draws labels from two thirds of the groups, and traffic from the rest. Sizes that the two thirds cannot fill are passed
 * over, and so is the method that needs an earlier round where there is not as much again.
 */
export async function repeatTraffic(
  task: Task,
  { place, repetition }: { readonly place: number; readonly repetition: number },
  methods: Readonly<Record<string, Method>>,
): Promise<TrafficScore[]> {
  const random = seededRandom(50_021 * place + repetition);
  const groups = shuffled(linkedGroups(task.records), random);
  const pool = groups.slice(0, Math.ceil((2 * groups.length) / 3));
  const order = shuffled(pool.flat(), random);
  const traffic = shuffled(groups.slice(pool.length).flat(), random).slice(0, mostTraffic);
  const scores: TrafficScore[] = [];
  for (const labels of sizes.filter((size) => size <= order.length)) {
    const drawn = order.slice(0, labels);
    const round = { labels: drawn, earlier: earlierRound(order, drawn, pool), target: task.target, seed: repetition };
    for (const [method, run] of Object.entries(methods)) {
      if (method.includes('after a round') && round.earlier.length < labels) continue;
      for (const [i, passed] of (await run(round, limits, traffic)).entries()) {
        const kept = traffic.filter((_, at) => passed[at]);
        const failing = kept.filter((record) => passes(record, task.target) === 0).length;
        scores.push({
          task: task.name,
          source: task.source,
          labels,
          repetition,
          method,
          limit: limits[i]!,
          share: kept.length / traffic.length,
          falsePass: kept.length === 0 ? null : failing / kept.length,
        });
      }
    }
  }
  return scores;
}

/** As many records of other groups, in the order they were drawn. */
function earlierRound(
  order: readonly CalibrationRecord[],
  drawn: readonly CalibrationRecord[],
  groups: readonly (readonly CalibrationRecord[])[],
): CalibrationRecord[] {
  const now = new Set(drawn);
  const taken = new Set(groups.filter((group) => group.some((record) => now.has(record))).flat());
  return order.filter((record) => !taken.has(record)).slice(0, drawn.length);
}
