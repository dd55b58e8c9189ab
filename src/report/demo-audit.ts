import type { AuditReport } from '../audit/audit.ts';
import { percent } from './numbers.ts';

/** What the audit of the example set says, in one line. */
export function demoAuditLine({ records, probes, bySomeProbe, verdict }: AuditReport): string {
  const { raw, corrected } = bySomeProbe.worstCase;
  return (
    `Can it be gamed? ${records.probed} made-up answers, changed in ${probes.length} ways and all rated at the top: the best change gets ` +
    `${percent(raw.value, 0)} of the bad ones past the rating, ${percent(corrected.value, 0)} past the gate (audit: ${verdict}).`
  );
}
