import type { Calibrator } from '../calibrator/calibrator.ts';
import { assertOption } from '../calibrator/target.ts';
import type { CountedLabel } from './label.ts';
import type { LabelCounts } from './report.ts';

/** All that a monitor knows: plain JSON, without texts. */
export interface MonitorState {
  /** Digest of the calibrator. */
  readonly calibrator: string;
  /** In the order in which they came. */
  readonly labels: readonly CountedLabel[];
  readonly counts: LabelCounts;
}

const noCounts: LabelCounts = {
  counted: 0,
  sameGroup: 0,
  seenByFit: 0,
  byModel: 0,
  otherPolicy: 0,
  otherCalibrator: 0,
  unchosen: 0,
};

export function emptyState({ digest }: Pick<Calibrator, 'digest'>): MonitorState {
  return { calibrator: digest, labels: [], counts: noCounts };
}

/**
 * A state as it was kept. One that lost labels on its way would forget what was revoked.
 *
 * @throws UnflatterError `invalid-option` for what is no state, or one of another calibrator.
 */
export function readState(value: unknown, { digest }: Pick<Calibrator, 'digest'>, watched: number): MonitorState {
  const state = Object(value) as MonitorState;
  const { calibrator, labels, counts } = state;
  assertOption(calibrator === digest, 'state', `that of a monitor of the calibrator ${digest}`, calibrator);
  const isWhole =
    Array.isArray(labels) &&
    labels.every((label) => isLabel(label, watched)) &&
    Object.keys(noCounts).every((name) => Number.isSafeInteger(Object(counts)[name])) &&
    counts.counted === labels.length;
  assertOption(isWhole, 'state', 'a whole one, as state() gave it', value);
  return state;
}

function isLabel(value: unknown, watched: number): boolean {
  const { keys, at, inclusion, says } = Object(value) as CountedLabel;
  const isInclusion = inclusion === null || (inclusion > 0 && inclusion <= 1);
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
