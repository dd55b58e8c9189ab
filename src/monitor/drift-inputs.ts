import type { Calibrator } from '../calibrator/calibrator.ts';
import {
  binOf,
  scoresOf,
  type Histogram,
  type Histograms,
  type Languages,
  type ReferenceShare,
  type Scores,
} from '../calibrator/histograms.ts';
import type { DriftDecision } from './drift-decision.ts';
import type { DriftBin, InputDrift } from './drift-report.ts';
import { isJudged } from './drift-stream.ts';

/** The largest share of decisions on which the correction cannot speak that goes with a verdict that all holds. */
export const mostUnjudged = 0.05;

/** One input: how it lies over the labels, and how to tell where a decision lies. */
export interface WatchedInput extends Pick<InputDrift, 'input' | 'kind'> {
  readonly bins: readonly Omit<DriftBin, 'reference' | 'current'>[];
  /** One a bin, as the rest. */
  readonly shares: readonly number[];
  readonly trials: readonly number[];
  /** Whether it only drifts upwards: its shares are not those of labels, but the most that is tolerated of the last bin. */
  readonly isCeiling: boolean;
  /** Where its bins are in order. Bins without a score, as the absent one, come last. */
  readonly ordered: Ordered | null;
  /** The bin of a decision; −1 where it does not say. */
  readonly binOf: (decision: DriftDecision) => number;
}

export interface Ordered {
  readonly scores: Scores;
  /** Standard errors of the mean scores of the labels, and the groups that these are worth. */
  readonly location: number;
  readonly spread: number;
  readonly groups: number;
}

/** All inputs of a calibrator that can be watched. */
export function watchedInputs({ features }: Calibrator, histograms: Histograms): WatchedInput[] {
  const { selfRating, passProbability, languages, outside, degenerate } = histograms;
  const ofJudged = [
    numbers('selfRating', 'rating', selfRating, (one) => one.selfRating),
    numbers('passProbability', 'probability', passProbability, (one) => one.passProbability),
    ...features.map(({ name }, i) =>
      withAbsent(
        numbers(name, 'feature', histograms.features[i]!, ({ features: all }) =>
          Object.hasOwn(all, name) ? all[name]! : null,
        ),
        histograms.features[i]!.absent,
      ),
    ),
    ...(languages === undefined ? [] : [named(languages)]),
    twofold('outside', outside, ['inside', 'outside'], (one) => one.outside.length > 0),
  ].map(({ binOf: binOfAll, ...input }) => ({
    ...input,
    binOf: (one: DriftDecision) => (isJudged(one) ? binOfAll(one) : -1),
  }));
  return [
    ...ofJudged,
    // An empty response is none, though there is nothing to judge about it.
    twofold('degenerate', degenerate, ['whole', 'degenerate'], (one) => one.reason.startsWith('response-')),
    // All labels could be judged, so that they do not say how many decisions cannot be where all is as it should be.
    {
      ...twofold('unjudged', { share: mostUnjudged, trials: 1e6 }, ['judged', 'unjudged'], (one) => !isJudged(one)),
      isCeiling: true,
    },
  ];
}

function numbers(
  input: string,
  kind: InputDrift['kind'],
  { cuts, shares, trials, location, spread, groups }: Histogram,
  valueOf: (decision: DriftDecision) => number | null,
): WatchedInput {
  return {
    input,
    kind,
    bins: shares.map((_, i) => ({ from: cuts[i - 1] ?? null, to: cuts[i] ?? null, name: null })),
    shares,
    trials,
    isCeiling: false,
    ordered: { scores: scoresOf(shares), location, spread, groups },
    binOf: (decision) => {
      const value = valueOf(decision);
      return value === null || Number.isNaN(value) ? -1 : binOf(cuts, value);
    },
  };
}

/** A feature that a decision is without is absent, and that too can drift. */
function withAbsent(input: WatchedInput, absent: ReferenceShare): WatchedInput {
  const last = input.bins.length;
  return {
    ...input,
    bins: [...input.bins, { from: null, to: null, name: 'absent' }],
    shares: [...input.shares, absent.share],
    trials: [...input.trials, absent.trials],
    binOf: (decision) => {
      const bin = input.binOf(decision);
      return bin === -1 ? last : bin;
    },
  };
}

function named({ names, shares, trials }: Languages): WatchedInput {
  const places = new Map(names.map((name, i) => [name, i]));
  return {
    input: 'language',
    kind: 'language',
    bins: [...names, 'other'].map((name) => ({ from: null, to: null, name })),
    shares,
    trials,
    isCeiling: false,
    ordered: null,
    binOf: ({ language }) => (language === undefined ? -1 : (places.get(language) ?? names.length)),
  };
}

function twofold(
  kind: 'outside' | 'degenerate' | 'unjudged',
  { share, trials }: ReferenceShare,
  names: readonly [string, string],
  is: (decision: DriftDecision) => boolean,
): WatchedInput {
  return {
    input: kind,
    kind,
    bins: names.map((name) => ({ from: null, to: null, name })),
    shares: [1 - share, share],
    trials: [trials, trials],
    isCeiling: false,
    ordered: null,
    binOf: (decision) => (is(decision) ? 1 : 0),
  };
}
