import type { Calibrator, FeatureScaling, PassHead } from '../calibrator/calibrator.ts';
import { ratingEffect, winsorise } from '../calibrator/heads.ts';
import type { Inputs } from '../calibrator/inputs.ts';
import { featureColumnsOf } from '../fit/feature-columns.ts';
import type { Heads } from '../fit/heads.ts';
import { sigmoid } from '../math/logistic.ts';
import type { UnitLabel } from './unit.ts';

/** Predictions of one fit for many records. */
export type Predict = (heads: Heads) => { readonly [Aspect in keyof UnitLabel]: Float64Array };

/**
 * What a fit says of many records, as {@link calibrateInputs} would to a millionth, without the reasons that it gives: one
 * estimate needs a hundred thousand of these. What is absent that no label was without counts as absent.
 */
export function predictorOf(all: readonly Inputs[], names: readonly string[]): Predict {
  const columns = new Map(
    featureColumnsOf(
      all.map((inputs) => ({ inputs })),
      names,
    ).map((column, j) => [names[j]!, column]),
  );
  return (heads) => {
    const [passes, human] = [heads.passHead, heads.ratingHead].map((head) => {
      const sums = startOf(heads, head, all);
      heads.features.forEach((scaling, k) => {
        const [slope, absent] = [head.featureSlopes[k]!, head.absenceShifts[k]!];
        if (slope !== 0 || absent !== 0) addFeature(sums, columns.get(scaling.name)!, { scaling, slope, absent });
      });
      return sums;
    }) as [Float64Array, Float64Array];
    for (let i = 0; i < all.length; i++) {
      passes[i] = sigmoid(passes[i]!);
      human[i] = Math.min(1, Math.max(0, human[i]!));
    }
    return { passes, human };
  };
}

/** The base, the language, the rater and the rating. */
function startOf(
  { ratingCurve, categories }: Pick<Calibrator, 'ratingCurve' | 'categories'>,
  head: PassHead,
  all: readonly Inputs[],
): Float64Array {
  // Most records share their rating with many, and a curve is slow to read.
  const effects = new Map<number, number>();
  const sums = new Float64Array(all.length);
  for (let i = 0; i < all.length; i++) {
    const inputs = all[i]!;
    let effect = effects.get(inputs.rating);
    if (effect === undefined) effects.set(inputs.rating, (effect = ratingEffect(inputs.rating, ratingCurve, head)));
    sums[i] = head.intercept + effect;
    for (let place = 0; place < categories.length; place++) {
      const { of, name } = categories[place]!;
      if (inputs[of] === name) sums[i]! += head.categoryShifts[place]!;
    }
  }
  return sums;
}

interface FeatureEffect {
  readonly scaling: FeatureScaling;
  readonly slope: number;
  readonly absent: number;
}

function addFeature(sums: Float64Array, column: Float64Array, { scaling, slope, absent }: FeatureEffect): void {
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    sums[i]! += Number.isNaN(value) ? absent : slope * winsorise(value, scaling);
  }
}
