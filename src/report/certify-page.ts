import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Agreement } from '../fit/agreement/agreement.ts';
import type { ReliabilityDiagram } from '../fit/reliability-diagram.ts';
import { plotAgreement } from './agreement-figure.ts';
import { certifyNextSteps, type CertifyPlaces } from './certify-next-steps.ts';
import { dataCardTable, type DataCard } from './data-card.ts';
import { bullets, page, paragraph, steps, subheading } from './page/page.ts';
import { table } from './page/table.ts';
import { decidedParagraphs, proofHeadline, proofMeanings, proofSections } from './proof-page.ts';
import type { ProofFindings } from './proof-report.ts';
import { distanceWords, plotReliability } from './reliability-figure.ts';

/** All that is told of labels that the fit had not seen. */
export interface CertifyFindings {
  readonly calibrator: Calibrator;
  readonly proof: ProofFindings;
  /** Of all these labels, those that decide nothing included. */
  readonly reliability: ReliabilityDiagram;
  readonly data: DataCard;
  /** Undefined where no record was rated by several people. */
  readonly agreement?: Agreement | undefined;
}

export interface CertifyPageOptions extends CertifyPlaces {
  readonly title: string;
  /** What was asked of what, as the names of the calibrator and the labels. */
  readonly what: string;
}

/** What these labels prove, as one file of HTML that loads nothing and runs nothing. Same findings, same bytes. */
export function certifyPage(findings: CertifyFindings, { title, what, ...places }: CertifyPageOptions): string {
  const { calibrator, proof, reliability, data, agreement } = findings;
  return page({
    title,
    what,
    headline: proofHeadline(proof),
    opening: [
      paragraph(
        'The gate passes a response where the calibrator is sure enough that people would pass it. How sure is sure enough was decided here by labels of responses that the fit had not seen.',
      ),
      ...decidedParagraphs(proof),
      subheading('What it means'),
      bullets(proofMeanings(proof)),
      subheading('What to do next'),
      steps(certifyNextSteps(proof, places)),
    ],
    sections: [
      ...proofSections(proof, calibrator),
      {
        title: 'Before and after',
        body: [
          paragraph(distanceWords(reliability)),
          ...plotReliability(reliability, 'All these labels are of responses that the fit had not seen.'),
        ],
      },
      { title: 'The people', body: plotAgreement(agreement, calibrator.target) },
      { title: 'The data', body: [table(dataCardTable(data))] },
      { title: 'What this cannot show', body: [bullets(limits(proof))] },
    ],
  });
}

function limits({ reports }: ProofFindings): string[] {
  const from = reports[0]?.certificate.drawnFrom;
  return [
    'A promise holds for traffic like these labels: of the same generator, rater and rating prompt, labelled by such people. When that changes it is to be shown again.',
    'Each group counts once, by one response that is drawn from it or by the mean of its labels. A group that sends many responses is not counted more often.',
    'It holds for what was asked. Who fits again and again and certifies each fit on the same labels finds luck, of which no file can know.',
    'It says how often the gate is wrong, not on which response.',
    ...(from === undefined
      ? []
      : [
          `The labels were drawn only from responses with a pass probability from ${from} on, so they tell nothing of the others, nor of how many there are.`,
        ]),
  ];
}
