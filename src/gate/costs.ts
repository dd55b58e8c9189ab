import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';

/** What mistakes and questions cost, all in one unit, whichever: only their ratios count. Each from 1e-9 to 1e9. */
export interface Costs {
  /** Of passing what a person would fail. */
  readonly falsePassCost: number;
  /** Of failing what a person would pass. */
  readonly falseFailCost: number;
  /** Of asking a person. */
  readonly reviewCost: number;
}

export interface CostThresholds {
  /** Pass from this pass probability on, above 0 and at most 1. */
  readonly passThreshold: number;
  /** Fail below this one, from 0 to `passThreshold`. */
  readonly failThreshold: number;
}

/** What costs imply, as numbers and in a sentence. */
export interface CostExplanation extends CostThresholds {
  readonly explanation: string;
}

/** For `assertOptions`. */
export const costNames = { falsePassCost: true, falseFailCost: true, reviewCost: true } as const;

const names = Object.keys(costNames) as (keyof Costs)[];

/** The costs of a policy; undefined where it has none. @throws UnflatterError `invalid-option` for some of the three, or what is no cost. */
export function costsOf(policy: Partial<Readonly<Record<keyof Costs, unknown>>>): Costs | undefined {
  const [falsePassCost, falseFailCost, reviewCost] = names.map((name) => policy[name]);
  const costs = { falsePassCost, falseFailCost, reviewCost };
  if (names.every((name) => costs[name] === undefined)) return undefined;
  for (const name of names) {
    const cost = costs[name];
    const isCost = typeof cost === 'number' && cost >= 1e-9 && cost <= 1e9;
    assertOption(isCost, name, 'from 1e-9 to 1e9, and all three costs given', cost);
  }
  return costs as Costs;
}

/**
 * The verdict of least expected cost, as thresholds. With A, B and R for the costs of a false pass, a false fail and a
 * review, to pass costs (1 − p)·A, to fail p·B and to ask R. So pass from max(A / (A + B), 1 − R / A) on and fail below
 * min(A / (A + B), R / B). Of verdicts that cost the same, the first of pass and review is taken.
 *
 * @see Chow (1970), On optimum recognition error and reject tradeoff, IEEE Transactions on Information Theory 16
 */
export function thresholdsOf({ falsePassCost: a, falseFailCost: b, reviewCost: r }: Costs): CostThresholds {
  const even = a / (a + b);
  return { passThreshold: Math.max(even, 1 - r / a), failThreshold: Math.min(even, r / b) };
}

/**
 * Says what costs imply.
 *
 * @throws UnflatterError `invalid-option` unless all three are costs.
 * @example explainCosts({ falsePassCost: 10, falseFailCost: 4, reviewCost: 1 }).passThreshold // 0.9
 */
export function explainCosts(policy: Costs): CostExplanation {
  assertOptions<Costs>(policy, costNames, 'policy');
  const costs = costsOf(policy);
  assertOption(costs !== undefined, 'policy', 'one with costs', policy);
  const thresholds = thresholdsOf(costs!);
  return { ...thresholds, explanation: sentence(costs!, thresholds) };
}

function sentence(
  { falsePassCost, falseFailCost, reviewCost }: Costs,
  { passThreshold, failThreshold }: CostThresholds,
): string {
  const from = `passes from p ≥ ${short(passThreshold)} on`;
  if (passThreshold === failThreshold) {
    const times = `a false pass costs ${short(falsePassCost / falseFailCost)} times as much as a false fail`;
    return `${from} and fails below, because ${times}; a review costs too much to be worth it`;
  }
  const passed = `${from}, because a false pass costs as much as ${short(falsePassCost / reviewCost)} reviews`;
  const failed = `because a false fail costs as much as ${short(falseFailCost / reviewCost)}`;
  return `${passed}; fails below p = ${short(failThreshold)}, ${failed}; asks a person about the rest`;
}

/** Three digits. */
function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
