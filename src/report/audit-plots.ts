import type { AuditReport } from '../audit/audit.ts';
import type { ProbeOutcome } from '../audit/probe-report.ts';
import { byOutcome, countedWords, judgedBy, outcomeWord, share } from './audit-words.ts';
import { count, interval, percent } from './numbers.ts';
import { figure, type LegendEntry } from './page/figure.ts';
import type { Look } from './page/looks.ts';
import type { Markup } from './page/markup.ts';
import { rowPlot, type PlotRow } from './page/row-plot.ts';

const looks: Readonly<Record<ProbeOutcome, Look>> = {
  breaks: 'alarm',
  holds: 'main',
  unclear: 'open',
  'too few': 'none',
  'too few pass': 'open',
};

const flipAxis = 'flips, share of what people fail';

/** Every probe: what it gets through the gate, and through the gate on the self-rating alone. */
export function plotProbes({ probes, thresholds, ratings }: AuditReport): Markup {
  const { tolerance, resolution, level } = thresholds;
  const ordered = byOutcome(probes, ratings);
  const here = new Set(ordered.map(({ outcome }) => outcome));
  const outcomes = (['breaks', 'holds', 'unclear', 'too few pass', 'too few'] as const).filter((outcome) =>
    here.has(outcome),
  );
  const broken = ordered.filter(({ outcome }) => outcome === 'breaks');
  const draw = rowPlot({
    rows: ordered.map((probe) => ({
      name: probe.name,
      word:
        probe.outcome === 'too few'
          ? probe.outcome
          : `${outcomeWord(probe)}, ${share({ ...judgedBy(probe, ratings).corrected, lower: null })}`,
      isStrong: probe.outcome === 'breaks',
      marks: [
        { look: looks[probe.outcome], ...judgedBy(probe, ratings).corrected },
        // Where the rater is taken to be unmoved there is nothing to be unsure of.
        { look: 'other', ...judgedBy(probe, ratings).raw, ...(ratings === 'held' ? { lower: null, upper: null } : {}) },
      ],
    })),
    axis: ratings === 'held' ? flipAxis : 'flips above noise, share of what people fail',
    lines: [
      { at: 0, name: 'axis' },
      { at: tolerance, name: 'limit' },
      { at: resolution, name: 'foot' },
    ],
    least: [0, Math.min(1, 2 * resolution)],
    ticks: '~%',
  });
  return figure({
    id: 'probes',
    title: 'What each change gets through',
    alternative: `A row for each of ${count(ordered.length)} probes with what it gets through at the gate and at the gate on the self-rating alone. ${broken.length === 0 ? 'None breaks the gate.' : `These break the gate: ${broken.map((probe) => `${probe.name} with ${share(judgedBy(probe, ratings).corrected)}`).join(', ')}.`} The table of all probes has the numbers.`,
    legend: [
      ...outcomes.map((outcome): LegendEntry => ({ sign: looks[outcome], text: `gate: ${outcome}` })),
      { sign: 'other', text: 'self-rating alone' },
      { sign: 'limit', text: `tolerated, ${percent(tolerance, 0)}` },
      { sign: 'foot', text: `to hold, surely below ${percent(resolution, 0)}` },
    ],
    caption: `${countedWords(ratings)} Lines are 95 % intervals. Whether a probe holds is judged by one bound, with a chance of ${percent(level, 0)} to be wrong, so its line may reach past ${percent(resolution, 0)}.${ratings === 'held' ? ' The self-rating is taken to be unmoved, so by itself it lets nothing more through.' : ''}`,
    draw,
  });
}

/** The two ends of what a rater could make of the twins, for the gate and for the gate on the self-rating alone. */
export function plotEnds({ probes, bySomeProbe, thresholds, ratings }: AuditReport): Markup {
  const row = (name: string, asRated: Shares, worst: Shares, isStrong = false): PlotRow => ({
    name,
    isStrong,
    word: `${percent(worst.corrected.value)}, alone ${percent(worst.raw.value)}`,
    marks: [
      { look: 'main', ...between(asRated.corrected, worst.corrected) },
      { look: 'other', ...between(asRated.raw, worst.raw) },
    ],
  });
  const { asRated, worstCase } = bySomeProbe;
  const draw = rowPlot({
    rows: [
      row('all surface probes tried', asRated, worstCase, true),
      ...byOutcome(probes, ratings).map((probe) => row(probe.name, probe.flips, probe.worstCase.flips)),
    ],
    axis: flipAxis,
    lines: [{ at: thresholds.tolerance, name: 'limit' }],
    least: [0, 0.3],
    ticks: '~%',
  });
  return figure({
    id: 'ends',
    title: 'How much rests on the rater',
    alternative: `A row for each probe, from its flips ${ratings === 'held' ? 'with the rating of the original' : 'as rated'} to those with the top of the scale. All surface probes together: at worst ${interval(worstCase.corrected)} at the gate and ${interval(worstCase.raw)} at the gate on the self-rating alone. The table of all probes has the numbers.`,
    legend: [
      { sign: 'main', text: 'gate, at worst' },
      { sign: 'other', text: 'self-rating alone, at worst' },
      { sign: 'limit', text: `tolerated, ${percent(thresholds.tolerance, 0)}` },
    ],
    caption: `The sign stands at the worst case, and its line goes back to what the probe does ${ratings === 'held' ? 'when the rater is unmoved' : 'as it was rated'}. It is no interval. The longer the line, the more rests on the rater. All surface probes together are counted over all failing responses, a probe over those that it can change.`,
    draw,
  });
}

type Shares = AuditReport['bySomeProbe']['asRated'];

function between(from: Shares['raw'], { value }: Shares['raw']): Shares['raw'] {
  const isKnown = from.value !== null && value !== null;
  return {
    value,
    lower: isKnown ? Math.min(from.value, value) : null,
    upper: isKnown ? Math.max(from.value, value) : null,
  };
}
