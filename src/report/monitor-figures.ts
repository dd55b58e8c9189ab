import type { DriftReport } from '../monitor/drift-report.ts';
import type { MonitorReport, TransportReport, TransportVerdict, WatchedCertificate } from '../monitor/report.ts';
import { number, signed } from './audit-words.ts';
import { asked, capital } from './certificate-words.ts';
import { driftStrips, stripPlot } from './drift-strips.ts';
import { promiseWords, stateShort } from './monitor-words.ts';
import { bounds, count, percent } from './numbers.ts';
import { figure } from './page/figure.ts';
import type { Look } from './page/looks.ts';
import type { Markup } from './page/markup.ts';
import { rowPlot, type PlotRow } from './page/row-plot.ts';
import { nameShown } from './proxy-names.ts';
import { sequencePlot, type SequencePlot } from './sequence-plot.ts';

/** What is known of every promise after each label; nothing of those that no label counts for. */
export function plotWatched({ certificates }: MonitorReport): Markup[] {
  return certificates.flatMap((one, i) => {
    const { series, confidence, certificate, state, revokedBy, units, lower, upper } = one;
    if (series.length === 0) return [];
    const end =
      state === 'revoked' && revokedBy !== null
        ? `At label ${count(revokedBy.units)} the lower bound goes over the limit: the promise is broken.`
        : `The lower bound stays within the limit. ${state === 'holds' ? 'The upper bound has come down to it: the promise holds.' : 'The upper bound has not come down to it yet.'}`;
    return [
      figure({
        id: `watched-${i + 1}`,
        title: `${capital(promiseWords(one))}: ${stateShort[state]}`,
        alternative: `The rate and two bounds over ${count(units)} labels, beside a limit of ${asked(certificate.limit)}. In the end the rate surely is between ${percent(lower)} and ${percent(upper)}. ${end}`,
        legend: [
          { sign: 'band', text: 'what the rate can be' },
          { sign: 'course other', text: 'rate so far' },
          { sign: 'limit', text: `promised at most, ${asked(certificate.limit)}` },
          ...(state === 'revoked' ? [{ sign: 'alarm', text: 'broken here' } as const] : []),
        ],
        caption: `One may look after every label: each bound holds at all looks together, ${asked(confidence)} sure. When the band leaves the limit upwards the promise is broken, when it comes to lie below it the promise holds. What lies above the plot is cut off.`,
        draw: sequencePlot(sequenceOf(one)),
      }),
    ];
  });
}

export function sequenceOf({ series, certificate, revokedBy }: WatchedCertificate): SequencePlot {
  return {
    points: series.map(({ units, rate, lower, upper }) => ({ labels: units, value: rate, lower, upper })),
    limit: certificate.limit,
    stop:
      revokedBy === null ? undefined : { labels: revokedBy.units, word: `broken by label ${count(revokedBy.units)}` },
    axes: { x: 'labels', y: 'rate' },
  };
}

/** Inputs that drifted, and others to compare them with; nothing where nothing was looked at. */
export function plotDrift(drift: DriftReport): Markup[] {
  const strips = driftStrips(drift);
  if (strips.length === 0) return [];
  const drifted = strips.filter(({ hasDrifted }) => hasDrifted);
  const all = drift.inputs.filter(({ status }) => status === 'drifted').length;
  const told = drifted.map(({ input, word }) => `${nameShown(input)}, ${word}`).join('; ');
  return [
    figure({
      id: 'drift',
      title:
        drifted.length === 0
          ? 'No drift is shown: the inputs that differ most'
          : 'What drifted, and the largest of what did not',
      alternative: `${count(strips.length)} small plots, each of one input with its share of decisions by range, for the labels of the fit and for now. ${drifted.length === 0 ? 'None is shown to have drifted.' : `Drifted: ${told}.`}${all > drifted.length ? ` ${count(all - drifted.length)} more drifted.` : ''} The table has the numbers.`,
      legend: [
        { sign: 'band', text: 'decisions now' },
        { sign: 'axis', text: 'labels that the calibrator was fitted on' },
        ...(drifted.length === 0 ? [] : [{ sign: 'alarm', text: 'drifted' } as const]),
      ],
      caption:
        'Bars and outline are shares of ranges in order, which hold about as many labels each; so the outline is flat where values are many. Where bars leave the outline, traffic is not what it was. The index (population stability index) sums that up: 0.1 is worth a look, 0.25 is large.',
      draw: stripPlot(strips),
    }),
  ];
}

const looks: Readonly<Record<TransportVerdict, Look>> = { holds: 'main', fails: 'alarm', 'cannot tell': 'open' };

/** How far pass probabilities are off on average, beside what is tolerated. */
export function plotTransport(transport: TransportReport): Markup[] {
  const rows = transportRows(transport);
  const here = new Set([transport.overall.verdict, ...(transport.passed === null ? [] : [transport.passed.verdict])]);
  if (rows.every(({ marks }) => marks[0]!.value === null)) return [];
  return [
    figure({
      id: 'transport',
      title: 'People against what the pass probability says',
      alternative: `${rows.map(({ name, detail, word }) => `${name}: ${detail}, ${word}`).join('; ')}. What is tolerated is ${asked(transport.margin)} either way.`,
      legend: [
        ...(['holds', 'fails', 'cannot tell'] as const)
          .filter((verdict) => here.has(verdict))
          .map((verdict) => ({ sign: looks[verdict], text: `${verdict}, with its 90 % interval` })),
        { sign: 'limit', text: `tolerated, ${asked(transport.margin)} either way` },
      ],
      caption:
        'Left of zero people pass fewer than the pass probability says. Only an interval that lies between both limits as a whole shows that it holds; one beyond a limit as a whole shows that it fails.',
      draw: rowPlot({
        rows,
        axis: 'passed by people, less what was said',
        lines: [
          { at: 0, name: 'axis' },
          { at: -transport.margin, name: 'limit' },
          { at: transport.margin, name: 'limit' },
        ],
        least: [-1.5 * transport.margin, 1.5 * transport.margin],
        ticks: '+~%',
      }),
    }),
  ];
}

export function transportRows({ overall, passed }: TransportReport): PlotRow[] {
  const row = (name: string, { verdict, bias, lower, upper, labels }: TransportReport['overall']): PlotRow => ({
    name,
    detail: `${verdict}, ${count(labels)} labels`,
    word: bias === null ? 'none' : `${signed(100 * bias, 1)}${bounds(lower, upper, (one) => number(100 * one, 1))}`,
    isStrong: verdict === 'fails',
    marks: [{ look: looks[verdict], value: bias, lower, upper }],
  });
  return [row('all responses', overall), ...(passed === null ? [] : [row('what the gate passes', passed)])];
}
