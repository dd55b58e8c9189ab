import type { Claim, Estimand } from '../../calibrator/certificate.ts';
import { assertOption } from '../../calibrator/target.ts';

const estimands: readonly Estimand[] = ['false-pass', 'leak', 'joint', 'false-fail'];

/** @throws UnflatterError `invalid-option`. */
export function assertClaims(claims: unknown): asserts claims is readonly Claim[] {
  assertOption(Array.isArray(claims) && claims.length > 0, 'claims', 'a list of claims, at least one', claims);
  const list = claims as readonly Claim[];
  for (const claim of list) {
    assertOption(typeof claim === 'object' && claim !== null, 'claims', 'claims {estimand, limit, confidence}', claim);
    const { estimand, limit, confidence } = claim;
    assertOption(estimands.includes(estimand), 'estimand', `one of ${estimands.join(', ')}`, estimand);
    assertOption(isWithin(limit), 'limit', 'above 0 and below 1', limit);
    assertOption(isWithin(confidence), 'confidence', 'above 0 and below 1', confidence);
  }
  const distinct = new Set(list.map(({ estimand, limit, confidence }) => `${estimand} ${limit} ${confidence}`));
  assertOption(distinct.size === list.length, 'claims', 'each claim once', claims);
}

function isWithin(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value < 1;
}
