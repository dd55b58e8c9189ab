import type { Estimate } from '../fit/bootstrap.ts';

/** 0.3704 as `37.0 %`. */
export function percent(share: number | null, digits = 1): string {
  return share === null ? 'none' : `${(100 * share).toFixed(digits)} %`;
}

/** 1234 as `1,234`. */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** A share as a bar of blocks, `width` of them for all. */
export function bar(share: number, width: number): string {
  return '█'.repeat(Math.round(share * width)).padEnd(width, '·');
}

/** Rows as columns: the first left-aligned, the others right-aligned. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('   ')
      .trimEnd(),
  );
}

/** A share with its interval, where it has one: `37.0 % [33.9, 40.0]`. */
export function interval({ value, lower, upper }: Estimate): string {
  return `${percent(value)}${bounds(lower, upper, (bound) => (100 * bound).toFixed(1))}`;
}

/** An interval as it stands behind a number, with a space before it; nothing where there is none. */
export function bounds(lower: number | null, upper: number | null, show: (bound: number) => string): string {
  return lower === null || upper === null ? '' : ` [${show(lower)}, ${show(upper)}]`;
}
