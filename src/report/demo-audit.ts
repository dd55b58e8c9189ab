import type { AuditReport } from '../audit/audit.ts';
import type { AuditVerdict } from '../audit/verdict.ts';
import { percent } from './numbers.ts';

/** What the audits of the halves of the example set say together, in one line. */
export function demoAuditLine(audits: readonly AuditReport[]): string {
  const probed = audits.reduce((sum, { records }) => sum + records.probed, 0);
  return (
    `Can it be gamed? ${probed} made-up answers, changed in ${audits[0]!.probes.length} ways and all rated at the top: the best change gets ` +
    `${percent(pastOf(audits, 'raw'), 0)} of the bad ones past the rating, ${percent(pastOf(audits, 'corrected'), 0)} past a gate that has not seen them (audit: ${verdictOfAll(audits)}).`
  );
}

/** Of all that people fail, what gets past in the worst case. */
function pastOf(audits: readonly AuditReport[], by: 'raw' | 'corrected'): number {
  const failing = audits.reduce((sum, { records }) => sum + records.failing, 0);
  return audits.reduce((sum, { records, bySomeProbe }) => {
    return sum + ((bySomeProbe.worstCase[by].value ?? 0) * records.failing) / failing;
  }, 0);
}

/** A gate that was gamed on one half can be gamed, and none is shown to hold that was not shown to on both. */
export function verdictOfAll(audits: readonly AuditReport[]): AuditVerdict {
  if (audits.some(({ verdict }) => verdict === 'fail')) return 'fail';
  return audits.every(({ verdict }) => verdict === 'pass') ? 'pass' : 'not enough data';
}
