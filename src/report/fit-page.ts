import type { Calibrator } from '../calibrator/calibrator.ts';
import { plotAgreement } from './agreement-figure.ts';
import { dataCardTable } from './data-card.ts';
import { fitLimits } from './fit-limits.ts';
import { fitNextSteps, type Places } from './fit-next-steps.ts';
import type { FitFindings } from './fit-report.ts';
import { evaluationRows } from './fit-summary.ts';
import { fitHeadline, fitMeanings, fitSentences, worthSentence } from './fit-words.ts';
import { plotInflation } from './inflation-figure.ts';
import { bullets, page, paragraph, steps, subheading, type Section } from './page/page.ts';
import { table, type Table } from './page/table.ts';
import { plotReliability } from './reliability-figure.ts';
import { decidedParagraphs, proofSections } from './proof-page.ts';
import type { ProofFindings } from './proof-report.ts';

export interface FitPageOptions extends Places {
  readonly title: string;
  /** What was fitted on what, as the names of the calibrator and the set. */
  readonly what: string;
  /** Where a part of the labels was kept from the fit for a proof: what they say. */
  readonly proof?: ProofFindings | undefined;
}

/** What a fit found, as one file of HTML that loads nothing and runs nothing. Same findings, same bytes. */
export function fitPage(findings: FitFindings, { title, what, proof, ...places }: FitPageOptions): string {
  const { calibrator } = findings;
  return page({
    title,
    what,
    headline: fitHeadline(calibrator),
    opening: [
      ...fitSentences(findings).map(paragraph),
      subheading('What it means'),
      bullets(fitMeanings(findings)),
      subheading('What to do next'),
      steps(fitNextSteps(calibrator, proof, places)),
    ],
    sections: sectionsOf(findings, proof),
  });
}

function sectionsOf(findings: FitFindings, proof: ProofFindings | undefined): Section[] {
  const { calibrator, reliability, inflation, agreement, data } = findings;
  const [first, ...others] = proof === undefined ? [] : proofSections(proof, calibrator);
  return [
    {
      title: 'Before and after',
      body: plotReliability(reliability, 'Each response is judged by a fit that had not seen its group.'),
    },
    { title: 'Inflation by feature', body: plotInflation(inflation) },
    {
      title: 'Against simpler ways',
      body: [table(baselinesTable(calibrator)), paragraph(worthSentence(calibrator))],
    },
    ...(first === undefined ? [] : [{ ...first, body: [...decidedParagraphs(proof!), ...first.body] }, ...others]),
    { title: 'The people', body: plotAgreement(agreement, calibrator.target, calibrator.outOfFold) },
    { title: 'The data', body: [table(dataCardTable(data))] },
    { title: 'What this cannot show', body: [bullets(fitLimits(findings))] },
  ];
}

/** The correction beside what anybody would try first. */
export function baselinesTable(calibrator: Calibrator): Table {
  const [head, ...rows] = evaluationRows(calibrator);
  return { title: 'Out of fold; lower is better but for AUC', head: ['way', ...head!.slice(1)], rows };
}
