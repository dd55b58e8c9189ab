import { significant } from '../../math/round.ts';
import type { Column, LeftOut } from './columns.ts';
import { correlationsOf, mostTelling, withoutDuplicates } from './selection.ts';

/** What the other columns must leave of the variance of one: with less, its standard error is more than three times as large. */
const leastUnexplained = 0.1;

/** Groups' worth for each column of the joint regression, so that no slope hangs on one or two of them. */
const groupsPerColumn = 3;

export interface Choice {
  /** The columns to regress on one at a time. */
  readonly alone: readonly Column[];
  /** Those of them to regress on together. Fewer than two are none. */
  readonly joint: readonly Column[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Which columns a regression can tell apart, and how many the groups can carry. The inflation is not looked at, so the
 * choice does not spoil what is said of it. Of two that say the same, the first is kept.
 */
export function chooseColumns(columns: readonly Column[], weights: Float64Array, groupsWorth: number): Choice {
  const correlations = correlationsOf(
    columns.map(({ values }) => values),
    weights,
  );
  const { kept, duplicates } = withoutDuplicates(correlations, leastUnexplained);
  const most = Math.floor(significant(groupsWorth, 9) / groupsPerColumn);
  const chosen = Math.min(most, kept.length) < 2 ? [] : mostTelling(correlations, kept, most);
  const beyond = kept.length > most ? kept.filter((column) => !chosen.includes(column)) : [];
  const same = new Set(duplicates.filter(({ of }) => of.length === 1).map(({ column }) => column));
  const nameOf = (column: number): string => columns[column]!.scaling.name;
  return {
    alone: columns.filter((_, column) => !same.has(column)),
    joint: chosen.map((column) => columns[column]!),
    leftOut: [
      ...duplicates.map(({ column, of }) => ({
        feature: nameOf(column),
        reason: of.length === 1 ? ('duplicate' as const) : ('explained' as const),
        of: of.map(nameOf),
      })),
      ...beyond.map((column) => ({ feature: nameOf(column), reason: 'beyond capacity' as const, of: [] })),
    ],
  };
}
