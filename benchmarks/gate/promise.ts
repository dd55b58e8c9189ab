import { calibrateInputs } from '../../src/calibrator/calibrate.ts';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import type { Certificate, Claim } from '../../src/calibrator/certificate.ts';
import { toInputs, type Inputs } from '../../src/calibrator/inputs.ts';
import { decide } from '../../src/gate/decide.ts';
import { fitAndCertify, type CalibrationRecord } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { drawResponses, worldTarget, type Shift, type World } from './world.ts';

/** What is asked of each calibrator, all in one round of labels. */
export const claims: readonly Claim[] = [
  { estimand: 'false-pass', limit: 0.2, confidence: 0.9 },
  { estimand: 'leak', limit: 0.2, confidence: 0.9 },
  { estimand: 'joint', limit: 0.1, confidence: 0.9 },
  { estimand: 'false-fail', limit: 0.3, confidence: 0.9 },
];

/** What came of one certificate. */
export interface Outcome {
  readonly estimand: Certificate['estimand'];
  readonly isCertified: boolean;
  /** The true rate, of the response that a group adds; undefined where nothing is certified. */
  readonly rate: number | undefined;
  /** Share of the traffic that the rule decides on. */
  readonly share: number;
  readonly isBroken: boolean;
  /** Share of the traffic that the gate has doubts about, whatever the threshold. */
  readonly doubted: number;
}

/** Many responses, each with its truth, read once for all calibrators. */
export type Traffic = readonly { readonly inputs: Inputs; readonly truth: number }[];

export function drawTraffic(world: World, shift?: Shift): Traffic {
  const drawn = drawResponses(world, seededRandom(987_654_321), {
    responses: 6000,
    prefix: 'traffic ',
    ...(shift === undefined ? {} : { shift }),
  });
  return drawn.map(({ record, truth }) => ({ inputs: toInputs(record, worldTarget.ratingScale), truth }));
}

/** One round of labels from a world: fitted, certified, and held against the truth. */
export function certifyOnce(
  world: World,
  run: { readonly labels: number; readonly perGroup: number; readonly seed: number },
) {
  const { labels, perGroup, seed } = run;
  const drawn = drawResponses(world, seededRandom(seed), { responses: labels, perGroup });
  return certifyRecords(
    drawn.map(({ record }) => record),
    seed,
  );
}

function certifyRecords(records: readonly CalibrationRecord[], seed: number): Calibrator | undefined {
  try {
    return fitAndCertify(records, claims, { ...worldTarget, seed: seed % 2 ** 31 }).calibrator;
  } catch (error) {
    // A part for the fit in which all pass or all fail is none to fit on, and nothing is certified.
    if ((error as { code?: string }).code === 'one-class-only') return undefined;
    throw error;
  }
}

/** What the certificates of a calibrator do on traffic. */
export function outcomesOn(traffic: Traffic, calibrator: Calibrator | undefined): Outcome[] {
  const rated = calibrator === undefined ? [] : traffic.map((response) => scoredBy(calibrator, response));
  const doubted = rated.filter(({ isDecidable }) => !isDecidable).length / traffic.length;
  return claims.map(({ estimand, limit }) => {
    const rule = calibrator?.certificates.find((one) => one.estimand === estimand)?.rule ?? null;
    if (rule === null) return { estimand, isCertified: false, rate: undefined, share: 0, isBroken: false, doubted };
    const isFailing = estimand === 'false-fail';
    const decided = rated.filter(
      (one) => one.isDecidable && (isFailing ? one[rule.score] < rule.threshold : one[rule.score] >= rule.threshold),
    );
    const contradicted = (truth: number): number => (isFailing ? truth : 1 - truth);
    const wrong = decided.reduce((sum, { truth }) => sum + contradicted(truth), 0);
    const failing = traffic.reduce((sum, { truth }) => sum + 1 - truth, 0);
    const of = { 'false-pass': decided.length, 'false-fail': decided.length, joint: traffic.length, leak: failing };
    const rate = decided.length === 0 ? 0 : wrong / of[estimand];
    return {
      estimand,
      isCertified: true,
      rate,
      share: decided.length / traffic.length,
      isBroken: rate > limit,
      doubted,
    };
  });
}

const anyScore = { passThreshold: Number.MIN_VALUE, failThreshold: 0 };

function scoredBy(calibrator: Calibrator, { inputs, truth }: Traffic[number]) {
  const calibrated = calibrateInputs(calibrator, inputs);
  const isDecidable = decide(calibrated, anyScore).verdict === 'pass';
  const { passProbability, selfRating } = calibrated;
  return { passProbability, selfRating, isDecidable, truth };
}
