import fc from 'fast-check';
import { areaUnderCurve, calibrationError, failShareAtTop, tiesOf } from '../../src/math/metrics.ts';

/** A probability of one digit, so that ties are common; an outcome; a weight. */
export interface Row {
  readonly p: number;
  readonly outcome: 0 | 1;
  readonly weight: number;
}

const anyRow: fc.Arbitrary<Row> = fc.record({
  p: fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
  outcome: fc.constantFrom(0, 1),
  weight: fc.integer({ min: 1, max: 4 }),
});
export const anyRows = fc.array(anyRow, { minLength: 2, maxLength: 25 });
export const mixedRows = anyRows.filter((rows) => new Set(rows.map(({ outcome }) => outcome)).size === 2);
export const anyShare = fc.integer({ min: 1, max: 20 }).map((twentieths) => twentieths / 20);

export function auc(scores: readonly number[], outcomes: readonly number[], weights = ones(scores)): number {
  return areaUnderCurve([tiesOf(scores)], outcomes, weights);
}

export function ece(p: readonly number[], outcomes: readonly number[], weights = ones(p)): number {
  return calibrationError(p, tiesOf(p), outcomes, weights);
}

export function worst(
  scores: readonly number[],
  outcomes: readonly number[],
  share: number,
  weights = ones(scores),
): number {
  return failShareAtTop(tiesOf(scores), outcomes, weights, share);
}

export function columnsOf(rows: readonly Row[]): readonly [p: number[], outcomes: number[], weights: number[]] {
  return [rows.map(({ p }) => p), rows.map(({ outcome }) => outcome), rows.map(({ weight }) => weight)];
}

export function aucOf(rows: readonly Row[]): number {
  return auc(...columnsOf(rows));
}

export function worstOf(rows: readonly Row[], share: number): number {
  const [p, outcomes, weights] = columnsOf(rows);
  return worst(p, outcomes, share, weights);
}

function ones(values: readonly number[]): number[] {
  return values.map(() => 1);
}
