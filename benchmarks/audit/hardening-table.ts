import { signed, tableOf } from '../accuracy/markdown.ts';
import type { Measured } from './hardening-draw.ts';

/** A mean over tasks with its 95 % interval. */
interface Interval {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** Hardened minus plain, over tasks. */
export interface OverTasks {
  readonly tasks: number;
  readonly logLoss: Interval;
  readonly flips: Interval;
  readonly flipsByOne: Interval;
  /** What the plain fit has of `flips`. */
  readonly plainFlips: number;
}

export interface ShareRow extends OverTasks {
  readonly labels: number;
  readonly share: number;
}

export interface TaskRow {
  readonly task: string;
  readonly labels: number;
  readonly plain: Measured;
  readonly hardened: Measured;
  /** Hardened with every other probe only. */
  readonly partly: Measured;
}

export interface HardeningResults {
  /** The share of the twins that is the default. */
  readonly chosen: number;
  readonly repetitions: number;
  readonly choose?: readonly ShareRow[];
  readonly report?: {
    readonly tasks: readonly TaskRow[];
    /** `byUnknown`: flips by the probes that a fit was not hardened with, less those of the plain fit. */
    readonly overall: readonly (OverTasks & { readonly labels: number; readonly byUnknown: Interval })[];
  };
}

/** All that was measured, with what the columns mean. */
export function hardeningTables(results: HardeningResults): string {
  return [
    `Mean of ${results.repetitions} draws of records for the fit, a task. *Flipped*: share of the responses that people fail which at least one`,
    'surface probe pushes over a gate that passes as many as people do, its rating held. Changes are hardened less plain, with 95 %',
    'intervals over tasks; those of shares are points of a hundred. *By new probes*: the same by every other probe, of which the fit knew none.',
    '',
    'The tasks that the default was chosen by:',
    '',
    sharesTable(results),
    '',
    'The default on the other tasks:',
    '',
    hardeningTable(results),
  ].join('\n');
}

function sharesTable({ choose = [], chosen }: HardeningResults): string {
  const head = ['labels', 'twins weigh', 'log loss', 'flipped, plain', 'flipped, change', 'by one probe, change'];
  const rows = choose.map(({ labels, share, logLoss, plainFlips, flips, flipsByOne }) => [
    `${labels}`,
    `${share}${share === chosen ? ', the default' : ''}`,
    withBounds(logLoss, 4),
    percent(plainFlips),
    points(flips),
    points(flipsByOne),
  ]);
  return tableOf(head, rows, 2);
}

function hardeningTable({ report }: HardeningResults): string {
  const head = [
    'labels',
    'task',
    'log loss, plain',
    'hardened',
    'flipped, plain',
    'hardened',
    'by new probes, plain',
    'hardened with the others',
  ];
  const rows = (report?.tasks ?? []).map(({ task, labels, plain, hardened, partly }) => [
    `${labels}`,
    task,
    plain.logLoss.toFixed(4),
    hardened.logLoss.toFixed(4),
    percent(plain.flips),
    percent(hardened.flips),
    percent(plain.flipsByUnknown),
    percent(partly.flipsByUnknown),
  ]);
  const overall = (report?.overall ?? []).map(({ labels, tasks, logLoss, flips, byUnknown }) => [
    `${labels}`,
    `**change, ${tasks} tasks**`,
    '',
    withBounds(logLoss, 4),
    '',
    points(flips),
    '',
    points(byUnknown),
  ]);
  return tableOf(head, [...rows, ...overall], 2);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Percentage points. */
function points({ value, lower, upper }: Interval): string {
  return withBounds({ value: 100 * value, lower: 100 * lower, upper: 100 * upper }, 1);
}

function withBounds({ value, lower, upper }: Interval, digits: number): string {
  return `${signed(value, digits)} [${signed(lower, digits)}, ${signed(upper, digits)}]`;
}
