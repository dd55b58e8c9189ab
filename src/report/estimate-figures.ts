import type { ConfidenceInterval } from '../estimate/interval.ts';
import { labelsNeeded, type Precision } from '../estimate/plan.ts';
import type { EstimateReport } from '../estimate/report.ts';
import type { Estimate } from '../fit/bootstrap.ts';
import { significant } from '../math/round.ts';
import { asked } from './certificate-words.ts';
import { named } from './named.ts';
import { bounds, count, interval as shown, percent } from './numbers.ts';
import { figure } from './page/figure.ts';
import { linePlot } from './page/line-plot.ts';
import type { Markup } from './page/markup.ts';
import { rowPlot, type PlotRow } from './page/row-plot.ts';
import { namesShown } from './proxy-names.ts';

/** The estimate beside that of the labels alone, and another system and another mix where there is one. */
export function plotRates(report: EstimateReport): Markup {
  const rows = rateRows(report);
  const isAlone = report.method === 'labels-only';
  return figure({
    id: 'rates',
    title: 'How many people would pass',
    alternative: `${rows.map(({ name, marks }) => `${name}: ${shown(marks[0]!)}`).join('; ')}.`,
    legend: [
      { sign: 'main', text: isAlone ? 'estimate' : 'estimate, labels and ratings together' },
      { sign: 'other', text: 'labels alone' },
    ],
    caption: `Lines are ${asked(report.confidence)} intervals. ${isAlone ? 'The ratings add nothing to the labels here, so both are the same.' : 'Both are of the same records; the ratings of those that nobody labelled make the difference.'}`,
    draw: rowPlot({ rows, axis: 'passed by people', lines: [], least: leastAround(rows), ticks: '~%' }),
  });
}

export function rateRows({ estimate, interval, labelsOnly, method, difference, mix }: EstimateReport): PlotRow[] {
  const mean = rowOf('main', estimate, interval);
  const alone = rowOf('other', labelsOnly.estimate, labelsOnly.interval);
  // A number by labels that somebody picked has no place beside one that holds.
  const other =
    difference === null || difference.second.looksChosen
      ? []
      : [rowOf('main', difference.second.estimate, difference.second.interval)];
  return [
    { name: difference === null ? 'these records' : 'this system', isStrong: true, ...mean },
    { name: 'by the labels alone', ...alone, ...(method === 'labels-only' ? { detail: 'the same' } : {}) },
    ...(mix === null ? [] : [{ name: 'with the other mix', ...rowOf('main', mix.estimate, mix.interval) }]),
    ...other.map((one) => ({ name: 'the other system', ...one })),
  ];
}

/** The slices that there is an estimate of, beside all records; nothing where there are none. */
export function plotSlices({ slices, estimate, confidence }: EstimateReport): Markup[] {
  const rows = slices === null ? [] : sliceRows(slices);
  if (slices === null || rows.length === 0) return [];
  const apart = rows.filter(({ isStrong }) => isStrong === true).map(({ name }) => name);
  const few = slices.slices.length - rows.length;
  return [
    figure({
      id: 'slices',
      title: 'Slice by slice',
      alternative: `A row for each of ${count(rows.length)} slices by ${named(slices.by)}. ${apart.length === 0 ? 'None surely differs from the rest.' : `Surely unlike the rest: ${namesShown(apart)}.`} The table has the numbers.`,
      legend: [
        { sign: 'main', text: 'slice' },
        { sign: 'foot', text: `all records, ${percent(estimate)}` },
      ],
      caption: `The intervals are wide enough to hold all at once with ${asked(confidence)}, so one may pick the highest or the lowest. Slices in bold surely differ from all other records.${few === 0 ? '' : ` ${count(few)} more ${few === 1 ? 'has' : 'have'} too few labels to be shown.`}`,
      draw: rowPlot({
        rows,
        axis: 'passed by people',
        lines: [{ at: estimate, name: 'foot' }],
        least: [0, 1],
        ticks: '~%',
      }),
    }),
  ];
}

export function sliceRows({ slices, confidence }: NonNullable<EstimateReport['slices']>): PlotRow[] {
  return slices.flatMap(({ slice, labelled, estimate, interval, againstRest }) =>
    estimate === null
      ? []
      : [
          {
            name: slice,
            detail: `${count(labelled)} labels`,
            // By the same rule as in the words.
            isStrong: (againstRest?.pValue ?? 1) < 1 - confidence,
            ...rowOf('main', estimate, interval),
          },
        ],
  );
}

/** What labels buy; nothing where no number of them would help. */
export function plotCost({ precision, confidence }: EstimateReport): Markup[] {
  if (precision === null) return [];
  const points = costPoints(precision);
  if (points.length < 3) return [];
  const [first, last] = [points[0]!, points.at(-1)!];
  const words = ({ labels, halfWidth }: (typeof points)[number]): string =>
    `±${percent(halfWidth)} with ${count(labels)}`;
  return [
    figure({
      id: 'cost',
      title: 'What more labels would buy',
      alternative: `Half of the width of the interval falls as labels are added: ${words(first)}, ${words(points[Math.floor(points.length / 2)]!)}, ${words(last)}.`,
      legend: [{ sign: 'main', isLine: true, text: `half of the width of the ${asked(confidence)} interval` }],
      caption: `It starts with the labels that there are. Each halving takes more labels than the one before, and with these ${count(precision.records)} records it cannot get below ±${percent(precision.floor)}.`,
      draw: linePlot({
        curves: [
          {
            look: 'main',
            points: points.map(({ labels, halfWidth }) => ({
              x: labels,
              value: 100 * halfWidth,
              lower: null,
              upper: null,
            })),
          },
        ],
        axes: { x: 'labels', y: 'half of the width, in points of per cent' },
        marks: [],
      }),
    }),
  ];
}

/** So many signs can be told apart. */
const mostPoints = 12;

/** From the width that there is down to a quarter of it, as far as the records go. */
export function costPoints(precision: Precision): { readonly labels: number; readonly halfWidth: number }[] {
  const { halfWidth: now, floor, labelled } = precision;
  const least = Math.max(1.02 * floor, now / 4);
  if (!(least < now) || now >= 0.5) return [];
  const steps = mostPoints - 1;
  const widths = Array.from({ length: steps }, (_, i) => significant(now * (least / now) ** ((i + 1) / steps), 4));
  const points = widths.flatMap((halfWidth) => {
    const { labels } = labelsNeeded(precision, halfWidth);
    return labels === null ? [] : [{ labels, halfWidth }];
  });
  return [{ labels: labelled, halfWidth: now }, ...points].filter(
    ({ labels }, i, all) => i === 0 || labels > all[i - 1]!.labels,
  );
}

function rowOf(
  look: 'main' | 'other',
  value: number,
  interval: ConfidenceInterval | null,
): Pick<PlotRow, 'word' | 'marks'> {
  const estimate: Estimate = { value, lower: interval?.lower ?? null, upper: interval?.upper ?? null };
  const { lower, upper } = estimate;
  return {
    word: `${percent(value)}${bounds(lower, upper, (one) => (100 * one).toFixed(0))}`,
    marks: [{ look, ...estimate }],
  };
}

/** Room for what is shown; not all of 0 to 1, or narrow intervals could not be told apart. */
function leastAround(rows: readonly PlotRow[]): [number, number] {
  const values = rows.flatMap(({ marks }) =>
    marks.flatMap(({ value, lower, upper }) => [value!, lower ?? value!, upper ?? value!]),
  );
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0.05, (highest - lowest) / 2);
  return [Math.max(0, lowest - room), Math.min(1, highest + room)];
}
