import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tableOf } from '../accuracy/markdown.ts';
import type { promiseSummary, resampledSummary, shiftSummary, TrafficRow, trafficSummary } from './summary.ts';

type Summaries = {
  readonly promise: ReturnType<typeof promiseSummary>;
  readonly resampled: ReturnType<typeof resampledSummary>;
  readonly shift: ReturnType<typeof shiftSummary>;
  readonly traffic: ReturnType<typeof trafficSummary>;
};

const page = 'benchmarks/gate/README.md';

/** Puts the tables between their markers, from the results on disk. */
export function writeTables(): void {
  let text = readFileSync(page, 'utf8');
  const tables = {
    promise: (of: Summaries['promise']) => promiseTable(of),
    resampled: (of: Summaries['resampled']) => resampledTable(of),
    shift: (of: Summaries['shift']) => shiftTable(of),
    traffic: (of: Summaries['traffic']) => trafficTables(of),
  };
  for (const [name, table] of Object.entries(tables)) {
    const results = `benchmarks/gate/results/${name}.json`;
    if (!existsSync(results)) continue;
    const made = (table as (of: unknown) => string)(JSON.parse(readFileSync(results, 'utf8')));
    text = withTable(text, name, made);
  }
  writeFileSync(page, text);
}

export function withTable(text: string, name: string, table: string): string {
  const [start, end] = [`<!-- gate ${name} -->`, `<!-- end of gate ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to === -1) throw new Error(`${page} has no place for ${name}`);
  return `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`;
}

/** The bound that a share of runs keeps when the promise is kept: δ and three standard errors. */
export function allowedBroken(error: number, runs: number): number {
  return error + 3 * Math.sqrt((error * (1 - error)) / runs);
}

export function promiseTable({ runs, confidence, rows }: Summaries['promise']): string {
  const lines = rows.map((row) => [
    row.world,
    row.structure,
    row.estimand,
    `${row.limit}`,
    `${row.labels}`,
    share3(row.broken),
    share3(row.certified),
    share3(row.share),
  ]);
  const bound = allowedBroken(1 - confidence, runs).toFixed(3);
  const caption = `${runs} runs a line; kept if broken in at most ${bound} of them.`;
  const head = ['world', 'labels are', 'estimand', 'limit', 'labels', 'broken', 'certified', 'decided on'];
  return `${caption}\n\n${tableOf(head, lines, 3)}`;
}

export function resampledTable({ runs, tasks, labels, confidence, rows }: Summaries['resampled']): string {
  const lines = rows.map((row) => [
    row.estimand,
    `${row.limit}`,
    share3(row.broken),
    share3(row.certified),
    share3(row.share),
    `${share3(row.worstBroken)}, ${row.worst}`,
  ]);
  const bound = allowedBroken(1 - confidence, runs).toFixed(3);
  const caption = `${tasks} tasks, ${runs} runs each, ${labels} labels; kept in a task if broken in at most ${bound} of its runs.`;
  return `${caption}\n\n${tableOf(['estimand', 'limit', 'broken', 'certified', 'decided on', 'worst task'], lines, 1)}`;
}

export function shiftTable({ runs, certified, rows }: Summaries['shift']): string {
  const lines = rows.map(({ shift, limit, rate, broken, share, doubted }) => [
    shift,
    `${limit}`,
    share3(rate),
    share3(broken),
    share3(share),
    share3(doubted),
  ]);
  const caption = `Of ${runs} calibrators on 300 labels, the ${Math.round(certified)} that were certified.`;
  const head = ['traffic', 'limit', 'fails of what is passed', 'above the limit', 'passed', 'reviewed for doubt'];
  return `${caption}\n\n${tableOf(head, lines, 1)}`;
}

export function trafficTables({ repetitions, rows }: Summaries['traffic']): string {
  const sources = [...new Set(rows.map(({ of }) => of))];
  const parts = sources.map((source) => {
    const own = rows.filter(({ of }) => of === source);
    const sizes = [...new Set(own.map(({ labels }) => labels))].sort((a, b) => a - b);
    return `### ${source}\n\n${sizes.map((labels) => trafficTable(own, labels)).join('\n\n')}`;
  });
  return `${repetitions} repetitions.\n\n${parts.join('\n\n')}`;
}

function trafficTable(rows: readonly TrafficRow[], labels: number): string {
  const own = rows.filter((row) => row.labels === labels);
  const limits = [...new Set(own.map(({ limit }) => limit))];
  const methods = [...new Set(own.map(({ method }) => method))];
  const lines = methods.map((method) => {
    const at = limits.map((limit) => own.find((row) => row.method === method && row.limit === limit)!);
    const mean = at.reduce((sum, { share }) => sum + share, 0) / at.length;
    return [method, ...at.map(({ share, broken }) => `${share3(share)} (${broken.toFixed(2)})`), share3(mean)];
  });
  const head = [`${labels} labels, ${own[0]!.tasks} tasks`, ...limits.map((limit) => `at most ${limit}`), 'mean'];
  return tableOf(head, lines, 1);
}

function share3(value: number): string {
  return value.toFixed(3);
}
