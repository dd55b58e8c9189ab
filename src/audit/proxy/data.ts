import { UnflatterError, shown } from '../../errors.ts';
import { assertColumn, cellOf, column, decisions, names, numbers, texts, type PlacedRow } from './cells.ts';
import { aggregateNames, type AggregateName, type Better, type ProxyOptions } from './options.ts';

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
  readonly weights: Float64Array;
  readonly leftOut: number;
}

/** @throws UnflatterError `invalid-option`, `invalid-records` or `too-few-records` */
export function dataOf(all: readonly PlacedRow[], options: ProxyOptions): ProxyData {
  const { goal, goalPassesAt, goalBetter, slice, group, text } = options;
  if (all.length === 0)
    throw new UnflatterError('too-few-records', 'auditing a metric needs rows, got none', { received: 0, required: 1 });
  assertColumn(all, 'goal', goal);
  const rows = all.filter(({ value }) => cellOf(value, goal) !== undefined);
  const sides = {
    metric: metricOf(rows, options),
    goal: sideOf(column(rows, { option: 'goal', name: goal }, numbers), {
      option: 'goalPassesAt',
      passesAt: goalPassesAt,
      better: goalBetter,
    }),
  };
  if ('aggregate' in options && sides.goal.passes === undefined)
    throw wrongOption('goalPassesAt', 'a number where the goal is not true or false', undefined);
  const hasText = rows.every(({ value }) => typeof cellOf(value, 'response') === 'string');
  const textName = text ?? (hasText ? 'response' : undefined);
  return {
    ...sides,
    aggregate: 'aggregate' in options ? options.aggregate : undefined,
    groups: group === undefined ? usualGroups(rows) : column(rows, { option: 'group', name: group }, names),
    slices: slice === undefined ? undefined : column(rows, { option: 'slice', name: slice }, names),
    texts: textName === undefined ? undefined : column(rows, { option: 'text', name: textName }, texts),
    weights: new Float64Array(rows.length).fill(1),
    leftOut: all.length - rows.length,
  };
}

function metricOf(rows: readonly PlacedRow[], options: ProxyOptions): Side {
  if (!('aggregate' in options)) {
    const { metric, metricPassesAt, metricBetter } = options;
    const values = column(rows, { option: 'metric', name: metric }, numbers);
    return sideOf(values, { option: 'metricPassesAt', passesAt: metricPassesAt, better: metricBetter });
  }
  const { aggregate, decision } = options;
  if (!aggregateNames.includes(aggregate))
    throw wrongOption('aggregate', `one of ${aggregateNames.join(', ')}`, aggregate);
  return sideOf(column(rows, { option: 'decision', name: decision }, decisions), { option: 'decision' });
}

interface Passing {
  readonly option: string;
  readonly passesAt?: number | undefined;
  readonly better?: Better | undefined;
}

function sideOf(cells: readonly number[], { option, passesAt, better = 'higher' }: Passing): Side {
  if (passesAt !== undefined && !Number.isFinite(passesAt)) throw wrongOption(option, 'a number', passesAt);
  const isBinary = cells.every((value) => value === 0 || value === 1);
  const mark = passesAt ?? (isBinary ? (better === 'higher' ? 1 : 0) : undefined);
  const sign = better === 'higher' ? 1 : -1;
  const scores = Float64Array.from(cells, (value) => sign * value);
  if (mark === undefined) return { values: Float64Array.from(cells), scores, sign, passes: undefined };
  const passes = scores.map((score) => (score >= sign * mark ? 1 : 0));
  return { values: passes, scores, sign: 1, passes };
}

function wrongOption(option: string, expected: string, received: unknown): UnflatterError<'invalid-option'> {
  const message = `${option} must be ${expected}, got ${shown(received)}`;
  return new UnflatterError('invalid-option', message, { option, expected, received });
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
