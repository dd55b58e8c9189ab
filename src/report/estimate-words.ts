import type { ConfidenceInterval } from '../estimate/interval.ts';
import type { ComparedSystem, PassRateDifference } from '../estimate/difference.ts';
import type { EstimateReport } from '../estimate/report.ts';
import { fewestGroups, fewestLabels, type SlicesEstimate } from '../estimate/slices.ts';
import { number, signed } from './audit-words.ts';
import { named } from './named.ts';
import { bounds, count, interval, percent } from './numbers.ts';
import type { Table } from './page/table.ts';

/** The estimate in one sentence for somebody who has read nothing of it. */
export function estimateSentence(report: EstimateReport): string {
  if (report.verdict === 'cannot tell') return chosenSentence(report);
  const { estimate, interval: within, records, labelled, target, chosenFrom } = report;
  const who = target.passBy === 'person' ? 'A person drawn at random' : 'People';
  const nothing = within === null ? '; the labels are of one group, so how sure that is cannot be told' : '';
  const would = labelled === records && chosenFrom === null ? 'pass' : 'would pass';
  const of =
    chosenFrom === null
      ? `these ${amount(records, 'record')}`
      : `the about ${amount(Math.round(chosenFrom), 'record')} that these ${count(records)} were chosen from`;
  const passes = target.passBy === 'person' ? would.replace(/^pass$/, 'passes') : would;
  return `${who} ${passes} ${rate(estimate, within)} of ${of}${nothing}.`;
}

/** What makes the numbers none of all records, first; then whose they are. */
function chosenSentence({ records, selection, labelsOnly, target }: EstimateReport): string {
  const { ratingDifference, pValue } = selection!;
  const [who, passes] = target.passBy === 'person' ? ['a person drawn at random', 'passes'] : ['people', 'pass'];
  return `How many of these ${amount(records, 'record')} ${who} would pass cannot be told: the labels do not look like a random sample of them. They are rated ${number(Math.abs(ratingDifference), 2)} ${ratingDifference < 0 ? 'lower' : 'higher'} than all records on average, p ${shownP(pValue)}. Of labels like these, ${who} ${passes} ${rate(labelsOnly.estimate, labelsOnly.interval)}.`;
}

/** What the ratings say of themselves, and that it is nothing else. */
export function ratedSentence({ ratedToPass, verdict }: EstimateReport): string {
  return `${percent(ratedToPass)} of ${verdict === 'cannot tell' ? 'all records' : 'them'} are rated at the pass mark or above: a fact about the ratings, not an estimate of how many pass.`;
}

export function meanRatingSentence({ verdict, meanHumanRating, target: { humanScale } }: EstimateReport): string {
  const isChosen = verdict === 'cannot tell';
  const { estimate, interval: within } = isChosen ? meanHumanRating.labelsOnly : meanHumanRating;
  const shown = `${number(estimate, 2)}${bounds(within?.lower ?? null, within?.upper ?? null, (one) => number(one, 2))}`;
  return `Mean human rating${isChosen ? ' of labels like these' : ''}: ${shown}, on ${humanScale.min} to ${humanScale.max}.`;
}

/** How the estimate was made, why so, and what it is worth. */
export function methodSentences(report: EstimateReport): string[] {
  const { labelled, labelledGroups, method, reason, labelsOnly, worth, equivalentLabels, correlation, confidence } =
    report;
  const labels = `${amount(labelled, 'label')} in ${amount(labelledGroups, 'group')}`;
  const made = `with ${percentOf(confidence)} intervals over groups.`;
  const byModel =
    report.labelledByModel === 0
      ? []
      : [
          `${count(report.labelledByModel)} of the ${amount(labelled, 'label')} are a model's: as far as they go, this is what that model would pass, not people.`,
        ];
  if (report.verdict === 'cannot tell') return [`From ${labels}, ${made}`, ...byModel, leftOut];
  const isPowered = method === 'prediction-powered';
  const from = isPowered ? ` and what the ratings, corrected by them, say of all records` : '';
  const related =
    correlation === null
      ? ''
      : ` Correlation of labels and predictions: ${number(correlation.value, 2)} [${number(correlation.lower, 2)}, ${number(correlation.upper, 2)}].`;
  return [
    `From ${labels}${from}, ${made} ${reason}${related}`,
    isPowered
      ? `The labels alone would say ${rate(labelsOnly.estimate, labelsOnly.interval)}. With the ratings they say as much as ${count(Math.round(equivalentLabels))} such labels would alone.`
      : `They say as much as ${amount(Math.round(worth), 'unrelated label')} drawn evenly.`,
    sampleSentence(report),
    ...byModel,
  ];
}

const leftOut =
  'What else an estimate says, as of slices, of another system or of the cost of a narrower interval, would rest on the same labels. It is left out here; --json has it.';

/** What to do where the labels surely are no random sample. */
export const chosenAdvice =
  'Find out how the labels were chosen. Where it is known with what chance each record was, say it as inclusion, for every record; else label some that are drawn at random, and use those alone.';

/** What the estimate rests on. */
function sampleSentence({ labelled, records, chosenFrom }: EstimateReport): string {
  if (chosenFrom !== null)
    return 'Every record is labelled, and those that were chosen less often count more: by inclusion they stand for the records that they were chosen from.';
  if (labelled === records) return 'Every record is labelled: the interval is for more records like these.';
  return 'It holds if the labels are a random sample of these records, or say by inclusion how they were chosen.';
}

/** What narrower intervals cost. */
export function costSentences({ precision, costs }: EstimateReport): string[] {
  if (precision === null) return [];
  const { records, labelled, floor } = precision;
  return costs.map((cost, i) => {
    const what = `${i === 0 ? 'Half as wide, ' : ''}±${percent(cost.halfWidth)}`;
    if (cost.more === 0) return `${what}: reached with the labels that there are.`;
    if (cost.labels === null) {
      const why =
        labelled === records
          ? 'as every record is labelled'
          : `as labels of all ${count(records)} records would leave ±${percent(floor)}`;
      return `${what}: out of reach, ${why}. It takes more records.`;
    }
    return `${what}: about ${amount(cost.labels, 'label')}, ${count(cost.more!)} more.`;
  });
}

/** Null where no mix was asked for. */
export function mixSentence({ mix, slices, target }: EstimateReport): string | null {
  if (mix === null) return null;
  const parts = mix.shares.map(
    ({ slice, share, found }) => `${named(slice)} ${percent(share)} (here ${percent(found)})`,
  );
  const who = target.passBy === 'person' ? 'a person drawn at random' : 'people';
  return `With another mix by ${named(slices!.by)}, ${parts.join(', ')}, ${who} would pass ${rate(mix.estimate, mix.interval)}.`;
}

/** Nothing where there is no other system. */
export function differenceSentences({ difference }: EstimateReport): string[] {
  if (difference === null) return [];
  const { first, second, sharedGroups } = difference;
  return [
    verdictSentence(difference),
    `These: ${systemWords(first)}. The others: ${systemWords(second)}.`,
    sharedGroups === 0
      ? 'They share no group, so the two are compared as strangers.'
      : `They share ${amount(sharedGroups, 'group')}, and what a group does to both cancels.`,
  ];
}

function systemWords({ estimate, interval: within, records, labelled, looksChosen }: ComparedSystem): string {
  const of = looksChosen ? 'as far as labels like theirs go' : `of ${count(records)}`;
  return `${rate(estimate, within)} ${of}, from ${amount(labelled, 'label')}`;
}

const verdicts = {
  better: 'People would pass more of these than of the others, by',
  worse: 'People would pass less of these than of the others, by',
  'cannot tell': 'Whether people would pass more of these or of the others cannot be told: the difference is',
} as const satisfies Record<PassRateDifference['verdict'], string>;

function verdictSentence({ verdict, difference, interval: within, first, second }: PassRateDifference): string {
  if (first.looksChosen || second.looksChosen)
    return `Whether people would pass more of these or of the others cannot be told: the labels of ${first.looksChosen ? 'these' : 'the others'} do not look like a random sample.`;
  const open = within === null ? ', with no interval, as the labels of one are of one group' : '';
  return `${verdicts[verdict]} ${pointsWithin(difference, within)} points${open}.`;
}

/** Which slices stand out, and which say nothing. Nothing where no slices were asked for. */
export function sliceSentences({ slices, confidence }: EstimateReport): string[] {
  if (slices === null) return [];
  const { judged, few } = Object.groupBy(slices.slices, ({ estimate }) => (estimate === null ? 'few' : 'judged'));
  const apart = (judged ?? []).filter(({ againstRest }) => (againstRest?.pValue ?? 1) < 1 - confidence);
  return [
    ...((judged ?? []).length === 0
      ? []
      : [
          `All intervals hold at once in ${percentOf(confidence)} of repetitions. Whether a slice differs from the rest is judged by p, which is corrected for their number.`,
        ]),
    ...apart.map(({ slice, againstRest }) => {
      const { difference, pValue } = againstRest!;
      return `${named(slice)} passes ${difference < 0 ? 'less' : 'more'} often than the rest, by ${number(100 * Math.abs(difference), 1)} points, p ${shownP(pValue!)}.`;
    }),
    ...(apart.length > 0 || (judged ?? []).length < 2 ? [] : ['No slice surely differs from the rest.']),
    ...(few === undefined
      ? []
      : [
          `Too few labels for an interval (it takes ${fewestLabels} of ${fewestGroups} groups): ${few.map(({ slice, labelled, labelledGroups }) => `${named(slice)} with ${count(labelled)} of ${count(labelledGroups)}`).join(', ')}.`,
        ]),
    ...(slices.unsliced === 0 ? [] : [`${amount(slices.unsliced, 'record')} without ${named(slices.by)}.`]),
  ];
}

/** Each slice with its interval and its difference from the rest. */
export function slicesTable({ by, slices }: SlicesEstimate): Table {
  return {
    title: `Pass rate by ${named(by)}`,
    head: [named(by), 'records', 'labels', 'pass', 'points from the rest', 'p'],
    rows: slices.map(({ slice, records, labelled, estimate, interval: within, againstRest }) => [
      named(slice),
      count(records),
      count(labelled),
      estimate === null ? 'too few labels' : rate(estimate, within),
      againstRest === null ? '' : pointsWithin(againstRest.difference, againstRest.interval),
      againstRest === null || againstRest.pValue === null ? '' : shownP(againstRest.pValue),
    ]),
  };
}

function rate(estimate: number, within: ConfidenceInterval | null): string {
  return interval({ value: estimate, lower: within?.lower ?? null, upper: within?.upper ?? null });
}

function amount(value: number, of: string): string {
  return `${count(value)} ${of}${value === 1 ? '' : 's'}`;
}

/** Percentage points, with their sign. */
function pointsWithin(difference: number, within: ConfidenceInterval | null): string {
  const points = (value: number): string => signed(100 * value, 1);
  return `${points(difference)}${bounds(within?.lower ?? null, within?.upper ?? null, points)}`;
}

function shownP(value: number): string {
  return value < 0.001 ? 'below 0.001' : value.toFixed(3);
}

/** 0.95 as `95 %`, 0.999 as `99.9 %`. */
function percentOf(share: number): string {
  return `${Number((100 * share).toPrecision(6))} %`;
}
