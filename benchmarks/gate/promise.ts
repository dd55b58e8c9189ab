import { calibrateInputs } from '../../src/calibrator/calibrate.ts';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import type { Certificate, Claim } from '../../src/calibrator/certificate.ts';
import { toInputs, type Inputs } from '../../src/calibrator/inputs.ts';
import { decide } from '../../src/gate/decide.ts';
import { fitAndCertify, type CalibrationRecord, type Target } from '../../src/index.ts';
import { seededRandom, type Random } from '../../src/math/random.ts';
import type { Cell } from './cells.ts';
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
export type Traffic = readonly {
  readonly inputs: Inputs;
  readonly truth: number;
  /** Share of the traffic that it stands for, in any unit. */
  readonly weight: number;
}[];

export function drawTraffic(world: World, shift?: Shift): Traffic {
  const drawn = drawResponses(world, seededRandom(987_654_321), {
    responses: 6000,
    prefix: 'traffic ',
    ...(shift === undefined ? {} : { shift }),
  });
  return drawn.map(({ record, truth }) => ({ inputs: toInputs(record, worldTarget.ratingScale), truth, weight: 1 }));
}

/** One round of labels from a world: fitted, certified, and held against the truth. */
export function certifyOnce({ world, labels, structure }: Cell, seed: number): Calibrator | undefined {
  const { inclusion, ...options } = structure;
  const random = seededRandom(seed);
  // Where only some are chosen, there are always enough to choose from.
  const drawn = drawResponses(world, random, { ...options, responses: inclusion === undefined ? labels : 4 * labels });
  const records = drawn.map(({ record }) => record);
  const chosen = inclusion === undefined ? records : chosenBy(inclusion.of, records, random).slice(0, labels);
  const target: Target = structure.people === undefined ? worldTarget : { ...worldTarget, passBy: 'person' };
  return certifyRecords(chosen, target, { seed, leastInclusion: inclusion?.least });
}

function chosenBy(inclusion: (selfRating: number) => number, records: readonly CalibrationRecord[], random: Random) {
  return records
    .map((record) => ({ ...record, inclusion: inclusion(record.selfRating) }))
    .filter((record) => random() < record.inclusion);
}

/** What certifies four claims in one round of labels; nothing where there is none to fit on. */
export function certifyRecords(
  records: readonly CalibrationRecord[],
  target: Target,
  { seed, leastInclusion }: { readonly seed: number; readonly leastInclusion?: number | undefined },
): Calibrator | undefined {
  try {
    return fitAndCertify(records, claims, { ...target, seed: seed % 2 ** 31, leastInclusion }).calibrator;
  } catch (error) {
    // A part for the fit in which all pass or all fail is none to fit on.
    if ((error as { code?: string }).code === 'one-class-only') return undefined;
    throw error;
  }
}

/** What the certificates of a calibrator do on traffic. */
export function outcomesOn(traffic: Traffic, calibrator: Calibrator | undefined): Outcome[] {
  const rated = calibrator === undefined ? [] : traffic.map((response) => scoredBy(calibrator, response));
  const all = weightOf(traffic);
  const doubted = weightOf(rated.filter(({ isDecidable }) => !isDecidable)) / all;
  return claims.map(({ estimand, limit }) => {
    const rule = calibrator?.certificates.find((one) => one.estimand === estimand)?.rule ?? null;
    if (rule === null) return { estimand, isCertified: false, rate: undefined, share: 0, isBroken: false, doubted };
    const isFailing = estimand === 'false-fail';
    const decided = rated.filter(
      (one) => one.isDecidable && (isFailing ? one[rule.score] < rule.threshold : one[rule.score] >= rule.threshold),
    );
    const contradicted = (truth: number): number => (isFailing ? truth : 1 - truth);
    const wrong = decided.reduce((sum, { truth, weight }) => sum + weight * contradicted(truth), 0);
    const failing = traffic.reduce((sum, { truth, weight }) => sum + weight * (1 - truth), 0);
    const decidedOn = weightOf(decided);
    const of = { 'false-pass': decidedOn, 'false-fail': decidedOn, joint: all, leak: failing };
    const rate = decided.length === 0 ? 0 : wrong / of[estimand];
    return {
      estimand,
      isCertified: true,
      rate,
      share: decidedOn / all,
      isBroken: rate > limit,
      doubted,
    };
  });
}

const anyScore = { passThreshold: Number.MIN_VALUE, failThreshold: 0 };

function weightOf(responses: readonly { readonly weight: number }[]): number {
  return responses.reduce((sum, { weight }) => sum + weight, 0);
}

function scoredBy(calibrator: Calibrator, { inputs, truth, weight }: Traffic[number]) {
  const calibrated = calibrateInputs(calibrator, inputs);
  const isDecidable = decide(calibrated, anyScore).verdict === 'pass';
  const { passProbability, selfRating } = calibrated;
  return { passProbability, selfRating, isDecidable, truth, weight };
}
