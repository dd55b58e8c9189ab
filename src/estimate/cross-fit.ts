import type { CustomFeature } from '../calibrator/custom.ts';
import { toInputs, type Inputs } from '../calibrator/inputs.ts';
import { groupOf } from '../calibrator/record.ts';
import { naming } from '../errors.ts';
import { fewestRecords, toExamples, type Example } from '../fit/examples.ts';
import { assignFolds } from '../fit/folds.ts';
import { fitHeads } from '../fit/heads.ts';
import { madeOf } from '../fit/made-of.ts';
import { candidatesOf, type Candidate } from '../fit/scaling.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import { fewestGroups } from './power.ts';
import { predictorOf } from './predict.ts';
import type { Unit, UnitLabel } from './unit.ts';

export interface CrossFitOptions {
  readonly target: Target;
  readonly seed: number;
  readonly features: readonly CustomFeature[];
  readonly onFold: (done: number, all: number) => void;
}

/** All records as units, by id, and the fits behind their predictions. */
export interface CrossFit {
  readonly units: readonly Unit[];
  /** 0 where there is no fit. */
  readonly folds: number;
  /** Why there is none, in words; undefined where there is one. */
  readonly noFit: string | undefined;
}

/**
 * All records as an estimate sees them. Fits are made on the labelled records by folds of whole groups. A record is predicted
 * by the one fit that had not seen its group, or, where no group of a label is its own, by the mean of all fits, each counting
 * as much as the labels that it had not seen: labels and the rest are then predicted by the same fits in the same shares, so
 * what a fit gets wrong on average cancels out between them.
 *
 * Each fit is shifted to the mean prediction of all of them over all records. Where a fold lost many passes by chance, its fit
 * expects fewer: that says nothing of a record, and would be taken for what labels and predictions have apart.
 *
 * @throws UnflatterError `invalid-records`, `mixed-criteria`, `mixed-policies` or `feature-missing`.
 */
export function crossFit(
  records: readonly CalibrationRecord[],
  { target, seed, features, onFold }: CrossFitOptions,
): CrossFit {
  const examples = toExamples(records, target, features);
  madeOf(records);
  const entries = entriesOf(records, examples, { target, features });
  const noFit = reasonAgainst(examples);
  if (noFit !== undefined) return { units: entries.map((entry) => unitOf(entry, null)), folds: 0, noFit };
  const { folds, foldOfGroup } = foldsOf(examples, seed);
  const candidates = candidatesOf(examples, features);
  const predicted = predictions(entries, examples, { candidates, folds, foldOfGroup, onFold });
  return { units: entries.map((entry, i) => unitOf(entry, predicted[i]!)), folds, noFit: undefined };
}

/** A record with what was read of it. */
interface Entry {
  readonly record: CalibrationRecord;
  readonly group: string;
  readonly inputs: Inputs;
  readonly label: UnitLabel | null;
}

function entriesOf(
  records: readonly CalibrationRecord[],
  examples: readonly Example[],
  { target, features }: Pick<CrossFitOptions, 'target' | 'features'>,
): Entry[] {
  const labelled = Map.groupBy(examples, ({ record }) => record);
  return [...records]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((record) => {
      const own = labelled.get(record.id);
      const inputs =
        own === undefined
          ? naming(`record ${record.id}`, () => toInputs(record, target.ratingScale, features))
          : own[0]!.inputs;
      return { record, group: groupOf(record), inputs, label: own === undefined ? null : labelOf(own) };
    });
}

function labelOf(examples: readonly Example[]): UnitLabel {
  const mean = (of: (example: Example) => number) =>
    examples.reduce((sum, example) => sum + of(example), 0) / examples.length;
  return { passes: mean(({ passes }) => passes), human: mean(({ human }) => human) };
}

function unitOf({ record, group, inputs, label }: Entry, predicted: UnitLabel | null): Unit {
  return { id: record.id, group, label, inclusion: record.inclusion, predicted, rating: inputs.rating };
}

/** Fewer groups would not be predicted by anyway. */
function reasonAgainst(examples: readonly Example[]): string | undefined {
  const labelled = new Set(examples.map(({ record }) => record)).size;
  const groups = new Set(examples.map(({ group }) => group)).size;
  if (labelled < fewestRecords)
    return `a fit needs at least ${fewestRecords} labelled records, and there are ${labelled}`;
  if (groups < fewestGroups) return `a fit needs labels of at least ${fewestGroups} groups, and there are ${groups}`;
  const [first] = examples;
  if (examples.some(({ passes }) => passes !== first!.passes)) return undefined;
  const outcome = first!.passes === 1 ? 'pass' : 'fail';
  return `a fit needs records that pass and records that fail, and all that are labelled ${outcome}`;
}

function foldsOf(examples: readonly Example[], seed: number) {
  const groups = examples.map(({ group }) => group);
  const foldOf = assignFolds(groups, seed);
  return {
    folds: Math.max(...new Set(foldOf)) + 1,
    foldOfGroup: new Map(groups.map((group, i) => [group, foldOf[i]!])),
  };
}

interface Folded {
  readonly candidates: readonly Candidate[];
  readonly folds: number;
  readonly foldOfGroup: ReadonlyMap<string, number>;
  readonly onFold: (done: number, all: number) => void;
}

function predictions(
  entries: readonly Entry[],
  examples: readonly Example[],
  { candidates, folds, foldOfGroup, onFold }: Folded,
): UnitLabel[] {
  const predict = predictorOf(
    entries.map(({ inputs }) => inputs),
    candidates.map(({ name }) => name),
  );
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const fits = Array.from({ length: folds }, (_, fold) => {
    const isUnseen = ({ group }: Example): boolean => foldOfGroup.get(group) === fold;
    const others = examples.filter((example) => !isUnseen(example));
    const found = predict(fitHeads(others, { candidates, withCategories: true }));
    onFold(fold + 1, folds);
    const share = examples.filter(isUnseen).reduce((sum, { weight }) => sum + weight, 0) / total;
    return { share, ...found };
  });
  const level = (aspect: keyof UnitLabel): number[] => {
    const means = fits.map((fit) => fit[aspect].reduce((sum, value) => sum + value, 0) / entries.length);
    const common = means.reduce((sum, mean, fold) => sum + mean * fits[fold]!.share, 0);
    return means.map((mean) => common - mean);
  };
  const shifts = { passes: level('passes'), human: level('human') };
  return entries.map(({ group }, i) => {
    const own = foldOfGroup.get(group);
    const of = (aspect: keyof UnitLabel): number =>
      own === undefined
        ? fits.reduce((sum, fit, fold) => sum + fit.share * (fit[aspect][i]! + shifts[aspect][fold]!), 0)
        : fits[own]![aspect][i]! + shifts[aspect][own]!;
    return { passes: of('passes'), human: of('human') };
  });
}
