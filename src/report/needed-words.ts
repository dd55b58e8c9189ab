import type { LabelsNeeded, NeededRange } from '../gate/certify/needed.ts';
import { count } from './numbers.ts';

/** More labels than that are out of reach, however many more. */
const mostSaid = 10_000;

/** No more exact than it is known, and rather more than less: 1,414 is `about 1,500`, 20,382 is `more than 10,000`. */
export function roughly(number: number): string {
  return number > mostSaid ? more : `about ${inTwoDigits(number)}`;
}

/** Whether a person could be told to label so many. */
export function isWithinReach(number: number): boolean {
  return number <= mostSaid;
}

const more = `more than ${count(mostSaid)}`;

function inTwoDigits(number: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(number)) - 1);
  return count(Math.ceil(number / unit) * unit);
}

/** How far off it may be, as ` (perhaps between 800 and 4,000)`; nothing where that says no more than the number. */
export function rangeWords(number: number, range: NeededRange | null): string {
  if (range === null || range.from > mostSaid) return '';
  const [from, to] = [inTwoDigits(range.from), endWords(range.to)];
  const isFromSaid = from !== inTwoDigits(number);
  if (!isFromSaid && to === from) return '';
  if (range.to !== null && range.to <= mostSaid)
    return isFromSaid ? ` (perhaps between ${from} and ${to})` : ` (perhaps as many as ${to})`;
  return isFromSaid ? ` (perhaps ${from}, perhaps ${to})` : ` (perhaps ${to})`;
}

function endWords(to: NeededRange['to']): string {
  if (to === null) return 'out of reach';
  return to > mostSaid ? more : inTwoDigits(to);
}

/** How many labels of which kind it takes. */
export function neededWords({ atRandom, range, inGroups, fromThreshold, chance }: LabelsNeeded): string {
  const groups = inGroups === null ? '' : `, or ${groupsOfLabels(inGroups)}`;
  const top = fromThreshold === null ? '' : `, or ${topWords(fromThreshold)}`;
  const all = `${roughly(atRandom)} labels drawn at random, one a group${rangeWords(atRandom, range)}`;
  return `It takes ${all}${groups}${top}: so many are enough ${chanceWords(chance)}.`;
}

/** As `8 times in 10, going by the fit and these labels`. */
export function chanceWords(chance: number): string {
  return `${Math.round(10 * chance)} times in 10, going by the fit and these labels`;
}

/** As `about 900 labels in 80 groups, as many of each as the fit had`. */
function groupsOfLabels({ groups, perGroup }: NonNullable<LabelsNeeded['inGroups']>): string {
  return `${roughly(Math.ceil(groups * perGroup))} in ${inTwoDigits(groups)} groups, as many of each as the fit had`;
}

function topWords({ threshold, labels, range }: NonNullable<LabelsNeeded['fromThreshold']>): string {
  const many = `${roughly(labels)} of responses with a pass probability from ${threshold} on`;
  return `${many}${rangeWords(labels, range)} (label only those and say --drawn-from ${threshold})`;
}
