import type { Estimate } from '../../fit/bootstrap.ts';
import { clusterMembers } from '../../math/clusters.ts';
import { weightedMean } from '../../math/metrics.ts';
import type { Compared } from './compared.ts';
import { raterColumns } from './controls.ts';
import { gapOf } from './gap.ts';

/**
 * Raters against each other on the same responses: least squares on who rated, on the response, and on whether it is the
 * rater's own. The means of each response are taken out of everything, which is what a column for each response would do.
 * Undefined where no response was rated by its writer and by another.
 */
export function sameResponses(compared: readonly Compared[]): Estimate | undefined {
  const shared = [...Map.groupBy(compared, ({ response }) => response).values()]
    .filter((own) => own.some((one) => one.own) || new Set(own.map(({ rater }) => rater)).size > 1)
    .flat();
  const responses = clusterMembers(shared.map(({ response }) => response));
  const isOwn = Float64Array.from(shared, ({ own }) => (own ? 1 : 0));
  const total = shared.reduce((sum, { example }) => sum + example.weight, 0);
  const weights = Float64Array.from(shared, ({ example }) => example.weight / total);
  const centred = (column: Float64Array): Float64Array => {
    const left = Float64Array.from(column);
    for (const places of responses) {
      const own = places.map((i) => column[i]!);
      const mean = weightedMean(
        own,
        places.map((i) => weights[i]!),
      );
      for (const i of places) left[i] = column[i]! - mean;
    }
    return left;
  };
  const own = centred(isOwn);
  if (!own.some((value) => Math.abs(value) > 1e-9)) return undefined;
  return gapOf(
    centred(Float64Array.from(shared, ({ example }) => example.inputs.rating)),
    raterColumns(shared).map(centred),
    { own, weights, groups: shared.map(({ example }) => example.group) },
  );
}
