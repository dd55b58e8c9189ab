import type { Task } from '../accuracy/tasks.ts';

/** Of fewer records than this, too many of three hundred labels would be copies. */
const fewestRecords = 800;

/** The task with the most records of each source, the pooled ones among them, if it has enough. */
export function oneOfEachSource(tasks: readonly Task[]): Task[] {
  return [...Map.groupBy(tasks, ({ source }) => source).values()]
    .map((own) => own.reduce((most, task) => (task.records.length > most.records.length ? task : most)))
    .filter(({ records }) => records.length >= fewestRecords);
}
