import type { Calibrator } from '../calibrator/calibrator.ts';
import { assertOption } from '../calibrator/target.ts';
import { isName, isSameName, type CertificateName } from '../gate/standing.ts';
import type { CountedLabel } from './label.ts';
import type { LabelCounts } from './report.ts';

/** By what labels are counted. Another choice would decide anew on what has been decided. */
export interface WatchSettings {
  readonly confidence: number;
  /** Null where it was not said. */
  readonly leastInclusion: number | null;
  readonly passedOnly: boolean;
}

/** All that a monitor knows: plain JSON, without texts. */
export interface MonitorState {
  /** Digest of the calibrator. */
  readonly calibrator: string;
  readonly settings: WatchSettings;
  /** What was revoked, and stays so. */
  readonly revoked: readonly CertificateName[];
  /** In the order in which they came. */
  readonly labels: readonly CountedLabel[];
  readonly counts: LabelCounts;
}

const noCounts: LabelCounts = {
  counted: 0,
  evenedOut: 0,
  sameGroup: 0,
  seenByFit: 0,
  byModel: 0,
  otherPolicy: 0,
  otherCalibrator: 0,
  unchosen: 0,
};

export function emptyState({ digest }: Pick<Calibrator, 'digest'>, settings: WatchSettings): MonitorState {
  return { calibrator: digest, settings, revoked: [], labels: [], counts: noCounts };
}

/**
 * A state as it was kept. One that lost labels on its way would forget what was revoked.
 *
 * @throws UnflatterError `invalid-option` for what is no state, or one of another calibrator or of other settings.
 */
export function readState(
  value: unknown,
  { digest }: Pick<Calibrator, 'digest'>,
  { settings, watched }: { readonly settings: WatchSettings; readonly watched: readonly CertificateName[] },
): MonitorState {
  const state = Object(value) as MonitorState;
  const { calibrator, settings: kept, revoked } = state;
  assertOption(calibrator === digest, 'state', `that of a monitor of the calibrator ${digest}`, calibrator);
  const isSame = (['confidence', 'leastInclusion', 'passedOnly'] as const).every(
    (name) => Object(kept)[name] === settings[name],
  );
  assertOption(isSame, 'state', `one by the same options, ${JSON.stringify(settings)}`, kept);
  const isRevoked =
    Array.isArray(revoked) &&
    revoked.every((one: unknown) => isName(one) && watched.some((other) => isSameName(one, other)));
  const isWhole = isRevoked && areLabels(state, watched.length) && areCounts(state);
  assertOption(isWhole, 'state', 'a whole one, as state() gave it', value);
  return state;
}

function areCounts({ labels, counts }: MonitorState): boolean {
  const given = Object(counts) as LabelCounts;
  const names = Object.keys(noCounts) as (keyof LabelCounts)[];
  const isCount = (name: keyof LabelCounts): boolean => Number.isSafeInteger(given[name]) && given[name] >= 0;
  return names.every(isCount) && given.counted === labels.length && (given.sameGroup === 0 || labels.length > 0);
}

function areLabels({ labels, settings: { leastInclusion } }: MonitorState, watched: number): boolean {
  if (!Array.isArray(labels) || !labels.every((label) => isLabel(label, watched, leastInclusion))) return false;
  const all = labels as readonly CountedLabel[];
  const keys = all.flatMap((label) => label.keys);
  const unsaid = all.filter(({ inclusion }) => inclusion === null).length;
  return new Set(keys).size === keys.length && (unsaid === 0 || unsaid === all.length);
}

function isLabel(value: unknown, watched: number, least: number | null): boolean {
  const { keys, at, inclusion, says } = Object(value) as CountedLabel;
  const isInclusion =
    inclusion === null ||
    (typeof inclusion === 'number' && inclusion > 0 && inclusion >= (least ?? 0) && inclusion <= 1);
  return (
    Array.isArray(keys) &&
    keys.length > 0 &&
    keys.every((key) => typeof key === 'string') &&
    (at === null || Number.isFinite(at)) &&
    isInclusion &&
    Array.isArray(says) &&
    says.length === watched &&
    says.every(isSaid)
  );
}

function isSaid(value: CountedLabel['says'][number]): boolean {
  if (value === 'seen' || value === 'otherSource') return true;
  const { decided, fails } = Object(value) as { readonly decided?: unknown; readonly fails?: unknown };
  return typeof decided === 'boolean' && typeof fails === 'number' && fails >= 0 && fails <= 1;
}
