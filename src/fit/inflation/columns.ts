import type { FeatureScaling } from '../../calibrator/calibrator.ts';
import { winsorise } from '../../calibrator/heads.ts';
import { effectiveClusters } from '../../math/clusters.ts';
import { weightedMean } from '../../math/metrics.ts';
import type { Example } from '../examples.ts';

/** A feature that varies less than this, in spreads, does not vary. */
const leastDeviation = 1e-6;

/** A feature that a larger share of the records is without would be told from what else sets the others apart. */
const mostMissing = 0.5;

/** What rests on fewer groups' worth is about those few. */
export const fewestGroups = 5;

/** A feature as a column of a regression. */
export interface Column {
  readonly scaling: FeatureScaling;
  /** One value a record: z, moved and stretched to a weighted mean of 0 and a standard deviation of 1. */
  readonly values: Float64Array;
  /** How many spreads of the feature one standard deviation of the column is. */
  readonly deviation: number;
  /** Share of the weight of records that are without the feature. They stand at its centre. */
  readonly missing: number;
}

/**
 * A feature that is not told of. `constant`: it never varies. `mostly missing`: more than half of the records are
 * without. `in few groups`: it varies in fewer than five groups' worth. `duplicate`: another one says the same. Left out
 * of the joint regression only: what is `explained` by several others together, and what is `beyond capacity` of the groups.
 */
export interface LeftOut {
  readonly feature: string;
  readonly reason: 'constant' | 'mostly missing' | 'in few groups' | 'duplicate' | 'explained' | 'beyond capacity';
  /** The features that say the same, the closest first. */
  readonly of: readonly string[];
}

/** The columns of the features that most records have and that vary in enough groups. The weights add up to 1. */
export function readColumns(
  examples: readonly Example[],
  features: readonly FeatureScaling[],
  weights: Float64Array,
): { readonly columns: Column[]; readonly unusable: LeftOut[] } {
  const groups = examples.map(({ group }) => group);
  // Where there are not ten groups, nothing is proven, but what varies in half of them can be told.
  const fewest = Math.min(fewestGroups, effectiveClusters(weights, groups) / 2);
  const columns: Column[] = [];
  const unusable: LeftOut[] = [];
  for (const scaling of features) {
    const column = columnOf(examples, scaling, weights);
    const reason = reasonAgainst(column, weights, groups, fewest);
    if (reason === undefined) columns.push(column);
    else unusable.push({ feature: scaling.name, reason, of: [] });
  }
  return { columns, unusable };
}

function reasonAgainst(
  { values, deviation, missing }: Column,
  weights: Float64Array,
  groups: readonly string[],
  fewest: number,
): LeftOut['reason'] | undefined {
  if (missing > mostMissing) return 'mostly missing';
  if (!(deviation > leastDeviation)) return 'constant';
  const pulls = values.map((value, i) => weights[i]! * value ** 2);
  return effectiveClusters(pulls, groups) < fewest ? 'in few groups' : undefined;
}

function columnOf(examples: readonly Example[], scaling: FeatureScaling, weights: Float64Array): Column {
  let missing = 0;
  const z = Float64Array.from(examples, ({ inputs: { features } }, i) => {
    const value = features[scaling.name];
    if (value !== undefined && Number.isFinite(value)) return winsorise(value, scaling);
    missing += weights[i]!;
    return 0;
  });
  const mean = weightedMean(z, weights);
  const deviation = Math.sqrt(
    weightedMean(
      z.map((value) => (value - mean) ** 2),
      weights,
    ),
  );
  return { scaling, values: z.map((value) => (value - mean) / deviation), deviation, missing };
}
