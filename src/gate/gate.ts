import { calibrate } from '../calibrator/calibrate.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { assertSameFeatures } from '../calibrator/made-for.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import { assertOption } from '../calibrator/target.ts';
import type { RatedResponse } from '../types.ts';
import { decide, undecided, type GateDecision } from './decide.ts';
import { resolvePolicy, type GatePolicy, type ResolvedPolicy } from './policy.ts';

export interface QualityGateOptions {
  /** A calibrator, or the JSON of one. It is checked here. */
  readonly calibrator: unknown;
  readonly policy?: GatePolicy | undefined;
  /** The features of the app's own that the calibrator was fitted with. */
  readonly features?: readonly CustomFeature[] | undefined;
}

export interface QualityGate {
  readonly calibrator: Calibrator;
  readonly policy: ResolvedPolicy;
  /** The features of the app's own that it measures. */
  readonly features: readonly CustomFeature[];
  /** Corrects a self-rating and decides on it. Never throws. */
  readonly decide: (rated: RatedResponse) => GateDecision;
}

/**
 * Sets up a gate, once. What it shows of itself is frozen: a gate that stands is not changed.
 *
 * @throws UnflatterError `invalid-calibrator` or `invalid-option`: a gate that is set up wrong does not start.
 */
export function createQualityGate(options: QualityGateOptions): QualityGate {
  assertOption(typeof options === 'object' && options !== null, 'options', 'an object', options);
  const calibrator = parseCalibrator(options.calibrator);
  const policy = frozen(resolvePolicy(options.policy));
  const { features = [] } = options;
  assertSameFeatures(calibrator, features);
  return {
    // A copy, since a frozen calibrator computes more slowly than the one that is kept here.
    calibrator: frozen(structuredClone(calibrator)),
    policy,
    features,
    decide: (rated) => {
      try {
        return decide(calibrate(calibrator, rated, { features }), policy);
      } catch (error) {
        return undecided(error, policy);
      }
    },
  };
}

/** Freezes plain data in depth. */
function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
