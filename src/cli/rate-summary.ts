import type { Metered } from '../rating/metered.ts';

/** What a run has come to. */
export interface Tally {
  readonly records: number;
  readonly rated: number;
  /** By error code. */
  readonly failed: Readonly<Record<string, number>>;
  /** Neither rated nor failed. */
  readonly left: number;
  /** What the model that rated calls itself. One, unless its server has changed it under way. */
  readonly raters: readonly string[];
}

export interface Prices {
  readonly priceIn?: number;
  readonly priceOut?: number;
}

const million = 1e6;

/** What the tokens cost; undefined where no price is given, or a reply did not say what it used. */
export function costOf({ tokensIn, tokensOut, unmetered }: Metered, { priceIn, priceOut }: Prices): number | undefined {
  if ((priceIn === undefined && priceOut === undefined) || unmetered > 0) return undefined;
  return (tokensIn * (priceIn ?? 0) + tokensOut * (priceOut ?? 0)) / million;
}

export const sumOf = (failed: Tally['failed']): number => Object.values(failed).reduce((sum, count) => sum + count, 0);

const number = (value: number): string => value.toLocaleString('en');

/** Beside the count of a progress line. */
export function describeProgress(failures: number, perSecond: number, used: Metered, prices: Prices): string {
  const cost = costOf(used, prices);
  const parts = [
    `${perSecond.toFixed(1)}/s`,
    ...(failures === 0 ? [] : [`${number(failures)} failed`]),
    `${number(used.tokensIn + used.tokensOut)} tokens`,
    ...(cost === undefined ? [] : [`cost ${money(cost)}`]),
  ];
  return `, ${parts.join(', ')}`;
}

export function describeTally({ records, rated, failed, left }: Tally): string {
  const codes = Object.entries(failed)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([code, count]) => `${number(count)} ${code}`);
  const failures = codes.length === 0 ? '' : `, ${number(sumOf(failed))} failed (${codes.join(', ')})`;
  return `rated ${number(rated)} of ${number(records)}${failures}${left === 0 ? '' : `, ${number(left)} left`}`;
}

export function describeUse(used: Metered, prices: Prices): string {
  const cost = costOf(used, prices);
  const unmetered =
    used.unmetered === 0 ? '' : ` (${number(used.unmetered)} of the replies did not say what they used)`;
  const paid = cost === undefined ? '' : `, cost ${money(cost)}`;
  return `this time: ${number(used.calls)} calls, ${number(used.tokensIn)} tokens in, ${number(used.tokensOut)} out${unmetered}${paid}`;
}

export function money(cost: number): string {
  return cost.toFixed(cost < 1 ? 4 : 2);
}
