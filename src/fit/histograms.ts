import { binOf, scoresOf, type Histogram, type Histograms, type Languages } from '../calibrator/histograms.ts';
import { calibrateInputs, type Correction } from '../calibrator/calibrate.ts';
import { degeneracyIn } from '../calibrator/degenerate.ts';
import {
  binMean,
  binShares,
  binSums,
  scratchFor,
  type Amount,
  type Binned,
  type BinSums,
} from '../math/binned-clusters.ts';
import { significant } from '../math/round.ts';
import type { CalibratedRating } from '../types.ts';
import { cutsOf } from './cuts.ts';
import type { Example } from './examples.ts';

/** Bins of an input, as far as its values can be parted; half as many of many features, since the file has to stay small. */
const wantedBins = 10;
const manyFeatures = 60;

/** Languages that are known by name. */
const mostLanguages = 10;

/** The labels as all inputs see them. */
interface Labels extends Omit<Binned, 'bins'> {
  readonly groups: number;
  readonly wanted: number;
}

/**
 * What traffic will be held against: the inputs of the labels, and what the correction makes of them. What lies outside is
 * told out of fold, since no label lies outside of itself. Pass probabilities are those of the correction itself: how it
 * treats inputs is the question here, not whether it is right, and fits of other folds would add how they differ from it.
 *
 * @param outOfFold one an example
 */
export function histogramsOf(
  examples: readonly Example[],
  outOfFold: readonly CalibratedRating[],
  correction: Correction,
): Histograms {
  const groups = new Map<string, number>();
  const clusters = examples.map(({ group }) => {
    const number = groups.get(group) ?? groups.size;
    groups.set(group, number);
    return number;
  });
  const labels: Labels = {
    weights: examples.map(({ weight }) => weight),
    clusters,
    groups: groups.size,
    wanted: correction.features.length > manyFeatures ? wantedBins / 2 : wantedBins,
  };
  const shareOf = (is: (one: CalibratedRating) => boolean) => {
    const columns = outOfFold.map((one) => (is(one) ? 1 : 0));
    const { shares, trials } = sharesOf(sumsOf(columns, 2, labels));
    return { share: shares[1]!, trials: trials[1]! };
  };
  return {
    selfRating: histogramOf(
      examples.map(({ inputs }) => inputs.selfRating),
      labels,
    ),
    passProbability: histogramOf(
      examples.map(({ inputs }) => calibrateInputs(correction, inputs).passProbability),
      labels,
    ),
    features: correction.features.map(({ name }) =>
      histogramOf(
        examples.map(({ inputs }) => inputs.features[name]),
        labels,
      ),
    ),
    ...languagesOf(
      examples.map(({ inputs }) => inputs.language),
      labels,
    ),
    outside: shareOf(({ outside }) => outside.length > 0),
    degenerate: shareOf(({ outside }) => degeneracyIn(outside) !== undefined),
  };
}

function histogramOf(values: readonly (number | undefined)[], labels: Labels): Histogram {
  const cuts = cutsOf(values, labels.weights, labels.wanted);
  const count = cuts.length + 1;
  const columns = values.map((value) => (value === undefined ? count : binOf(cuts, value)));
  const sums = sumsOf(columns, count + 1, labels);
  const of = sharesOf(sums);
  const [shares, trials] = [of.shares.slice(0, count), of.trials.slice(0, count)];
  const { location, spread } = scoresOf(shares);
  return {
    cuts,
    shares,
    trials,
    absent: { share: of.shares[count]!, trials: of.trials[count]! },
    location: errorOf(sums, location),
    spread: errorOf(sums, spread),
    groups: worthOf(binMean(sums, location)),
  };
}

/** Of the mean score of the labels: no surer than unrelated labels would be. Zero where there is no score, or one group. */
function errorOf(sums: BinSums, scores: readonly number[]): number {
  const { standardError, values } = binMean(sums, scores);
  if (scores.every((score) => score === 0) || Number.isNaN(standardError)) return 0;
  return significant(Math.max(standardError, 1 / Math.sqrt(values)), 4);
}

function languagesOf(languages: readonly (string | undefined)[], labels: Labels): { readonly languages?: Languages } {
  const totals = new Map<string, number>();
  languages.forEach((language, i) => {
    if (language !== undefined) totals.set(language, (totals.get(language) ?? 0) + labels.weights[i]!);
  });
  if (totals.size === 0) return {};
  const names = [...totals]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, mostLanguages)
    .map(([name]) => name);
  const placeOf = new Map(names.map((name, i) => [name, i]));
  const columns = languages.map((language) => (language === undefined ? -1 : (placeOf.get(language) ?? names.length)));
  const sums = sumsOf(columns, names.length + 1, labels);
  return { languages: { names, ...sharesOf(sums), groups: worthOf(binShares(sums)) } };
}

function sumsOf(bins: readonly number[], count: number, { groups, ...labels }: Labels): BinSums {
  return binSums({ ...labels, bins }, [0, bins.length], scratchFor(groups, count));
}

/** As they are written: trials are cut, since evidence is not to be made of rounding. */
function sharesOf(sums: BinSums): { readonly shares: number[]; readonly trials: number[] } {
  const { shares, trials } = binShares(sums);
  return {
    shares: Array.from(shares, (share) => significant(Math.min(1, share), 4)),
    trials: Array.from(trials, (worth) => Math.floor(worth + 1e-9)),
  };
}

function worthOf({ clusters }: Amount): number {
  return significant(clusters, 4);
}
