import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import type { Certificate } from '../../src/calibrator/certificate.ts';
import { sealed } from '../../src/calibrator/seal.ts';

/** A certificate as it could have been issued: passes from a pass probability of 0.6 on. */
export function certificate(parts: Partial<Certificate> = {}): Certificate {
  return {
    estimand: 'false-pass',
    limit: 0.1,
    confidence: 0.9,
    rule: { score: 'passProbability', threshold: 0.6 },
    units: 200,
    decided: 80,
    contradicted: 2,
    uses: 1,
    raters: [],
    ratingPrompts: [],
    labelPolicies: [],
    expires: null,
    seed: 1,
    digest: 'a'.repeat(64),
    asking: 'a'.repeat(16),
    ...(parts.rule === null ? { decided: 0, contradicted: 0 } : {}),
    ...parts,
  };
}

/** The calibrator with other parts, sealed again. */
export function withParts(calibrator: Calibrator, parts: Partial<Calibrator>): Calibrator {
  const askings = [...new Set((parts.certificates ?? []).map(({ asking }) => asking))].map((id) => ({
    id,
    labels: { oneIn: 1, records: '', groups: '' },
  }));
  return sealed({ ...calibrator, askings, ...parts });
}
