import { calibrateInputs } from '../../calibrator/calibrate.ts';
import type { Calibrator } from '../../calibrator/calibrator.ts';
import type { CustomFeature } from '../../calibrator/custom.ts';
import { estimateOf, redraw, type Estimate } from '../../fit/bootstrap.ts';
import { evaluate, judgeCorrected, type Judged } from '../../fit/evaluate.ts';
import { toExamples, type Example } from '../../fit/examples.ts';
import { holm } from '../../math/holm.ts';
import { weightedMean } from '../../math/metrics.ts';
import { significant } from '../../math/round.ts';
import type { CalibrationRecord } from '../../types.ts';
import { createQualityGate } from '../gate.ts';

/** Two calibrators, and the features of the app's own that they were fitted with. */
export interface BothCalibrators {
  readonly previous: Calibrator;
  readonly current: Calibrator;
  readonly features: readonly CustomFeature[];
}

const measures = ['brier', 'auc', 'falsePass'] as const;

/** Beside log loss, by which the verdict goes: `falsePass` is the share that fails of what each gate passes. */
export type BesideMeasure = (typeof measures)[number];

/** Of these, more is better. */
const isGain: Readonly<Record<BesideMeasure, boolean>> = { brier: false, auc: true, falsePass: false };

/** A measure with one calibrator and with the other. */
export interface MeasureChange {
  readonly previous: number | null;
  readonly current: number | null;
  /** Current less previous, on the same records, with a 95 % interval over groups that speaks for itself alone. */
  readonly difference: Estimate;
  /** Of no difference, corrected by Holm for the measures beside log loss; null where there is no interval. */
  readonly pValue: number | null;
  /** `better` and `worse` where the corrected p-value is at most 0.05; else no difference is to be seen. */
  readonly says: 'better' | 'worse' | 'no difference';
}

export interface MeasureChanges {
  readonly beside: Readonly<Record<BesideMeasure, MeasureChange>>;
  /** Share of the labelled records that each gate passes: more is neither better nor worse. */
  readonly passedShare: Pick<MeasureChange, 'previous' | 'current' | 'difference'>;
}

/**
 * Each measure with both calibrators on the same labelled records, and the difference: percentile bootstrap over groups, with
 * p-values that invert its intervals, twice the smaller share of draws on one side of zero.
 */
export function measureChanges(
  { previous, current, features }: BothCalibrators,
  records: readonly CalibrationRecord[],
  { seed, now }: { readonly seed: number; readonly now: number },
): MeasureChanges {
  const examples = toExamples(records, previous.target, features);
  const sides = [previous, current].map((calibrator): Side => {
    const gate = createQualityGate({ calibrator, features, now: () => now });
    const passed = new Set(records.filter((record) => gate.decide(record).verdict === 'pass').map(({ id }) => id));
    return {
      judged: judgeCorrected(examples, probabilitiesOf(calibrator, examples)),
      passes: examples.map(({ record }) => (passed.has(record) ? 1 : 0)),
    };
  }) as [Side, Side];
  const { point, draws } = redraw((weights) => sides.map((side) => measure(side, weights)) as [Measured, Measured], {
    weights: examples.map(({ weight }) => weight),
    groups: examples.map(({ group }) => group),
    seed,
  });
  const change = (name: keyof Measured) => {
    const differenceOf = ([a, b]: readonly [Measured, Measured]): number | null =>
      a[name] === null || b[name] === null ? null : b[name] - a[name];
    const drawn = draws.map(differenceOf);
    const difference = estimateOf(differenceOf(point), drawn);
    const values = { previous: point[0][name], current: point[1][name], difference };
    return { values, pValue: difference.lower === null ? null : twoSided(drawn) };
  };
  const found = measures.map((name) => ({ name, ...change(name) }));
  return { beside: judgedTogether(found), passedShare: change('passedShare').values };
}

interface Side {
  readonly judged: Judged;
  /** Whether the gate passes the record, one number an example. */
  readonly passes: readonly (0 | 1)[];
}

type Measured = Readonly<Record<BesideMeasure | 'passedShare', number | null>>;

function measure({ judged, passes }: Side, weights: ArrayLike<number>): Measured {
  const { brier, auc } = evaluate(judged, weights);
  const passedWeights = passes.map((passed, i) => passed * weights[i]!);
  const passedShare = significant(weightedMean(passes, weights), 6);
  const falsePass = passedShare === 0 ? null : significant(1 - weightedMean(judged.outcomes, passedWeights), 6);
  return { brier, auc, falsePass, passedShare };
}

function probabilitiesOf(calibrator: Calibrator, examples: readonly Example[]): number[] {
  return examples.map(({ inputs }) => calibrateInputs(calibrator, inputs).passProbability);
}

/** Never 0: a thousand draws cannot show less than one in a thousand. */
function twoSided(drawn: readonly (number | null)[]): number {
  const usable = drawn.filter((one) => one !== null);
  const below = usable.filter((one) => one <= 0).length;
  const above = usable.filter((one) => one >= 0).length;
  return Math.min(1, (2 * (1 + Math.min(below, above))) / (1 + usable.length));
}

interface Found {
  readonly name: BesideMeasure;
  readonly values: Pick<MeasureChange, 'previous' | 'current' | 'difference'>;
  readonly pValue: number | null;
}

function judgedTogether(found: readonly Found[]): MeasureChanges['beside'] {
  const tested = found.filter((one) => one.pValue !== null);
  const corrected = holm(tested.map(({ pValue }) => pValue!));
  return Object.fromEntries(
    found.map((one): [BesideMeasure, MeasureChange] => {
      const at = tested.indexOf(one);
      const pValue = at === -1 ? null : significant(corrected[at]!, 6);
      return [one.name, { ...one.values, pValue, says: sayOf(one, pValue) }];
    }),
  ) as MeasureChanges['beside'];
}

function sayOf({ name, values: { difference } }: Found, pValue: number | null): MeasureChange['says'] {
  if (pValue === null || pValue > 0.05 || difference.value === null || difference.value === 0) return 'no difference';
  return difference.value > 0 === isGain[name] ? 'better' : 'worse';
}
