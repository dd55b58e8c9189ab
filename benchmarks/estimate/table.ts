import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { bold, signed, tableOf } from '../accuracy/markdown.ts';
import type { Cell } from './cells.ts';
import { apart, together } from './job.ts';
import { ours } from './methods/all.ts';
import { covers, enough, narrowest, overall, rivalsIn, type CellSummary, type Overall, type Row } from './summary.ts';

const page = 'benchmarks/estimate/README.md';
const everything = 'benchmarks/estimate/results/cells.md';

type Kind = Cell['kind'];

/** The tables of the page, by the name of their place in it. */
export const tables: Readonly<Record<string, (cells: readonly CellSummary[]) => string>> = {
  overall: overallTable,
  cells: worstFirstTable,
  copies: copiesTable,
};

/** Puts the tables between their markers, from the results on disk. */
export function writeTables(): void {
  const found = readResults();
  let text = readFileSync(page, 'utf8');
  for (const [kind, cells] of found)
    for (const name of tablesOf(kind)) text = withTable(text, `${name} ${kind}`, tables[name]!(cells));
  writeFileSync(page, text);
  writeFileSync(everything, everyCell(found));
}

export function tablesOf(kind: Kind): string[] {
  return kind === 'simulated' ? ['overall', 'cells'] : ['overall', 'cells', 'copies'];
}

export function readResults(): Map<Kind, CellSummary[]> {
  const kinds: Kind[] = ['simulated', 'resampled'];
  return new Map(
    kinds.flatMap((kind) => {
      const path = `benchmarks/estimate/results/${kind}.json`;
      return existsSync(path) ? [[kind, JSON.parse(readFileSync(path, 'utf8')) as CellSummary[]] as const] : [];
    }),
  );
}

export function withTable(text: string, name: string, table: string): string {
  const [start, end] = [`<!-- estimate ${name} -->`, `<!-- end of estimate ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to === -1) throw new Error(`${page} has no place for ${name}`);
  return `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`;
}

/** A line a method: those that cover everywhere first, the narrowest of them on top. */
export function overallTable(cells: readonly CellSummary[]): string {
  const all = overall(cells);
  const lines = all
    .toSorted((a, b) => a.no - b.no || a.close - b.close || a.ratio - b.ratio)
    .map((one) => overallLine(one).map((text) => bold(one.method, text)));
  const head = [
    'method',
    'cells',
    'worst coverage',
    `at least ${enough}`,
    'below, but within chance',
    'below',
    'width, labels alone = 1',
    'narrowest that covers',
    'largest bias',
    'said nothing',
    'runs',
    'ms a call',
  ];
  return `${verdict(cells, all)}\n\n${tableOf(head, lines, 1)}`;
}

function overallLine(one: Overall): string[] {
  return [
    one.method,
    `${one.cells}`,
    `${one.worst.coverage.toFixed(3)}, ${described(one.worstCell)}`,
    `${one.yes}`,
    `${one.close}`,
    `${one.no}`,
    one.ratio.toFixed(3),
    `${one.narrowest}`,
    signed(one.bias, 3),
    `${(100 * one.none).toFixed(1)} %`,
    between(one),
    one.milliseconds.toFixed(one.milliseconds < 10 ? 1 : 0),
  ];
}

/** How often each cell was drawn. */
function between({ runs, mostRuns }: Overall): string {
  return runs === mostRuns ? `${runs}` : `${runs} to ${mostRuns}`;
}

/** In words: where ours covers, where it is the narrowest that does, and who is narrower elsewhere. */
function verdict(cells: readonly CellSummary[], all: readonly Overall[]): string {
  const own = all.find(({ method }) => method === ours);
  if (own === undefined) return '';
  // What takes no weights has not been in all cells.
  const covering = all
    .filter((one) => one.no === 0 && one.cells === cells.length)
    .toSorted((a, b) => a.ratio - b.ratio);
  const others = Map.groupBy(
    cells.map((cell) => narrowest(cell)?.method).filter((method) => method !== undefined && method !== ours),
    (method) => method!,
  );
  const elsewhere = [...others].toSorted((a, b) => b[1].length - a[1].length);
  const listed = elsewhere.map(([method, some]) => `${method} in ${some.length}`).join(', ');
  return [
    `Each cell was drawn ${between(own)} times.`,
    `${ours} covers at least ${enough} in ${own.yes} of ${own.cells} cells, and is shown to cover less in ${own.no}.`,
    `It is the narrowest that covers in ${own.narrowest}${listed === '' ? '' : `; elsewhere that is ${listed}`}.`,
    covering.length === 0
      ? 'No method that is in all cells covers in all.'
      : `Of the methods that are in all cells and that none shows to cover less, the narrowest over all cells is ${covering[0]!.method} (${covering[0]!.ratio.toFixed(3)} of the width of the labels alone).`,
  ].join(' ');
}

/** A line a cell: that in which ours covers least comes first. */
export function worstFirstTable(cells: readonly CellSummary[]): string {
  const lines = worstFirst(cells).map((cell) => {
    const own = rowOf(cell, ours);
    const best = narrowest(cell);
    return [
      cell.of,
      structureOf(cell),
      `${cell.labels}`,
      own === undefined ? '' : `${own.runs}`,
      own === undefined ? '' : coverageOf(own),
      own === undefined ? '' : own.ratio.toFixed(3),
      best === undefined ? 'none' : best.method === ours ? `**${ours}**` : best.method,
      best === undefined ? '' : best.coverage.toFixed(3),
      best === undefined ? '' : best.ratio.toFixed(3),
      best === undefined || own === undefined ? '' : (own.ratio / best.ratio).toFixed(3),
    ];
  });
  const head = [
    'population',
    'records are',
    'labels',
    'runs',
    'coverage of ours',
    'width of ours',
    'narrowest that covers',
    'its coverage',
    'its width',
    'ours by that',
  ];
  return tableOf(head, lines, 2);
}

/** Whether it matters that a copy of a labelled group is not known for one. */
export function copiesTable(cells: readonly CellSummary[]): string {
  const lines = cells.flatMap((cell) => {
    const [own, kept] = [rowOf(cell, apart), rowOf(cell, together)];
    if (own === undefined || kept === undefined) return [];
    const numbers = [own, kept].flatMap(({ error, coverage, ratio }) => [
      error.toFixed(4),
      coverage.toFixed(3),
      ratio.toFixed(3),
    ]);
    return [[cell.of, structureOf(cell), `${cell.labels}`, `${own.runs}`, ...numbers]];
  });
  const head = ['population', 'records are', 'labels', 'runs', 'error', 'coverage', 'width'];
  return tableOf([...head, 'error, copies together', 'coverage', 'width'], lines, 2);
}

/** All that was measured, a table a cell. */
export function everyCell(found: ReadonlyMap<Kind, readonly CellSummary[]>): string {
  const parts = [...found].map(([kind, cells]) => {
    const own = worstFirst(cells).map((cell) => `### ${described(cell)}\n\n${cellTable(cell)}`);
    return `## ${kind === 'simulated' ? 'Simulated worlds' : 'Real sets'}\n\n${own.join('\n\n')}`;
  });
  return `# Every method in every cell\n\nThe cell in which unflatter covers least comes first.\n\n${parts.join('\n\n')}\n`;
}

export function cellTable(cell: CellSummary): string {
  const lines = rivalsIn(cell).map((row) =>
    [
      row.method,
      coverageOf(row),
      { yes: 'yes', close: 'within chance', no: 'no' }[covers(row)],
      row.width.toFixed(4),
      row.ratio.toFixed(3),
      signed(row.bias, 4),
      row.error.toFixed(4),
      `${(100 * row.none).toFixed(1)} %`,
      `${row.runs}`,
      row.milliseconds.toFixed(1),
    ].map((text) => bold(row.method, text)),
  );
  const head = [
    'method',
    'coverage',
    'covers',
    'width',
    'by labels alone',
    'bias',
    'error',
    'said nothing',
    'runs',
    'ms',
  ];
  return tableOf(head, lines, 3);
}

function worstFirst(cells: readonly CellSummary[]): CellSummary[] {
  return cells.toSorted((a, b) => (rowOf(a, ours)?.coverage ?? 0) - (rowOf(b, ours)?.coverage ?? 0));
}

function rowOf({ rows }: CellSummary, method: string): Row | undefined {
  return rows.find((row) => row.method === method);
}

function coverageOf({ coverage, lower, upper }: Row): string {
  return `${coverage.toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`;
}

function structureOf({ isClustered }: Cell): string {
  return isClustered ? 'clustered' : 'independent';
}

function described(cell: Cell): string {
  return `${cell.of}, ${structureOf(cell)}, ${cell.labels} labels`;
}
