import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { fingerprintOf } from '../calibrator/fingerprint.ts';
import type { CalibrationRecord } from '../types.ts';
import type { DriftReport } from './drift-report.ts';
import { labelledAt, type Logged } from './label.ts';
import { createMonitor } from './monitor.ts';
import type { MonitorAlarm, MonitorReport, TransportReport, WatchedCertificate } from './report.ts';
import { checkTransport } from './transport.ts';

export interface MonitorAllOptions {
  readonly confidence?: number | undefined;
  readonly leastInclusion?: number | undefined;
  readonly passedOnly?: boolean | undefined;
  readonly features?: readonly CustomFeature[] | undefined;
  /** How far pass probabilities may be off on average. Left out: that is not asked. */
  readonly margin?: number | undefined;
  /** Labels that were left out before, since nobody knows how they came about. */
  readonly unchosen: number;
  readonly drift: DriftReport | null;
}

/**
 * All that labels say of a calibrator, in the order in which responses were first rated; those without a time first. Where time says
 * nothing a hash of their names does: the lines of a file may be sorted by what people said.
 */
export function monitorAll(
  calibrator: Calibrator,
  labelled: readonly { readonly record: CalibrationRecord; readonly logged?: Logged | undefined }[],
  { confidence, leastInclusion, passedOnly, features, margin, unchosen, drift }: MonitorAllOptions,
): MonitorReport {
  const monitor = createMonitor({ calibrator, confidence, leastInclusion, passedOnly, features });
  const inOrder = labelled
    .map((one) => ({ ...one, at: labelledAt(one.record, calibrator), place: fingerprintOf(`order ${one.record.id}`) }))
    .sort((a, b) => (a.at === b.at ? (a.place < b.place ? -1 : 1) : a.at - b.at));
  for (const { record, logged } of inOrder) monitor.label(record, logged);
  const ours = labelled.filter(({ logged }) => logged === undefined || logged.calibrator === calibrator.digest);
  const records = ours.map(({ record }) => record);
  const transport = margin === undefined ? null : checkTransport(calibrator, records, { margin, features });
  const certificates = monitor.certificates();
  const alarms = alarmsOf(certificates, drift, transport);
  return {
    verdict: alarms.length > 0 ? 'alarm' : isAllShown(certificates, drift, transport) ? 'holds' : 'cannot tell',
    alarms,
    calibrator: monitor.digest,
    labels: { ...monitor.counts(), unchosen },
    certificates,
    drift,
    transport,
  };
}

function alarmsOf(
  certificates: readonly WatchedCertificate[],
  drift: DriftReport | null,
  transport: TransportReport | null,
): MonitorAlarm[] {
  return [
    ...(certificates.some(({ state }) => state === 'revoked') ? (['certificate'] as const) : []),
    ...(transport?.verdict === 'fails' ? (['transport'] as const) : []),
    ...(drift?.verdict === 'drifted' ? (['drift'] as const) : []),
  ];
}

/** Drift alone never shows that a promise holds: that people no longer pass what they did need not be seen in what is decided on. */
function isAllShown(
  certificates: readonly WatchedCertificate[],
  drift: DriftReport | null,
  transport: TransportReport | null,
): boolean {
  const byLabels = [transport?.verdict, ...certificates.map(({ state }) => state)].filter((one) => one !== undefined);
  const isShown = byLabels.length > 0 && byLabels.every((one) => one === 'holds');
  return isShown && (drift === null || drift.verdict === 'holds');
}
