import type { Calibrator } from '../../calibrator/calibrator.ts';
import type { Certificate, Claim } from '../../calibrator/certificate.ts';
import { hasExpired } from '../bound.ts';
import { chosenFrom, isForPassing } from '../standing.ts';

/** A promise of the champion that would be gone with the candidate in its place. */
export interface LostPromise extends Claim {
  /**
   * Where the candidate has a certificate for as much that stands: in what the nearest one is weaker, as `sources`. Empty
   * where it has none.
   */
  readonly weakerIn: readonly PromisePart[];
}

/** What a certificate stands on, beside the claim; `precedence`: a gate would stand on another one. */
export type PromisePart =
  | 'sources'
  | 'raters'
  | 'ratingPrompts'
  | 'labelPolicies'
  | 'drawnFrom'
  | 'expires'
  | 'precedence';

/**
 * Promises of the champion that stand, and that no certificate of the candidate is as good as: with it in place they would
 * be gone, and a gate that did not choose among promises would go by a threshold that proves less, or nothing.
 */
export function lostPromises(candidate: Calibrator, champion: Calibrator, now: number): LostPromise[] {
  const stands = ({ rule, expires }: Certificate): boolean =>
    rule !== null && (expires === null || !hasExpired(expires, now));
  const ours = candidate.certificates.filter(stands);
  const lost = champion.certificates
    .filter((one) => isForPassing(one) && stands(one))
    .flatMap((theirs) => {
      const [nearest] = ours
        .filter((one) => claimsAsMuch(one, theirs))
        .map((one) => weakerParts(one, theirs))
        .sort((a, b) => a.length - b.length);
      return nearest?.length === 0 ? [] : [lostOf(theirs, nearest ?? [])];
    });
  return lost.length > 0 ? lost : shadowed(candidate, champion, stands);
}

/** What a gate that does not choose would stand on may be there still, and another one come before it that is less. */
function shadowed(candidate: Calibrator, champion: Calibrator, stands: (one: Certificate) => boolean): LostPromise[] {
  const [before, after] = [champion, candidate].map(({ certificates }) => chosenFrom(certificates, undefined));
  if (before === undefined || !stands(before) || after === undefined) return [];
  const isAsGood = stands(after) && claimsAsMuch(after, before) && weakerParts(after, before).length === 0;
  return isAsGood ? [] : [lostOf(before, ['precedence'])];
}

function lostOf({ estimand, limit, confidence }: Claim, weakerIn: readonly PromisePart[]): LostPromise {
  return { estimand, limit, confidence, weakerIn };
}

function claimsAsMuch(ours: Claim, theirs: Claim): boolean {
  return ours.estimand === theirs.estimand && ours.limit <= theirs.limit && ours.confidence >= theirs.confidence;
}

function weakerParts(ours: Certificate, theirs: Certificate): PromisePart[] {
  const isAsGood: Readonly<Record<Exclude<PromisePart, 'precedence'>, boolean>> = {
    // Word of a user among that of experts makes it less than the word of experts; that nobody said whose it was, too.
    sources: areOnly(ours.sources ?? [], theirs.sources ?? []),
    // The gate reviews what comes from others than these, or with other prompts.
    raters: covers(ours.raters, theirs.raters),
    ratingPrompts: covers(ours.ratingPrompts, theirs.ratingPrompts),
    labelPolicies: areOnly(ours.labelPolicies, theirs.labelPolicies),
    drawnFrom: (ours.drawnFrom ?? 0) <= (theirs.drawnFrom ?? 0),
    // Days as 2027-06-30 are in order as texts.
    expires: ours.expires === null || (theirs.expires !== null && ours.expires >= theirs.expires),
  };
  return (Object.keys(isAsGood) as (keyof typeof isAsGood)[]).filter((part) => !isAsGood[part]);
}

/** Some, and of these alone; any where none were named. */
function areOnly(names: readonly string[], allowed: readonly string[]): boolean {
  return allowed.length === 0 || (names.length > 0 && names.every((name) => allowed.includes(name)));
}

/** All of these; where none were named there was no bound, and there must be none. */
function covers(names: readonly string[], needed: readonly string[]): boolean {
  return needed.length === 0 ? names.length === 0 : needed.every((name) => names.includes(name));
}
