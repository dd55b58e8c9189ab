import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Certificate } from '../calibrator/certificate.ts';
import type { CertificateReport } from '../gate/certify/certify.ts';
import type { FrontierPoint } from '../gate/certify/frontier.ts';
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
import { neededWords } from './needed-words.ts';
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
    ...(certificate.rule === null ? notYetLines(report, target) : provenLines(report, target)),
    ...sourceLines(certificate),
    ...usesLines(certificate),
  ];
}

/** The same in a few words, for a line about something else: `false-pass at most 10 %, 90 % sure: not yet`. */
export function certificateInShort({ estimand, limit, confidence, rule }: Certificate): string {
  const claim = `${estimand} at most ${asked(limit)}, ${asked(confidence)} sure`;
  return `${claim}: ${rule === null ? 'not yet' : ruleWords(rule, estimand)}`;
}

function provenLines({ certificate, frontier }: CertificateReport, target: Calibrator['target']): string[] {
  const { rule, estimand, decided, units, expires } = certificate;
  const until = expires === null ? '' : ` It counts before ${expires}.`;
  const share = percent(decided / Math.max(1, units));
  return [
    promiseOf(certificate, target),
    `The gate ${ruleWords(rule!, estimand)}: ${share} of these labels.${until}`,
    ...lowLines(certificate, frontier),
  ];
}

const evenOdds = 0.5;

/** A promise may be kept by a threshold below even odds, which is easier to get over than any that the app would have set. */
function lowLines({ rule, estimand }: Certificate, frontier: readonly FrontierPoint[]): string[] {
  const isLow = rule!.score === 'passProbability' && rule!.threshold < evenOdds && estimand !== 'false-fail';
  if (!isLow) return [];
  const share = frontier.findLast(({ threshold }) => threshold >= evenOdds)?.share ?? 0;
  return [
    `Of what lies near that threshold people fail most, and what is surer makes up for it. With --pass-from ${evenOdds} the gate would pass ${percent(share)} of these labels at most, and be harder to game; ask that of other labels.`,
  ];
}

function notYetLines({ certificate, frontier, needed }: CertificateReport, target: Calibrator['target']): string[] {
  const { estimand, units, confidence } = certificate;
  const does = estimand === 'false-fail' ? 'fails' : 'passes';
  const rest = `${groupsWords(certificate)}${leftOutWords(certificate)}`;
  return [
    `Not yet: ${claimWords(certificate, target)}. That is not shown, ${asked(confidence)} sure, by ${labels(units)} it had not seen${rest}.`,
    `The calibrator says so, and a gate ${does} nothing on the strength of it.`,
    needed === undefined ? hopeless(certificate) : neededWords(needed),
    ...bestLines(certificate, frontier),
  ];
}

function hopeless({ limit }: Certificate): string {
  return `More labels like these are not likely to show it: at no threshold the rate seems to be far enough below ${asked(limit)}.`;
}

/** The lowest limit that could have been shown, had it been known where. */
function bestLines({ estimand }: Certificate, frontier: readonly FrontierPoint[]): string[] {
  const best = frontier.reduce<FrontierPoint | undefined>(
    (lowest, point) => (point.decided > 0 && point.upper < (lowest?.upper ?? 1) ? point : lowest),
    undefined,
  );
  if (best === undefined) return [];
  const { threshold, share, contradicted, decided, upper } = best;
  const does = estimand === 'false-fail' ? `below ${threshold} it fails` : `from ${threshold} on it passes`;
  return [
    `The best threshold now: ${does} ${percent(share)}, with ${count(contradicted)} of ${count(decided)} wrong and ${upperWords[estimand](percent(upper))}, had it been the only one tried. Picked by these labels, it takes others to prove it.`,
  ];
}

/** What that rate is of, where it is not what was just counted. */
const upperWords: Readonly<Record<Certificate['estimand'], (upper: string) => string>> = {
  'false-pass': (upper) => `a rate of at most ${upper}`,
  leak: (upper) => `at most ${upper} of what people fail passed`,
  joint: (upper) => `at most ${upper} of all responses such a pass`,
  'false-fail': (upper) => `a rate of at most ${upper}`,
};

function sourceLines({ sources = [] }: Certificate): string[] {
  return sources.length === 0 ? [] : [`The labels are from: ${sources.join(', ')}.`];
}

function usesLines({ uses }: Certificate): string[] {
  if (uses < 2) return [];
  const halved = uses === 2 ? 'half' : `1 in ${2 ** (uses - 1)}`;
  return [capital(`these labels have decided before: this time they may be wrong with ${halved} of the probability.`)];
}
