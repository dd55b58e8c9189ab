import { assertOption } from '../../calibrator/target.ts';
import { UnflatterError } from '../../errors.ts';
import { assertColumn, cellOf, column, decisions, everyCell, names, numbers, texts, type PlacedRow } from './cells.ts';
import type { AggregateName, Better, ProxyOptions } from './options.ts';

/** A metric or a goal of every row. */
export interface Side {
  /** As they are averaged: 1 and 0 where a threshold says what passes. */
  readonly values: Float64Array;
  /** Higher is better. */
  readonly scores: Float64Array;
  /** 1 for a higher value being better, else −1. */
  readonly sign: 1 | -1;
  /** 1 where a row passes, else 0; undefined where nothing says what passes. */
  readonly passes: Float64Array | undefined;
}

/** The columns of an audit, of the rows that have a goal. */
export interface ProxyData {
  readonly metric: Side;
  readonly goal: Side;
  readonly aggregate: AggregateName | undefined;
  readonly groups: readonly string[];
  readonly slices: readonly string[] | undefined;
  readonly texts: readonly string[] | undefined;
  /** The column of the texts. */
  readonly textName: string | undefined;
  readonly weights: Float64Array;
  readonly leftOut: number;
}

/** @throws UnflatterError `invalid-option`, `invalid-records` or `too-few-records` */
export function dataOf(all: readonly PlacedRow[], options: ProxyOptions): ProxyData {
  const { goal, goalPassesAt, goalBetter, slice, group } = options;
  if (all.length === 0)
    throw new UnflatterError('too-few-records', 'auditing a metric needs rows, got none', { received: 0, required: 1 });
  assertColumn(all, 'goal', goal);
  const rows = all.filter(({ value }) => cellOf(value, goal) !== undefined);
  const sides = {
    metric: metricOf(rows, options),
    goal: sideOf(column(rows, { option: 'goal', name: goal }, numbers), { passesAt: goalPassesAt, better: goalBetter }),
  };
  const isTold = options.aggregate === undefined || sides.goal.passes !== undefined;
  assertOption(isTold, 'goalPassesAt', 'a number where the goal is not true or false', goalPassesAt);
  return {
    ...sides,
    aggregate: options.aggregate,
    groups: group === undefined ? usualGroups(rows) : column(rows, { option: 'group', name: group }, names),
    slices: slice === undefined ? undefined : column(rows, { option: 'slice', name: slice }, names),
    ...textsOf({ all, rows }, options.text),
    weights: new Float64Array(rows.length).fill(1),
    leftOut: all.length - rows.length,
  };
}

/**
 * A row whose response is missing must not take away the policies that look at texts: those are what a metric is gamed by.
 * So one row with a response is enough for all to need one.
 */
function textsOf(
  { all, rows }: { readonly all: readonly PlacedRow[]; readonly rows: readonly PlacedRow[] },
  text: string | undefined,
): Pick<ProxyData, 'texts' | 'textName'> {
  if (text !== undefined) return { texts: column(rows, { option: 'text', name: text }, texts), textName: text };
  const textName = 'response';
  if (all.every(({ value }) => cellOf(value, textName) === undefined)) return { texts: undefined, textName: undefined };
  return { texts: everyCell(rows, textName, { ...texts, expected: 'a text, as other rows have' }), textName };
}

function metricOf(rows: readonly PlacedRow[], options: ProxyOptions): Side {
  if (options.aggregate !== undefined)
    return sideOf(column(rows, { option: 'decision', name: options.decision }, decisions), {});
  const { metric, metricPassesAt, metricBetter } = options;
  const values = column(rows, { option: 'metric', name: metric }, numbers);
  return sideOf(values, { passesAt: metricPassesAt, better: metricBetter });
}

interface Passing {
  readonly passesAt?: number | undefined;
  readonly better?: Better | undefined;
}

function sideOf(cells: readonly number[], { passesAt, better = 'higher' }: Passing): Side {
  const isBinary = cells.every((value) => value === 0 || value === 1);
  const mark = passesAt ?? (isBinary ? (better === 'higher' ? 1 : 0) : undefined);
  const sign = better === 'higher' ? 1 : -1;
  const scores = Float64Array.from(cells, (value) => sign * value);
  if (mark === undefined) return { values: Float64Array.from(cells), scores, sign, passes: undefined };
  const passes = scores.map((score) => (score >= sign * mark ? 1 : 0));
  return { values: passes, scores, sign: 1, passes };
}

/** Each kind has a mark before it: a prompt that reads like a group is not that group. */
function usualGroups(rows: readonly PlacedRow[]): string[] {
  return rows.map(({ value }, i) => {
    const [group, prompt] = ['group', 'prompt'].map((name) => names.read(cellOf(value, name)));
    if (group !== undefined) return `group ${group}`;
    return prompt === undefined ? `row ${i}` : `prompt ${prompt}`;
  });
}

/** Some of the rows. */
export function rowsAt(data: ProxyData, places: readonly number[]): ProxyData {
  const side = ({ values, scores, sign, passes }: Side): Side => ({
    values: picked(values, places),
    scores: picked(scores, places),
    sign,
    passes: passes && picked(passes, places),
  });
  return {
    ...data,
    metric: side(data.metric),
    goal: side(data.goal),
    groups: places.map((i) => data.groups[i]!),
    slices: data.slices && places.map((i) => data.slices![i]!),
    texts: data.texts && places.map((i) => data.texts![i]!),
    weights: picked(data.weights, places),
  };
}

function picked(values: Float64Array, places: readonly number[]): Float64Array {
  return Float64Array.from(places, (i) => values[i]!);
}
