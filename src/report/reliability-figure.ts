import type { ReliabilityCurve, ReliabilityDiagram } from '../fit/reliability-diagram.ts';
import { count, interval, percent } from './numbers.ts';
import { figure } from './page/figure.ts';
import type { Markup } from './page/markup.ts';
import { folded } from './page/page.ts';
import { planePlot, type PlaneSeries } from './page/plane-plot.ts';
import { table, type Table } from './page/table.ts';

const words = { before: 'self-rating as it came', after: 'corrected pass probability' } as const;

/**
 * Said against seen, before and after the correction, with the numbers folded away below.
 *
 * @param judged A sentence on whom the corrected probabilities are by, as fits that had not seen the group.
 * @param id Unique on the page.
 */
export function plotReliability(diagram: ReliabilityDiagram, judged: string, id = 'reliability'): Markup[] {
  const { before, after } = diagram;
  const share = { ends: [0, 1], ticks: '~%' } as const;
  const drawing = planePlot({
    x: { ...share, name: 'said: self-rating or probability' },
    y: { ...share, name: 'seen: share that people pass' },
    lines: [{ from: [0, 0], to: [1, 1], name: 'axis' }],
    series: [
      { look: 'other', isJoined: true, points: pointsOf(before) },
      { look: 'main', isJoined: true, points: pointsOf(after) },
    ],
    strips: [
      { look: 'other', name: 'labels by self-rating', counts: before.spread },
      { look: 'main', name: 'labels by corrected probability', counts: after.spread },
    ],
  });
  const shown = figure({
    id,
    title: 'Does as much pass as is said to pass?',
    alternative: `${distanceWords(diagram)} ${endWords('Before', before)} ${endWords('After', after)} The table below has the numbers.`,
    legend: [
      { sign: 'other', isLine: true, text: `before: ${words.before}` },
      { sign: 'main', isLine: true, text: `after: ${words.after}` },
      { sign: 'axis', text: 'as much passes as is said' },
    ],
    caption: `The labels are sorted by what is said of them and put together in up to ten parts, a sign each: to the right what is said on average, upward the share that people pass. Below the slanted line less passes than is said. Upright lines are 95 % intervals over groups. The bars count the labels. ${judged}`,
    draw: drawing,
  });
  return [shown, folded('The numbers of this plot', table(reliabilityTable(diagram)))];
}

/** Mean distances between said and seen, in one sentence. */
export function distanceWords({ before, after }: ReliabilityDiagram): string {
  return `Between what is said to pass and what passes lie ${points(before)} points of 100 on average before the correction, ${points(after)} after it.`;
}

export function reliabilityTable({ before, after }: ReliabilityDiagram): Table {
  const rows = ([name, { bins }]: readonly [string, ReliabilityCurve]): string[][] =>
    bins.map(({ labels, groups, predicted, passing }) => [
      name,
      percent(predicted),
      interval(passing),
      count(labels),
      count(groups),
    ]);
  return {
    title: 'Said and seen',
    head: ['when', 'said', 'passes', 'labels', 'groups'],
    rows: [...rows(['before', before]), ...rows(['after', after])],
  };
}

function pointsOf({ bins }: ReliabilityCurve): PlaneSeries['points'] {
  return bins.map(({ predicted, passing }) => ({ x: predicted, ...passing }));
}

function points({ bins }: ReliabilityCurve): string {
  const distance = bins.reduce((sum, bin) => sum + bin.share * Math.abs(bin.predicted - bin.passing.value!), 0);
  return (100 * distance).toFixed(1);
}

function endWords(when: string, { bins }: ReliabilityCurve): string {
  const { predicted, passing } = bins.at(-1)!;
  return `${when}, of what is said to pass most surely, ${percent(predicted)}, people pass ${interval(passing)}.`;
}
