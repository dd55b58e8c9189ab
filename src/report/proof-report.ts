import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Certificate } from '../calibrator/certificate.ts';
import type { CertificateReport } from '../gate/certify/certify.ts';
import { reportCertificate } from './certificate-report.ts';
import { asked, labels as labelsOf } from './certificate-words.ts';
import { count } from './numbers.ts';

/** Claims that were decided together. */
export interface ProofFindings {
  readonly reports: readonly CertificateReport[];
  /** Labels that there were. */
  readonly labels: number;
  /** Of these, left out at random to even out unequal chances of having been chosen. */
  readonly evenedOut: number;
}

/** What labels that the fit had not seen say of a calibrator, for a terminal. */
export function reportProof(proof: ProofFindings, calibrator: Pick<Calibrator, 'target'>): string {
  const told = proof.reports.map((report) => `${reportCertificate(report, calibrator)}\n`);
  return [...decidedLines(proof), '', ...told].join('\n').trim();
}

/** Which labels decided and how, where not each did by itself. */
export function decidedLines({ reports, labels, evenedOut }: ProofFindings): string[] {
  const left = labels - evenedOut;
  const ways = Map.groupBy(reports, ({ certificate }) => countedWords(certificate, left));
  const told = [...ways].flatMap(([words, own]) => {
    if (words === '') return [];
    const claims = own.map(({ certificate: { estimand, limit } }) => `${estimand} at ${asked(limit)}`);
    return [ways.size === 1 ? words : `for ${claims.join(', ')}: ${words}`];
  });
  return [
    ...(evenedOut === 0 ? [] : [`${labelsOf(evenedOut)} left out to even out their chances of having been chosen`]),
    ...told,
  ];
}

function countedWords({ units, groups }: Certificate, left: number): string {
  if (groups !== undefined) return `${labelsOf(units)} decide, each of ${count(groups)} groups by the mean of its own`;
  if (units === left) return '';
  return `${labelsOf(units)} ${units === 1 ? 'decides' : 'decide'}, of ${count(left)}: one of each group, drawn by seed`;
}
