import { scaleLinear } from 'd3-scale';
import type { CertificateReport } from '../gate/certify/certify.ts';
import { asked } from './certificate-words.ts';
import { frontierWords, topOf } from './frontier-plot.ts';
import { count, percent } from './numbers.ts';
import { figure } from './page/figure.ts';
import type { Markup } from './page/markup.ts';
import { folded, paragraph } from './page/page.ts';
import { planePlot } from './page/plane-plot.ts';
import { table, type Table } from './page/table.ts';

/**
 * Risk against how much is decided, a sign for each threshold, with the certified point and all numbers folded away below.
 * A sentence where no label is decided on.
 */
export function plotRisk(report: CertificateReport): Markup[] {
  const { certificate, frontier } = report;
  const { estimand, limit, confidence, rule, decided, units } = certificate;
  const points = frontier.filter((point) => point.decided > 0);
  if (points.length === 0) return [paragraph('There is no plot: at no threshold any of these labels is decided on.')];
  const { title, x, y } = frontierWords[estimand];
  const widest = scaleLinear([0, Math.max(0.01, ...points.map(({ share }) => share))], [0, 1])
    .nice()
    .domain()[1]!;
  const top = scaleLinear([0, topOf(points, limit)], [0, 1])
    .nice()
    .domain()[1]!;
  const share = decided / Math.max(1, units);
  const none = { lower: null, upper: null };
  const draw = planePlot({
    x: { name: x, ends: [0, widest], ticks: '~%' },
    y: { name: y, ends: [0, top], ticks: '~%' },
    lines: [
      { from: [0, limit], to: [widest, limit], name: 'limit' },
      ...(rule === null ? [] : [{ from: [share, 0], to: [share, limit], name: 'foot' } as const]),
    ],
    series: [
      {
        look: 'other',
        isJoined: true,
        hasSigns: false,
        points: points.map((point) => ({ x: point.share, value: point.rate, ...none })),
      },
      {
        look: 'main',
        isJoined: true,
        hasSigns: false,
        points: points.map((point) => ({ x: point.share, value: point.upper, ...none })),
      },
      ...(rule === null
        ? []
        : [{ look: 'best', isJoined: false, points: [{ x: share, value: limit, ...none }] } as const]),
    ],
  });
  const answer = rule === null ? 'not yet certified' : `certified, ${x} ${percent(share)}`;
  const claim = `at most ${asked(limit)}, ${asked(confidence)} sure`;
  const below = points.filter((point) => point.upper <= limit);
  const shown = figure({
    id: `risk-${estimand}-${String(limit).replace('.', '-')}-${String(confidence).replace('.', '-')}`,
    title: `${title} ${claim}: ${answer}`,
    alternative: `Two curves over ${x}: ${y} as observed and at most. ${below.length === 0 ? `At no threshold the curve of at most comes down to the limit of ${asked(limit)}.` : `The curve of at most is within the limit of ${asked(limit)} at ${count(below.length)} of ${count(points.length)} thresholds.`} ${rule === null ? 'Nothing is certified.' : `The certified point is at ${x} ${percent(share)}.`} The table below has the numbers.`,
    legend: [
      { sign: 'course main', text: 'at most' },
      { sign: 'course other', text: 'observed' },
      { sign: 'limit', text: `limit, ${asked(limit)}` },
      ...(rule === null ? [] : [{ sign: 'best', text: `certified, ${percent(share)}` } as const]),
    ],
    caption: `From left to right the gate decides on more. Where the line of at most lies under the limit, these labels would show the promise for that one threshold, had it been the only one tried. ${rule === null ? 'A threshold that is picked by this plot is not proven: that takes other labels.' : 'The certified point was found by a test that allows for all thresholds tried.'}`,
    draw,
  });
  return [shown, folded('The numbers of this plot', table(riskTable(report)))];
}

export function riskTable({ certificate: { estimand, rule }, frontier }: CertificateReport): Table {
  const { x, y } = frontierWords[estimand];
  const isFail = estimand === 'false-fail';
  return {
    title: 'Other thresholds',
    head: [isFail ? 'fail below' : 'pass from', x, isFail ? 'people pass' : 'people fail', y, 'at most', 'certified'],
    rows: frontier
      .filter(({ decided }) => decided > 0)
      .map((point) => [
        point.threshold.toFixed(4),
        percent(point.share),
        `${count(point.contradicted)} of ${count(point.decided)}`,
        percent(point.rate),
        percent(point.upper),
        rule?.score === 'passProbability' && rule.threshold === point.threshold ? 'certified' : 'no',
      ]),
  };
}
