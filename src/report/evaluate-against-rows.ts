import type { Estimate } from '../fit/bootstrap.ts';
import type { CalibratorChange } from '../gate/promotion/against.ts';
import type { BesideMeasure } from '../gate/promotion/measure-changes.ts';
import { number, share, shift, signed } from './audit-words.ts';
import { bounds, percent } from './numbers.ts';
import type { Table } from './page/table.ts';

/** What the measures beside log loss are called. */
export const besideNames: Readonly<Record<BesideMeasure, string>> = {
  brier: 'Brier score',
  auc: 'AUC',
  falsePass: 'fail, of what the gate passes',
};

/** The same where there is little room, as beside a mark of a figure. */
const shortNames: Readonly<Record<BesideMeasure, string>> = { ...besideNames, falsePass: 'fail, of passed' };

/** A measure with both calibrators, as it is shown. */
export interface ChangeRow {
  readonly name: string;
  readonly shortName: string;
  readonly before: string;
  readonly now: string;
  /** Now less before. */
  readonly difference: Estimate;
  readonly shown: string;
  readonly says: 'better' | 'worse' | 'no difference' | 'not tested';
  /** Corrected for how many are tested. */
  readonly pValue: number | null;
}

/** Log loss first, by which the verdict goes. */
export function changeRows({ verdict, logLoss, beside }: CalibratorChange): ChangeRow[] {
  const { champion, candidate, gain, lower, upper } = logLoss;
  const flipped = (bound: number | null): number | null => (bound === null ? null : -bound);
  const difference = { value: -gain, lower: flipped(upper), upper: flipped(lower) };
  const four = (value: number): string => number(value, 4);
  return [
    {
      name: 'log loss',
      shortName: 'log loss',
      before: four(champion),
      now: four(candidate),
      difference,
      shown: `${signed(-gain, 4)}${bounds(difference.lower, difference.upper, four)}`,
      says: verdict === 'same' ? 'no difference' : verdict,
      pValue: null,
    },
    ...(Object.keys(besideNames) as BesideMeasure[]).map((name): ChangeRow => {
      const one = beside[name];
      const isShare = name === 'falsePass';
      const show = isShare ? percent : three;
      return {
        name: besideNames[name],
        shortName: shortNames[name],
        before: show(one.previous),
        now: show(one.current),
        difference: one.difference,
        shown: isShare ? share(one.difference) : shift(one.difference),
        says: one.pValue === null ? 'not tested' : one.says,
        pValue: one.pValue,
      };
    }),
  ];
}

/** Each measure with both, and how much each gate passes. */
export function changeTable(change: CalibratorChange): Table {
  const { previous, current, difference } = change.passedShare;
  return {
    title: 'Both calibrators on the same records',
    head: ['measure', 'before', 'now', 'difference, 95 % interval', 'says'],
    rows: [
      ...changeRows(change).map(({ name, before, now, shown, says, pValue }) => [
        name,
        before,
        now,
        shown,
        pValue === null || says === 'no difference' ? says : `${says} (p ${Number(pValue.toPrecision(1))})`,
      ]),
      ['passed by the gate', percent(previous), percent(current), share(difference), 'neither better nor worse'],
    ],
  };
}

function three(value: number | null): string {
  return value === null ? 'none' : value.toFixed(3);
}
