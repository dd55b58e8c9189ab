import type { Calibrator } from '../calibrator/calibrator.ts';
import { capital } from './certificate-words.ts';
import type { FitFindings } from './fit-report.ts';
import { falsePassLine } from './fit-summary.ts';
import { effectWords } from './inflation-figure.ts';
import { mostTelling } from './inflation-table.ts';
import { bounds, count, interval, percent } from './numbers.ts';
import type { Headline } from './page/page.ts';
import { distanceWords } from './reliability-figure.ts';

/** As many features as a sentence names. */
const mostNamed = 3;

const ratingOnlySentence =
  'The correction goes by the self-rating alone: no feature of a response was looked at, so nothing is said of what reading the surface would add.';

/** What the fit is worth, for somebody who has read nothing of it. */
export function fitHeadline({ features, outOfFold }: Calibrator): Headline {
  if (features.length === 0) return { verdict: 'rating only', tone: 'open', sentence: ratingOnlySentence };
  const { verdict } = outOfFold.featuresWorthIt;
  const sentences = {
    'worth it':
      'Reading the surface of a response is worth it: the correction then tells better what people pass than one by the self-rating alone.',
    'not yet':
      'It is open whether reading the surface of a response adds anything to a correction by the self-rating alone. More labels would tell.',
    no: 'Reading the surface of a response adds nothing worth having to a correction by the self-rating alone.',
  } as const;
  const tones = { 'worth it': 'good', 'not yet': 'open', no: 'bad' } as const;
  return { verdict, tone: tones[verdict], sentence: sentences[verdict] };
}

/** What was done, before anything is claimed of it. */
export function fitSentences({ calibrator, data }: Pick<FitFindings, 'calibrator' | 'data'>): string[] {
  const { fittedOn, outOfFold } = calibrator;
  return [
    `A model rated responses, and people rated the same ones. From ${count(data.labelled)} responses in ${count(fittedOn.groups)} groups the fit learned how far the self-rating, and what inflates it, can be relied on.`,
    `All numbers are out of fold: each response was judged by one of ${count(outOfFold.folds)} fits that had not seen its group.`,
  ];
}

/** What it means for who reads it, the most telling first. */
export function fitMeanings({ calibrator, inflation, reliability }: FitFindings): string[] {
  const { features, outOfFold } = calibrator;
  return [
    inflationSentence(inflation.mean),
    `${capital(falsePassLine(outOfFold))}.`,
    distanceWords(reliability),
    rankSentence(outOfFold),
    ...(features.length === 0 ? [] : featureSentences(inflation.features)),
    ...warnings(calibrator),
  ];
}

/** What the verdict goes by. */
export function worthSentence({ features, outOfFold }: Calibrator): string {
  if (features.length === 0) return ratingOnlySentence;
  const { verdict, gain, lower, upper } = outOfFold.featuresWorthIt;
  const numbers = `${signed(gain)}${bounds(lower, upper, signed)} nats a record`;
  const sure = lower === null ? '' : ', a 90 % interval over groups';
  return `The verdict goes by how much log loss the features of the surface save over the self-rating alone: ${numbers}${sure}. "Worth it" is said where features that mean nothing would gain as much in 1 of 20 sets, "no" where the gain is surely below 0.005 on the evidence of 300 unrelated records, and "not yet" else. Here: ${verdict}.`;
}

function inflationSentence({ value, lower, upper }: FitFindings['inflation']['mean']): string {
  const side = value! < 0 ? 'below' : 'above';
  const [low, high] = value! < 0 ? [negated(upper), negated(lower)] : [lower, upper];
  const size = interval({ value: Math.abs(value!), lower: low, upper: high }).replaceAll('-', '−');
  return `On average self-ratings stand ${size} of the scale ${side} human ratings.`;
}

function negated(value: number | null): number | null {
  return value === null ? null : -value;
}

function rankSentence({ raw, corrected }: Calibrator['outOfFold']): string {
  if (raw.auc === null || corrected.auc === null)
    return 'How well responses are put in order cannot be told: no fold has both responses that pass and that fail.';
  return `Of a response that people pass and one that they fail, the self-rating puts the right one first in ${percent(raw.auc)} of all pairs, the corrected probability in ${percent(corrected.auc)}. A coin does in 50 %.`;
}

function featureSentences(features: FitFindings['inflation']['features']): string[] {
  const holding = features.filter(({ alone }) => alone.holds);
  if (holding.length === 0) return ['No feature of the surface is proven to go with inflation.'];
  const named = mostTelling(holding, mostNamed).map(effectWords).join('; ');
  const rest = holding.length - mostNamed;
  return [`What goes with inflation: ${named}${rest > 0 ? `; and ${count(rest)} more` : ''}.`];
}

/** What a reader should not miss, where it is so. */
function warnings({ features, outOfFold }: Calibrator): string[] {
  const { raw, baseRate, lengthOnly, toneOnly, corrected } = outOfFold;
  const isAsGood = (way: typeof lengthOnly): boolean => features.length > 0 && way.logLoss <= corrected.logLoss;
  const cheap = [...(isAsGood(lengthOnly) ? ['the length'] : []), ...(isAsGood(toneOnly) ? ['the tone'] : [])];
  return [
    ...(baseRate.logLoss < raw.logLoss
      ? [
          'Read as a probability, the self-rating as it came predicts worse than no input at all, that is than the share that passes.',
        ]
      : []),
    ...(corrected.logLoss >= baseRate.logLoss
      ? ['The corrected probability predicts no better than the share that passes: do not gate on it.']
      : []),
    ...(cheap.length === 0
      ? []
      : [`By ${cheap.join(' or by ')} of the response alone, without any rating, one would do as well.`]),
  ];
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}
