import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CertifiedRule } from '../calibrator/certificate.ts';
import type { QualityGate } from '../gate/gate.ts';
import { hasExpired } from '../gate/bound.ts';
import { areApart } from '../gate/decide.ts';
import { chosenFrom, isForPassing, type StandingCertificate } from '../gate/standing.ts';
import { asked, claimWords, leftOutWords, ruleWords } from '../report/certificate-words.ts';

type Gate = Pick<QualityGate, 'calibrator' | 'policy'>;

/** What a gate stands on, for people: one line for its passes, and one for its fails where those have a certificate. */
export function standingNotes({ calibrator, policy }: Gate, now: number): string[] {
  const { certificates = [], passThreshold } = policy;
  const toPass = certificates.find(isForPassing);
  const toFail = certificates.find((one) => !isForPassing(one));
  const passes = toPass === undefined ? { score: 'passProbability' as const, threshold: passThreshold! } : toPass.rule;
  const notes = [
    toPass === undefined ? uncertified(passThreshold!, calibrator, now) : standing(toPass, calibrator, now),
    ...(toFail === undefined ? [] : [standing(toFail, calibrator, now, passes)]),
  ];
  return notes.map((note) => `note: ${note}`);
}

function uncertified(passThreshold: number, { certificates }: Gate['calibrator'], now: number): string {
  const from = `passes from a pass probability of ${passThreshold} on`;
  const other = chosenFrom(certificates, undefined);
  if (other === undefined)
    return `the calibrator has no certificate for passing, so nothing is promised of ${from} (see unflatter certify --help)`;
  const would =
    other.rule === null
      ? 'nothing would pass: it is not yet certified from where on'
      : other.expires !== null && hasExpired(other.expires, now)
        ? `nothing would pass: theirs counted before ${other.expires} only`
        : 'they would';
  return `${from} stand on no certificate; without --pass-threshold ${would}`;
}

/** Fails have to be told what passes: they may not be claimed beside it. */
function standing(
  certificate: StandingCertificate,
  { target, certificates }: Calibrator,
  now: number,
  passes: CertifiedRule | null = null,
): string {
  const { estimand, limit, confidence, rule, expires, digest } = certificate;
  const does = isForPassing(certificate) ? 'pass' : 'fail';
  const isOneOfSeveral = does === 'pass' && certificates.filter(isForPassing).length > 1;
  const other = isOneOfSeveral ? ', or choose another by --stand-on' : '';
  const claim = `${claimWords(certificate, target)}, ${asked(confidence)} sure`;
  if (rule === null)
    return `nothing can ${does}: it is not yet certified that ${claim} (see unflatter certify --help, or give --${does}-threshold${other})`;
  const labels = `labels ${digest.slice(0, 12)}`;
  if (expires !== null && hasExpired(expires, now))
    return `nothing can ${does}: the certificate by ${labels} counted before ${expires} only; certify on labels of today`;
  if (!areApart(passes, rule)) return 'fails stand on no certificate: passing takes some of what theirs was proved for';
  const until = expires === null ? '' : `; until ${expires}`;
  const whole = certificates.findLast(
    (one) => one.digest === digest && one.estimand === estimand && one.limit === limit && one.confidence === confidence,
  );
  const rest = leftOutWords(whole ?? {});
  return `${does === 'pass' ? 'passes' : 'fails'} stand on a certificate: ${claim} (${ruleWords(rule, estimand)}; ${labels}${until})${rest}`;
}
