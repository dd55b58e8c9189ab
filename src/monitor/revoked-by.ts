import { assertOption } from '../calibrator/target.ts';
import type { CertificateWatch } from '../gate/gate.ts';
import { isName, isSameName, nameOf } from '../gate/standing.ts';
import type { MonitorReport } from './report.ts';

/**
 * What a report says of the certificates of a calibrator, for a gate to go by: the report of a job, read by the app. A
 * certificate of which it says nothing counts as revoked.
 *
 * @param report That of `monitor`, or what `unflatter monitor --json` printed, read as JSON.
 * @throws UnflatterError `invalid-option` for what is no such report, or one that contradicts itself: a gate that is to be watched
 *   does not start without.
 */
export function revokedBy(report: unknown): CertificateWatch {
  const { calibrator, certificates, alarms, verdict } = Object(report) as MonitorReport;
  const isReport =
    typeof calibrator === 'string' &&
    Array.isArray(certificates) &&
    certificates.every(isWatched) &&
    Array.isArray(alarms) &&
    alarms.every((one: unknown) => one === 'drift' || one === 'certificate' || one === 'transport') &&
    ['holds', 'alarm', 'cannot tell'].includes(verdict);
  assertOption(isReport, 'report', 'one of a monitor', report);
  const isBroken = certificates.some(({ state }) => state === 'revoked');
  const isConsistent = alarms.includes('certificate') === isBroken && (verdict === 'alarm') === alarms.length > 0;
  assertOption(isConsistent, 'report', 'whole: its alarms are those of its certificates', { verdict, alarms });
  const found = certificates.map(({ certificate, state }) => ({ name: nameOf(certificate), state }));
  return {
    digest: calibrator,
    isRevoked: (name) => {
      const own = found.filter((one) => isSameName(one.name, name));
      return own.length === 0 || own.some(({ state }) => state === 'revoked');
    },
  };
}

function isWatched(one: unknown): boolean {
  const { state, certificate, revokedBy: breach } = Object(one) as MonitorReport['certificates'][number];
  const isState = state === 'holds' || state === 'revoked' || state === 'watching';
  // What broke it, beside a state that it is not broken, is no report.
  return isName(certificate) && isState && (breach === null || state === 'revoked');
}
