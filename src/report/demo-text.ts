import type { Estimate } from '../fit/bootstrap.ts';
import { rawThreshold } from '../fit/evaluate.ts';
import { resolvePolicy } from '../gate/policy.ts';
import type { ByAuthor } from './by-author.ts';
import type { DemoSummary } from './demo.ts';
import { bar, columns, count, interval, percent } from './numbers.ts';

/** The sets of the demo one after the other, for a terminal. */
export function demoText(sets: readonly DemoSummary[]): string {
  return sets.map((set, i) => `${i + 1}. ${setText(set)}\n`).join('\n');
}

function setText(set: DemoSummary): string {
  return [
    set.about,
    recordsLine(set),
    '',
    ...falsePassLines(set),
    '',
    ...table(set),
    '',
    ...(set.byAuthor === null ? [] : [...authorLines(set.byAuthor), '']),
    gateHeading(),
    ...gateLines(set).map((line) => `  ${line}`),
  ].join('\n');
}

export function recordsLine({ records, passRate }: DemoSummary): string {
  return `${count(records)} ratings; ${percent(passRate, 0)} of the answers are right.`;
}

export function falsePassLines({ records, passed, falsePass }: DemoSummary): string[] {
  const { raw, corrected, difference } = falsePass;
  return [
    `A raw gate at ${percent(rawThreshold, 0)} of the scale passes ${count(passed)} of the ${count(records)}: ${interval(raw)} of them are wrong.`,
    `The corrected gate, passing as many (out of fold): ${interval(corrected)} are wrong. ${gainOf(difference, -1)}.`,
  ];
}

function table({ curve, byAuthor }: DemoSummary): string[] {
  const cell = (share: number): string => `${percent(share, 0).padStart(5)} ${bar(share, 10)}`;
  const rows = [
    ['  wrong, among the', 'by raw rating', 'corrected', 'by author alone'],
    ...curve.map((top) => [
      `  top ${percent(top.share, 0)}`,
      cell(top.raw),
      cell(top.corrected),
      cell(top.byAuthor ?? 0),
    ]),
  ];
  const shown = byAuthor === null ? rows.map((row) => row.slice(0, -1)) : rows;
  return columns(shown.map(([first, ...rest]) => [first!, ...rest.map((text) => text.padEnd(16))]));
}

export function authorLines({ authors, passRates, within }: ByAuthor): string[] {
  const { lowest, highest } = passRates;
  return [
    `Some of these ${authors} models are far better than others (${percent(lowest, 0)} to ${percent(highest, 0)} right), and part of what the surface tells is`,
    'who wrote the answer: the last column goes by the author alone. Within one model, the AUC (0.5 is chance) is',
    `${digits(within.raw)} by the raw rating and ${digits(within.corrected)} corrected. ${gainOf(within.difference, 1)}.`,
  ];
}

export function gateHeading(): string {
  const { passThreshold, failThreshold } = resolvePolicy();
  return `The gate as it comes (pass from ${passThreshold}, fail below ${failThreshold}, else ask a person):`;
}

export function gateLines({ gate }: DemoSummary): string[] {
  return gate.map(({ verdict, records, failing }) => {
    const none = verdict === 'pass' ? ': no answer is sure enough, whatever it was rated' : '';
    const wrong = records === 0 ? none : `, ${percent(failing / records)} of them wrong`;
    return `${verdict.padEnd(6)} ${count(records).padStart(5)}${wrong}`;
  });
}

/** A gain or a loss is what the 95 % interval of a difference says; `better` is the sign of a gain. */
export function gainOf({ lower, upper }: Estimate, better: 1 | -1): 'No gain' | 'A gain' | 'A loss' {
  if (lower === null || upper === null || (lower <= 0 && upper >= 0)) return 'No gain';
  return Math.sign(lower) === better ? 'A gain' : 'A loss';
}

function digits({ value }: Estimate): string {
  return value === null ? 'none' : value.toFixed(3);
}
