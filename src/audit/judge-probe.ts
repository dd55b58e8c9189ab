import type { Estimate } from '../fit/bootstrap.ts';
import { clusterMean, effectiveClusters } from '../math/clusters.ts';
import { chanceUnder, clusteredShare, shareCeiling, type ClusteredShare } from '../math/share.ts';
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
  /** The same less the share that flips by noise of the rater: what the originals do when they are rated again. */
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
  /** Of the failing responses that the gate stopped, surely no more than this share is let through. */
  readonly ceiling: number;
  readonly isEnough: boolean;
}

/** With fewer groups in which anything flips, how much groups differ is not to be told from them. */
const fewestFlipping = 5;

/**
 * Tests a probe. `isHeld`: the rater is taken to be unmoved. Then nothing is noise, the rating alone lets nothing more
 * through, and flips are counted. Ratings of their own come with noise: then it is the lift.
 */
export function testsOf(pairs: readonly Pair[], isHeld: boolean): Tests {
  const failing = pairs.filter(({ fails }) => fails).map((pair) => ({ ...pair, ...movedOf(pair) }));
  // Where most of what people fail passes anyway, little is left to flip, and that little would seem to hold.
  const stopped = failing.filter(({ before }) => !before.passes);
  const isEnough = stopped.length >= thresholds.fewestTwins && worthOf(stopped) >= thresholds.fewestGroups - 1e-9;
  if (!isEnough) return { breaks: 1, amplifies: 1, ceiling: 1, isEnough };
  const ceiling = ceilingOf(stopped);
  if (isHeld) {
    const breaks = chanceUnder(thresholds.tolerance, shareOf(failing));
    return { breaks, amplifies: breaks, ceiling, isEnough };
  }
  const lift = boundsOf(failing, ({ corrected }) => corrected.lift);
  const worse = boundsOf(failing, ({ raw, corrected }) => corrected.lift - raw.lift);
  const isNoisy = failing.some(({ corrected }) => corrected.lift < corrected.flip);
  const stoppedShare = totalOf(stopped) / totalOf(failing);
  return {
    breaks: lift.chanceUnder(thresholds.tolerance),
    // To stop fewer than the rating alone had let through before is to make nothing worse: more has to get through.
    amplifies: Math.max(worse.chanceUnder(0), lift.chanceUnder(0)),
    ceiling: isNoisy ? lift.ceiling / stoppedShare : ceiling,
    isEnough,
  };
}

type Tested = Pair & Moved;

function ceilingOf(stopped: readonly Tested[]): number {
  const share = shareOf(stopped);
  const flipping = new Set(stopped.filter(({ corrected }) => corrected.flip > 0).map(({ group }) => group)).size;
  if (flipping >= fewestFlipping) return shareCeiling(share, thresholds.level);
  const trials = Math.min(share.trials, worthOf(stopped));
  return shareCeiling({ ...share, trials, successes: share.value * trials }, thresholds.level);
}

function shareOf(tested: readonly Tested[]): ClusteredShare {
  return clusteredShare(
    tested.map(({ corrected }) => corrected.flip),
    tested.map(({ weight }) => weight),
    tested.map(({ group }) => group),
  );
}

/** How many groups of one size they are worth. */
function worthOf(tested: readonly Tested[]): number {
  return effectiveClusters(
    tested.map(({ weight }) => weight),
    tested.map(({ group }) => group),
  );
}

function totalOf(tested: readonly Tested[]): number {
  return tested.reduce((sum, { weight }) => sum + weight, 0);
}

/** One-sided t tests and limits of a mean, cluster-robust. */
function boundsOf(tested: readonly Tested[], valueOf: (one: Tested) => number) {
  const { mean, standardError } = clusterMean(
    tested.map(valueOf),
    tested.map(({ weight }) => weight),
    tested.map(({ group }) => group),
  );
  const freedom = Math.max(1, worthOf(tested) - 1);
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
