import type { Calibrator } from '../calibrator/calibrator.ts';
import type { QualityGate } from '../gate/gate.ts';
import { isForPassing, type StandingCertificate } from '../gate/standing.ts';
import { asked, claimWords, ruleWords } from '../report/certificate-words.ts';

type Gate = Pick<QualityGate, 'calibrator' | 'policy'>;

/** What a gate stands on, for people: one line for its passes, and one for its fails where those have a certificate. */
export function standingNotes({ calibrator, policy }: Gate, now: number): string[] {
  const { certificates = [], passThreshold } = policy;
  const toPass = certificates.find(isForPassing);
  const toFail = certificates.find((one) => !isForPassing(one));
  const carried = calibrator.certificates.filter(isForPassing).length;
  const notes = [
    toPass === undefined ? uncertified(passThreshold!, carried) : standing(toPass, calibrator, now),
    ...(toFail === undefined ? [] : [standing(toFail, calibrator, now)]),
  ];
  return notes.map((note) => `note: ${note}`);
}

function uncertified(passThreshold: number, carried: number): string {
  const from = `passes from a pass probability of ${passThreshold} on`;
  return carried === 0
    ? `the calibrator has no certificate for passing, so nothing is promised of ${from} (see unflatter certify --help)`
    : `${from} stand on no certificate; without --pass-threshold they would`;
}

function standing(certificate: StandingCertificate, { target, certificates }: Calibrator, now: number): string {
  const { estimand, confidence, rule, expires, digest } = certificate;
  const does = isForPassing(certificate) ? 'pass' : 'fail';
  const isOneOfSeveral = does === 'pass' && certificates.filter(isForPassing).length > 1;
  const other = isOneOfSeveral ? ', or choose another by --stand-on' : '';
  const claim = `${claimWords(certificate, target)}, ${asked(confidence)} sure`;
  if (rule === null)
    return `nothing can ${does}: it is not yet certified that ${claim} (see unflatter certify --help, or give --${does}-threshold${other})`;
  const labels = `labels ${digest.slice(0, 12)}`;
  // As in the gate: a day that cannot be read has passed.
  if (expires !== null && !(now < Date.parse(expires)))
    return `nothing can ${does}: the certificate by ${labels} counted before ${expires} only; certify on labels of today`;
  const until = expires === null ? '' : `; until ${expires}`;
  return `${does === 'pass' ? 'passes' : 'fails'} stand on a certificate: ${claim} (${ruleWords(rule, estimand)}; ${labels}${until})`;
}
