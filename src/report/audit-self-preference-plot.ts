import type { SelfPreference } from '../audit/self-preference/self-preference.ts';
import type { Estimate } from '../fit/bootstrap.ts';
import { selfPreferenceSentences } from './audit-findings.ts';
import { shift } from './audit-words.ts';
import { figure } from './page/figure.ts';
import type { Markup } from './page/markup.ts';
import { rowPlot, type PlotRow } from './page/row-plot.ts';

/** How much higher raters rate their own responses; nothing where it is not known of any. */
export function plotSelfPreference(found: SelfPreference): readonly Markup[] {
  const rows = rowsOf(found);
  if (rows.length === 0) return [];
  return [
    figure({
      id: 'self-preference',
      title: 'Own against others’ responses',
      alternative: `${selfPreferenceSentences(found).join(' ')} The table below has the numbers.`,
      legend: [{ sign: 'main', text: 'how much higher raters rate their own, with its 95 % interval' }],
      caption:
        'To the right of zero, raters favour their own responses. At equal human rating is the row to read: what is left there is not what people see in the responses.',
      draw: rowPlot({
        rows,
        axis: 'difference of self-ratings, on 0 to 1',
        lines: [{ at: 0, name: 'axis' }],
        least: [-0.05, 0.05],
        ticks: '+~f',
      }),
    }),
  ];
}

function rowsOf({ pooled, onSameResponses, raters }: SelfPreference): PlotRow[] {
  const told = raters.flatMap(({ rater, gap }) => (gap === undefined ? [] : [row(rater, gap.atEqualHuman)]));
  const all =
    pooled === undefined
      ? []
      : [
          row('at equal human rating', pooled.atEqualHuman, true),
          row('as they are', pooled.difference),
          row('and at equal surface', pooled.atEqualSurface),
          row('noise of people taken out', pooled.noise.gap),
        ];
  const same = onSameResponses === undefined ? [] : [row('the same responses', onSameResponses)];
  return [...all, ...same, ...(told.length > 1 ? told : [])];
}

function row(name: string, estimate: Estimate, isStrong = false): PlotRow {
  return { name, isStrong, word: shift({ ...estimate, lower: null }), marks: [{ look: 'main', ...estimate }] };
}
