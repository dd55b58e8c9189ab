import type { DemoEstimate } from './demo-estimate.ts';
import type { DemoChapter } from './demo-markdown.ts';
import { count, interval, percent } from './numbers.ts';
import { figure } from './page/figure.ts';
import type { Markup } from './page/markup.ts';
import { rowPlot } from './page/row-plot.ts';

const bare = { lower: null, upper: null };

/** What two gates let through that pass as many, one row a set. */
export function plotFalsePasses(chapters: readonly DemoChapter[]): Markup {
  return figure({
    id: 'false-passes',
    title: 'Wrong, of what is passed',
    alternative: `${chapters.map(({ title, summary: { falsePass } }) => `${title}: ${interval(falsePass.raw)} by the raw rating, ${interval(falsePass.corrected)} corrected`).join('; ')}.`,
    legend: [
      { sign: 'other', text: 'gate on the raw rating, from 80 % of the scale on' },
      { sign: 'main', text: 'gate on the corrected probability, passing as many' },
    ],
    caption: 'Lines are 95 % intervals over questions. Further to the left is better.',
    draw: rowPlot({
      rows: chapters.map(({ title, summary: { falsePass } }) => ({
        name: title,
        word: `${percent(falsePass.raw.value)} raw, ${percent(falsePass.corrected.value)} corrected`,
        marks: [
          { look: 'other', ...falsePass.raw },
          { look: 'main', ...falsePass.corrected },
        ],
      })),
      axis: 'wrong, of what is passed',
      lines: [{ at: 0, name: 'axis' }],
      least: [0, 0.6],
      ticks: '~%',
    }),
  });
}

/** The estimate beside what the ratings say and what all labels say. */
export function plotDemoEstimate({
  truth,
  bySelfRating,
  estimate,
  labelsOnly,
  labelled,
  records,
}: DemoEstimate): Markup {
  const few = `${count(labelled)} labels`;
  const rows = [
    { name: 'rated at 80 % or more', look: 'other', estimate: { value: bySelfRating, ...bare } },
    { name: `${few} alone`, look: 'open', estimate: labelsOnly },
    { name: `${few} and all ratings`, look: 'main', estimate },
    { name: `all ${count(records)} labels`, look: 'best', estimate: { value: truth, ...bare } },
  ] as const;
  return figure({
    id: 'pass-rate',
    title: 'The share that is right',
    alternative: `${rows.map(({ name, estimate: found }) => `${name}: ${interval(found)}`).join('; ')}.`,
    legend: [
      { sign: 'other', text: 'what the ratings say' },
      { sign: 'open', text: 'the labels that were left' },
      { sign: 'main', text: 'the estimate of unflatter' },
      { sign: 'best', text: `the truth, ${percent(truth)}` },
    ],
    caption:
      'Lines are 95 % intervals: of twenty draws of labels, about one gives an interval that misses the truth. This is the draw of seed 1.',
    draw: rowPlot({
      rows: rows.map(({ name, look, estimate: found }) => ({
        name,
        word: interval(found),
        marks: [{ look, ...found }],
      })),
      axis: 'share that is right',
      lines: [{ at: truth, name: 'foot' }],
      least: [0.3, 0.8],
      ticks: '~%',
    }),
  });
}
