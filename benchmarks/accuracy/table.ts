import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { CurveSummary } from './curve/summary.ts';
import { curveTable } from './curve/table.ts';
import { bold, onTask, signed, tableOf } from './markdown.ts';
import { notesOf } from './notes.ts';
import type { Comparison, Row } from './rows.ts';
import type { Summary } from './summary.ts';
import { taskTable } from './task-table.ts';

/** Where the committed results are. */
export const resultsFolder = 'benchmarks/accuracy/results';

/** Puts the tables between their markers, from the results on disk. */
export function writeTables(): void {
  const page = 'benchmarks/accuracy/README.md';
  for (const name of ['shipped', 'development']) {
    writeTable(page, name, (results) => fullTable(results as Summary));
    writeTable(page, `curve-${name}`, (results) => curveTable(results as CurveSummary));
  }
  writeTable('README.md', 'development', (results) => shortTable(results as Summary));
}

function writeTable(path: string, name: string, table: (results: unknown) => string): void {
  const results = `${resultsFolder}/${name}.json`;
  if (!existsSync(path) || !existsSync(results)) return;
  const made = table(JSON.parse(readFileSync(results, 'utf8')));
  writeFileSync(path, withTable(readFileSync(path, 'utf8'), name, made));
}

export function withTable(text: string, name: string, table: string): string {
  const [start, end] = [`<!-- accuracy ${name} -->`, `<!-- end of accuracy ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to === -1) return text;
  return `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`;
}

/** All methods at the clip of the protocol, the same at the mild clip, the tasks one by one, and what else the run says. */
export function fullTable(summary: Summary): string {
  return [mainTable(summary), mildTable(summary), taskTable(summary), notesOf(summary)].join('\n\n');
}

/** Log loss by method and number of labels, and where unflatter does worst. */
export function shortTable({ rows }: Summary): string {
  const sizes = [...new Set(rows.map(({ labels }) => labels))];
  const methods = [...new Set(rows.map(({ method }) => method))];
  const at = (labels: number, method: string): Row =>
    rows.find((row) => row.labels === labels && row.method === method)!;
  return tableOf(
    ['log loss, nats', ...sizes.map((labels) => `${labels} labels (${tasksOf(at(labels, 'raw'))})`)],
    [
      ...methods.map((method) => {
        const cells = sizes.map((labels) => at(labels, method).logLoss.toFixed(3));
        return [bold(method, method), ...cells.map((cell) => bold(method, cell))];
      }),
      [
        'unflatter ahead of isotonic on its worst task',
        ...sizes.map((labels) => worstCase(at(labels, 'isotonic').unflatterAhead)),
      ],
    ],
    1,
  );
}

function mainTable({ rows }: Summary): string {
  return tableOf(
    [
      'labels',
      'method',
      'log loss',
      'on its worst task',
      'unflatter ahead by (95 %)',
      "on unflatter's worst task",
      'behind on',
      'AUC',
      'ECE-10',
      'length bias',
    ],
    rows.map((row, i) => [
      sizeOf(row, rows[i - 1]),
      bold(row.method, row.method),
      row.logLoss.toFixed(3),
      onTask(row.worst.value.toFixed(3), row.worst.task),
      ...comparison(row, row.unflatterAhead),
      row.method === 'unflatter' ? '' : `${row.behind.tasks} of ${row.tasks}`,
      row.auc.toFixed(3),
      row.calibrationError.toFixed(3),
      row.lengthBias.toFixed(3),
    ]),
    2,
  );
}

function mildTable({ rows }: Summary): string {
  return tableOf(
    [
      'labels',
      'method',
      'log loss at [.01, .99]',
      'on its worst task',
      'unflatter ahead by (95 %)',
      "on unflatter's worst task",
    ],
    rows.map((row, i) => [
      sizeOf(row, rows[i - 1]),
      bold(row.method, row.method),
      row.mildLogLoss.toFixed(3),
      onTask(row.mildWorst.value.toFixed(3), row.mildWorst.task),
      ...comparison(row, row.unflatterAheadMildly),
    ]),
    2,
  );
}

function comparison({ method }: Row, ahead: Comparison): string[] {
  return method === 'unflatter' ? ['', ''] : [aheadBy(ahead), worstCase(ahead)];
}

/** The results hold the log loss of unflatter less that of the method; to be ahead is the opposite. */
function aheadBy({ mean, lower, upper }: Comparison): string {
  const interval = lower === null || upper === null ? '(no interval)' : `[${signed(-upper, 4)}, ${signed(-lower, 4)}]`;
  return `${signed(-mean, 4)} ${interval}`;
}

function worstCase({ worst }: Comparison): string {
  return onTask(signed(-worst.value, 3), worst.task);
}

/** Said once for the rows of one size. */
function sizeOf(row: Row, before: Row | undefined): string {
  if (before?.labels === row.labels) return '';
  return `${row.labels} (${tasksOf(row)}, ${row.sources} ${row.sources === 1 ? 'source' : 'sources'})`;
}

function tasksOf({ tasks, pooled }: Row): string {
  if (pooled === 0) return `${tasks} tasks`;
  return pooled === tasks ? `${tasks} pooled tasks` : `${tasks} tasks, ${pooled} of them pooled`;
}
