import type { FitFindings } from '../report/fit-report.ts';
import type { ProofFindings } from '../report/proof-report.ts';
import type { PageFlags } from './options.ts';
import type { Reading } from './out.ts';
import { writePages } from './pages.ts';
import type { Terminal } from './terminal.ts';

export interface FitPages extends PageFlags {
  readonly findings: FitFindings;
  readonly proof: ProofFindings | undefined;
  /** The calibrator that was written, and what it was fitted on. */
  readonly out: string;
  readonly records: readonly string[];
}

/** Writes the reports of a fit that are asked for. */
export async function writeFitPages(
  { findings, proof, out, records, ...flags }: FitPages,
  reading: Reading,
  terminal: Terminal,
): Promise<void> {
  const { criterion } = findings.calibrator.target;
  const of = criterion === undefined ? '' : `, of ${criterion}`;
  const page = { title: 'What is the correction worth?', what: `${out}${of}, fitted on ${records.join(' ')}` };
  const places = { out, records, proof };
  const html = async (): Promise<string> =>
    (await import('../report/fit-page.ts')).fitPage(findings, { ...page, ...places });
  const markdown = async (): Promise<string> =>
    (await import('../report/fit-markdown.ts')).fitMarkdown(findings, places);
  await writePages(flags, reading, { html, markdown }, terminal);
}
