import type { Calibrator } from '../calibrator/calibrator.ts';
import { agreementOf } from '../fit/agreement/agreement.ts';
import { reliabilityOn } from '../fit/reliability-diagram.ts';
import type { CertifyFindings } from '../report/certify-page.ts';
import { dataCard } from '../report/data-card.ts';
import type { ProofFindings } from '../report/proof-report.ts';
import type { CalibrationRecord } from '../types.ts';
import type { PageFlags } from './options.ts';
import type { Reading } from './out.ts';
import { aboutFiles, writePages } from './pages.ts';
import { startProgress } from './progress.ts';
import type { Running } from './running.ts';
import type { Terminal } from './terminal.ts';

/** Labels that have decided. */
export interface Decided {
  readonly calibrator: Calibrator;
  readonly proof: ProofFindings;
  readonly fresh: readonly CalibrationRecord[];
  readonly paths: readonly string[];
}

/** All there is to tell of labels that the fit had not seen. */
export async function certifyFindings(
  { calibrator, proof, fresh, paths }: Decided,
  { terminal, begin }: Running,
): Promise<CertifyFindings> {
  const about = await aboutFiles(paths);
  const progress = await startProgress(terminal, 'reporting', begin);
  try {
    progress.update();
    return {
      calibrator,
      proof,
      reliability: reliabilityOn(calibrator, fresh),
      data: dataCard(fresh, calibrator.target, about),
      agreement: agreementOf(fresh, calibrator.target),
    };
  } finally {
    progress.stop();
  }
}

/** What is behind the figures, beside the proof, as data. */
export function plainCertifyFindings({ reliability, agreement, data }: CertifyFindings) {
  return { reliability, agreement: agreement ?? null, data };
}

export interface CertifyPages extends PageFlags {
  readonly findings: CertifyFindings;
  /** The calibrator that was read and the one that was written, and the labels. */
  readonly calibrator: string;
  readonly out: string;
  readonly records: readonly string[];
}

/** Writes the reports of a proof that are asked for. */
export async function writeCertifyPages(
  { findings, calibrator, out, records, ...flags }: CertifyPages,
  reading: Reading,
  terminal: Terminal,
): Promise<void> {
  const { criterion } = findings.calibrator.target;
  const of = criterion === undefined ? '' : `, of ${criterion},`;
  const page = { title: 'What does the gate promise?', what: `${calibrator}${of} on ${records.join(' ')}` };
  const places = { out, records };
  const html = async (): Promise<string> =>
    (await import('../report/certify-page.ts')).certifyPage(findings, { ...page, ...places });
  const markdown = async (): Promise<string> =>
    (await import('../report/certify-markdown.ts')).certifyMarkdown(findings, places);
  await writePages(flags, reading, { html, markdown }, terminal);
}
