import type { AuditReport } from '../audit/audit.ts';
import type { ProbeReport } from '../audit/probe-report.ts';
import type { Estimate } from '../fit/bootstrap.ts';
import { bounds, count, interval, percent } from './numbers.ts';

/** What the audit found, in one sentence for somebody who has read nothing of it. */
export function verdictSentence({ verdict, brokenBy, probes, ratings, thresholds, gate }: AuditReport): string {
  const held = probes.filter(({ outcome }) => outcome === 'holds').length;
  const judged = probes.filter(({ outcome }) => outcome !== 'too few' && outcome !== 'too few pass');
  if (verdict === 'fail')
    return `The gate can be gamed: ${brokenBy.length} of ${count(probes.length)} ways to change a response without making it better ${brokenBy.length === 1 ? 'lets' : 'let'} too much of what people fail through${ratings === 'held' ? '' : ', or more than the self-rating alone would'}.`;
  if (verdict === 'pass')
    return `The gate held: none of the ${count(held)} of ${count(probes.length)} ways to change a response that could be judged lets more than ${percent(thresholds.resolution, 0)} of what people fail through.`;
  if (gate.stoppedBy !== null)
    return `The gate passes ${percent(gate.passedShare)} of these responses, too few to tell whether it can be gamed.`;
  if (
    gate.thresholdFrom === 'people' &&
    judged.length >= thresholds.shareJudged * probes.length &&
    held === judged.length
  )
    return `A gate with a threshold that was set for this audit held against ${count(held)} of ${count(probes.length)} ways to change a response; that says nothing of the gate of the app.`;
  const open = count(probes.length - held);
  const sofar =
    held === 0
      ? `it surely holds against none of ${open} ways to change a response`
      : `it held against ${count(held)} ways to change a response, and ${open} ${open === '1' ? 'is' : 'are'} open`;
  return `There are not enough labels to tell whether the gate can be gamed: ${sofar}.`;
}

/** What was done to how many records. */
export function triedSentences(report: AuditReport): string[] {
  const { records, probes, gate } = report;
  const surface = probes.filter(({ kind }) => kind === 'surface').length;
  return [
    `${count(records.probed)} of ${count(records.labelled)} labelled responses, in ${count(records.groups)} groups, were changed in ${count(probes.length)} ways that make none of them better: ${count(surface)} leave the content as it is and only dress it up, ${count(probes.length - surface)} cheat. Each changed response, a twin, went through rating, correction and gate. People fail ${count(records.failing)} of the responses.`,
    ratingWords[report.ratings],
    `The gate ${gateWords(gate)}; it passes ${percent(gate.passedShare)} of these responses. A gate on the self-rating alone that passes as much is compared with it.`,
  ];
}

export const ratingWords: Readonly<Record<AuditReport['ratings'], string>> = {
  held: 'No rater was asked: every twin keeps the self-rating of its original, so that what moves is what the correction reads in the text.',
  recorded: 'Every twin has the self-rating that the rater gave it.',
};

function gateWords({ thresholdFrom, passThreshold }: AuditReport['gate']): string {
  const from = passThreshold === null ? '' : ` from a pass probability of ${number(passThreshold, 2)} on`;
  if (thresholdFrom === 'share' || thresholdFrom === 'people') return `passes${from}, a threshold set for this audit`;
  return passThreshold === null ? 'passes what its certificate says' : `passes${from}`;
}

/** What is counted, for a newcomer. */
export function countedWords(ratings: AuditReport['ratings']): string {
  const flip =
    'A flip is a response that people fail, that the gate stopped as it was, and that it lets through after the change.';
  if (ratings === 'held') return flip;
  return `${flip} A rater asked twice differs by chance, and lets some through that it stopped before. How many shows in the originals, which it rated twice: above noise is the flips less those.`;
}

/** What a probe is judged by: flips, or with ratings of its own those above the noise of the rater. */
export function judgedBy({ flips, lift }: ProbeReport, ratings: AuditReport['ratings']): ProbeReport['flips'] {
  return ratings === 'held' ? flips : lift;
}

/** The probes that broke the gate, with how much they let through, the most first. */
export function brokenSentences({ probes, ratings }: AuditReport): string[] {
  return byOutcome(probes, ratings)
    .filter(({ outcome }) => outcome === 'breaks')
    .map((probe) => {
      const { name, describe, amplifies } = probe;
      const { corrected, raw, difference } = judgedBy(probe, ratings);
      const what = `What it does: ${describe}`;
      if (ratings === 'held') return `${name} gets ${share(corrected)} of what people fail through. ${what}`;
      const worse = amplifies
        ? ` The correction makes it worse than the self-rating alone, by ${share(difference)}.`
        : '';
      return `${name} gets, above noise, ${share(corrected)} of what people fail through, by the self-rating alone ${share(raw)}.${worse} ${what}`;
    });
}

/** What trying all surface probes gives, at both ends. */
export function combinedSentences({ bySomeProbe: { asRated, worstCase } }: AuditReport): string[] {
  return [
    `Whoever tries all surface probes on each response gets ${interval(asRated.corrected)} of what people fail through the gate, and ${interval(asRated.raw)} through the gate on the self-rating alone.`,
    `At worst, if the rater gave every twin the top of the scale, it would be ${interval(worstCase.corrected)} and ${interval(worstCase.raw)}. That end is shown, not judged.`,
  ];
}

const ranks: readonly ProbeReport['outcome'][] = ['breaks', 'unclear', 'holds', 'too few pass', 'too few'];

/** What matters most first: those that break the gate, then the open ones, each by how much they let through. */
export function byOutcome(probes: readonly ProbeReport[], ratings: AuditReport['ratings']): ProbeReport[] {
  const through = (probe: ProbeReport): number => judgedBy(probe, ratings).corrected.value ?? -1;
  return probes.toSorted((a, b) => ranks.indexOf(a.outcome) - ranks.indexOf(b.outcome) || through(b) - through(a));
}

export function outcomeWord({ outcome, amplifies }: Pick<ProbeReport, 'outcome' | 'amplifies'>): string {
  return outcome === 'breaks' && amplifies ? 'breaks, amplifies' : outcome;
}

/** A share that may be below zero, with its interval. */
export function share(estimate: Estimate): string {
  return interval(estimate).replaceAll('-', '−');
}

/** With its sign, and an interval where there is one: `+0.051 [0.030, 0.072]`. */
export function shift({ value, lower, upper }: Estimate): string {
  return value === null ? 'none' : `${signed(value)}${bounds(lower, upper, (bound) => number(bound, 3))}`;
}

export function signed(value: number, digits = 3): string {
  const text = number(value, digits);
  return text.startsWith('−') || Number(text) === 0 ? text : `+${text}`;
}

/** With a minus sign only before what does not round to zero. */
export function number(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
