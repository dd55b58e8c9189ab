import type { Calibrator } from '../calibrator/calibrator.ts';
import { certificateSentences } from './certificate-report.ts';
import { certifyNextSteps, type CertifyPlaces } from './certify-next-steps.ts';
import { dataCardTable, type DataCard } from './data-card.ts';
import { markdownBullets, markdownHeadline, markdownSteps } from './page/markdown.ts';
import { markdownTable, markdownText } from './page/table.ts';
import { proofHeadline, shortClaim } from './proof-page.ts';
import { decidedLines, type ProofFindings } from './proof-report.ts';

type Target = Pick<Calibrator, 'target'>;

/** What labels that the fit had not seen say, in GitHub-flavoured Markdown, short enough for a comment on a change. */
export function certifyMarkdown(
  { proof, calibrator, data }: { readonly proof: ProofFindings; readonly calibrator: Target; readonly data: DataCard },
  places: CertifyPlaces,
): string {
  return [
    ...markdownHeadline('Certify', proofHeadline(proof)),
    '',
    ...proofBullets(proof, calibrator),
    '',
    '### Next',
    '',
    ...markdownSteps(certifyNextSteps(proof, places)),
    '',
    '### Data',
    '',
    markdownTable(dataCardTable(data)),
    '',
  ].join('\n');
}

/** Each promise with what became of it. */
export function proofBullets(proof: ProofFindings, calibrator: Target): string[] {
  return [
    ...markdownBullets(decidedLines(proof)),
    ...proof.reports.flatMap((report) => [
      `- **${report.certificate.rule === null ? 'not yet' : 'proven'}**: ${markdownText(shortClaim(report))}`,
      ...certificateSentences(report, calibrator).map((line) => `  - ${markdownText(line)}`),
    ]),
  ];
}
