import type { LeftOut } from '../fit/inflation/columns.ts';
import type { Effect } from '../fit/inflation/effects.ts';
import { shortNumber } from '../fit/inflation/steps.ts';
import type { FeatureInflation, InflationReport } from '../fit/inflation/inflation.ts';
import { bounds, columns, count } from './numbers.ts';
import { labelWords } from './target-words.ts';

/** As many rows as a person reads. */
const mostRows = 8;

/** What goes with inflation, for a terminal: the features that hold, and then the largest, up to eight. */
export function tabulateInflation(report: InflationReport): string {
  const { target, records, groups, mean, features, leftOut } = report;
  const rows = mostTelling(features, mostRows);
  return [
    `${labelWords(records, target)} in ${count(groups)} groups`,
    `mean inflation (self-rating less human rating, both on 0..1): ${signed(mean.value!)}${bounds(mean.lower, mean.upper, signed)}`,
    '',
    ...(features.length === 0
      ? ['no feature to tell of: none varies enough, or none was looked at']
      : [
          ...tableLines(rows),
          '',
          '+0.100 is ten points of 100: self-ratings that much further above human ratings, or less far below',
          closingLine(report),
          ...(rows.length < features.length ? [`not shown: ${features.length - rows.length} more`] : []),
          ...jointLines(report),
        ]),
    ...leftOutLines(leftOut),
  ].join('\n');
}

/** Those that hold, and then the largest, up to so many; in the order they came, which is by size. */
export function mostTelling(features: readonly FeatureInflation[], most: number): FeatureInflation[] {
  const holding = features.filter(({ alone }) => alone.holds);
  const others = features.filter(({ alone }) => !alone.holds);
  const chosen = new Set([...holding, ...others].slice(0, most));
  return features.filter((feature) => chosen.has(feature));
}

/** The joint effects have a column where there are any. */
function tableLines(rows: readonly FeatureInflation[]): string[] {
  const hasJoint = rows.some(({ joint }) => joint !== null);
  return columns([
    ['what goes with inflation', 'seen', 'alone', ...(hasJoint ? ['others held still'] : [])],
    ...rows.map(({ feature, step, seen, alone, joint }) => [
      `${alone.holds ? '*' : ' '} ${feature}, ${step.words}`,
      `${shortNumber(seen.min)} to ${shortNumber(seen.max)}`,
      effectNumbers(alone),
      ...(hasJoint ? [joint === null ? '' : effectNumbers(joint)] : []),
    ]),
  ]);
}

/** `+0.210 [+0.150, +0.270]`, as a part of the whole scale. */
export function effectNumbers({ effect: value, lower, upper }: Effect): string {
  return `${signed(value)}${bounds(lower, upper, signed)}`;
}

function closingLine({ features, groupsWorth, mean }: InflationReport): string {
  const tested = features.filter(({ alone }) => alone.pValue !== null).length;
  if (mean.lower === null || tested === 0)
    return `nothing is proven: the groups are worth ${groupsWorth.toFixed(1)} of equal weight, too few to tell an effect from chance`;
  const all = tested === 1 ? 'one feature' : `${tested} features`;
  return features.some(({ alone }) => alone.holds)
    ? `* holds: with ${all} tested, chance gives as much in at most 5 of 100 sets (Holm)`
    : `nothing holds: with ${all} tested, chance gives as much in more than 5 of 100 sets (Holm)`;
}

function jointLines({ features, groups, leftOut }: InflationReport): string[] {
  const joint = features.filter((feature) => feature.joint !== null).length;
  if (joint === 0) return [];
  const isCut = leftOut.some(({ reason }) => reason === 'beyond capacity');
  return [
    `others held still: ${joint} features at once${isCut ? `, as many as ${count(groups)} groups can carry` : ''}`,
  ];
}

function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  const named = (reason: LeftOut['reason']): string =>
    listed(
      leftOut
        .filter((one) => one.reason === reason)
        .map(({ feature, of }) => (of.length === 0 ? feature : `${feature} (${listed(of, 2)})`)),
    );
  return [
    ['never varies', named('constant')],
    ['missing in most records', named('mostly missing')],
    ['varies in too few groups', named('in few groups')],
    ['left out, as another says the same', named('duplicate')],
    ['alone only, as others together say the same', named('explained')],
  ].flatMap(([why, names]) => (names === '' ? [] : [`${why}: ${names}`]));
}

function listed(names: readonly string[], most = 6): string {
  const rest = names.length - most;
  return `${names.slice(0, most).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** `+0.210` */
export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
