import { dataCard } from '../report/data-card.ts';
import type { EvaluatedFiles } from '../report/evaluate-next-steps.ts';
import type { EvaluationReport } from '../report/evaluate-words.ts';
import type { CalibrationRecord } from '../types.ts';
import type { PageFlags } from './options.ts';
import type { Reading } from './out.ts';
import { aboutFiles, writePages } from './pages.ts';
import type { Terminal } from './terminal.ts';

/** What was evaluated, where reports go, and what is read. */
export interface EvaluationPages {
  readonly records: readonly CalibrationRecord[];
  readonly files: EvaluatedFiles;
  readonly flags: PageFlags;
  readonly reading: Reading;
}

/** Writes the reports of an evaluation that are asked for. */
export async function writeEvaluation(
  report: EvaluationReport,
  { records, files, flags, reading }: EvaluationPages,
  terminal: Terminal,
): Promise<void> {
  const html = async (): Promise<string> => {
    const { evaluationPage } = await import('../report/evaluate-page.ts');
    const card = dataCard(records, report.calibrator.target, await aboutFiles(files.paths));
    return evaluationPage(report, { title: 'Does the correction hold on these labels?', files, card });
  };
  const markdown = async (): Promise<string> =>
    (await import('../report/evaluate-markdown.ts')).evaluationMarkdown(report, files);
  await writePages(flags, reading, { html, markdown }, terminal);
}
