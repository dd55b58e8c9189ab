import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Certificate } from '../calibrator/certificate.ts';
import { assertFeatures, type CustomFeature } from '../calibrator/custom.ts';
import { assertSameFeatures } from '../calibrator/made-for.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import { assertOption } from '../calibrator/target.ts';
import type { CertificateWatch } from '../gate/gate.ts';
import { nameOf, type CertificateName } from '../gate/standing.ts';
import { significant } from '../math/round.ts';
import type { CalibrationRecord } from '../types.ts';
import { assertInclusion, assertLabelled, assertLeast } from './assert-label.ts';
import { countedLabel, type Logged, type NotCounted } from './label.ts';
import type { LabelCounts, WatchedCertificate } from './report.ts';
import { emptyState, readState, type MonitorState } from './state.ts';
import { revokedAt, watchOf } from './watch.ts';

export interface MonitorOptions {
  /** A calibrator with certificates, or the JSON of one. It is checked here. */
  readonly calibrator: unknown;
  /**
   * How surely none of its certificates is revoked that holds, in the life of the monitor: above 0.5 and below 1. All
   * certificates share what is left.
   * @default 0.975, which leaves as much to the alarms of `driftOf` and both together at 0.95
   */
  readonly confidence?: number | undefined;
  /**
   * The least probability with which any label was, or will be, chosen; `sample` says it. Above 0, at most 1. Left out: the
   * least of the labels before each label has to do, which is right where they are chosen alike.
   */
  readonly leastInclusion?: number | undefined;
  /** Features of the app's own that the calibrator was fitted with. */
  readonly features?: readonly CustomFeature[] | undefined;
  /** What another monitor of the same calibrator knew: see {@link Monitor.state}. */
  readonly state?: unknown;
}

/** Watches the certificates of a calibrator as labels come in. A gate can carry it. */
export interface Monitor extends CertificateWatch {
  /**
   * Counts one labelled response, once. Labels must come as they would whatever they say: all of a batch, not those that
   * were looked for.
   *
   * @returns `counted`, or why it does not count
   * @throws UnflatterError `invalid-records` for what is no labelled record, `invalid-option` where it was chosen less
   *   probably than any could be, or what `calibrate` throws for a record that the calibrator was not made for. Nothing
   *   is counted then.
   */
  readonly label: (record: CalibrationRecord, logged?: Logged) => 'counted' | NotCounted;
  /** What is known of each certificate with a rule, in the order of the calibrator. */
  readonly certificates: () => readonly WatchedCertificate[];
  readonly counts: () => LabelCounts;
  /** All it knows, as plain JSON without texts, to go on with after a restart. */
  readonly state: () => MonitorState;
}

/**
 * A monitor of the certificates of a calibrator.
 *
 * @throws UnflatterError `invalid-calibrator`, `invalid-option`, or `feature-set-mismatch`.
 */
export function createMonitor(options: MonitorOptions): Monitor {
  assertOption(typeof options === 'object' && options !== null, 'options', 'an object', options);
  const { confidence = 0.975, leastInclusion, features = [] } = options;
  const calibrator = parseCalibrator(options.calibrator);
  assertOption(confidence > 0.5 && confidence < 1, 'confidence', 'above 0.5 and below 1', confidence);
  assertLeast(leastInclusion);
  assertFeatures(features);
  assertSameFeatures(calibrator, features);
  const watched = watchedOf(calibrator);
  const error = significant(1 - confidence, 12) / Math.max(1, watched.length);
  const state =
    options.state === undefined ? emptyState(calibrator) : readState(options.state, calibrator, watched.length);
  const labels = [...state.labels];
  const counts = { ...state.counts };
  const groups = new Set(labels.flatMap(({ keys }) => keys));
  const watching = { leastInclusion, error };
  const certificates = (): readonly WatchedCertificate[] =>
    watched.map((one, place) => watchOf(one, place, labels, watching));
  // A gate asks before each of its decisions, labels come rarely.
  let revoked: readonly boolean[] | undefined;

  return {
    digest: calibrator.digest,
    label: (record, logged) => {
      assertLabelled(record, calibrator);
      const label = countedLabel(calibrator, watched, record, { features, logged });
      if (typeof label === 'string') {
        counts[label]++;
        return label;
      }
      if (label.keys.some((key) => groups.has(key))) {
        counts.sameGroup++;
        return 'sameGroup';
      }
      assertInclusion(record.id, label.inclusion, { least: leastInclusion, before: labels.at(0)?.inclusion });
      labels.push(label);
      for (const key of label.keys) groups.add(key);
      counts.counted++;
      revoked = undefined;
      return 'counted';
    },
    certificates,
    counts: () => ({ ...counts }),
    state: () => ({ calibrator: calibrator.digest, labels: [...labels], counts: { ...counts } }),
    isRevoked: (name) => {
      const at = watched.findIndex((one) => isSame(nameOf(one), name));
      revoked ??= watched.map((one, place) => revokedAt(one, place, labels, watching) !== undefined);
      return at >= 0 && revoked[at]!;
    },
  };
}

/** The certificates that decide on anything. */
function watchedOf({ certificates }: Pick<Calibrator, 'certificates'>): Certificate[] {
  return certificates.filter(({ rule }) => rule !== null);
}

function isSame(one: CertificateName, other: CertificateName): boolean {
  return (['estimand', 'limit', 'confidence', 'digest'] as const).every((part) => one[part] === other[part]);
}
