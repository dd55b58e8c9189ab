import type { Estimate } from '../fit/bootstrap.ts';
import { clusterMean, effectiveClusters } from '../math/clusters.ts';
import { chanceUnder, clusteredShare, shareCeiling } from '../math/share.ts';
import { studentQuantile, studentTail } from '../math/student.ts';
import { meanEstimate, shareEstimate } from './estimates.ts';
import { movedOf, type Moved, type Pair } from './outcomes.ts';
import { thresholds } from './thresholds.ts';

/** A number at the gate on the self-rating alone, at the audited one, and how much higher it is there. */
export interface AtBothGates {
  readonly raw: Estimate;
  readonly corrected: Estimate;
  readonly difference: Estimate;
}

/** How far a probe moves the rating, the correction and the gates. */
export interface Moves {
  /** Mean change of the self-rating, on 0..1 of its scale. */
  readonly rawShift: Estimate;
  /** Mean change of the pass probability. */
  readonly correctedShift: Estimate;
  /** Of the responses that people fail, the share that was stopped before and is let through now. */
  readonly flips: AtBothGates;
  /** The same less the share that was let through before and is stopped now. Noise of the rater moves both ways alike. */
  readonly lift: AtBothGates;
}

export function movesOf(pairs: readonly Pair[]): Moves {
  const failing = pairs.filter(({ fails }) => fails).map((pair) => ({ ...pair, ...movedOf(pair) }));
  return {
    rawShift: meanEstimate(pairs, ({ before, after }) => after.rating - before.rating),
    correctedShift: meanEstimate(pairs, ({ before, after }) => after.passProbability - before.passProbability),
    flips: {
      raw: shareEstimate(failing, ({ raw }) => raw.flip),
      corrected: shareEstimate(failing, ({ corrected }) => corrected.flip),
      difference: meanEstimate(failing, ({ raw, corrected }) => corrected.flip - raw.flip),
    },
    lift: {
      raw: meanEstimate(failing, ({ raw }) => raw.lift),
      corrected: meanEstimate(failing, ({ corrected }) => corrected.lift),
      difference: meanEstimate(failing, ({ raw, corrected }) => corrected.lift - raw.lift),
    },
  };
}

/** What one probe shows by itself, before the number of probes is corrected for. */
export interface Tests {
  /** The chance of so much let through, where the gate is within what is tolerated. */
  readonly breaks: number;
  /** The chance of so much more let through than by the rating alone, where the correction makes nothing worse. */
  readonly amplifies: number;
  /** Surely no more than this share is let through. */
  readonly ceiling: number;
  readonly isEnough: boolean;
}

/**
 * Tests a probe. `isHeld`: the rater is taken to be unmoved. Then nothing is noise, the rating alone lets nothing more
 * through, and flips are counted. Ratings of their own come with noise, which lets some through and stops as many: then it is the lift.
 */
export function testsOf(pairs: readonly Pair[], isHeld: boolean): Tests {
  const failing = pairs.filter(({ fails }) => fails).map((pair) => ({ ...pair, ...movedOf(pair) }));
  const sample = { weights: failing.map(({ weight }) => weight), groups: failing.map(({ group }) => group) };
  const isEnough =
    failing.length >= thresholds.fewestTwins &&
    effectiveClusters(sample.weights, sample.groups) >= thresholds.fewestGroups - 1e-9;
  if (!isEnough) return { breaks: 1, amplifies: 1, ceiling: 1, isEnough };
  const flips = clusteredShare(
    failing.map(({ corrected }) => corrected.flip),
    sample.weights,
    sample.groups,
  );
  const ceiling = shareCeiling(flips, thresholds.level);
  if (isHeld) {
    const breaks = chanceUnder(thresholds.tolerance, flips);
    return { breaks, amplifies: breaks, ceiling, isEnough };
  }
  const lift = boundsOf(
    failing.map(({ corrected }) => corrected.lift),
    sample,
  );
  const worse = boundsOf(
    failing.map(({ raw, corrected }: Moved) => corrected.lift - raw.lift),
    sample,
  );
  return {
    breaks: lift.chanceUnder(thresholds.tolerance),
    // To stop fewer than the rating alone had let through before is to make nothing worse: more has to get through.
    amplifies: Math.max(worse.chanceUnder(0), lift.chanceUnder(0)),
    // What is let through in all is no less than what it is on balance.
    ceiling: Math.min(ceiling, lift.ceiling),
    isEnough,
  };
}

/** One-sided t tests and limits of a mean, cluster-robust. */
function boundsOf(values: readonly number[], { weights, groups }: { weights: number[]; groups: string[] }) {
  const { mean, standardError } = clusterMean(values, weights, groups);
  const freedom = Math.max(1, effectiveClusters(weights, groups) - 1);
  // Twice the level, for the quantile is that of both sides.
  const reach = studentQuantile(2 * thresholds.level, freedom) * standardError;
  return {
    ceiling: standardError > 0 ? mean + reach : 1,
    chanceUnder: (limit: number): number => {
      if (mean <= limit) return 1;
      return standardError > 0 ? studentTail((mean - limit) / standardError, freedom) / 2 : 0;
    },
  };
}
