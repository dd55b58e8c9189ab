import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Certificate } from '../calibrator/certificate.ts';
import type { CertificateReport } from '../gate/certify/certify.ts';
import type { FrontierPoint } from '../gate/certify/frontier.ts';
import type { LabelsNeeded } from '../gate/certify/needed.ts';
import {
  asked,
  capital,
  claimWords,
  groupsWords,
  labels,
  leftOutWords,
  promiseOf,
  ruleWords,
} from './certificate-words.ts';
import { tabulateFrontier } from './frontier-table.ts';
import { count, percent } from './numbers.ts';

/** What was certified or what is missing, and what other thresholds would give, for a terminal. */
export function reportCertificate(report: CertificateReport, calibrator: Pick<Calibrator, 'target'>): string {
  const table = tabulateFrontier(report);
  return [
    ...certificateSentences(report, calibrator),
    ...(table.length === 0
      ? []
      : ['', 'other thresholds, each by itself; picked after a look at them, none is proven', ...table]),
  ].join('\n');
}

/** What was certified or what is missing, in sentences. */
export function certificateSentences(report: CertificateReport, { target }: Pick<Calibrator, 'target'>): string[] {
  const { certificate } = report;
  return [
    ...(certificate.rule === null ? notYetLines(report, target) : provenLines(certificate, target)),
    ...sourceLines(certificate),
    ...usesLines(certificate),
  ];
}

/** The same in a few words, for a line about something else: `false-pass at most 10 %, 90 % sure: not yet`. */
export function certificateInShort({ estimand, limit, confidence, rule }: Certificate): string {
  const claim = `${estimand} at most ${asked(limit)}, ${asked(confidence)} sure`;
  return `${claim}: ${rule === null ? 'not yet' : ruleWords(rule, estimand)}`;
}

function provenLines(certificate: Certificate, target: Calibrator['target']): string[] {
  const { rule, estimand, decided, units, expires } = certificate;
  const until = expires === null ? '' : ` It counts before ${expires}.`;
  const share = percent(decided / Math.max(1, units));
  return [promiseOf(certificate, target), `The gate ${ruleWords(rule!, estimand)}: ${share} of these labels.${until}`];
}

function notYetLines({ certificate, frontier, needed }: CertificateReport, target: Calibrator['target']): string[] {
  const { estimand, units, confidence } = certificate;
  const does = estimand === 'false-fail' ? 'fails' : 'passes';
  const rest = `${groupsWords(certificate)}${leftOutWords(certificate)}`;
  return [
    `Not yet: ${claimWords(certificate, target)}. That is not shown, ${asked(confidence)} sure, by ${labels(units)} it had not seen${rest}.`,
    `The calibrator says so, and a gate ${does} nothing on the strength of it.`,
    ...(needed === undefined ? [hopeless(certificate)] : neededLines(needed)),
    ...bestLines(frontier, does),
  ];
}

function hopeless({ estimand, limit }: Certificate): string {
  if (estimand === 'leak') return 'How many it takes cannot be told: none of these is failed by people.';
  return `More labels like these would not show it: at no threshold the rate is likely to be below ${asked(limit)}.`;
}

function neededLines({ atRandom, inGroups, fromThreshold, chance }: LabelsNeeded): string[] {
  const times = chance === null ? 'if none of what is passed fails' : `${Math.round(10 * chance)} times in 10`;
  const top =
    fromThreshold === null
      ? ''
      : `, or ${count(fromThreshold.labels)} of responses with a pass probability from ${fromThreshold.threshold} on (label only those and say --drawn-from ${fromThreshold.threshold})`;
  const groups = inGroups === null ? '' : `, or ${groupsOfLabels(inGroups)}`;
  return [
    `It takes about ${labels(atRandom)} drawn at random, one a group${groups}${top}: so many are enough ${times}.`,
  ];
}

/** As `about 900 labels in 80 groups, as many of each as the fit had`. */
function groupsOfLabels({ groups, perGroup }: NonNullable<LabelsNeeded['inGroups']>): string {
  return `${count(Math.ceil(groups * perGroup))} in ${count(groups)} groups, as many of each as the fit had`;
}

/** The lowest limit that could have been shown, had it been known where. */
function bestLines(frontier: readonly FrontierPoint[], does: string): string[] {
  const best = frontier.reduce<FrontierPoint | undefined>(
    (lowest, point) => (point.decided > 0 && point.upper < (lowest?.upper ?? 1) ? point : lowest),
    undefined,
  );
  if (best === undefined) return [];
  const { threshold, share, contradicted, decided, upper } = best;
  const side = does === 'fails' ? `below ${threshold}` : `from ${threshold} on`;
  return [
    `The best threshold now: ${side} it ${does} ${percent(share)}, with ${count(contradicted)} of ${count(decided)} wrong and a rate of at most ${percent(upper)}, had it been the only one tried. Picked by these labels, it takes others to prove it.`,
  ];
}

function sourceLines({ sources = [] }: Certificate): string[] {
  return sources.length === 0 ? [] : [`The labels are from: ${sources.join(', ')}.`];
}

function usesLines({ uses }: Certificate): string[] {
  if (uses < 2) return [];
  const halved = uses === 2 ? 'half' : `1 in ${2 ** (uses - 1)}`;
  return [capital(`these labels have decided before: this time they may be wrong with ${halved} of the probability.`)];
}
