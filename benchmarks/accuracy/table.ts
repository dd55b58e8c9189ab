import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { signed, tableOf } from './markdown.ts';
import { notesOf } from './notes.ts';
import type { OverTasks } from './resample.ts';
import type { Row } from './rows.ts';
import type { Summary } from './summary.ts';

/** Where the committed results are. */
export const resultsFolder = 'benchmarks/accuracy/results';

/** Puts the tables between their markers, from the results on disk. */
export function writeTables(): void {
  for (const [path, name, table] of [
    ['benchmarks/accuracy/README.md', 'shipped', fullTable],
    ['benchmarks/accuracy/README.md', 'development', fullTable],
    ['README.md', 'development', shortTable],
  ] as const) {
    const results = `${resultsFolder}/${name}.json`;
    if (!existsSync(path) || !existsSync(results)) continue;
    const summary = JSON.parse(readFileSync(results, 'utf8')) as Summary;
    writeFileSync(path, withTable(readFileSync(path, 'utf8'), name, table(summary)));
  }
}

export function withTable(text: string, name: string, table: string): string {
  const [start, end] = [`<!-- accuracy ${name} -->`, `<!-- end of accuracy ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to === -1) return text;
  return `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`;
}

/** All methods at the clip of the protocol, the same at the mild clip, and what else the run says. */
export function fullTable(summary: Summary): string {
  return [mainTable(summary), mildTable(summary), notesOf(summary)].join('\n\n');
}

/** Log loss by method and number of labels. */
export function shortTable({ rows }: Summary): string {
  const sizes = [...new Set(rows.map(({ labels }) => labels))];
  const methods = [...new Set(rows.map(({ method }) => method))];
  const at = (labels: number, method: string): Row =>
    rows.find((row) => row.labels === labels && row.method === method)!;
  return tableOf(
    ['log loss, nats', ...sizes.map((labels) => `${labels} labels (${at(labels, 'raw').tasks} tasks)`)],
    methods.map((method) => {
      const cells = sizes.map((labels) => at(labels, method).logLoss.toFixed(3));
      return [bold(method, method), ...cells.map((cell) => bold(method, cell))];
    }),
    1,
  );
}

function mainTable({ rows }: Summary): string {
  return tableOf(
    [
      'labels',
      'method',
      'log loss',
      'unflatter ahead by (95 %)',
      'behind on',
      'on its worst task',
      'AUC',
      'ECE-10',
      'length bias',
    ],
    rows.map((row, i) => [
      sizeOf(row, rows[i - 1]),
      bold(row.method, row.method),
      row.logLoss.toFixed(3),
      ...(row.method === 'unflatter' ? ['', '', ''] : comparison(row)),
      row.auc.toFixed(3),
      row.calibrationError.toFixed(3),
      row.lengthBias.toFixed(3),
    ]),
    2,
  );
}

function mildTable({ rows }: Summary): string {
  return tableOf(
    ['labels', 'method', 'log loss at [.01, .99]', 'unflatter ahead by (95 %)'],
    rows.map((row, i) => [
      sizeOf(row, rows[i - 1]),
      bold(row.method, row.method),
      row.mildLogLoss.toFixed(3),
      row.method === 'unflatter' ? '' : aheadBy(row.unflatterAheadMildly),
    ]),
    2,
  );
}

function comparison({ tasks, unflatterAhead, behind }: Row): string[] {
  const worst = Math.max(...Object.values(behind.byTask));
  return [aheadBy(unflatterAhead), `${behind.tasks} of ${tasks}`, signed(-worst, 3)];
}

/** The results hold the log loss of unflatter less that of the method; to be ahead is the opposite. */
function aheadBy({ mean, lower, upper }: OverTasks): string {
  const interval = lower === null || upper === null ? '(no interval)' : `[${signed(-upper, 4)}, ${signed(-lower, 4)}]`;
  return `${signed(-mean, 4)} ${interval}`;
}

/** Said once for the rows of one size. */
function sizeOf({ labels, tasks, sources }: Row, before: Row | undefined): string {
  if (before?.labels === labels) return '';
  return `${labels} (${tasks} tasks, ${sources} ${sources === 1 ? 'source' : 'sources'})`;
}

function bold(method: string, cell: string): string {
  return method === 'unflatter' ? `**${cell}**` : cell;
}
