import { clusteredShare, shareCeiling, shareFloor } from '../math/share.ts';

/** A label of something that a gate passes. */
export interface PassedLabel {
  readonly group: string;
  /** Whether people fail it. */
  readonly fails: boolean;
  /** How probably it was chosen for labelling. @default 1 */
  readonly inclusion?: number | undefined;
}

/** A rate in all the traffic that labels were chosen from, with a 95 % interval. */
export interface EstimatedRate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** How many labels drawn evenly would say as much. */
  readonly worth: number;
}

/**
 * The false-pass rate in traffic, from labels that were chosen with unequal probabilities: each counts one over its own. The
 * interval is that of Korn and Graubard, over groups. Null without a label.
 */
export function estimateFalsePass(labels: readonly PassedLabel[]): EstimatedRate | null {
  if (labels.length === 0) return null;
  const share = clusteredShare(
    labels.map(({ fails }) => (fails ? 1 : 0)),
    labels.map(({ inclusion = 1 }) => 1 / inclusion),
    labels.map(({ group }) => group),
  );
  return {
    value: share.value,
    lower: shareFloor(share, 0.025),
    upper: shareCeiling(share, 0.025),
    worth: share.trials,
  };
}
