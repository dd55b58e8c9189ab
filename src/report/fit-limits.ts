import { apartLines, selfLines } from './label-counts.ts';
import { capital } from './certificate-words.ts';
import { hardenedLines } from './fit-summary.ts';
import type { FitFindings } from './fit-report.ts';
import { count } from './numbers.ts';

/** What a fit says nothing of, and what else to know of it. */
export function fitLimits({ calibrator, counts, inflation, data }: FitFindings): string[] {
  const { fittedOn, outOfFold, target } = calibrator;
  return [
    'It speaks of responses like these: of the same raters, the same rating prompts, the same kind of responses and people. What lies outside of what the labels cover is marked when it is decided on.',
    'What goes with inflation is an association and no cause: to change a feature of a text need not change what it is worth.',
    `A pass probability is no promise. What a threshold lets through is promised by a certificate only, on labels that the fit has not seen.`,
    ...(outOfFold.featuresWorthIt.lower === null || inflation.mean.lower === null
      ? [
          `The ${count(fittedOn.groups)} groups are too few, or too unlike in size, for intervals: the numbers may be far off.`,
        ]
      : []),
    ...(target.passBy === 'person'
      ? [
          'A pass probability here is that of a person drawn at random, so it is about people as much as about responses.',
        ]
      : []),
    ...(data.labellers === 1
      ? ['One person labelled everything: the correction learned what this person thinks.']
      : []),
    ...[...selfLines(counts, fittedOn.records), ...apartLines(counts, calibrator), ...hardenedLines(calibrator)].map(
      (line) => `${capital(line)}.`,
    ),
  ];
}
