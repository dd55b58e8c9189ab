import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CertificateReport } from '../gate/certify/certify.ts';
import { certificateSentences } from './certificate-report.ts';
import { asked, capital, labels, ruleWords } from './certificate-words.ts';
import { plotRisk } from './frontier-figure.ts';
import { count } from './numbers.ts';
import type { Markup } from './page/markup.ts';
import { bullets, paragraph, type Headline, type Section } from './page/page.ts';
import { decidedLines, type ProofFindings } from './proof-report.ts';

type Target = Pick<Calibrator, 'target'>;

/** A section for each promise: what is proven or missing, and what other thresholds would give. */
export function proofSections({ reports }: Pick<ProofFindings, 'reports'>, calibrator: Target): Section[] {
  return reports.map((report) => ({ title: sectionTitle(report), body: proofBody(report, calibrator) }));
}

function proofBody(report: CertificateReport, calibrator: Target): Markup[] {
  return [bullets(certificateSentences(report, calibrator)), ...plotRisk(report)];
}

function sectionTitle({ certificate: { estimand, limit, rule } }: CertificateReport): string {
  return `${claimNames[estimand]} at most ${asked(limit)}: ${rule === null ? 'not yet' : 'proven'}`;
}

const claimNames = {
  'false-pass': 'False passes',
  leak: 'Leaks',
  joint: 'Passed and failing',
  'false-fail': 'False fails',
} as const;

/** Whether what was asked is proven, for somebody who has read nothing of it. */
export function proofHeadline({ reports }: Pick<ProofFindings, 'reports'>): Headline {
  const proven = reports.filter(({ certificate }) => certificate.rule !== null).length;
  const [first] = reports;
  if (reports.length > 1 && proven > 0 && proven < reports.length)
    return {
      verdict: 'partly proven',
      tone: 'open',
      sentence: `${count(proven)} of ${count(reports.length)} promises ${proven === 1 ? 'is' : 'are'} proven on labels that the fit had not seen. The gate decides nothing on the strength of the others.`,
    };
  const what = reports.length === 1 ? shortClaim(first!) : `all ${count(reports.length)} promises`;
  if (proven === reports.length)
    return {
      verdict: 'proven',
      tone: 'good',
      sentence: `${reports.length === 1 ? `Proven on labels that the fit had not seen: ${what}` : `Proven on labels that the fit had not seen, ${what}`}.`,
    };
  return {
    verdict: 'not yet',
    tone: 'open',
    sentence: `Not proven yet: ${reports.length === 1 ? what : 'none of the promises is shown by these labels'}. Until then the gate decides nothing on the strength of it.`,
  };
}

/** What follows for who uses the gate, promise by promise. */
export function proofMeanings({ reports }: Pick<ProofFindings, 'reports'>): string[] {
  return reports.map((report) => {
    const { rule, estimand, decided, units, contradicted, confidence } = report.certificate;
    if (rule === null) return `${capital(shortClaim(report))}: open. It may be so, but these labels cannot show it.`;
    const verb = estimand === 'false-fail' ? 'fails' : 'passes';
    const rest =
      estimand === 'false-fail' ? 'The others pass or go to a person.' : 'The others go to a person, or fail.';
    return `${capital(shortClaim(report))}: the gate ${ruleWords(rule, estimand)}. Of these ${labels(units)} it ${verb} ${count(decided)}, and people contradict ${count(contradicted)} of them. ${rest} Of promises that are proven so, at most ${asked(1 - confidence)} are wrong.`;
  });
}

/** A promise in a few words. */
export function shortClaim({ certificate: { estimand, limit, confidence } }: CertificateReport): string {
  const most = `at most ${asked(limit)}`;
  const claims = {
    'false-pass': `of what the gate passes, people would fail ${most}`,
    leak: `of what people would fail, the gate passes ${most}`,
    joint: `of all responses, ${most} pass the gate and would be failed by people`,
    'false-fail': `of what the gate fails, people would pass ${most}`,
  } as const;
  return `${claims[estimand]}, ${asked(confidence)} sure`;
}

/** Which labels decided, as far as there is something to say. */
export function decidedParagraphs(proof: ProofFindings): Markup[] {
  return decidedLines(proof).map((line) => paragraph(`${capital(line)}.`));
}
