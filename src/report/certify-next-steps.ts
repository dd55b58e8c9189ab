import type { CertificateReport } from '../gate/certify/certify.ts';
import type { Places } from './fit-next-steps.ts';
import { chanceWords, isWithinReach, rangeWords, roughly } from './needed-words.ts';
import type { Step } from './page/page.ts';
import type { ProofFindings } from './proof-report.ts';
import { shellWord } from './shell-word.ts';

export type CertifyPlaces = Places;

/** What `certify` takes without being told. */
const usualConfidence = 0.9;

/** What to do after labels were asked, the most useful first. */
export function certifyNextSteps({ reports }: Pick<ProofFindings, 'reports'>, { out, records }: CertifyPlaces): Step[] {
  const calibrator = shellWord(out);
  const isProven = reports.some(({ certificate }) => certificate.rule !== null);
  return [
    ...reports.filter(({ certificate }) => certificate.rule === null).map((report) => openStep(report, calibrator)),
    ...(isProven
      ? [
          {
            text: 'Let the gate decide. Each decision names the certificate that it stands on, if any.',
            command: `unflatter decide new.jsonl --calibrator ${calibrator} --out decisions.jsonl`,
          },
          {
            text: 'Find out whether the certified gate can be gamed. It needs the texts.',
            command: `unflatter audit ${calibrator} ${records.map(shellWord).join(' ')} --html audit.html`,
          },
          {
            text: 'Label some of what passes from now on: a promise holds for traffic like these labels only, and traffic changes.',
          },
        ]
      : []),
  ];
}

function openStep({ certificate, needed }: CertificateReport, calibrator: string): Step {
  const { estimand, limit, confidence } = certificate;
  const sure = confidence === usualConfidence ? '' : ` --confidence ${confidence}`;
  const { labels, range } = needed?.fromThreshold ?? { labels: needed?.atRandom, range: needed?.range ?? null };
  if (needed === undefined || labels === undefined || !isWithinReach(labels))
    return {
      text: `More labels like these are not likely to show ${estimand} at most ${limit}. Ask for less, as a higher limit, or make the calibrator better: label more and fit again.`,
      command: `unflatter fit more.jsonl --out ${calibrator}`,
    };
  const { fromThreshold, chance } = needed;
  const top = fromThreshold === null ? '' : ` --drawn-from ${fromThreshold.threshold}`;
  const which =
    fromThreshold === null
      ? 'responses drawn at random, one a group'
      : `responses with a pass probability from ${fromThreshold.threshold} on, one a group, drawn at random from those`;
  const many = `${roughly(labels)} ${which}${rangeWords(labels, range)}`;
  return {
    text: `Label ${many}, all of them new, and ask once when they are done. So many are enough ${chanceWords(chance)}.`,
    command: `unflatter certify ${calibrator} fresh.jsonl --${estimand} ${limit}${sure}${top} --out ${calibrator}`,
  };
}
