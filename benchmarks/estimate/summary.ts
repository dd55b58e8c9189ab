import { nameOf, type Cell } from './cells.ts';
import { added, apart, together, type Score } from './job.ts';

/** An interval that holds the truth less often than this does not do what it says. */
export const enough = 0.935;

/** One method in one cell. */
export interface Row {
  readonly method: string;
  readonly runs: number;
  /** Share of the runs in which it said nothing of the sample. */
  readonly none: number;
  readonly coverage: number;
  /** What the number of runs leaves open of it, with 95 % confidence. */
  readonly lower: number;
  readonly upper: number;
  readonly width: number;
  /** Mean width over that of the labels alone in the same runs. */
  readonly ratio: number;
  readonly bias: number;
  /** Root of the mean squared error. */
  readonly error: number;
  readonly milliseconds: number;
}

export interface CellSummary extends Cell {
  readonly rows: readonly Row[];
}

/** `yes` at .935 or more; `close` below, where the runs leave open that it is; `no` where they do not. */
export type Covers = 'yes' | 'close' | 'no';

export function summarise(cells: readonly Cell[], scores: ReadonlyMap<string, readonly Score[]>): CellSummary[] {
  return cells.flatMap((cell) => {
    const own = scores.get(nameOf(cell));
    return own === undefined ? [] : [{ ...cell, rows: added(own).map(rowOf) }];
  });
}

function rowOf({ method, runs, none, covered, width, referenceWidth, error, squared, milliseconds }: Score): Row {
  const answered = Math.max(1, runs - none);
  return {
    method,
    runs,
    none: rounded(none / runs),
    coverage: rounded(covered / runs),
    ...leftOpen(covered, runs),
    width: rounded(width / runs),
    ratio: rounded(width / referenceWidth),
    bias: rounded(error / answered),
    error: rounded(Math.sqrt(squared / answered)),
    milliseconds: rounded(milliseconds / runs),
  };
}

/** Wilson's interval of a share of runs. */
function leftOpen(covered: number, runs: number) {
  const z2 = 1.96 ** 2;
  const share = covered / runs;
  const centre = (share + z2 / (2 * runs)) / (1 + z2 / runs);
  const half = (Math.sqrt(z2) * Math.sqrt((share * (1 - share)) / runs + z2 / (4 * runs ** 2))) / (1 + z2 / runs);
  return { lower: rounded(centre - half), upper: rounded(Math.min(1, centre + half)) };
}

export function covers({ coverage, upper }: Row): Covers {
  return coverage >= enough ? 'yes' : upper >= enough ? 'close' : 'no';
}

/** Rows that compete: ours but once. */
export function rivalsIn({ rows }: CellSummary): Row[] {
  return rows.filter(({ method }) => method !== together && method !== apart);
}

/** The narrowest of a cell among those that cover. */
export function narrowest(cell: CellSummary): Row | undefined {
  return rivalsIn(cell)
    .filter((row) => covers(row) === 'yes')
    .toSorted((a, b) => a.ratio - b.ratio)[0];
}

/** One method over all cells. */
export interface Overall {
  readonly method: string;
  readonly cells: number;
  readonly yes: number;
  readonly close: number;
  readonly no: number;
  readonly worst: Row;
  readonly worstCell: Cell;
  /** Geometric mean of the ratios of widths. */
  readonly ratio: number;
  /** Cells in which it is the narrowest of those that cover. */
  readonly narrowest: number;
  /** The largest bias, by size. */
  readonly bias: number;
  readonly none: number;
  /** The least in any of its cells, and the most. */
  readonly runs: number;
  readonly mostRuns: number;
  readonly milliseconds: number;
}

export function overall(cells: readonly CellSummary[]): Overall[] {
  const methods = [...new Set(cells.flatMap((cell) => rivalsIn(cell).map(({ method }) => method)))];
  return methods.map((method) => {
    const own = cells.flatMap((cell) =>
      rivalsIn(cell).flatMap((row) => (row.method === method ? [{ cell, row }] : [])),
    );
    const count = (kind: Covers): number => own.filter(({ row }) => covers(row) === kind).length;
    const worst = own.reduce((least, one) => (one.row.coverage < least.row.coverage ? one : least));
    const mean = (valueOf: (row: Row) => number): number =>
      own.reduce((sum, { row }) => sum + valueOf(row), 0) / own.length;
    return {
      method,
      cells: own.length,
      yes: count('yes'),
      close: count('close'),
      no: count('no'),
      worst: worst.row,
      worstCell: worst.cell,
      ratio: Math.exp(mean(({ ratio }) => Math.log(ratio))),
      narrowest: cells.filter((cell) => narrowest(cell)?.method === method).length,
      bias: own.reduce((most, { row }) => (Math.abs(row.bias) > Math.abs(most) ? row.bias : most), 0),
      none: mean(({ none }) => none),
      runs: Math.min(...own.map(({ row }) => row.runs)),
      mostRuns: Math.max(...own.map(({ row }) => row.runs)),
      milliseconds: mean(({ milliseconds }) => milliseconds),
    };
  });
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
