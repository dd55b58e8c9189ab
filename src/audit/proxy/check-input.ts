import { assertOptions, type OptionNames } from '../../calibrator/options.ts';
import { assertOption } from '../../calibrator/target.ts';
import { UnflatterError, listIssues, shown, type Issue } from '../../errors.ts';
import { isFields, type PlacedRow } from './cells.ts';
import { aggregateNames, type ProxyOptions } from './options.ts';

/**
 * The rows of a list, each with its place. The list is whatever a caller without types gave.
 *
 * @throws UnflatterError `invalid-option` for what is no list, `invalid-records` with every row that is no object
 */
export function placedRows(list: unknown): PlacedRow[] {
  assertOption(Array.isArray(list), 'rows', 'a list of rows', list);
  const rows = Array.from(list as readonly unknown[], (value, line) => ({ path: 'rows', line, value }));
  const issues = rows.flatMap(({ path, line, value }): Issue[] =>
    isFields(value) ? [] : [{ path, line, field: 'row', message: `must be an object, got ${shown(value)}` }],
  );
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
  return rows;
}

const proxyNames = {
  goal: true,
  goalPassesAt: true,
  goalBetter: true,
  slice: true,
  group: true,
  text: true,
  seed: true,
  metric: true,
  metricPassesAt: true,
  metricBetter: true,
  aggregate: true,
  decision: true,
} as const satisfies OptionNames<ProxyOptions>;
const columnOptions = ['goal', 'metric', 'decision', 'slice', 'group', 'text'];
const aName = 'the name of a column';

/** @throws UnflatterError `invalid-option` for what does not name a metric and a goal, or is out of its range */
export function assertProxyOptions(given: unknown): void {
  assertOption(isFields(given), 'options', 'an object that names a metric and a goal', given);
  const options = given as Readonly<Record<string, unknown>>;
  assertOptions(options, proxyNames);
  for (const option of columnOptions) {
    const name = options[option];
    assertOption(name === undefined || typeof name === 'string', option, aName, name);
  }
  assertOption(options['goal'] !== undefined, 'goal', aName, undefined);
  assertMetric(options);
  for (const option of ['metricBetter', 'goalBetter']) {
    const better = options[option];
    const isBetter = better === undefined || better === 'higher' || better === 'lower';
    assertOption(isBetter, option, '"higher" or "lower"', better);
  }
  for (const option of ['metricPassesAt', 'goalPassesAt']) {
    const value = options[option];
    assertOption(value === undefined || Number.isFinite(value), option, 'a number', value);
  }
  const { seed } = options;
  assertOption(seed === undefined || Number.isSafeInteger(seed), 'seed', 'a whole number', seed);
}

/** A metric of each row, or an aggregate and its decision: one of both. */
function assertMetric({ metric, aggregate, decision, ...options }: Readonly<Record<string, unknown>>): void {
  if (aggregate === undefined) {
    assertOption(metric !== undefined, 'metric', `${aName}, or left away for aggregate and decision`, metric);
    assertOption(decision === undefined, 'decision', 'left away without aggregate', decision);
    return;
  }
  const isKnown = aggregateNames.some((name) => name === aggregate);
  assertOption(isKnown, 'aggregate', `one of ${aggregateNames.join(', ')}`, aggregate);
  assertOption(decision !== undefined, 'decision', `${aName}, as aggregate is given`, decision);
  const { metricPassesAt, metricBetter } = options;
  for (const [option, value] of Object.entries({ metric, metricPassesAt, metricBetter }))
    assertOption(value === undefined, option, 'left away with aggregate, which takes decision', value);
}
