import { UnflatterError, shown } from '../errors.ts';
import { combine, influenceOf, type Combined, type Term } from './combine.ts';
import { meanInterval, type ConfidenceInterval } from './interval.ts';
import type { MeanEstimate } from './mean.ts';
import { rounded, roundedInterval } from './rounded.ts';
import type { Sliced } from './slice-of.ts';
import { fewestGroups, fewestLabels, labelCounts, meanOf } from './slices.ts';
import type { Unit } from './unit.ts';

/** The pass rate of a population with another share of each slice. */
export interface MixEstimate {
  readonly shares: readonly SliceShare[];
  readonly estimate: number;
  readonly interval: ConfidenceInterval | null;
}

export interface SliceShare {
  readonly slice: string;
  /** In the mix that is meant. */
  readonly share: number;
  /** In the records. */
  readonly found: number;
}

/**
 * The pass rate of a target mix: the mean of the slices, weighted by their shares in it. It holds where slices are what they
 * are here and only their shares differ.
 *
 * @throws UnflatterError `invalid-option` where a slice that counts has too few labels for an interval.
 */
export function mixOf(
  units: readonly Unit[],
  { sliceOf, slices }: Sliced,
  { mix, confidence }: { readonly mix: ReadonlyMap<string, number>; readonly confidence: number },
): MixEstimate {
  const members = Map.groupBy(units, ({ id }) => sliceOf.get(id));
  const sliced = slices.reduce((sum, slice) => sum + (members.get(slice)?.length ?? 0), 0);
  const shares = slices.map((slice) => ({
    slice,
    share: mix.get(slice)!,
    found: (members.get(slice)?.length ?? 0) / sliced,
  }));
  const terms = shares
    .filter(({ share }) => share > 0)
    .map(({ slice, share }) => ({ times: share, mean: meanOfSlice(slice, members.get(slice) ?? [], confidence) }));
  const { estimate, interval } = heldWide(combine(terms), terms);
  return {
    shares: shares.map((one) => ({ ...one, found: rounded(one.found) })),
    estimate: rounded(estimate),
    interval: roundedInterval(interval),
  };
}

/**
 * A mix near 0 or 1 has slices whose labels all say the same. Their intervals reach as far as they can on one side and not at all on
 * the other, and added up they fall short there. So the mix is held, too, as the mean of so many trials as make its variance.
 */
function heldWide({ estimate, interval }: Pick<Combined, 'estimate' | 'interval'>, terms: readonly Term[]) {
  const variance = [...influenceOf(terms).values()].reduce((sum, value) => sum + value ** 2, 0);
  if (interval === null || terms.length < 2 || !(variance > 0)) return { estimate, interval };
  const value = Math.min(1, Math.max(0, estimate));
  const freedom = Math.min(...terms.map(({ mean }) => mean.freedom));
  const other = meanInterval({ value, trials: (value * (1 - value)) / variance, freedom }, interval.confidence);
  const lower = Math.min(interval.lower, other.lower);
  return { estimate, interval: { ...interval, lower, upper: Math.max(interval.upper, other.upper) } };
}

function meanOfSlice(slice: string, units: readonly Unit[], confidence: number): MeanEstimate {
  const mean = meanOf(units, confidence);
  if (mean !== null) return mean;
  const { labelled, labelledGroups } = labelCounts(units);
  throw wrongMix(
    `slices with ${fewestLabels} labels of ${fewestGroups} groups or more`,
    `${shown(slice)} with ${labelled} of ${labelledGroups}`,
  );
}

/** @throws UnflatterError `invalid-option` where the shares are not those of all slices, or do not sum to 1. */
export function assertShares(mix: ReadonlyMap<string, number>, slices: readonly string[]): void {
  const wrong = [...mix].find(([, share]) => !(share >= 0 && share <= 1));
  if (wrong !== undefined) throw wrongMix('shares from 0 to 1', `${wrong[1]} for ${shown(wrong[0])}`);
  const unknown = [...mix.keys()].find((name) => !slices.includes(name));
  if (unknown !== undefined) {
    const some = slices.slice(0, 10).map(shown).join(', ');
    throw wrongMix(`shares of slices that there are, ${some}${slices.length > 10 ? ', …' : ''}`, shown(unknown));
  }
  const unnamed = slices.find((slice) => !mix.has(slice));
  if (unnamed !== undefined)
    throw wrongMix('a share for every slice, 0 for what is left out', `none for ${shown(unnamed)}`);
  const sum = [...mix.values()].reduce((acc, share) => acc + share, 0);
  if (Math.abs(sum - 1) > 1e-6) throw wrongMix('shares that sum to 1', `${Number(sum.toFixed(9))}`);
}

function wrongMix(expected: string, received: string): UnflatterError {
  const message = `a mix must have ${expected}, got ${received}`;
  return new UnflatterError('invalid-option', message, { option: 'mix', expected, received });
}
