import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { fingerprintOf } from '../calibrator/fingerprint.ts';
import { assertOption } from '../calibrator/target.ts';
import { shown } from '../errors.ts';
import { createQualityGate } from '../gate/gate.ts';
import { isSameName } from '../gate/standing.ts';
import type { CalibrationRecord } from '../types.ts';
import type { DriftReport } from './drift-report.ts';
import { labelledAt, type Logged } from './label.ts';
import { createMonitor, type Monitor } from './monitor.ts';
import type { MonitorAlarm, MonitorReport, RevokedBefore, TransportReport, WatchedCertificate } from './report.ts';
import { checkTransport } from './transport.ts';
import { isOfAll, isUndecided } from './units.ts';

interface Labelled {
  readonly record: CalibrationRecord;
  readonly logged?: Logged | undefined;
}

export interface MonitorAllOptions {
  readonly confidence?: number | undefined;
  readonly leastInclusion?: number | undefined;
  readonly passedOnly?: boolean | undefined;
  readonly features?: readonly CustomFeature[] | undefined;
  /** How far pass probabilities may be off on average. Left out: that is not asked. */
  readonly margin?: number | undefined;
  /** What earlier reports said to be revoked: it stays so. @default nothing */
  readonly earlier?: readonly RevokedBefore[] | undefined;
  /** Labels that were left out before, since nobody knows how they came about. */
  readonly unchosen: number;
  /** One over the inclusion of each labelled response of which no record could be made. @default none */
  readonly unjudged?: readonly number[] | undefined;
  readonly drift: DriftReport | null;
}

/**
 * All that labels say of a calibrator, in the order in which responses were first rated; those without a time first. Where time says
 * nothing a hash of their names does: the lines of a file may be sorted by what people said.
 *
 * @throws UnflatterError `invalid-option` where labels that are said to be of passes alone are of other responses, too
 */
export function monitorAll(
  calibrator: Calibrator,
  labelled: readonly Labelled[],
  {
    confidence,
    leastInclusion,
    passedOnly,
    features,
    margin,
    earlier = [],
    unchosen,
    unjudged = [],
    drift,
  }: MonitorAllOptions,
): MonitorReport {
  const monitor = createMonitor({ calibrator, confidence, leastInclusion, passedOnly, features });
  const inOrder = labelled
    .map((one) => ({ ...one, at: labelledAt(one.record, calibrator), place: fingerprintOf(`order ${one.record.id}`) }))
    .sort((a, b) => (a.at === b.at ? (a.place < b.place ? -1 : 1) : a.at - b.at));
  const counted = inOrder.filter(({ record, logged }) => monitor.label(record, logged) === 'counted');
  if (passedOnly === true) assertPassedOnly(calibrator, monitor, { counted, features });
  const ours = labelled.filter(({ logged }) => logged === undefined || logged.calibrator === calibrator.digest);
  const records = ours.map(({ record }) => record);
  const transport = margin === undefined ? null : checkTransport(calibrator, records, { margin, features, unjudged });
  const certificates = monitor
    .certificates()
    .map((one) => (earlier.some((other) => isSameRevoked(one, other)) ? { ...one, state: 'revoked' as const } : one));
  const alarms = alarmsOf(certificates, drift, transport);
  return {
    verdict: alarms.length > 0 ? 'alarm' : isAllShown(certificates, drift, transport) ? 'holds' : 'cannot tell',
    alarms,
    calibrator: monitor.digest,
    labels: { ...monitor.counts(), unchosen, unjudged: unjudged.length },
    passedOnly: passedOnly === true,
    certificates,
    drift,
    transport,
  };
}

/** Of a calibrator that was certified again as well: its digest is another, and a certificate that it kept is the same. */
export function isSameRevoked({ certificate, rule }: RevokedBefore, other: RevokedBefore): boolean {
  const { score, threshold } = other.rule;
  return isSameName(certificate, other.certificate) && rule.score === score && rule.threshold === threshold;
}

/**
 * Said of labels of all traffic, it would hide that a promise on all traffic is broken. Where there is none it hides nothing, and
 * outside the envelope a gate passes nothing by a certificate, so that a label there does not show how it was chosen.
 */
function assertPassedOnly(
  calibrator: Calibrator,
  monitor: Monitor,
  { counted, features }: Pick<MonitorAllOptions, 'features'> & { readonly counted: readonly Labelled[] },
): void {
  const estimands = monitor.certificates().map(({ certificate }) => certificate.estimand);
  if (!estimands.some(isOfAll)) return;
  const gate = createQualityGate({ calibrator, features });
  const other = monitor.state().labels.findIndex(({ says }, i) => {
    if (!says.every((said, place) => estimands[place] === 'false-fail' || isUndecided(said))) return false;
    const { record, logged } = counted[i]!;
    return gate.decide(record).calibrated?.outside.length === 0 && (logged?.outside ?? []).length === 0;
  });
  if (other < 0) return;
  const name = shown(counted[other]!.record.id);
  const expected = `left out where labels are of other responses, too, as ${name}, which no certificate passes`;
  assertOption(false, 'passedOnly', expected, true);
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
