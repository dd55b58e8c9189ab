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

/** A share with its interval: `37.0 % [33.9, 40.0]`. */
export function interval({ value, lower, upper }: Estimate): string {
  return value === null ? 'none' : `${percent(value)} [${(100 * lower!).toFixed(1)}, ${(100 * upper!).toFixed(1)}]`;
}
