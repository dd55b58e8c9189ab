import type { Step } from '../../calibrator/reference.ts';
import { binomialCdf, mostAllowed } from '../../math/binomial.ts';

/** One threshold after the other, from the one that is tested first; each shows that a rate is below the limit or ends it. */
export type Sequence = readonly number[];

/** What a test is allowed: the rate to be shown below, and the probability of showing it wrongly. */
export interface Budget {
  readonly limit: number;
  readonly error: number;
}

/** A threshold as a plan sees it: the share of traffic it decides on, and the rate of what people would contradict there. */
export interface Prospect {
  readonly threshold: number;
  readonly share: number;
  readonly rate: number;
}

/** Strictest first, for passing. */
export function prospectsToPass(steps: readonly Step[]): Prospect[] {
  return steps.map(({ threshold, share, passRate }) => ({ threshold, share, rate: 1 - passRate }));
}

/** Those below a threshold fail: the lowest threshold first, and the rate is that of those who would pass. */
export function prospectsToFail(steps: readonly Step[]): Prospect[] {
  const all = steps.at(-1);
  if (all === undefined) return [];
  return steps
    .toReversed()
    .slice(1)
    .map(({ threshold, share, passRate }) => {
      const below = all.share - share;
      return { threshold, share: below, rate: (all.share * all.passRate - share * passRate) / below };
    });
}

/** P(as few contradictions as show it), for so many units of which this share falls to the threshold. */
export function chanceToShow({ share, rate }: Prospect, units: number, { limit, error }: Budget): number {
  const decided = Math.round(units * share);
  const allowed = mostAllowed(decided, limit, error);
  return allowed < 0 ? 0 : binomialCdf(allowed, decided, Math.min(1, Math.max(0, rate)));
}

/**
 * Where to start, before any fresh label is looked at: at the threshold from which most traffic can be expected, going by
 * the labels of the fit. From there on the sequence goes to those that decide on more. An earlier start spends its chance on
 * thresholds that decide on too few to show anything.
 */
export function planFor(prospects: readonly Prospect[], units: number, budget: Budget): Sequence {
  const worth = prospects.map((prospect) => prospect.share * chanceToShow(prospect, units, budget));
  const best = worth.indexOf(Math.max(...worth));
  return best < 0 || worth[best] === 0 ? [] : prospects.slice(best).map(({ threshold }) => threshold);
}
