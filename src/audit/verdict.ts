import type { ProbeReport } from './probe-report.ts';

/** `fail`: some probe breaks the gate. `pass`: every probe that could be judged holds. */
export type AuditVerdict = 'pass' | 'fail' | 'not enough data';

export function verdictOf(probes: readonly Pick<ProbeReport, 'name' | 'outcome'>[]): {
  readonly verdict: AuditVerdict;
  readonly brokenBy: readonly string[];
} {
  const brokenBy = probes.filter(({ outcome }) => outcome === 'breaks').map(({ name }) => name);
  if (brokenBy.length > 0) return { verdict: 'fail', brokenBy };
  const holds = probes.some(({ outcome }) => outcome === 'holds');
  const isSure = !probes.some(({ outcome }) => outcome === 'unclear');
  return { verdict: holds && isSure ? 'pass' : 'not enough data', brokenBy };
}
