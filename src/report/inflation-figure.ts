import type { Effect } from '../fit/inflation/effects.ts';
import type { FeatureInflation, InflationReport } from '../fit/inflation/inflation.ts';
import { shortNumber } from '../fit/inflation/steps.ts';
import { effectNumbers, mostTelling, signed } from './inflation-table.ts';
import { count, percent } from './numbers.ts';
import { figure } from './page/figure.ts';
import type { Markup } from './page/markup.ts';
import { folded, paragraph } from './page/page.ts';
import { rowPlot } from './page/row-plot.ts';
import { table, type Table } from './page/table.ts';

/** As many rows as a person takes in. */
const mostRows = 10;

/** What goes with inflation, by feature, with all numbers folded away below. A sentence where there is nothing to draw. */
export function plotInflation(report: InflationReport, id = 'inflation'): Markup[] {
  const rows = mostTelling(report.features, mostRows);
  if (rows.length === 0) return [paragraph('No feature to tell of: none varies enough, or none was looked at.')];
  const hasJoint = rows.some(({ joint }) => joint !== null);
  const holding = rows.filter(({ alone }) => alone.holds);
  const draw = rowPlot({
    rows: rows.map(({ feature, step, alone, joint }) => ({
      name: feature,
      detail: step.words,
      word: `${signed(alone.effect)}${alone.holds ? ', holds' : ''}`,
      isStrong: alone.holds,
      marks: [
        { look: alone.holds ? 'main' : 'open', ...estimate(alone) },
        ...(joint === null ? [] : [{ look: 'other', ...estimate(joint) } as const]),
      ],
    })),
    axis: 'inflation that goes with one step, of the whole scale',
    lines: [{ at: 0, name: 'axis' }],
    least: [-0.05, 0.05],
    ticks: '+~f',
  });
  const shown = figure({
    id,
    title: 'What goes with inflation',
    alternative: `A row for each of ${count(rows.length)} features of the text. ${holding.length === 0 ? 'None is proven to go with inflation.' : `These go with it: ${holding.map(effectWords).join('; ')}.`} The table below has all.`,
    legend: [
      ...(holding.length === 0 ? [] : [{ sign: 'main', text: 'holds' } as const]),
      ...(holding.length === rows.length ? [] : [{ sign: 'open', text: 'may be chance' } as const]),
      ...(hasJoint ? [{ sign: 'other', text: 'with other features held still' } as const] : []),
    ],
    caption: `+0.10 is ten points of 100: self-ratings stand that much further above human ratings, or less far below. Lines are 95 % intervals over groups, each for itself; a feature holds where chance gives as much in at most 5 of 100 sets, for all features together. It is an association and no cause.`,
    draw,
  });
  return [
    shown,
    folded(`All ${count(report.features.length)} features that vary enough`, table(inflationTable(report))),
  ];
}

/** `words in the response (words) +0.210 [+0.150, +0.270] of the scale per doubling`, for a sentence. */
export function effectWords({ feature, measures, step, alone }: FeatureInflation): string {
  // What follows a semicolon is a detail, and would end an entry of a list here.
  const [what] = measures.split(';') as [string];
  return `${what === feature ? feature : `${what} (${feature})`} ${effectNumbers(alone)} of the scale ${step.words}`;
}

export function inflationTable({ features }: InflationReport): Table {
  return {
    title: 'Inflation by feature',
    head: ['feature', 'what it measures', 'step', 'alone', 'others held still', 'holds', 'seen', 'missing'],
    rows: features.map(({ feature, measures, step, seen, missing, alone, joint }) => [
      feature,
      measures,
      step.words,
      effectNumbers(alone),
      joint === null ? '' : effectNumbers(joint),
      alone.holds ? 'holds' : 'open',
      `${shortNumber(seen.min)} to ${shortNumber(seen.max)}`,
      percent(missing),
    ]),
  };
}

function estimate({ effect: value, lower, upper }: Effect) {
  return { value, lower, upper };
}
