import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Certificate } from '../calibrator/certificate.ts';
import { assertFeatures, type CustomFeature } from '../calibrator/custom.ts';
import { assertSameFeatures } from '../calibrator/made-for.ts';
import { assertOptions } from '../calibrator/options.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import { assertOption } from '../calibrator/target.ts';
import type { CertificateWatch } from '../gate/gate.ts';
import { isSameName, nameOf } from '../gate/standing.ts';
import { significant } from '../math/round.ts';
import type { CalibrationRecord } from '../types.ts';
import { assertInclusion, assertLabelled, assertLeast } from './assert-label.ts';
import { isEvenedOut } from './evened-out.ts';
import { countedLabel, type Logged, type NotCounted } from './label.ts';
import type { LabelCounts, WatchedCertificate } from './report.ts';
import { emptyState, readState, type MonitorState } from './state.ts';
import { revokedAt, watchOf } from './watch.ts';

export interface MonitorOptions<Given = unknown> {
  /** A calibrator with certificates, or the JSON of one, and not the promise of one. It is checked here. */
  readonly calibrator: Awaited<Given>;
  /**
   * How surely none of its certificates is revoked that holds, in the life of the monitor: above 0.5 and below 1. All
   * certificates share what is left.
   * @default 0.975, which leaves as much to the alarms of `driftOf` and both together at 0.95
   */
  readonly confidence?: number | undefined;
  /**
   * The least probability with which any label was, or will be, chosen; `sample` says it. Above 0, at most 1. Of what was
   * chosen more probably, so many labels are left out at random as it takes to even that out. Left out: all are chosen alike,
   * and one that was not is refused.
   */
  readonly leastInclusion?: number | undefined;
  /**
   * Whether all labels are of what the gate passes. They say nothing of `leak` and `joint`, which are rates of all traffic, and
   * nobody could tell by the labels alone. @default false
   */
  readonly passedOnly?: boolean | undefined;
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
   *   probably than any could be, or otherwise than those before without a `leastInclusion`, or what `calibrate` throws for a record that the calibrator was not made for. Nothing
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
export function createMonitor<Given>(options: MonitorOptions<Given>): Monitor {
  assertOptions<MonitorOptions>(options, {
    calibrator: true,
    confidence: true,
    leastInclusion: true,
    passedOnly: true,
    features: true,
    state: true,
  });
  const { confidence = 0.975, leastInclusion, passedOnly = false, features = [] } = options;
  const calibrator = parseCalibrator(options.calibrator);
  assertOption(confidence > 0.5 && confidence < 1, 'confidence', 'above 0.5 and below 1', confidence);
  assertLeast(leastInclusion);
  assertOption(typeof passedOnly === 'boolean', 'passedOnly', 'true or false', passedOnly);
  assertFeatures(features);
  assertSameFeatures(calibrator, features);
  const watched = watchedOf(calibrator);
  const error = significant(1 - confidence, 12) / Math.max(1, watched.length);
  const settings = { confidence, leastInclusion: leastInclusion ?? null, passedOnly };
  const names = watched.map(nameOf);
  const state =
    options.state === undefined
      ? emptyState(calibrator, settings)
      : // A copy: what the caller does with theirs later is nothing that happened.
        structuredClone(readState(options.state, calibrator, { settings, watched: names }));
  const labels = [...state.labels];
  const counts = { ...state.counts };
  const groups = new Set(labels.flatMap(({ keys }) => keys));
  const watching = { passedOnly, error };
  const before = names.map((name) => state.revoked.some((one) => isSameName(one, name)));
  const certificates = (): readonly WatchedCertificate[] =>
    watched.map((one, place) => watchOf(one, place, labels, { ...watching, wasRevoked: before[place]! }));
  // A gate asks before each of its decisions, labels come rarely.
  let known: readonly boolean[] | undefined;
  const revoked = (): readonly boolean[] =>
    (known ??= watched.map((one, place) => before[place]! || revokedAt(one, place, labels, watching) !== undefined));

  return {
    digest: calibrator.digest,
    label: (record, logged) => {
      assertLabelled(record, calibrator);
      const label = countedLabel(calibrator, watched, record, { features, logged });
      if (typeof label === 'string') {
        counts[label]++;
        return label;
      }
      const least = leastInclusion ?? logged?.leastInclusion;
      assertLeast(least);
      assertInclusion(record.id, label.inclusion, { least, before: labels.at(0)?.inclusion });
      if (least !== undefined && isEvenedOut(record, least)) {
        counts.evenedOut++;
        return 'evenedOut';
      }
      if (label.keys.some((key) => groups.has(key))) {
        counts.sameGroup++;
        return 'sameGroup';
      }
      labels.push(label);
      for (const key of label.keys) groups.add(key);
      counts.counted++;
      known = undefined;
      return 'counted';
    },
    certificates,
    counts: () => ({ ...counts }),
    state: () =>
      structuredClone({
        calibrator: calibrator.digest,
        settings,
        revoked: names.filter((_, place) => revoked()[place]),
        labels,
        counts,
      }),
    isRevoked: (name) => {
      const own = revoked().filter((_, place) => isSameName(names[place]!, name));
      // One that is not known here has nobody who watches it; of several of one name nobody knows which is meant.
      return own.length === 0 || own.includes(true);
    },
  };
}

/** The certificates that decide on anything. */
function watchedOf({ certificates }: Pick<Calibrator, 'certificates'>): Certificate[] {
  return certificates.filter(({ rule }) => rule !== null);
}
