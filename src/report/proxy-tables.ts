import type { ProxyReport } from '../audit/proxy/audit-proxy.ts';
import type { Estimate } from '../fit/bootstrap.ts';
import { bounds, count } from './numbers.ts';
import { nameShown } from './proxy-names.ts';

/** A table of the report: a line above it, and its rows with their headings first. */
export interface ProxyTable {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

/** What stands in the report before the verdict, for a terminal or a page. */
export function proxyTables(report: ProxyReport, shownShares: (share: number) => boolean): ProxyTable[] {
  return [
    agreementTable(report),
    ...twoByTwo(report),
    policyTable(report),
    ...curveTable(report, shownShares),
    ...sliceTable(report),
  ];
}

function agreementTable({ agreement, metricValue, goalValue }: ProxyReport): ProxyTable {
  const { informedness, mcc, kappa, sensitivity, specificity, auc, rankCorrelation } = agreement;
  const named: readonly (readonly [string, Estimate, string])[] = [
    ['metric', metricValue, ''],
    ['goal', goalValue, ''],
    ['informedness', informedness, '0'],
    ['Matthews correlation', mcc, '0'],
    ['kappa', kappa, '0'],
    ['sensitivity', sensitivity, ''],
    ['specificity', specificity, ''],
    ['AUC', auc, '0.5'],
    ['rank correlation', rankCorrelation, '0'],
  ];
  const there = named.filter(([, { value }]) => value !== null);
  return {
    title: 'how far they agree',
    rows: [['', 'value', 'chance'], ...there.map(([name, value, chance]) => [name, estimate(value), chance])],
  };
}

function twoByTwo({ agreement: { table }, rows }: ProxyReport): ProxyTable[] {
  if (table === null) return [];
  const cell = (share: number): string => count(Math.round(share * rows));
  return [
    {
      title: 'rows',
      rows: [
        ['', 'goal yes', 'goal no'],
        ['metric yes', cell(table.truePositives), cell(table.falsePositives)],
        ['metric no', cell(table.falseNegatives), cell(table.trueNegatives)],
      ],
    },
  ];
}

function policyTable({ policies, curve, thresholds }: ProxyReport): ProxyTable {
  const isOfRows = curve.length > 0;
  const share = `${100 * thresholds.chosenShare} %`;
  return {
    title: isOfRows
      ? `what choosing ${share} of the rows would get: mean metric and mean goal`
      : 'what deciding so would get: the metric, and informedness',
    rows: [
      ['policy', 'metric', isOfRows ? 'goal' : 'informedness', ''],
      ...policies.map(({ policy, kind, metric, goal, games }) => [
        kind === 'reference' ? `(${policy})` : policy,
        estimate(metric),
        estimate(goal),
        games ? 'games it' : '',
      ]),
    ],
  };
}

function curveTable({ curve }: ProxyReport, isShown: (share: number) => boolean): ProxyTable[] {
  if (curve.length === 0) return [];
  return [
    {
      title: 'the best by the metric: their mean goal',
      rows: [
        ['share', 'goal', 'best possible'],
        ...curve
          .filter(({ share }) => isShown(share))
          .map(({ share, goal, best }) => [`${Math.round(100 * share)} %`, estimate(goal), decimal(best)]),
      ],
    },
  ];
}

function sliceTable({ slices, agreement }: ProxyReport): ProxyTable[] {
  if (slices.length === 0) return [];
  return [
    {
      title: `strength in each slice (${strengthWords[agreement.measure]}; Holm)`,
      rows: [
        ['slice', 'rows', 'metric', 'goal', 'strength', ''],
        ...slices.map(({ slice, rows, metric, goal, strength, state }) => [
          nameShown(slice),
          count(rows),
          decimal(metric),
          decimal(goal),
          estimate(strength),
          state,
        ]),
      ],
    },
  ];
}

/** What the strength of a metric is, by what says it. */
export const strengthWords: Readonly<Record<ProxyReport['agreement']['measure'], string>> = {
  informedness: 'informedness',
  AUC: '2 AUC − 1',
  'rank correlation': 'rank correlation',
};

export function estimate({ value, lower, upper }: Estimate): string {
  return value === null ? 'none' : `${decimal(value)}${bounds(lower, upper, decimal)}`;
}

/** With a minus sign only before what does not round to zero. */
function decimal(value: number): string {
  const text = Math.abs(value).toFixed(3);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
