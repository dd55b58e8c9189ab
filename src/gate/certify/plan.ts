import type { Estimand } from '../../calibrator/certificate.ts';
import type { Step } from '../../calibrator/reference.ts';
import { binomialCdf, mostAllowed } from '../../math/binomial.ts';
import { chanceByMeans } from '../../math/gaffke.ts';

/** One threshold after the other, from the one that is tested first; each shows that a rate is below the limit or ends it. */
export type Sequence = readonly number[];

/** What a test is allowed: the rate to be shown below, and the probability of showing it wrongly. */
export interface Budget {
  readonly limit: number;
  readonly error: number;
}

/** A threshold as a plan sees it. All are shares, 0..1. */
export interface Prospect {
  readonly threshold: number;
  /** Of the traffic, what it decides on. */
  readonly share: number;
  /** Of the traffic, what the rate is a rate of. */
  readonly trials: number;
  /** Of that, what people would contradict. */
  readonly rate: number;
}

/** Strictest first: for passing from the highest threshold on, for failing from the lowest. */
export function prospectsFor(estimand: Estimand, steps: readonly Step[]): Prospect[] {
  const all = steps.at(-1);
  if (all === undefined) return [];
  if (estimand === 'false-fail') return prospectsToFail(steps, all);
  const failing = all.share * (1 - all.passRate);
  return steps.map(({ threshold, share, passRate }) => {
    const trials = { 'false-pass': share, joint: 1, leak: failing }[estimand];
    return { threshold, share, trials, rate: trials === 0 ? 0 : (share * (1 - passRate)) / trials };
  });
}

/** Those below a threshold fail, and the rate is that of those who would pass. */
function prospectsToFail(steps: readonly Step[], all: Step): Prospect[] {
  return steps
    .toReversed()
    .slice(1)
    .map(({ threshold, share, passRate }) => {
      const below = all.share - share;
      const rate = (all.share * all.passRate - share * passRate) / below;
      return { threshold, share: below, trials: below, rate };
    });
}

/** P(as few contradictions as show it), for so many units of which some fall to the threshold. */
export function chanceToShow({ trials, rate }: Prospect, units: number, { limit, error }: Budget): number {
  const decided = Math.round(units * trials);
  const allowed = mostAllowed(decided, limit, error);
  return allowed < 0 ? 0 : binomialCdf(allowed, decided, within(rate));
}

/** How records of the fit lay in groups: what is known of that before a fresh label is looked at. */
export interface Grouping {
  /** Records a group, at least 1. */
  readonly perGroup: number;
  /** Correlation of the outcome within groups, 0..1. */
  readonly correlation: number;
}

/** What part of a group an unrelated record is: a mean of m that are correlated by ρ has the variance of m / (1 + (m − 1) ρ). */
export function partOf({ perGroup, correlation }: Grouping): number {
  return (1 + (perGroup - 1) * correlation) / perGroup;
}

/** The same by means of groups like those of the fit. */
export function chanceToShowByMeans(
  { trials, rate }: Prospect,
  groups: number,
  budget: Budget,
  grouping: Grouping,
): number {
  const part = partOf(grouping);
  return chanceByMeans({ trials: Math.round((groups * trials) / part), part }, within(rate), budget);
}

function within(rate: number): number {
  return Math.min(1, Math.max(0, rate));
}

/** A sequence, and the share of traffic that can be expected of its first threshold. */
export interface Start {
  readonly sequence: Sequence;
  readonly worth: number;
}

/**
 * Where to start, before any fresh label is looked at: at the threshold from which most traffic can be expected, going by
 * the labels of the fit. From there on the sequence goes to those that decide on more. An earlier start spends its chance on
 * thresholds that decide on too few to show anything.
 */
export function planFor(prospects: readonly Prospect[], chanceOf: (prospect: Prospect) => number): Start {
  const worths = prospects.map((prospect) => prospect.share * chanceOf(prospect));
  const worth = Math.max(0, ...worths);
  if (worth === 0) return { sequence: [], worth };
  return { sequence: prospects.slice(worths.indexOf(worth)).map(({ threshold }) => threshold), worth };
}
