import type { Estimate } from '../fit/bootstrap.ts';
import type { CalibratorChange } from '../gate/promotion/against.ts';
import { changeRows } from './evaluate-against-rows.ts';
import { figure } from './page/figure.ts';
import type { Look } from './page/looks.ts';
import type { Markup } from './page/markup.ts';
import { rowPlot } from './page/row-plot.ts';

const looks: Readonly<Record<string, Look>> = { better: 'main', worse: 'alarm' };

/** How far each measure moves, with its interval. */
export function plotChange(change: CalibratorChange): Markup {
  const rows = changeRows(change).filter(
    ({ difference }: { readonly difference: Estimate }) => difference.value !== null,
  );
  return figure({
    id: 'change',
    title: 'Now less before',
    alternative: `${rows.map(({ name, shown, says }) => `${name}: ${shown}, ${says}`).join('; ')}.`,
    legend: [
      { sign: 'main', text: 'better' },
      { sign: 'alarm', text: 'worse' },
      { sign: 'open', text: 'no difference to be seen, or not tested' },
    ],
    caption:
      'Lines are 95 % intervals over groups, each for itself. To the left is better, but for the AUC, where to the right is.',
    draw: rowPlot({
      rows: rows.map(({ shortName, difference, says }) => ({
        name: shortName,
        word: says,
        marks: [{ look: looks[says] ?? 'open', ...difference }],
      })),
      axis: 'now less before',
      lines: [{ at: 0, name: 'axis' }],
      least: [-0.02, 0.02],
      ticks: '+~f',
    }),
  });
}
