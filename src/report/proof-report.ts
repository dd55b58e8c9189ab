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
}

/** What labels that the fit had not seen say of a calibrator, for a terminal. */
export function reportProof({ reports, labels }: ProofFindings, calibrator: Pick<Calibrator, 'target'>): string {
  const units = reports[0]?.certificate.units ?? 0;
  const drawn =
    units === labels ? [] : [`${labelsOf(units)} decide, of ${count(labels)}: one of each group, drawn by seed`, ''];
  return [drawn.join('\n'), ...reports.map((report) => `${reportCertificate(report, calibrator)}\n`)].join('\n').trim();
}
