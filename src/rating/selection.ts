import type { GateDecision } from '../gate/decide.ts';

/**
 * The best of several: one that passes before any other, then a review before a fail, where both have a pass probability, and
 * of these by that probability, where the calibrator speaks for the response before where it does not. One without a
 * probability comes last, and of these last what is no whole response. Of equals the earlier.
 */
export function bestBy<Item>(items: readonly Item[], decisionOf: (item: Item) => GateDecision): Item {
  return items.reduce((best, item) => (isBetter(decisionOf(item), decisionOf(best)) ? item : best));
}

function isBetter(one: GateDecision, other: GateDecision): boolean {
  const [tier, otherTier] = [tierOf(one), tierOf(other)];
  return tier === otherTier ? probabilityOf(one) > probabilityOf(other) : tier > otherTier;
}

function tierOf({ verdict, insecure, reason, calibrated }: GateDecision): number {
  if (verdict === 'pass' && insecure !== true) return 6;
  if (Number.isFinite(calibrated?.passProbability))
    return (verdict === 'fail' ? 2 : 4) + (calibrated!.outside.length === 0 ? 1 : 0);
  return reason.startsWith('response-') ? 0 : 1;
}

function probabilityOf({ calibrated }: GateDecision): number {
  const probability = calibrated?.passProbability;
  return Number.isFinite(probability) ? probability! : -1;
}

/**
 * The decision on the best of several, which is no longer that on one response. The highest of several estimates is
 * too high on average, and what passes on a second try answers a prompt that was hard: a certificate counted single
 * responses, and says nothing of either. So what would pass on one is a `review`, and what fails claims none. A
 * threshold claims nothing, and stays.
 */
export function asSelected(decision: GateDecision, of: number): GateDecision {
  const { certificate, ...plain } = decision;
  if (of < 2 || certificate === undefined || decision.verdict === 'review') return decision;
  if (decision.verdict === 'fail') return plain;
  const message = `the certificate is about single responses, and this one was chosen from ${of}`;
  return { ...decision, verdict: 'review', reason: 'not-certified', message };
}
