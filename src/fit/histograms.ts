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
  /** The largest weight of a label: one over the least inclusion. */
  readonly heaviest: number;
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
  const weights = examples.map(({ weight }) => weight);
  const labels: Labels = {
    weights,
    heaviest: weights.reduce((most, weight) => Math.max(most, weight), 0),
    clusters,
    groups: groups.size,
    wanted: correction.features.length > manyFeatures ? wantedBins / 2 : wantedBins,
  };
  const shareOf = (is: (one: CalibratedRating) => boolean) => {
    const columns = outOfFold.map((one) => (is(one) ? 1 : 0));
    const { shares, trials } = sharesOf(sumsOf(columns, 2, labels), labels);
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
  const of = sharesOf(sums, labels);
  const [shares, trials] = [of.shares.slice(0, count), of.trials.slice(0, count)];
  const { location, spread } = scoresOf(shares);
  return {
    cuts,
    shares,
    trials,
    absent: { share: of.shares[count]!, trials: of.trials[count]! },
    location: errorOf(sums, location, labels),
    spread: errorOf(sums, spread, labels),
    groups: worthOf(binMean(sums, location), labels),
  };
}

/** Of the mean score of the labels: no surer than unrelated labels would be. Zero where there is no score, or one group. */
function errorOf(sums: BinSums, scores: readonly number[], labels: Labels): number {
  const { standardError, values, total } = binMean(sums, scores);
  if (scores.every((score) => score === 0) || Number.isNaN(standardError)) return 0;
  return significant(Math.max(standardError, 1 / Math.sqrt(Math.min(values, mostWorth(total, labels)))), 4);
}

/**
 * What labels are worth at most: as many as there would be if all had been chosen with the least inclusion. Where few labels
 * stand for much, how they scatter is known least where it matters most, and by chance they look surer than they are.
 */
function mostWorth(total: number, { heaviest }: Labels): number {
  return total / heaviest;
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
  return { languages: { names, ...sharesOf(sums, labels), groups: worthOf(binShares(sums), labels) } };
}

function sumsOf(bins: readonly number[], count: number, { groups, weights, clusters }: Labels): BinSums {
  return binSums({ weights, clusters, bins }, [0, bins.length], scratchFor(groups, count));
}

/** As they are written: trials are cut, since evidence is not to be made of rounding. */
function sharesOf(sums: BinSums, labels: Labels): { readonly shares: number[]; readonly trials: number[] } {
  const { shares, trials, total } = binShares(sums);
  const most = mostWorth(total, labels);
  return {
    shares: Array.from(shares, (share) => significant(Math.min(1, share), 4)),
    trials: Array.from(trials, (worth) => Math.floor(Math.min(worth, most) + 1e-9)),
  };
}

function worthOf({ clusters, total }: Amount, labels: Labels): number {
  return significant(Math.min(clusters, mostWorth(total, labels)), 4);
}
