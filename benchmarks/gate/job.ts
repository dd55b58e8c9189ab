import type { Task } from '../accuracy/tasks.ts';
import { cells, shiftedCell, shifts } from './cells.ts';
import { allMethods, type Method } from './gates.ts';
import { certifyOnce, drawTraffic, outcomesOn, type Outcome, type Traffic } from './promise.ts';
import { findRivals } from './python/environment.ts';
import { startRivals } from './python/rivals.ts';
import { certifyResampled, trafficOf } from './resampled.ts';
import { repeatTraffic, type TrafficScore } from './traffic.ts';

/** A piece of the benchmark that one thread does at a time. */
export type Job =
  | { readonly part: 'traffic'; readonly place: number; readonly repetition: number }
  | { readonly part: 'promise'; readonly cell: number; readonly run: number }
  | { readonly part: 'resampled'; readonly place: number; readonly run: number }
  | { readonly part: 'shift'; readonly run: number };

/** What one certificate came to in one cell, or under one shift. */
export interface PromiseScore extends Outcome {
  readonly cell: number;
}

export interface ShiftScore extends Outcome {
  readonly shift: number;
}

export interface ResampledScore extends Outcome {
  readonly task: string;
}

export type Scores = readonly (TrafficScore | PromiseScore | ShiftScore | ResampledScore)[];

/** Drawn once a thread. */
const traffics = new Map<string, Traffic>();

/** Started once a thread, and only where there is traffic to decide on: a Python takes a second. */
let methods: Readonly<Record<string, Method>> | undefined;

export async function doJob(job: Job, tasks: readonly Task[]): Promise<Scores> {
  if (job.part === 'traffic') return repeatTraffic(tasks[job.place]!, job, (methods ??= startMethods()));
  if (job.part === 'shift') return shiftScores(job.run);
  if (job.part === 'resampled') return resampledScores(tasks[job.place]!, job);
  const cell = cells[job.cell]!;
  const traffic = kept(cell.world.name, () => drawTraffic(cell.world));
  // Seeds of their own for each cell and run.
  const calibrator = certifyOnce(cell, 100_003 * (job.cell + 1) + job.run);
  return outcomesOn(traffic, calibrator).map((outcome) => ({ ...outcome, cell: job.cell }));
}

/** The child process leaves when its input closes, which it does with the thread. */
function startMethods(): Readonly<Record<string, Method>> {
  const environment = findRivals();
  return allMethods(environment === undefined ? {} : startRivals(environment.python).methods);
}

function resampledScores(
  task: Task,
  { place, run }: { readonly place: number; readonly run: number },
): ResampledScore[] {
  const traffic = kept(task.name, () => trafficOf(task));
  const calibrator = certifyResampled(task, 40_000_003 + 100_003 * place + run);
  return outcomesOn(traffic, calibrator).map((outcome) => ({ ...outcome, task: task.name }));
}

function shiftScores(run: number): ShiftScore[] {
  const calibrator = certifyOnce(shiftedCell, 7_000_003 + run);
  return shifts.flatMap((shift, at) => {
    const traffic = kept(shift.name, () => drawTraffic(shiftedCell.world, shift));
    return outcomesOn(traffic, calibrator).map((outcome) => ({ ...outcome, shift: at }));
  });
}

function kept(name: string, draw: () => Traffic): Traffic {
  const traffic = traffics.get(name) ?? draw();
  traffics.set(name, traffic);
  return traffic;
}
