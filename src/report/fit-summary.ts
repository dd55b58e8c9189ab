import type { Calibrator, Evaluation } from '../calibrator/calibrator.ts';
import { isBuiltIn } from '../calibrator/custom.ts';
import { features as surfaceFeatures } from '../features/definitions.ts';
import { apartLines, selfLines, type LabelCounts } from './label-counts.ts';
import { bounds, columns, count, percent } from './numbers.ts';
import { labelWords, passWords } from './target-words.ts';

/** A calibrator, and how many labels it was fitted on of what. */
export interface FitSummary {
  readonly calibrator: Calibrator;
  readonly counts: LabelCounts;
}

/** What a fit is worth, for a terminal. All numbers are out of fold. */
export function summariseFit({ calibrator, counts }: FitSummary): string {
  const { outOfFold, target } = calibrator;
  const { records, groups, passRate } = calibrator.fittedOn;
  return [
    `${labelWords(records, target)} in ${count(groups)} groups, ${percent(passRate)} pass (${passWords(target)})`,
    ...tooFewLines(calibrator, counts),
    ...selfLines(counts, records),
    ...apartLines(counts, calibrator),
    ...featureLines(calibrator),
    ...hardenedLines(calibrator),
    '',
    'out of fold, by records of groups that the fit had not seen',
    ...columns(evaluationRows(calibrator)),
    '',
    worthLine(calibrator),
    falsePassLine(outOfFold),
  ].join('\n');
}

/** What fits of several criteria say of themselves in one line each. */
export function summariseFitInOneLine({ features, fittedOn, outOfFold, target }: Calibrator): string {
  const { records, groups, passRate } = fittedOn;
  const { raw, corrected, featuresWorthIt } = outOfFold;
  return [
    `${labelWords(records, target)} in ${count(groups)} groups, ${percent(passRate)} pass`,
    `log loss ${raw.logLoss.toFixed(3)} as it came, ${corrected.logLoss.toFixed(3)} corrected`,
    features.length === 0 ? 'by the self-rating alone' : `features ${featuresWorthIt.verdict}`,
  ].join('; ');
}

/** What anybody would try first, and the correction: headings, then a row each. */
export function evaluationRows({ features, outOfFold }: Calibrator): string[][] {
  return [
    ['', 'log loss', 'Brier', 'AUC', 'calibration error'],
    row('base rate, no input', outOfFold.baseRate),
    ...(features.length === 0
      ? []
      : [row('by length alone', outOfFold.lengthOnly), row('by tone alone', outOfFold.toneOnly)]),
    row('self-rating as it came', outOfFold.raw),
    row('corrected, rating only', outOfFold.ratingOnly),
    ...(features.length === 0 ? [] : [row('corrected, with features', outOfFold.corrected)]),
  ];
}

function row(name: string, { logLoss, brier, auc, calibrationError }: Evaluation): string[] {
  return [name, logLoss.toFixed(3), brier.toFixed(3), auc?.toFixed(3) ?? 'none', calibrationError.toFixed(3)];
}

function tooFewLines(
  { fittedOn: { isEnoughToCertify, records, groups }, certificates }: Calibrator,
  { passing }: LabelCounts,
): string[] {
  // Where it was tried on other labels, those have answered.
  if (isEnoughToCertify || certificates.length > 0) return [];
  const here = `${count(passing)} that pass and ${count(records - passing)} that fail`;
  return [
    `too few to certify a threshold: that takes 50 groups, 15 that pass and 15 that fail, and here are ${count(groups)} groups, with ${here}`,
  ];
}

/** Says so where a feature of the surface is missing, and where others joined them. */
function featureLines({ features }: Calibrator): string[] {
  if (features.length === 0) return ['features: none, so the correction goes by the self-rating alone'];
  const surface = new Set<string>(surfaceFeatures.map(({ name }) => name));
  const others = features.map(({ name }) => name).filter((name) => !surface.has(name));
  const measured = features.length - others.length;
  const parts = [
    ...(measured < surface.size
      ? [`${measured} of ${surface.size} of the surface, those that enough records have`]
      : []),
    ...named('of the rating', others.filter(isBuiltIn)),
    ...named(
      'your own',
      others.filter((name) => !isBuiltIn(name)),
    ),
  ];
  return parts.length === 0 ? [] : [`features: ${parts.join('; ')}`];
}

/** What the fit was hardened with, if it was. */
export function hardenedLines({ fittedOn: { hardened } }: Calibrator): string[] {
  if (hardened === undefined) return [];
  const { twins, share, probes } = hardened;
  const kinds = `${probes.length} ${probes.length === 1 ? 'kind' : 'kinds'}`;
  return [
    `hardened: ${count(twins)} changed responses, of ${kinds}, with ${percent(share)} of the weight of their records`,
  ];
}

function named(whose: string, names: readonly string[]): string[] {
  const rest = names.length - 8;
  return names.length === 0 ? [] : [`${whose}: ${names.slice(0, 8).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`];
}

function worthLine({ features, outOfFold }: Calibrator): string {
  const { verdict, gain, standardError, lower, upper } = outOfFold.featuresWorthIt;
  if (features.length === 0) return 'no feature was looked at, so nothing is said of what features are worth';
  const meaning = {
    'worth it':
      lower !== null && lower < 0
        ? 'the surface features tell something that chance would not; how much they save on other records is open'
        : 'the surface features add to the rating',
    'not yet': 'it is open whether the surface features add to the rating; more labels would tell',
    no: 'the surface features add nothing worth having to the rating',
  }[verdict];
  const sure = lower === null || upper === null ? ` ± ${standardError.toFixed(4)}` : bounds(-upper, -lower, signed);
  return `features ${verdict}: ${meaning} (log loss ${signed(-gain)}${sure}${lower === null ? '' : ', 90 %'})`;
}

/** What a raw gate passes, and what of it people fail. */
export function falsePassLine({ falsePass: { passedShare, raw, corrected } }: Calibrator['outOfFold']): string {
  return raw === null
    ? 'a raw gate at 80 % of the scale would pass nothing'
    : `of the ${percent(passedShare)} that a raw gate at 80 % of the scale passes, ${percent(raw)} fail; of as many by corrected probability, ${percent(corrected)}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}
