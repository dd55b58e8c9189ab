import type { Estimate } from '../fit/bootstrap.ts';
import type { LabelQuality, LabelWarning } from '../fit/agreement/quality/quality.ts';
import { bounds, count, interval } from './numbers.ts';

/** How good labels are, for a terminal. */
export function reportLabels(quality: LabelQuality): string {
  const { records, labels, labellers, between, within, policies, warnings } = quality;
  const people = labellers.map((one) => `${one.labeller} ${count(one.labels)}`);
  const more = people.length > 8 ? ` and ${people.length - 8} more` : '';
  return [
    `${count(labels)} labels of ${count(records)} records`,
    people.length === 0
      ? 'no label says by whom it is: nothing can be said of people'
      : `by ${people.slice(0, 8).join(', ')}${more}`,
    between === null
      ? 'between people: no record was labelled by two'
      : `between people: alpha ${number(between.alpha.ratings)} for ratings, ${number(between.alpha.verdicts)} for pass or fail (1 is perfect, 0 is chance), on ${count(between.records)} records`,
    ...(within === null
      ? ['within people: nobody labelled a record again']
      : [
          `within people: ${interval(within.sameVerdict)} the same verdict again, ${number(within.distance)} apart, over ${count(within.pairs)} repeats${within.shift.value === null ? '' : `; the later less the earlier ${number(within.shift)}`}`,
        ]),
    ...policies.map(
      ({ policies: [a, b], ...table }) =>
        `policies ${a} and ${b}: pass by both ${table.bothPass}, by ${a} alone ${table.onlyFirstPasses}, by ${b} alone ${table.onlySecondPasses}, by neither ${table.bothFail}; ${b} passes ${interval(table.difference)} more`,
    ),
    ...driftLines(quality),
    ...(warnings.length === 0 ? ['nothing looks wrong'] : ['look at:', ...warnings.map((one) => `  ${words(one)}`)]),
  ].join('\n');
}

function driftLines({ drift }: LabelQuality): string[] {
  if (drift.length === 0) return ['drift: it takes labels with times, of records that others rated too'];
  const most = drift.toSorted((a, b) => a.pValue - b.pValue).slice(0, 3);
  return [
    `drift from first label to last, against the others: ${most.map(({ labeller, shift }) => `${labeller} ${number(shift)}`).join(', ')}`,
  ];
}

function words(warning: LabelWarning): string {
  const { labeller } = warning;
  if (warning.kind === 'apart')
    return `${labeller} is ${warning.own.toFixed(2)} from the others, who are ${warning.others.toFixed(2)} from each other`;
  if (warning.kind === 'drifts')
    return `${labeller} has become ${warning.shift.value < 0 ? 'stricter' : 'milder'}, by ${number(warning.shift)} against the others`;
  if (warning.kind === 'constant')
    return `${labeller} gave ${warning.value} to all of ${count(warning.records)} records`;
  return `${labeller} gave ${count(warning.tooFast)} of ${count(warning.labels)} labels sooner than the response can be looked through`;
}

function number({ value, lower, upper }: Estimate): string {
  return value === null ? 'none' : `${value.toFixed(2)}${bounds(lower, upper, (bound) => bound.toFixed(2))}`;
}
