import type { Estimand } from '../calibrator/certificate.ts';
import type { DriftReport } from '../monitor/drift-report.ts';
import type { MonitorReport, TransportReport, WatchedCertificate } from '../monitor/report.ts';
import { number, signed } from './audit-words.ts';
import { asked, capital, labels as labelsOf } from './certificate-words.ts';
import { changeWord, inputName } from './drift-strips.ts';
import { bounds, count, percent } from './numbers.ts';
import { namesShown } from './proxy-names.ts';

/** What is counted wrong by a promise, of what. */
const wrong: Readonly<Record<Estimand, string>> = {
  'false-pass': 'of what the gate passes, people fail',
  leak: 'of what people fail, the gate passes',
  joint: 'of all responses, the gate passes and people fail',
  'false-fail': 'of what the gate fails, people pass',
};

/** `of what the gate passes, people fail at most 10 %`. */
export function promiseWords({ certificate: { estimand, limit } }: Pick<WatchedCertificate, 'certificate'>): string {
  return `${wrong[estimand]} at most ${asked(limit)}`;
}

/** What was found, in a sentence or two for somebody who has read nothing of it. */
export function monitorSentence(report: MonitorReport): string {
  const { verdict } = report;
  const found = [...certificateFindings(report), ...driftFindings(report), ...transportFindings(report)];
  if (verdict === 'alarm') return found.map(capital).join(' ');
  if (verdict === 'holds')
    return `${shownWords(report)}: nothing found here speaks against using the calibrator as before.`;
  if (report.certificates.length === 0 && report.transport === null)
    return 'Nothing here can show that the calibrator still holds: it has no certificate to watch, and no margin was asked for. Nothing surely is wrong.';
  return 'There is not enough yet to tell whether the calibrator still holds. Nothing surely is wrong.';
}

/** By labels alone: that inputs have not drifted shows nothing of what people say. */
function shownWords({ certificates, transport }: MonitorReport): string {
  const promises = certificates.length === 1 ? 'the promise is' : `all ${count(certificates.length)} promises are`;
  const shown = [
    ...(certificates.length === 0 ? [] : [`${promises} kept`]),
    ...(transport === null ? [] : ['the pass probability is right on average']),
  ];
  return capital(`fresh labels show that ${shown.join(', and that ')}`);
}

function certificateFindings({ certificates }: MonitorReport): string[] {
  return certificates
    .filter(({ state }) => state === 'revoked')
    .map((one) => {
      const after =
        one.revokedBy === null ? ', as was shown before' : `, as label ${count(one.revokedBy.units)} showed`;
      return `a promise is broken: ${wrong[one.certificate.estimand]} surely more than ${asked(one.certificate.limit)}${after}.`;
    });
}

function driftFindings({ drift }: MonitorReport): string[] {
  if (drift?.verdict !== 'drifted') return [];
  const inputs = drift.inputs.filter(({ status }) => status === 'drifted');
  const [first] = inputs;
  const way = first === undefined ? '' : `, first of all ${namesShown([inputName(first)])} (${changeWord(first)})`;
  return [
    `traffic no longer looks like the labels that the calibrator was fitted on: ${count(inputs.length)} of ${count(drift.inputs.length)} inputs drifted${way}.`,
  ];
}

function transportFindings({ transport }: MonitorReport): string[] {
  if (transport?.verdict !== 'fails') return [];
  return [`on these labels the pass probability is wrong on average: ${biasWords(transport)}.`];
}

/** Which part is surely beyond the margin, and by how much. */
function biasWords({ overall, passed, margin }: TransportReport): string {
  const [part, of] =
    overall.verdict === 'fails' || passed === null
      ? ([overall, ''] as const)
      : ([passed, ' of what the gate passes'] as const);
  const way = part.bias !== null && part.bias < 0 ? 'fewer' : 'more';
  const size = part.bias === null ? '' : `${points(part.bias)} `;
  return `people pass ${size}${way}${of} than it says, and what is tolerated is ${number(100 * margin, 1)}`;
}

/** Where each thing that is watched stands, one sentence each. */
export function standingSentences(report: MonitorReport): string[] {
  const { certificates, drift, transport } = report;
  return [
    ...certificates.map((one) => `${capital(promiseWords(one))}: ${stateWords(one)}`),
    ...(drift === null ? [] : [driftWords(drift)]),
    ...(transport === null ? [] : [`Pass probabilities on these labels: ${transportWords(transport)}`]),
  ];
}

export const stateShort: Readonly<Record<WatchedCertificate['state'], string>> = {
  holds: 'holds',
  revoked: 'broken',
  watching: 'cannot tell yet',
};

function stateWords({ state, units, rate, lower, upper, confidence, revokedBy }: WatchedCertificate): string {
  const now = rate === null ? 'no label counts yet' : `${percent(rate)} of ${count(units)} labels`;
  const surely = `surely at least ${percent(lower)} and surely at most ${percent(upper)} (each ${asked(confidence)} sure, at all looks together)`;
  const words: Readonly<Record<typeof state, string>> = {
    revoked: `broken${breachWords(revokedBy)}. Altogether it is ${now}.`,
    holds: `holds. It is ${now}, ${surely}.`,
    watching: `neither kept nor broken yet. It is ${now}, ${surely}.`,
  };
  return rate === null && state !== 'revoked' ? 'nothing is known yet: no label counts for it.' : words[state];
}

/** A rate that was low for long may be broken while that of all labels still is within its limit. */
function breachWords(breach: WatchedCertificate['revokedBy']): string {
  if (breach === null) return ', as was shown before';
  const { since, units, rate } = breach;
  return `: ${percent(rate)} of labels ${count(since)} to ${count(units)}, and surely more than was promised`;
}

function driftWords({ verdict, inputs, decisions, looks, falseAlarms, lacking }: DriftReport): string {
  const drifted = inputs.filter(({ status }) => status === 'drifted');
  const seen = `${count(decisions)} decisions in ${count(looks)} ${looks === 1 ? 'look' : 'looks'}`;
  if (verdict === 'drifted')
    return `Inputs: ${count(drifted.length)} of ${count(inputs.length)} drifted in ${seen}; at most ${asked(falseAlarms)} of healthy calibrators ever get such an alarm.`;
  if (verdict === 'holds') return `Inputs: none of ${count(inputs.length)} is shown to have drifted, in ${seen}.`;
  return `Inputs: not enough to tell. ${lacking === null ? '' : capital(lackWords[lacking])}`.trim();
}

const lackWords: Readonly<Record<NonNullable<DriftReport['lacking']>, string>> = {
  histograms: 'the calibrator was made by a version that kept no histograms of its labels: fit it again.',
  decisions: 'there are too few decisions.',
  groups: 'decisions or labels are of too few groups: a large drift might not show.',
  judged: 'on more than one decision in twenty the correction could not speak.',
};

function transportWords({ verdict, margin, overall, passed }: TransportReport): string {
  const part = ({ bias, lower, upper, labels, unjudged, groups }: TransportReport['overall']): string =>
    bias === null
      ? `no labels${unjudgedWords(unjudged)}`
      : `people pass ${points(bias)} ${bias < 0 ? 'fewer' : 'more'} than it says (${labelsOf(labels)} in ${count(groups)} groups${unjudgedWords(unjudged)}; the difference is ${signed(100 * bias, 1)}${bounds(lower, upper, (one) => number(100 * one, 1))} points)`;
  const words: Readonly<Record<typeof verdict, string>> = {
    holds: `right on average, surely within ${asked(margin)}`,
    fails: `wrong on average, surely by more than ${asked(margin)}`,
    'cannot tell': `it cannot be told yet whether they are right within ${asked(margin)}`,
  };
  const ofPassed = passed === null ? '' : `; of what the gate passes, ${part(passed)}`;
  return `${words[verdict]}: ${part(overall)}${ofPassed}.`;
}

function unjudgedWords(unjudged: number): string {
  return unjudged === 0 ? '' : `, beside ${labelsOf(unjudged)} on which it could not speak`;
}

/** Of a hundred, as `12.8 points`. */
function points(difference: number): string {
  return `${number(100 * Math.abs(difference), 1)} points`;
}
