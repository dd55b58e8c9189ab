import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import type { CalibrationRecord, HumanRating } from '../types.ts';
import type { DriftReport } from './drift-report.ts';
import type { Logged } from './label.ts';
import { createMonitor } from './monitor.ts';
import type { MonitorAlarm, MonitorReport, TransportReport, WatchedCertificate } from './report.ts';
import { checkTransport } from './transport.ts';

export interface MonitorAllOptions {
  readonly confidence?: number | undefined;
  readonly leastInclusion?: number | undefined;
  readonly features?: readonly CustomFeature[] | undefined;
  /** How far pass probabilities may be off on average. Left out: that is not asked. */
  readonly margin?: number | undefined;
  /** Labels that were left out before, since nobody knows how they came about. */
  readonly unchosen: number;
  readonly drift: DriftReport | null;
}

/** All that labels say of a calibrator, in the order in which they were given; those without a time first, as they came. */
export function monitorAll(
  calibrator: Calibrator,
  labelled: readonly { readonly record: CalibrationRecord; readonly logged?: Logged | undefined }[],
  { confidence, leastInclusion, features, margin, unchosen, drift }: MonitorAllOptions,
): MonitorReport {
  const monitor = createMonitor({ calibrator, confidence, leastInclusion, features });
  const inOrder = labelled
    .map((one) => ({ ...one, at: lastOf(one.record.humanRatings) }))
    .sort((a, b) => (a.at === b.at ? 0 : a.at - b.at));
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

function isAllShown(
  certificates: readonly WatchedCertificate[],
  drift: DriftReport | null,
  transport: TransportReport | null,
): boolean {
  const found = [transport?.verdict, drift?.verdict, ...certificates.map(({ state }) => state)].filter(
    (one) => one !== undefined,
  );
  return found.length > 0 && found.every((one) => one === 'holds');
}

/** When the last of some ratings was given; before all others where none says so. */
function lastOf(ratings: readonly HumanRating[]): number {
  return Math.max(...ratings.map((rating) => (typeof rating === 'number' ? undefined : rating.at) ?? -Infinity));
}
