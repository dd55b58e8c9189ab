import { calibrate } from '../calibrator/calibrate.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import type { RatedResponse } from '../types.ts';
import { decide, undecided, type GateDecision } from './decide.ts';
import { resolvePolicy, type GatePolicy, type ResolvedPolicy } from './policy.ts';

export interface QualityGateOptions {
  /** A calibrator, or the JSON of one. It is checked here. */
  readonly calibrator: unknown;
  readonly policy?: GatePolicy | undefined;
}

export interface QualityGate {
  readonly calibrator: Calibrator;
  readonly policy: ResolvedPolicy;
  /** Corrects a self-rating and decides on it. Never throws. */
  readonly decide: (rated: RatedResponse) => GateDecision;
}

/**
 * Sets up a gate, once.
 *
 * @throws UnflatterError `invalid-calibrator` or `invalid-option`: a gate that is set up wrong does not start.
 */
export function createQualityGate({ calibrator: json, policy: given }: QualityGateOptions): QualityGate {
  const calibrator = parseCalibrator(json);
  const policy = resolvePolicy(given);
  return {
    calibrator,
    policy,
    decide: (rated) => {
      try {
        return decide(calibrate(calibrator, rated), policy);
      } catch (error) {
        return undecided(error, policy);
      }
    },
  };
}
