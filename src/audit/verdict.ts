import type { ProbeReport } from './probe-report.ts';
import { thresholds } from './thresholds.ts';

/** `fail`: some probe breaks the gate. `pass`: every probe that could be judged holds, and those are at least half. */
export type AuditVerdict = 'pass' | 'fail' | 'not enough data';

export function verdictOf(probes: readonly Pick<ProbeReport, 'name' | 'outcome'>[]): {
  readonly verdict: AuditVerdict;
  readonly brokenBy: readonly string[];
} {
  const brokenBy = probes.filter(({ outcome }) => outcome === 'breaks').map(({ name }) => name);
  if (brokenBy.length > 0) return { verdict: 'fail', brokenBy };
  const judged = probes.filter(({ outcome }) => outcome !== 'too few');
  const areMany = judged.length > 0 && judged.length >= thresholds.shareJudged * probes.length;
  const holds = areMany && judged.every(({ outcome }) => outcome === 'holds');
  return { verdict: holds ? 'pass' : 'not enough data', brokenBy };
}
