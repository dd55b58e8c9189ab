import type { Calibrator } from '../calibrator/calibrator.ts';
import { wasSeen } from '../calibrator/seen.ts';
import type { CalibrationRecord } from '../types.ts';
import { judgeCorrected, judgeRaw } from './evaluate.ts';
import type { JudgedEvaluation } from './evaluate-calibrator.ts';
import { reliabilityDiagram, type ReliabilityDiagram } from './reliability-diagram.ts';
import { topShares, type TopShare } from './top-shares.ts';

/** What a report of an evaluation draws, beside its numbers. */
export interface EvaluationDetails {
  readonly reliability: ReliabilityDiagram;
  readonly topShares: readonly TopShare[];
  /** Labelled records that the fit has seen, or whose group it has: on those the numbers flatter it. */
  readonly seen: number;
}

type Judged = Pick<JudgedEvaluation, 'examples' | 'calibrated'>;

/** Deterministic for a seed. */
export function evaluationDetails(judged: Judged, seed: number): Omit<EvaluationDetails, 'seen'> {
  return {
    reliability: reliabilityDiagram(
      judged.examples,
      judged.calibrated.map(({ passProbability }) => passProbability),
    ),
    topShares: topSharesOf(judged, seed),
  };
}

/** Risk against share passed, by the self-rating and by the corrected ratings of the same examples in the same order. */
export function topSharesOf({ examples, calibrated }: Judged, seed: number): TopShare[] {
  const after = judgeCorrected(
    examples,
    calibrated.map(({ passProbability }) => passProbability),
  );
  return topShares(judgeRaw(examples), after, {
    weights: examples.map(({ weight }) => weight),
    groups: examples.map(({ group }) => group),
    seed,
  });
}

/** How many of the labelled records, or of their groups, the fit has seen, as far as the calibrator knows. */
export function seenLabels({ seen }: Pick<Calibrator, 'seen'>, records: readonly CalibrationRecord[]): number {
  return records.filter((record) => record.humanRatings.length > 0 && wasSeen(seen, record) !== undefined).length;
}
