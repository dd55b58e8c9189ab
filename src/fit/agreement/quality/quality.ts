import type { CalibrationRecord, Target } from '../../../types.ts';
import { agreementOf, type Agreement } from '../agreement.ts';
import { driftOf, type Drift } from './drift.ts';
import { policyConfusion, type PolicyConfusion } from './policies.ts';
import { withinAgreement, type WithinAgreement } from './repeats.ts';
import { opinionsOf, saidOf, type Said } from './said.ts';
import {
  apartness,
  constants,
  hasteOf,
  isHasty,
  level,
  type Apartness,
  type Constant,
  type Haste,
} from './suspicion.ts';

/**
 * What looks wrong with the labels of one person. `apart`: further from the others than those are from each other. `drifts`: the
 * standard moved against that of the others. `constant`: one value for everything, where others vary. `hasty`: many labels
 * sooner than the response can be looked through. Each is a reason to look, not a proof.
 */
export type LabelWarning =
  | ({ readonly kind: 'apart' } & Apartness)
  | ({ readonly kind: 'drifts' } & Drift)
  | ({ readonly kind: 'constant' } & Constant)
  | ({ readonly kind: 'hasty' } & Haste);

/** How good the labels of some records are. */
export interface LabelQuality {
  /** With at least one label. */
  readonly records: number;
  readonly labels: number;
  /** By name, the most frequent first, and how many labels each gave. */
  readonly labellers: readonly { readonly labeller: string; readonly labels: number }[];
  /** Null where no record was rated by two people. */
  readonly between: Agreement | null;
  /** Null where nobody labelled a record again. */
  readonly within: WithinAgreement | null;
  /** Of each two label policies that share records. */
  readonly policies: readonly PolicyConfusion[];
  /** Of those who can be judged. */
  readonly drift: readonly Drift[];
  readonly apartness: readonly Apartness[];
  readonly haste: readonly Haste[];
  readonly warnings: readonly LabelWarning[];
}

/**
 * Judges labels: how far people agree with each other and with themselves, how their standards move, and whose labels look
 * wrong. Expects records that fitting accepts, but for several label policies. Labels may say when they were given, as `at` in
 * milliseconds since 1970. Deterministic for a seed.
 *
 * Of sets of which nothing is wrong, each kind of warning comes up in about one of twenty at most: docs/labels.md has the rates.
 */
export function labelQuality(records: readonly CalibrationRecord[], target: Target, seed = 1): LabelQuality {
  const labelled = records.filter(({ humanRatings }) => humanRatings.length > 0);
  const said = saidOf(labelled);
  const counts = Map.groupBy(
    said.flatMap(({ labeller }) => labeller ?? []),
    (name) => name,
  );
  return {
    records: labelled.length,
    labels: said.length,
    labellers: [...counts]
      .map(([labeller, { length }]) => ({ labeller, labels: length }))
      .sort((a, b) => b.labels - a.labels || (a.labeller < b.labeller ? -1 : 1)),
    between: agreementOf(labelled, target, seed) ?? null,
    within: withinAgreement(said, target) ?? null,
    policies: policyConfusion(said, target),
    ...judgeLabellers(said),
  };
}

/** Each labeller against the others, and whom to look at. */
export function judgeLabellers(
  said: readonly Said[],
): Pick<LabelQuality, 'drift' | 'apartness' | 'haste' | 'warnings'> {
  const opinions = opinionsOf(said);
  const [drift, apart, haste] = [driftOf(opinions), apartness(opinions), hasteOf(said)];
  return {
    drift,
    apartness: apart,
    haste,
    warnings: [
      ...apart.filter(({ pValue }) => pValue < level).map((one) => ({ kind: 'apart' as const, ...one })),
      ...drift.filter(({ pValue }) => pValue < level).map((one) => ({ kind: 'drifts' as const, ...one })),
      ...constants(opinions)
        .filter(({ pValue }) => pValue < level)
        .map((one) => ({ kind: 'constant' as const, ...one })),
      ...haste.filter(isHasty).map((one) => ({ kind: 'hasty' as const, ...one })),
    ],
  };
}
