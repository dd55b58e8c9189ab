import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Row, Summary } from './summary.ts';

const results = (name: string): string => `benchmarks/accuracy/results/${name}.json`;

/** Puts the tables between their markers, from the results on disk. */
export function writeTables(): void {
  for (const [path, name, table] of [
    ['benchmarks/accuracy/README.md', 'shipped', fullTable],
    ['benchmarks/accuracy/README.md', 'development', fullTable],
    ['README.md', 'development', shortTable],
  ] as const) {
    if (!existsSync(path) || !existsSync(results(name))) continue;
    writeFileSync(
      path,
      withTable(readFileSync(path, 'utf8'), name, table(JSON.parse(readFileSync(results(name), 'utf8')) as Summary)),
    );
  }
}

export function withTable(text: string, name: string, table: string): string {
  const [start, end] = [`<!-- accuracy ${name} -->`, `<!-- end of accuracy ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to === -1) return text;
  return `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`;
}

export function fullTable({ rows }: Summary): string {
  return [
    '| labels (tasks) | method | log loss | against isotonic | worst task | unflatter ahead by (95 %) | AUC | ECE-10 | length bias |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((row, i) => {
      const size = rows[i - 1]?.labels === row.labels ? '' : `${row.labels} (${row.tasks})`;
      const { mean, worst } = row.againstIsotonic;
      const cells = [
        row.logLoss.toFixed(3),
        signed(mean, 4),
        signed(worst, 3),
        aheadBy(row),
        row.auc.toFixed(3),
        row.calibrationError.toFixed(3),
        row.lengthBias.toFixed(3),
      ];
      return `| ${size} | ${row.method === 'unflatter' ? '**unflatter**' : row.method} | ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}

/** Log loss by method and number of labels. */
export function shortTable({ rows }: Summary): string {
  const sizes = [...new Set(rows.map(({ labels }) => labels))];
  const methods = [...new Set(rows.map(({ method }) => method))];
  const at = (labels: number, method: string): Row =>
    rows.find((row) => row.labels === labels && row.method === method)!;
  const head = sizes.map((labels) => `${labels} labels (${at(labels, 'raw').tasks} tasks)`);
  return [
    `| log loss, nats | ${head.join(' | ')} |`,
    `| --- | ${sizes.map(() => '---:').join(' | ')} |`,
    ...methods.map((method) => {
      const cells = sizes.map((labels) => at(labels, method).logLoss.toFixed(3));
      return method === 'unflatter'
        ? `| **unflatter** | ${cells.map((cell) => `**${cell}**`).join(' | ')} |`
        : `| ${method} | ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}

function aheadBy({ method, unflatterAhead: { mean, lower, upper } }: Row): string {
  if (method === 'unflatter') return '';
  return `${(-mean).toFixed(4)} [${(-upper).toFixed(4)}, ${(-lower).toFixed(4)}]`;
}

function signed(value: number, digits: number): string {
  return value === 0 ? '0' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}
