import type { Estimate } from '../fit/bootstrap.ts';
import type { TopShare } from '../fit/top-shares.ts';
import { share as signedShare } from './audit-words.ts';
import { interval, percent } from './numbers.ts';
import { figure } from './page/figure.ts';
import { linePlot, type Curve } from './page/line-plot.ts';
import type { Markup } from './page/markup.ts';
import { folded } from './page/page.ts';
import { table, type Table } from './page/table.ts';

export interface TopSharesFigure {
  /** Unique on the page. */
  readonly id: string;
  /** What a raw gate at 80 % of the scale passes; null where it passes nothing. */
  readonly rawPasses: number | null;
}

/** What fails among the best, by the self-rating and by the corrected probability, for every share that a gate could pass. */
export function plotTopShares(shares: readonly TopShare[], { id, rawPasses }: TopSharesFigure): Markup[] {
  const shown = figure({
    id,
    title: 'How much is wrong of what is passed',
    alternative: `Two curves over the share that is passed. ${[0.1, 0.3, 0.5].map((at) => topWords(nearest(shares, at))).join(' ')} The table below has the numbers.`,
    legend: [
      { sign: 'main', isLine: true, text: 'by corrected pass probability' },
      { sign: 'other', isLine: true, text: 'by self-rating' },
      { sign: 'band', text: '95 % interval' },
    ],
    caption:
      'Responses are passed from the best on, by each of the two. To the left only the best pass, to the right all do, and then both let through what people fail of all. The lower a curve, the better it sorts; where both lie on one another, nothing is gained.',
    draw: linePlot({
      curves: [
        { look: 'other', points: shares.map(({ share, before }) => pointOf(share, before)) },
        { look: 'main', points: shares.map(({ share, after }) => pointOf(share, after)) },
      ],
      axes: { x: 'passed, % of all responses', y: 'people fail, % of what is passed' },
      marks:
        rawPasses === null || rawPasses === 0
          ? []
          : [{ x: 100 * rawPasses, word: `self-rating from 80 % of its scale on passes ${percent(rawPasses, 0)}` }],
    }),
  });
  return [shown, folded('The numbers of this plot', table(topSharesTable(shares)))];
}

export function topSharesTable(shares: readonly TopShare[]): Table {
  return {
    title: 'People fail, of the best',
    head: ['passed, from the best on', 'by self-rating', 'by corrected probability', 'the second less the first'],
    rows: shares.map(({ share, before, after, difference }) => [
      percent(share, 0),
      interval(before),
      interval(after),
      signedShare(difference),
    ]),
  };
}

function topWords({ share, before, after }: TopShare): string {
  return `Of the best ${percent(share, 0)}, people fail ${interval(before)} by self-rating and ${interval(after)} by corrected probability.`;
}

function nearest(shares: readonly TopShare[], wanted: number): TopShare {
  const distance = ({ share }: TopShare): number => Math.abs(share - wanted);
  return shares.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

function pointOf(share: number, { value, lower, upper }: Estimate): Curve['points'][number] {
  const times = (one: number | null): number | null => (one === null ? null : 100 * one);
  return { x: Math.round(100 * share), value: times(value), lower: times(lower), upper: times(upper) };
}
