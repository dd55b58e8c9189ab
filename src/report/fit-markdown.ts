import { dataCardTable } from './data-card.ts';
import { baselinesTable } from './fit-page.ts';
import { fitNextSteps, type Places } from './fit-next-steps.ts';
import type { FitFindings } from './fit-report.ts';
import { fitHeadline, fitMeanings, fitSentences } from './fit-words.ts';
import { inflationTable } from './inflation-figure.ts';
import { mostTelling } from './inflation-table.ts';
import { markdownBullets, markdownHeadline, markdownSteps } from './page/markdown.ts';
import { markdownTable, markdownText } from './page/table.ts';
import { proofBullets } from './certify-markdown.ts';
import type { ProofFindings } from './proof-report.ts';

/** As many features as a comment shows. */
const mostRows = 5;

/** What a fit found, in GitHub-flavoured Markdown, short enough for a comment on a change. */
export function fitMarkdown(
  findings: FitFindings,
  { proof, ...places }: Places & { readonly proof?: ProofFindings | undefined },
): string {
  const { calibrator, inflation, data } = findings;
  const shown = mostTelling(inflation.features, mostRows);
  const { head, rows } = inflationTable({ ...inflation, features: shown });
  const columns = [0, 2, 3, 5];
  const some = (row: readonly string[]): string[] => columns.map((column) => row[column]!);
  return [
    ...markdownHeadline('Fit', fitHeadline(calibrator)),
    '',
    ...fitSentences(findings).map(markdownText),
    '',
    ...markdownBullets(fitMeanings(findings)),
    ...(proof === undefined ? [] : ['', '### Promises', '', ...proofBullets(proof, calibrator)]),
    '',
    '### Next',
    '',
    ...markdownSteps(fitNextSteps(calibrator, proof, places)),
    '',
    '### Against simpler ways, out of fold',
    '',
    markdownTable(baselinesTable(calibrator)),
    ...(rows.length === 0
      ? []
      : ['', '### Inflation by feature', '', markdownTable({ head: some(head), rows: rows.map(some) })]),
    '',
    '### Data',
    '',
    markdownTable(dataCardTable(data)),
    '',
  ].join('\n');
}
