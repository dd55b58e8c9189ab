import type { Calibrator } from '../calibrator/calibrator.ts';
import { calibrateInputs } from '../calibrator/calibrate.ts';
import { naming } from '../errors.ts';
import { binsOf, tiesOf, weightedMean } from '../math/metrics.ts';
import { significant } from '../math/round.ts';
import { clusteredShare, shareCeiling, shareFloor } from '../math/share.ts';
import type { CalibrationRecord } from '../types.ts';
import type { Estimate } from './bootstrap.ts';
import { toExamples, type Example } from './examples.ts';

/** Whether what is said to pass so often does pass so often: the self-rating as it came, and the corrected probability. */
export interface ReliabilityDiagram {
  readonly before: ReliabilityCurve;
  readonly after: ReliabilityCurve;
}

/** Probabilities against labels. */
export interface ReliabilityCurve {
  /** In order of the probability, of about equal weight; equal probabilities are in one bin. At most ten, of ten labels or more if there are so many. */
  readonly bins: readonly ReliabilityBin[];
  /** How many labels have a probability in each twentieth of 0..1, from the lowest on. */
  readonly spread: readonly number[];
}

export interface ReliabilityBin {
  readonly labels: number;
  readonly groups: number;
  /** Their share of the weight of all labels, 0..1. */
  readonly share: number;
  /** Mean probability, 0..1. */
  readonly predicted: number;
  /** The share that passes, with its 95 % interval over groups (Korn and Graubard). */
  readonly passing: Estimate;
}

const mostBins = 10;

/** With fewer labels than this in a bin, its interval is as wide as the plot. */
const fewestLabels = 10;

const twentieths = 20;

/** Of what both ends leave out, one end. */
const beyondEnd = 0.025;

/**
 * The self-ratings, read as probabilities on 0..1, and corrected pass probabilities of the same examples in the same order.
 * The bins are those of the calibration error, where none of them is of a few labels: so the distances between predicted and
 * passing, by their shares, add up to about that.
 */
export function reliabilityDiagram(
  examples: readonly Example[],
  passProbabilities: readonly number[],
): ReliabilityDiagram {
  return {
    before: curveOf(
      examples,
      examples.map(({ inputs }) => inputs.rating),
    ),
    after: curveOf(examples, passProbabilities),
  };
}

/** Of labelled records that a calibrator was not fitted on. @throws what `calibrate` throws for records it was not made for. */
export function reliabilityOn(calibrator: Calibrator, records: readonly CalibrationRecord[]): ReliabilityDiagram {
  const examples = toExamples(records, calibrator.target);
  return reliabilityDiagram(
    examples,
    examples.map(({ id, inputs }) => naming(`record ${id}`, () => calibrateInputs(calibrator, inputs).passProbability)),
  );
}

function curveOf(examples: readonly Example[], probabilities: readonly number[]): ReliabilityCurve {
  const weights = examples.map(({ weight }) => weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spread = Array.from({ length: twentieths }, () => 0);
  for (const p of probabilities) spread[Math.min(twentieths - 1, Math.floor(twentieths * p + 1e-9))]! += 1;
  return {
    bins: binned(probabilities, weights).map((places) => binOf(places, examples, probabilities, total)),
    spread,
  };
}

/** The places of each bin. */
function binned(probabilities: readonly number[], weights: readonly number[]): number[][] {
  const wanted = Math.min(mostBins, Math.max(1, Math.floor(probabilities.length / fewestLabels)));
  const ties = tiesOf(probabilities);
  const binOfTie = binsOf(ties, weights, wanted);
  const bins = Array.from({ length: wanted }, (): number[] => []);
  ties.forEach((tie, rank) => {
    for (const i of tie) bins[binOfTie[rank]!]!.push(i);
  });
  return bins.reduce<number[][]>((kept, places) => {
    const last = kept.at(-1);
    // Between large ties there may be a bin of a few: it would say nothing.
    const isFew = places.length < fewestLabels || (last !== undefined && last.length < fewestLabels);
    if (last !== undefined && isFew) kept[kept.length - 1] = last.concat(places);
    else if (places.length > 0) kept.push(places);
    return kept;
  }, []);
}

function binOf(
  places: readonly number[],
  examples: readonly Example[],
  probabilities: readonly number[],
  total: number,
): ReliabilityBin {
  const own = places.map((i) => examples[i]!);
  const weights = own.map(({ weight }) => weight);
  const groups = own.map(({ group }) => group);
  const passing = clusteredShare(
    own.map(({ passes }) => passes),
    weights,
    groups,
  );
  return {
    labels: places.length,
    groups: new Set(groups).size,
    share: significant(weights.reduce((sum, weight) => sum + weight, 0) / total, 6),
    predicted: significant(
      weightedMean(
        places.map((i) => probabilities[i]!),
        weights,
      ),
      6,
    ),
    passing: {
      value: significant(passing.value, 6),
      lower: significant(shareFloor(passing, beyondEnd), 6),
      upper: significant(shareCeiling(passing, beyondEnd), 6),
    },
  };
}
