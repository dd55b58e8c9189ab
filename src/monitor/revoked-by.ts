import { assertOption } from '../calibrator/target.ts';
import type { CertificateWatch } from '../gate/gate.ts';
import type { MonitorReport } from './report.ts';

/**
 * What a report says of the certificates of a calibrator, for a gate to go by: the report of a job, read by the app.
 *
 * @param report That of `monitor`, or what `unflatter monitor --json` printed, read as JSON.
 * @throws UnflatterError `invalid-option` for what is no such report: a gate that is to be watched does not start without.
 */
export function revokedBy(report: unknown): CertificateWatch {
  const { calibrator, certificates } = Object(report) as MonitorReport;
  const isReport =
    typeof calibrator === 'string' &&
    Array.isArray(certificates) &&
    certificates.every((one: unknown) => {
      const { state, certificate } = Object(one) as MonitorReport['certificates'][number];
      const isName = typeof certificate === 'object' && typeof certificate?.digest === 'string';
      return isName && (state === 'holds' || state === 'revoked' || state === 'watching');
    });
  assertOption(isReport, 'report', 'one of a monitor', report);
  const revoked = certificates
    .filter(({ state }) => state === 'revoked')
    .map(({ certificate }) => ({ ...certificate }));
  return {
    digest: calibrator,
    isRevoked: ({ estimand, limit, confidence, digest }) =>
      revoked.some(
        (one) =>
          one.estimand === estimand && one.limit === limit && one.confidence === confidence && one.digest === digest,
      ),
  };
}
