import type { CalibratorFactory } from '../../src/gate/check-calibrator/check-calibrator.ts';
import type { CalibrationRecord, RatedResponse, Target } from '../../src/index.ts';

/** A calibrator such as a user could write: a logistic curve of the rating and the length. Plain data in, plain data out. */
interface Toy {
  readonly target: Target;
  readonly raters: readonly unknown[];
  readonly lengths: readonly [number, number];
  readonly weights: readonly number[];
}

export const toyFactory: CalibratorFactory = (records, target) => wrapped(fitToy(records, target));

function wrapped(toy: Toy): ReturnType<CalibratorFactory> {
  return {
    calibrate: (rated) => ask(toy, rated),
    reload: () => wrapped(JSON.parse(JSON.stringify(toy)) as Toy),
  };
}

function fitToy(records: readonly CalibrationRecord[], target: Target): Toy {
  const { ratingScale, humanScale, passAt } = target;
  refuseUnless(ratingScale.min < ratingScale.max && passAt > humanScale.min && passAt <= humanScale.max, 'target');
  refuseUnless(new Set(records.map(({ id }) => id)).size === records.length, 'names');
  refuseUnless(new Set(records.map(({ criterion }) => criterion)).size === 1, 'criterion');
  const examples = records
    .map((record) => ({
      record,
      labels: record.humanRatings.map((one) => (typeof one === 'number' ? one : one.value)),
    }))
    .filter(({ labels }) => labels.length > 0)
    .map(({ record, labels }) => {
      const isOnScale = labels.every((one) => one >= humanScale.min && one <= humanScale.max);
      refuseUnless(isOnScale, 'labels');
      const passes = labels[0]! >= passAt ? 1 : 0;
      return { inputs: inputsOf(record, target), passes, weight: 1 / (record.inclusion ?? 1) };
    });
  const passing = examples.filter(({ passes }) => passes === 1).length;
  refuseUnless(examples.length >= 20 && passing > 0 && passing < examples.length, 'labels');
  const weights = [0, 0, 0];
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  for (let step = 0; step < 2000; step++) {
    const slope = [0, 0, 0];
    for (const { inputs, passes, weight } of examples) {
      const error = ((passes - sigmoid(dot(weights, inputs))) * weight) / total;
      inputs.forEach((input, k) => (slope[k]! += error * input));
    }
    slope.forEach((one, k) => (weights[k]! += 2 * one));
    weights[1] = Math.max(0, weights[1]!);
  }
  const lengths = examples.map(({ inputs }) => inputs[2]!);
  const raters = [...new Set(records.map(({ rater }) => rater))];
  return { target, raters, lengths: [Math.min(...lengths), Math.max(...lengths)], weights };
}

function ask({ target, raters, lengths, weights }: Toy, rated: RatedResponse) {
  refuseUnless(raters.includes(rated.rater) && rated.criterion === target.criterion, 'rater');
  refuseUnless(rated.scale === undefined || rated.scale.max === target.ratingScale.max, 'scale');
  const inputs = inputsOf(rated, target);
  const length = inputs[2]!;
  const contributions = weights.map((weight, k) => ({ input: `input ${k}`, logit: weight * inputs[k]! }));
  const isNear = length > lengths[0] - 0.5 && length < lengths[1] + 0.5;
  return {
    passProbability: sigmoid(dot(weights, inputs)),
    outside: isNear ? [] : [{ input: 'length', value: length }],
    contributions,
  };
}

function inputsOf({ selfRating, response }: RatedResponse, { ratingScale: { min, max } }: Target): number[] {
  refuseUnless(typeof selfRating === 'number' && selfRating >= min && selfRating <= max, 'rating');
  refuseUnless(typeof response === 'string' && /[\p{L}\p{N}]/u.test(response), 'response');
  return [1, (selfRating - min) / (max - min), Math.log(response!.length) - 6];
}

function refuseUnless(holds: boolean, what: string): void {
  if (!holds) throw new RangeError(`refused for its ${what}`);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, one, k) => sum + one * b[k]!, 0);
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
