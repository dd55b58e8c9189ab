import type { WhatItBuys } from '../log/power.ts';
import type { MostlyPassed } from '../log/sample-passed.ts';
import { count, percent } from '../report/numbers.ts';

/** What `sample` says of its choice. */
export interface Chosen {
  readonly out: string;
  readonly chosen: number;
  /** How many it was chosen from. */
  readonly of: number;
  readonly floor: number;
  readonly pass: number;
  readonly fail: number;
  readonly review: number;
  readonly chosenBefore: number;
  readonly labelled: number;
  readonly unusable: number;
  /** Decided later than now, by the clock of whoever did. */
  readonly ahead: number;
  readonly buys: WhatItBuys;
}

export const roundsNote =
  'note: there were earlier rounds; fit to labels of several rounds from the log, which weighs them together, not from the ' +
  'files: what was there for all of them would count several times';

/** Weights can make up for what is left out at random, and for nothing else. */
export function waitingNote(waiting: number, chosenBefore: number): string {
  return (
    `note: of ${count(chosenBefore)} chosen before, ${count(waiting)} have no label by people here: weights take what is ` +
    'missing of a round to be left out at random, so label what was chosen, and not the easy ones alone'
  );
}

export function sampleLines(result: Chosen): string {
  const { out, chosen, of, floor, pass, fail, review, chosenBefore, labelled, unusable, ahead, buys } = result;
  const left = [
    ...(chosenBefore > 0 ? [`${count(chosenBefore)} chosen before`] : []),
    ...(labelled > 0 ? [`${count(labelled)} labelled`] : []),
    ...(unusable > 0 ? [`${count(unusable)} without a rating or without text and features`] : []),
    ...(ahead > 0 ? [`${count(ahead)} decided later than now, by a clock that is ahead`] : []),
  ];
  return [
    `chose ${count(chosen)} of ${count(of)}: ${pass} that passed, ${fail} that failed, ${review} for review`,
    ...(left.length > 0 ? [`left out: ${left.join(', ')}`] : []),
    `least inclusion: ${fromBelow(floor)}, so no label stands for more than ${count(Math.round(1 / floor))} entries; certify asks for it`,
    '',
    'What the labels will show, if the calibrator is right:',
    `  ${falsePassWords(buys)}`,
    `  ${certificateWords(buys)}`,
    '',
    `wrote ${out}`,
  ].join('\n');
}

/** To three digits, and not more than it is: a proof refuses a least probability that a label is below. */
function fromBelow(share: number): number {
  const digit = 10 ** (Math.floor(Math.log10(share)) - 2);
  return Number((Math.floor(share / digit) * digit).toPrecision(3));
}

function falsePassWords({ falsePass, budget }: WhatItBuys): string {
  if (falsePass === null) return 'no false-pass rate: nothing passed of which a pass probability is known';
  const { rate, halfWidth, halfWidthEvenly } = falsePass;
  const points = (share: number): string => (100 * share).toFixed(1);
  return `the false-pass rate, expected at ${percent(rate)}, within ±${points(halfWidth)} points; ${budget} drawn evenly, ±${points(halfWidthEvenly)}`;
}

function certificateWords({ certificate }: WhatItBuys): string {
  const { limit, confidence, worth, chance, needed } = certificate;
  const promise = `at most ${percent(limit, 0)} false passes with confidence ${percent(confidence, 0)}`;
  const takes =
    needed === null
      ? 'no number of labels would do'
      : `${count(needed)} drawn evenly (--share-of-everything 1) have a chance of 80 %`;
  return `${promise}, certified: a chance of ${percent(chance, 0)}, since for a proof they are worth ${count(worth)} drawn evenly; ${takes}`;
}

export function sampleWarning({ labels, notPassed, share, byChance }: MostlyPassed): string {
  const chance = byChance < 0.001 ? 'fewer than 0.1 %' : percent(byChance);
  return (
    `warning: of ${count(labels)} labels so far, ${notPassed} (${percent(notPassed / labels)}) are of what did not pass, as did ${percent(share)} of the traffic: ` +
    `they cannot show what is wrongly kept back. Of labels drawn evenly, ${chance} would bring this warning`
  );
}
