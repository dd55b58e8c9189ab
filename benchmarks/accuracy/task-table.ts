import { signed, tableOf } from './markdown.ts';
import { aheadOfIsotonic, type Summary, type TaskRow } from './summary.ts';

/** Every task at every number of labels that has a row: log losses, where unflatter does worst against isotonic first. */
export function taskTable({ rows, tasks }: Summary): string {
  const sizes = new Set(rows.map(({ labels }) => labels));
  const shown = tasks.filter(({ labels }) => sizes.has(labels));
  return tableOf(
    ['labels', 'task', 'best other method', 'isotonic', 'unflatter', 'ahead of isotonic by'],
    shown.map((row, i) => [
      shown[i - 1]?.labels === row.labels ? '' : String(row.labels),
      row.pooled ? `${row.task} (pooled)` : row.task,
      bestOther(row),
      row.logLoss['isotonic']!.toFixed(3),
      row.logLoss['unflatter']!.toFixed(3),
      signed(aheadOfIsotonic(row), 3),
    ]),
    3,
  );
}

function bestOther({ logLoss }: TaskRow): string {
  const [name, least] = Object.entries(logLoss)
    .filter(([method]) => method !== 'unflatter')
    .reduce((best, own) => (own[1] < best[1] ? own : best));
  return `${name} ${least.toFixed(3)}`;
}
