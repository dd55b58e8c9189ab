import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CertificateReport } from '../gate/certify/certify.ts';
import { reportCertificate } from './certificate-report.ts';
import { labels as labelsOf } from './certificate-words.ts';
import { count } from './numbers.ts';

/** Claims that were decided together. */
export interface ProofFindings {
  readonly reports: readonly CertificateReport[];
  /** Labels that there were; of each group, one decides. */
  readonly labels: number;
  /** Of these, left out at random to even out unequal chances of having been chosen. */
  readonly evenedOut: number;
}

/** What labels that the fit had not seen say of a calibrator, for a terminal. */
export function reportProof(proof: ProofFindings, calibrator: Pick<Calibrator, 'target'>): string {
  const told = proof.reports.map((report) => `${reportCertificate(report, calibrator)}\n`);
  return [...decidedLines(proof), '', ...told].join('\n').trim();
}

/** Which labels decided, where not all did. */
export function decidedLines({ reports, labels, evenedOut }: ProofFindings): string[] {
  const units = reports[0]?.certificate.units ?? 0;
  const decide = units === 1 ? 'decides' : 'decide';
  return [
    ...(evenedOut === 0 ? [] : [`${labelsOf(evenedOut)} left out to even out their chances of having been chosen`]),
    ...(units === labels - evenedOut
      ? []
      : [`${labelsOf(units)} ${decide}, of ${count(labels - evenedOut)}: one of each group, drawn by seed`]),
  ];
}
