import type { Reference, Step } from '../calibrator/reference.ts';
import { assertClaims } from '../gate/certify/claims.ts';
import { labelsNeeded } from '../gate/certify/needed.ts';
import { chanceToShow, planFor, prospectsFor, type Prospect } from '../gate/certify/plan.ts';
import { errorOf, shares } from '../gate/certify/prove.ts';
import type { GateDecision } from '../gate/decide.ts';

/** An entry as a calculation of power sees it. */
export interface Expected {
  readonly verdict: GateDecision['verdict'];
  /** What the calibrator expects; null where it does not know. */
  readonly passProbability: number | null;
  readonly group: string;
}

export interface PowerOptions {
  /** How probably each entry is chosen, in the order of the entries. */
  readonly inclusion: readonly number[];
  /** The false-pass rate to be certified. @default 0.1 */
  readonly limit?: number | undefined;
  /** @default 0.9 */
  readonly confidence?: number | undefined;
}

/** What labels can be expected to show, if the calibrator is right. Shares and rates are 0..1. */
export interface WhatItBuys {
  readonly budget: number;
  /** Of the passes of the gate: null where it passes nothing of which a probability is known. */
  readonly falsePass: {
    /** What the calibrator expects. */
    readonly rate: number;
    /** Half of the width of a 95 % interval. */
    readonly halfWidth: number;
    /** The same if as many were drawn evenly from everything. */
    readonly halfWidthEvenly: number;
  } | null;
  readonly certificate: {
    readonly limit: number;
    readonly confidence: number;
    /** How many units drawn evenly the labels are worth for a proof: it evens unequal probabilities out by leaving labels out. */
    readonly worth: number;
    /** P(certified). */
    readonly chance: number;
    /** Units drawn evenly with which that is 0.8; null: no number would do. */
    readonly needed: number | null;
  };
}

/**
 * What a budget buys, before a label is made: how closely the false-pass rate will be known, and how likely a certificate is.
 * Both go by the pass probabilities as they stand, so they are as good as the calibrator.
 *
 * @throws UnflatterError `invalid-option`.
 */
export function whatItBuys(entries: readonly Expected[], options: PowerOptions): WhatItBuys {
  const { inclusion, limit = 0.1, confidence = 0.9 } = options;
  const claim = { estimand: 'false-pass', limit, confidence } as const;
  assertClaims([claim]);
  const budget = Math.round(inclusion.reduce((sum, pi) => sum + pi, 0));
  const least = inclusion.reduce((smallest, pi) => Math.min(smallest, pi), 1);
  const groups = new Set(entries.map(({ group }) => group)).size;
  const worth = Math.min(groups, Math.floor(least * entries.length + 1e-6));
  const reference: Reference = { passProbability: stepsOf(entries), selfRating: [] };
  const needed = labelsNeeded([], { ...claim, reference, grouping: alone, uses: 1 })?.atRandom ?? null;
  const evenly = entries.map(() => budget / entries.length);
  const [falsePass, even] = [inclusion, evenly].map((chances) => precisionOf(entries, chances));
  return {
    budget,
    falsePass: falsePass == null ? null : { ...falsePass, halfWidthEvenly: even!.halfWidth },
    certificate: { limit, confidence, worth, chance: chanceOf(worth, reference, { limit, confidence }), needed },
  };
}

/** The variance of a ratio estimate: each label counts 1/π, and differs from the rate as the calibrator expects. */
function precisionOf(entries: readonly Expected[], inclusion: readonly number[]) {
  const passed = entries.flatMap(({ verdict, passProbability: p }, i) =>
    verdict === 'pass' && p !== null ? [{ p, pi: inclusion[i]! }] : [],
  );
  if (passed.length === 0) return null;
  const rate = passed.reduce((sum, { p }) => sum + 1 - p, 0) / passed.length;
  const variance = passed.reduce((sum, { p, pi }) => sum + ((1 - p) * (1 - rate) ** 2 + p * rate ** 2) / pi, 0);
  return { rate, halfWidth: (1.959963984540054 * Math.sqrt(variance)) / passed.length };
}

/** What is drawn is counted as labels of as many groups. */
const alone = { perGroup: 1, correlation: 0 };

/** P(certified): that of the threshold which a proof starts from. */
function chanceOf(
  units: number,
  { passProbability }: Reference,
  { limit, confidence }: { readonly limit: number; readonly confidence: number },
): number {
  const budget = { limit, error: errorOf({ confidence, uses: 1 }) * shares.passProbability };
  const prospects = prospectsFor('false-pass', passProbability);
  const chanceAt = (prospect: Prospect): number => chanceToShow(prospect, units, budget);
  const [start] = planFor(prospects, chanceAt).sequence;
  const prospect = prospects.find(({ threshold }) => threshold === start);
  return prospect === undefined ? 0 : chanceAt(prospect);
}

/** So many thresholds are looked at, each of which decides on as many more entries as the one before. */
const mostSteps = 50;

function stepsOf(entries: readonly Expected[]): Step[] {
  const known = entries.flatMap(({ passProbability: p }) => (p === null || p <= 0 ? [] : [p])).sort((a, b) => b - a);
  const steps: Step[] = [];
  let sum = 0;
  known.forEach((p, i) => {
    sum += p;
    const isLast = known[i + 1] !== p;
    const isDue = Math.floor(((i + 1) * mostSteps) / known.length) > steps.length || i === known.length - 1;
    if (isLast && isDue) steps.push({ threshold: p, share: (i + 1) / entries.length, passRate: sum / (i + 1) });
  });
  return steps;
}
