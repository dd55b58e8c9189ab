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
import { failChange, shareChange, type BothPassed } from './passed-changes.ts';

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
  /**
   * Of no difference, corrected by Holm for the measures beside log loss; null where there is no interval, as where the two
   * gates differ on records of too few groups: then nothing is tested.
   */
  readonly pValue: number | null;
  /** `better` and `worse` where the corrected p-value is at most 0.05; else no difference is to be seen. */
  readonly says: 'better' | 'worse' | 'no difference';
}

export interface MeasureChanges {
  readonly beside: Readonly<Record<BesideMeasure, MeasureChange>>;
  /** Share of the labelled records that people fail. At 0 and at 1 nothing says which calibrator tells good from bad better. */
  readonly failing: number;
  /** Share of the labelled records that each gate passes: more is neither better nor worse. */
  readonly passedShare: Pick<MeasureChange, 'previous' | 'current' | 'difference'>;
}

/**
 * Each measure with both calibrators on the same labelled records, and the difference. Of Brier score and AUC by percentile
 * bootstrap over groups, with p-values that invert its intervals, twice the smaller share of draws on one side of zero; of what
 * the gates pass as {@link failChange} and {@link shareChange}.
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
  const weights = examples.map(({ weight }) => weight);
  const groups = examples.map(({ group }) => group);
  const { point, draws } = redraw((drawn) => sides.map(({ judged }) => evaluate(judged, drawn)), {
    weights,
    groups,
    seed,
  });
  const change = (name: 'brier' | 'auc'): Found => {
    const [was, is] = point.map((one) => one[name]) as [number | null, number | null];
    const differences = [point, ...draws].map((both) => lessBefore(both.map((one) => one[name])));
    const difference = estimateOf(differences[0]!, differences.slice(1));
    const pValue = difference.lower === null ? null : twoSided(differences.slice(1));
    return { name, values: { previous: was, current: is, difference }, pValue };
  };
  const gates: BothPassed = {
    fails: Array.from(sides[0].judged.outcomes, (outcome) => 1 - outcome),
    weights,
    groups,
    passes: [sides[0].passes, sides[1].passes],
  };
  const [was, is] = sides.map(({ passes }) => passedBy(gates, passes)) as [Passed, Passed];
  const { difference, pValue } = failChange(gates);
  const falsePass = {
    name: 'falsePass',
    values: { previous: was.failing, current: is.failing, difference },
    pValue,
  } as const;
  return {
    beside: judgedTogether([change('brier'), change('auc'), falsePass]),
    failing: significant(weightedMean(gates.fails, weights), 6),
    passedShare: { previous: was.share, current: is.share, difference: shareChange(gates) },
  };
}

interface Side {
  readonly judged: Judged;
  /** Whether the gate passes the record, one number an example. */
  readonly passes: readonly (0 | 1)[];
}

function lessBefore([was, is]: readonly (number | null)[]): number | null {
  return was === null || is === null ? null : is! - was!;
}

interface Passed {
  readonly share: number;
  /** Null where nothing is passed. */
  readonly failing: number | null;
}

function passedBy({ fails, weights }: BothPassed, passes: readonly number[]): Passed {
  const share = significant(weightedMean(passes, weights), 6);
  const passedWeights = passes.map((passed, i) => passed * weights[i]!);
  return { share, failing: share === 0 ? null : significant(weightedMean(fails, passedWeights), 6) };
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
