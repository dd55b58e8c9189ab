import { holm } from '../math/holm.ts';
import { combine, type Combined } from './combine.ts';
import type { ConfidenceInterval } from './interval.ts';
import { estimateMean, type EstimateMethod, type MeanEstimate } from './mean.ts';
import { rounded, roundedInterval } from './rounded.ts';
import type { Sliced } from './slice-of.ts';
import type { Unit } from './unit.ts';

/** Fewest labels and fewest groups with a label that an interval of a slice is given for. */
export const fewestLabels = 20;
export const fewestGroups = 5;

/** One slice. What has too few labels is named with their number and no estimate. */
export interface SliceEstimate {
  readonly slice: string;
  readonly records: number;
  readonly labelled: number;
  /** Groups with a label. */
  readonly labelledGroups: number;
  /** The pass rate. Null with fewer than 20 labels or 5 groups, with all that follows. */
  readonly estimate: number | null;
  /** Wide enough for those of all slices to hold the truth at once. */
  readonly interval: ConfidenceInterval | null;
  readonly method: EstimateMethod | null;
  /** How far it passes more often than all other records. Null also where those have too few labels. */
  readonly againstRest: SliceContrast | null;
}

/** A slice less the rest. */
export interface SliceContrast {
  readonly difference: number;
  /** Wide enough for those of all slices to hold the truth at once. */
  readonly interval: ConfidenceInterval | null;
  /** Of no difference, corrected by Holm for the number of slices. */
  readonly pValue: number | null;
}

/** The pass rate slice by slice. */
export interface SlicesEstimate {
  /** The field that they are made by. */
  readonly by: string;
  /** Of all intervals at once. Each one has more, as it says. */
  readonly confidence: number;
  readonly slices: readonly SliceEstimate[];
  /** Records without the field. */
  readonly unsliced: number;
}

/**
 * The pass rate of each slice, with intervals that hold all at once: for m slices with enough labels, each has a confidence of
 * 1 − (1 − confidence) / m. Each is compared with all other records too. O(slices · units).
 */
export function estimateSlices(
  units: readonly Unit[],
  { sliceOf, slices, unsliced }: Sliced,
  { by, confidence }: { readonly by: string; readonly confidence: number },
): SlicesEstimate {
  const members = Map.groupBy(units, ({ id }) => sliceOf.get(id));
  const judged = slices.filter((slice) => areEnough(members.get(slice) ?? [])).length;
  const each = 1 - (1 - confidence) / Math.max(1, judged);
  const found = slices.map((slice) => {
    const own = members.get(slice) ?? [];
    const mean = meanOf(own, each);
    const rest =
      mean === null
        ? null
        : meanOf(
            units.filter(({ id }) => sliceOf.get(id) !== slice),
            each,
          );
    return { slice, own, mean, contrast: mean === null || rest === null ? null : contrastOf(mean, rest) };
  });
  const pValues = corrected(found.map(({ contrast }) => contrast?.pValue ?? null));
  return {
    by,
    confidence,
    slices: found.map(({ slice, own, mean, contrast }, i) => ({
      slice,
      ...labelCounts(own),
      estimate: mean === null ? null : rounded(mean.estimate),
      interval: roundedInterval(mean?.interval ?? null),
      method: mean?.method ?? null,
      againstRest: contrast === null ? null : { ...contrastRounded(contrast), pValue: pValues[i]! },
    })),
    unsliced,
  };
}

/** The mean of units with enough labels, else null. */
export function meanOf(units: readonly Unit[], confidence: number): MeanEstimate | null {
  return areEnough(units) ? estimateMean(units, 'passes', { confidence }) : null;
}

function areEnough(units: readonly Unit[]): boolean {
  const { labelled, labelledGroups } = labelCounts(units);
  return labelled >= fewestLabels && labelledGroups >= fewestGroups;
}

export function labelCounts(units: readonly Unit[]): Pick<SliceEstimate, 'records' | 'labelled' | 'labelledGroups'> {
  const labelled = units.filter(({ label }) => label !== null);
  const labelledGroups = new Set(labelled.map(({ group }) => group)).size;
  return { records: units.length, labelled: labelled.length, labelledGroups };
}

function contrastOf(one: MeanEstimate, other: MeanEstimate): Combined {
  return combine([
    { times: 1, mean: one },
    { times: -1, mean: other },
  ]);
}

function contrastRounded({ estimate, interval }: Combined): Omit<SliceContrast, 'pValue'> {
  return { difference: rounded(estimate), interval: roundedInterval(interval) };
}

/** Holm's correction of those that there are. */
function corrected(pValues: readonly (number | null)[]): (number | null)[] {
  const found = holm(pValues.filter((one) => one !== null));
  let next = 0;
  return pValues.map((one) => (one === null ? null : rounded(found[next++]!)));
}
