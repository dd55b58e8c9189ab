import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { nameOf } from './cells.ts';
import type { Job, Score } from './job.ts';

/** The jobs that are done, on disk: a run that is killed goes on where it was. */
export interface Checkpoint {
  readonly isDone: (job: Job) => boolean;
  readonly keep: (job: Job, scores: readonly Score[]) => void;
  /** By the name of their cell. */
  readonly scores: () => ReadonlyMap<string, readonly Score[]>;
  readonly remove: () => void;
}

interface Line {
  readonly job: string;
  readonly cell: string;
  readonly scores: readonly Score[];
}

/** @param settings of the run: what was done with others is no part of it */
export function openCheckpoint(path: string, settings: string): Checkpoint {
  const [first, ...rest] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const isOurs = first === settings;
  if (!isOurs) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${settings}\n`);
  }
  const lines = new Map((isOurs ? rest : []).flatMap(lineOf).map((line) => [line.job, line]));
  // The last line of a killed run may be half a one: what comes next begins anew.
  if (isOurs)
    writeFileSync(path, [settings, ...[...lines.values()].map((line) => JSON.stringify(line)), ''].join('\n'));
  return {
    isDone: (job) => lines.has(keyOf(job)),
    keep: (job, scores) => {
      const line: Line = { job: keyOf(job), cell: nameOf(job.cell), scores };
      lines.set(line.job, line);
      appendFileSync(path, `${JSON.stringify(line)}\n`);
    },
    scores: () =>
      new Map(
        [...Map.groupBy(lines.values(), ({ cell }) => cell)].map(([cell, own]) => [
          cell,
          own.flatMap((line) => line.scores),
        ]),
      ),
    remove: () => rmSync(path),
  };
}

function lineOf(text: string): Line[] {
  try {
    return [JSON.parse(text) as Line];
  } catch {
    return [];
  }
}

function keyOf({ cell, from, runs }: Job): string {
  return `${nameOf(cell)} / ${from} + ${runs}`;
}
