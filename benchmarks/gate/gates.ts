import { calibrate } from '../../src/calibrator/calibrate.ts';
import { linkedGroups } from '../../src/calibrator/linked.ts';
import { decide } from '../../src/gate/decide.ts';
import {
  createQualityGate,
  fit,
  fitAndCertify,
  isUnflatterError,
  type CalibrationRecord,
  type Calibrator,
  type Target,
} from '../../src/index.ts';
import { mostAllowed } from '../../src/math/binomial.ts';
import { seededRandom, shuffled, type Random } from '../../src/math/random.ts';
import { certify } from '../../src/gate/certify/certify.ts';
import { lastShown, sharesOf, type Groups } from '../../src/gate/certify/tests.ts';
import { passes } from '../accuracy/tasks.ts';

/** Which of traffic a gate passes; one entry a record. */
export type Gate = (traffic: readonly CalibrationRecord[]) => readonly boolean[];

/** The labels that there are, and what is asked of them. */
export interface Round {
  readonly labels: readonly CalibrationRecord[];
  /** As many labels again, of an earlier round. */
  readonly earlier: readonly CalibrationRecord[];
  readonly target: Target;
  readonly seed: number;
}

/** At each limit, the gate that some labels make, whatever the traffic will be. */
type Maker = (round: Round, limits: readonly number[]) => readonly Gate[];

/** At each limit, which of traffic is passed, one entry a record: what a method in another process can do. */
export type Method = (
  round: Round,
  limits: readonly number[],
  traffic: readonly CalibrationRecord[],
) => Promise<readonly (readonly boolean[])[]>;

export const confidence = 0.9;
const error = 0.1;

/** Errors that the first threshold of a fixed sequence may have, as the plans of others do. */
const allowedAtStart = 2;

type Score = (record: CalibrationRecord) => number | undefined;

const rating: Score = ({ selfRating }) => selfRating;
const nothing: Gate = (traffic) => traffic.map(() => false);

/** What a calibrator makes of a record: undefined where the gate has doubts. */
function probabilityBy(calibrator: Calibrator): Score {
  const known = new Map<CalibrationRecord, number | undefined>();
  return (record) => {
    if (!known.has(record)) known.set(record, decidableProbability(calibrator, record));
    return known.get(record);
  };
}

function decidableProbability(calibrator: Calibrator, record: CalibrationRecord): number | undefined {
  try {
    const calibrated = calibrate(calibrator, record);
    const isDecidable = decide(calibrated, { passThreshold: Number.MIN_VALUE, failThreshold: 0 }).verdict === 'pass';
    return isDecidable ? calibrated.passProbability : undefined;
  } catch (cause) {
    // Of many raters a fit on few labels may not have seen this one.
    if (isUnflatterError(cause, 'rater-mismatch')) return undefined;
    throw cause;
  }
}

/**
 * The score as it is, on all labels: an exact test of each threshold from the top, starting at the first that passes
 * enough of them to have two errors, until one does not show it. One record of each group.
 */
function fixedSequence(
  score: Score,
  labels: readonly CalibrationRecord[],
  { target, seed }: Round,
  limit: number,
): Gate {
  const units = oneOfEach(labels, seededRandom(seed)).map((record) => ({ score: score(record), record }));
  const fewest = smallestCount((count) => mostAllowed(count, limit, error) >= allowedAtStart);
  const thresholds = [...new Set(units.flatMap((unit) => unit.score ?? []))].sort((a, b) => b - a);
  let last: number | undefined;
  for (const threshold of thresholds) {
    const passed = units.filter((unit) => unit.score !== undefined && unit.score >= threshold);
    if (passed.length < fewest) continue;
    const failing = passed.filter(({ record }) => passes(record, target) === 0).length;
    if (failing > mostAllowed(passed.length, limit, error)) break;
    last = threshold;
  }
  return last === undefined ? nothing : gateAt(score, last);
}

/** The same sequence, with all labels: each group by the mean of its own, from where a draw would have two errors on. */
function fixedSequenceByMeans(
  score: Score,
  labels: readonly CalibrationRecord[],
  { target }: Round,
  limit: number,
): Gate {
  const groups: Groups = linkedGroups(labels).map((own) =>
    own.map((record) => ({
      score: score(record) ?? -Infinity,
      isContradicted: passes(record, target) === 0,
      isDecidable: true,
    })),
  );
  const fewest = smallestCount((count) => mostAllowed(count, limit, error) >= allowedAtStart);
  const drawnOf = (threshold: number): number =>
    sharesOf(groups, threshold, 'false-pass').reduce((sum, { trials }) => sum + trials, 0);
  const thresholds = [...new Set(groups.flat().map((unit) => unit.score))]
    .sort((a, b) => b - a)
    .filter((threshold) => drawnOf(threshold) >= fewest);
  const last = lastShown(groups, thresholds, 'false-pass', { limit, error });
  return last === undefined ? nothing : gateAt(score, last);
}

function gateAt(score: Score, threshold: number): Gate {
  return (traffic) => traffic.map((record) => (score(record) ?? -Infinity) >= threshold);
}

function oneOfEach(records: readonly CalibrationRecord[], random: Random): CalibrationRecord[] {
  return linkedGroups(records).map((own) => own[Math.floor(random() * own.length)]!);
}

/** The labels of half of the groups, and those of the others. */
export function halves({ labels, seed }: Round): readonly [CalibrationRecord[], CalibrationRecord[]] {
  const groups = shuffled(linkedGroups(labels), seededRandom(seed));
  return [groups.slice(0, groups.length >> 1).flat(), groups.slice(groups.length >> 1).flat()];
}

function smallestCount(holds: (count: number) => boolean): number {
  let count = 1;
  while (!holds(count)) count++;
  return count;
}

/** The lowest threshold at which at most `limit` of the labels that it passes fail: what no proof stands behind. */
function lowestEmpirical(score: Score, { labels, target }: Round, limit: number): Gate {
  const seen = labels.map((record) => ({ score: score(record) ?? -Infinity, fails: passes(record, target) === 0 }));
  const thresholds = [...new Set(seen.map((one) => one.score))].sort((a, b) => a - b);
  const found = thresholds.find((threshold) => {
    const passed = seen.filter((one) => one.score >= threshold);
    return passed.filter(({ fails }) => fails).length <= limit * passed.length;
  });
  return found === undefined ? nothing : gateAt(score, found);
}

function gateOf(calibrator: Calibrator, limit: number): Gate {
  const gate = createQualityGate({ calibrator, policy: { certificate: { estimand: 'false-pass', limit } } });
  return (traffic) => traffic.map((record) => gate.decide(record).verdict === 'pass');
}

const claimsAt = (limits: readonly number[]) =>
  limits.map((limit) => ({ estimand: 'false-pass', limit, confidence }) as const);

/** What people do today. */
const rules: Readonly<Record<string, Maker>> = {
  'rating of 8 in 10': ({ target }, limits) => {
    const { min, max } = target.ratingScale;
    return limits.map(() => gateAt(rating, min + 0.8 * (max - min)));
  },
  'rating, threshold picked on the labels': (round, limits) =>
    limits.map((limit) => lowestEmpirical(rating, round, limit)),
  'calibrator, threshold picked on its own labels': (round, limits) => {
    const score = probabilityBy(fit(round.labels, { ...round.target, seed: round.seed }));
    return limits.map((limit) => lowestEmpirical(score, round, limit));
  },
};

/** The plain exact way, and ours. */
const certified: Readonly<Record<string, Maker>> = {
  'rating, certified': (round, limits) => limits.map((limit) => fixedSequence(rating, round.labels, round, limit)),
  'rating, certified by means': (round, limits) =>
    limits.map((limit) => fixedSequenceByMeans(rating, round.labels, round, limit)),
  'half to fit, half to certify': (round, limits) => {
    const [half, others] = halves(round);
    const score = probabilityBy(fit(half, { ...round.target, seed: round.seed }));
    return limits.map((limit) => fixedSequence(score, others, round, limit));
  },
  'unflatter, one round': ({ labels, target, seed }, limits) => {
    const { calibrator } = fitAndCertify(labels, claimsAt(limits), { ...target, seed });
    return limits.map((limit) => gateOf(calibrator, limit));
  },
  'unflatter, after a round as large': ({ labels, earlier, target, seed }, limits) => {
    const { calibrator } = certify(fit(earlier, { ...target, seed }), labels, claimsAt(limits), { seed });
    return limits.map((limit) => gateOf(calibrator, limit));
  },
};

/** The methods in the order of the tables, those of other libraries among them where there is a Python for them. */
export function allMethods(rivals: Readonly<Record<string, Method>> = {}): Readonly<Record<string, Method>> {
  return { ...mapped(rules), ...rivals, ...mapped(certified) };
}

function mapped(makers: Readonly<Record<string, Maker>>): Record<string, Method> {
  return Object.fromEntries(
    Object.entries(makers).map(([name, make]): [string, Method] => [
      name,
      async (round, limits, traffic) => gatesOf(make, round, limits).map((gate) => gate(traffic)),
    ]),
  );
}

/** One-class parts and the like: a method that cannot fit passes nothing. */
function gatesOf(make: Maker, round: Round, limits: readonly number[]): readonly Gate[] {
  try {
    return make(round, limits);
  } catch (cause) {
    const code = (cause as { code?: string }).code;
    if (code === 'one-class-only' || code === 'too-few-records' || code === 'too-few-groups')
      return limits.map(() => nothing);
    throw cause;
  }
}
