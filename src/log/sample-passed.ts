import { binomialCdf } from '../math/binomial.ts';

/** Labels that hardly any of are of what the gate did not pass: what it wrongly keeps back, they cannot show. */
export interface MostlyPassed {
  readonly labels: number;
  /** Of these, how many the gate did not pass. */
  readonly notPassed: number;
  /** What share of all traffic that is. */
  readonly share: number;
  /** P(as few in labels that are drawn evenly): how often this warning would come for nothing. */
  readonly byChance: number;
}

/** Below this share there is a warning. */
const least = 0.1;

/** Where labels drawn evenly are as few as often as this, they may well have been. */
const often = 0.05;

/**
 * Whether labels are nearly all of what passed, by whether the gate passed each; undefined where they are not, where there
 * are none, where the gate passes everything, or where labels drawn evenly would be so as well, in 5 % of the cases or more.
 */
export function mostlyPassed(
  labels: readonly { readonly verdict: string }[],
  traffic: readonly { readonly verdict: string }[],
): MostlyPassed | undefined {
  const notPassed = labels.filter(({ verdict }) => verdict !== 'pass').length;
  const share = traffic.filter(({ verdict }) => verdict !== 'pass').length / traffic.length;
  if (labels.length === 0 || notPassed >= least * labels.length || !(share > 0)) return undefined;
  const tooFew = Math.ceil(least * labels.length) - 1;
  const byChance = binomialCdf(tooFew, labels.length, share);
  return byChance < often ? { labels: labels.length, notPassed, share, byChance } : undefined;
}
