import { isPass } from '../../../calibrator/record.ts';
import type { Target } from '../../../types.ts';
import type { Estimate } from '../../bootstrap.ts';
import { estimateOver, type Said } from './said.ts';

/** How far people agree with themselves: labels of one person on one record, given again on purpose. */
export interface WithinAgreement {
  /** Pairs of a label and the next one by the same person. */
  readonly pairs: number;
  /** Share of the pairs with one verdict, pass or fail. */
  readonly sameVerdict: Estimate;
  /** Mean distance of the two, on the human scale. */
  readonly distance: Estimate;
  /** Mean of the later less the earlier, where times are known: what has changed in the eyes of the same people. */
  readonly shift: Estimate;
  /** By name. */
  readonly labellers: readonly { readonly labeller: string; readonly pairs: number; readonly sameVerdict: number }[];
}

/** Undefined where nobody who has a name labelled anything twice. */
export function withinAgreement(said: readonly Said[], target: Target): WithinAgreement | undefined {
  const named = said.filter(({ labeller }) => labeller !== undefined);
  const pairs = [...Map.groupBy(named, ({ record, labeller }) => JSON.stringify([record, labeller])).values()].flatMap(
    (own) => own.slice(1).map((later, i) => ({ earlier: own[i]!, later })),
  );
  if (pairs.length === 0) return undefined;
  const valued = (value: (pair: (typeof pairs)[number]) => number, of = pairs) =>
    of.map((pair) => ({ group: pair.later.group, weight: pair.later.weight, value: value(pair) }));
  const isSame = ({ earlier, later }: (typeof pairs)[number]): number =>
    isPass(earlier.value, target) === isPass(later.value, target) ? 1 : 0;
  const timed = pairs.filter(({ earlier, later }) => earlier.at !== undefined && later.at !== undefined);
  return {
    pairs: pairs.length,
    sameVerdict: estimateOver(valued(isSame)),
    distance: estimateOver(valued(({ earlier, later }) => Math.abs(later.value - earlier.value))),
    shift: estimateOver(valued(({ earlier, later }) => later.value - earlier.value, timed)),
    labellers: [...Map.groupBy(pairs, ({ later }) => later.labeller!)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([labeller, own]) => ({
        labeller,
        pairs: own.length,
        sameVerdict: own.filter((pair) => isSame(pair) === 1).length / own.length,
      })),
  };
}
