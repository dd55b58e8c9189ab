import { assertOption } from '../calibrator/target.ts';
import type { DriftDecision } from './drift-decision.ts';

/** Decisions of one calibrator in the order of time, those on which it could not speak among them. */
export interface Stream {
  readonly decisions: readonly DriftDecision[];
  /** The number of the group of each, from 0. */
  readonly clusters: Int32Array;
  readonly weights: Float64Array;
  readonly groups: number;
  readonly otherCalibrator: number;
  readonly judged: { readonly decisions: number; readonly groups: number };
}

/** Whether the correction could speak on it. */
export function isJudged({ passProbability: p }: DriftDecision): boolean {
  return p !== null && p >= 0 && p <= 1;
}

/**
 * Puts decisions in order, and leaves out those of another calibrator.
 *
 * @throws UnflatterError `invalid-option` for what is no list of decisions, or where some have a time and others none.
 */
export function streamOf(digest: string, all: readonly DriftDecision[]): Stream {
  assertOption(Array.isArray(all), 'decisions', 'a list of decisions', all);
  const own = all.filter((one, i) => {
    assertDecision(one, i);
    return one.calibrator === digest;
  });
  const timed = own.filter(({ at }) => at !== undefined).length;
  const isOneOrder = timed === 0 || timed === own.length;
  assertOption(isOneOrder, 'decisions', 'decisions with a time, all or none', `${timed} of ${own.length} with one`);
  const decisions = timed === 0 ? own : own.toSorted(inTime);
  const judged = decisions.filter(isJudged);
  const numbers = new Map<string, number>();
  const clusters = Int32Array.from(decisions, ({ group }) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
  return {
    decisions,
    clusters,
    weights: Float64Array.from(decisions, ({ weight = 1 }) => weight),
    groups: numbers.size,
    otherCalibrator: all.length - own.length,
    judged: { decisions: judged.length, groups: new Set(judged.map(({ group }) => group)).size },
  };
}

function inTime(a: DriftDecision, b: DriftDecision): number {
  if (a.at !== b.at) return a.at! - b.at!;
  if (a.id === undefined || b.id === undefined || a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

function assertDecision(one: DriftDecision, i: number): void {
  const isDecision =
    typeof one === 'object' &&
    one !== null &&
    typeof one.calibrator === 'string' &&
    typeof one.group === 'string' &&
    typeof one.reason === 'string' &&
    (one.weight === undefined || (one.weight > 0 && Number.isFinite(one.weight))) &&
    (one.at === undefined || Number.isFinite(one.at)) &&
    isNumberOrNull(one.selfRating) &&
    isNumberOrNull(one.passProbability) &&
    typeof one.features === 'object' &&
    one.features !== null &&
    Array.isArray(one.outside);
  assertOption(isDecision, `decisions[${i}]`, 'a logged decision', one);
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || typeof value === 'number';
}
