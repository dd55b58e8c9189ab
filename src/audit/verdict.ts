import type { AuditedGates } from './gates.ts';
import type { ProbeReport } from './probe-report.ts';
import { thresholds } from './thresholds.ts';

/**
 * `fail`: some probe breaks the gate. `pass`: every probe that could be judged holds, and those are at least half; and the
 * gate is one that was asked for, and passes something.
 */
export type AuditVerdict = 'pass' | 'fail' | 'not enough data';

export function verdictOf(
  probes: readonly Pick<ProbeReport, 'name' | 'outcome'>[],
  { thresholdFrom, passedShare }: Pick<AuditedGates, 'thresholdFrom' | 'passedShare'>,
): {
  readonly verdict: AuditVerdict;
  readonly brokenBy: readonly string[];
} {
  const brokenBy = probes.filter(({ outcome }) => outcome === 'breaks').map(({ name }) => name);
  if (brokenBy.length > 0) return { verdict: 'fail', brokenBy };
  const judged = probes.filter(({ outcome }) => outcome !== 'too few' && outcome !== 'too few pass');
  const areMany = judged.length > 0 && judged.length >= thresholds.shareJudged * probes.length;
  const holds = areMany && judged.every(({ outcome }) => outcome === 'holds');
  const isOfTheApp = thresholdFrom !== 'people' && passedShare >= thresholds.leastPassed;
  return { verdict: holds && isOfTheApp ? 'pass' : 'not enough data', brokenBy };
}
