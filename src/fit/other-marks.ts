import { Matrix } from 'ml-matrix';
import type { Sample } from '../math/regression.ts';
import type { Design } from './design.ts';
import type { Example } from './examples.ts';
import type { GridPrior } from './prior.ts';

/** What the other marks weigh together, as a share of a record, and what of that the pass mark gives away. */
const share = { most: 0.5, ofPassMark: 0.6 };

/** They weigh no more than a share of so many unrelated records: with more, the pass mark can speak for itself. */
const mostEvidence = 500;

/** From so many records on they would add nothing but time. */
const fewEnough = 4000;

/** Of the human ratings, at least such a share lies on either side of a mark. */
const leastSide = 0.08;

/** Precision of how far a mark lies from the pass mark, in logits. */
const offsetPrecision = 0.1;

/** Human ratings that differ by less are the same. */
const same = 1e-9;

/** What joins the records at the pass mark, and the weights of both there, those of the records first. */
export interface AtPassMark {
  readonly twins: readonly Example[];
  readonly weights: Float64Array;
}

/**
 * The records as a fit of the pass head sees them: once with the pass mark, those rows first, and once more with each of up
 * to two other marks, one below and one above. A rating far beyond the pass mark says more than one that just reaches it.
 * The slopes are the same for all marks, and each other mark has an offset of its own. Where ratings have but two values
 * there are no other marks. Twins come after their records at the pass mark only, which takes half of the time.
 *
 * @see McCullagh (1980), Regression Models for Ordinal Data, section 2, for the same slopes at all marks
 */
export function withOtherMarks(
  examples: readonly Example[],
  design: Design,
  weights: Float64Array,
  atPassMark: AtPassMark = { twins: [], weights },
): Design & Sample {
  const labelled = [...examples, ...atPassMark.twins];
  const passing = Float64Array.from(labelled, ({ passes }) => passes);
  const marks = examples.length < fewEnough ? otherMarks(examples) : [];
  if (marks.length === 0) return { ...design, outcome: passing, weights: atPassMark.weights };
  const columns = design.columns + marks.length;
  const all = labelled.length + examples.length * marks.length;
  const wide = new Float64Array(all * columns);
  const outcome = new Float64Array(all);
  const evidence = weights.reduce((sum, weight) => sum + weight, 0);
  const others = share.most * Math.min(1, mostEvidence / evidence);
  const shares = new Float64Array(all);
  let row = 0;
  [undefined, ...marks].forEach((mark, block) => {
    const rows = mark === undefined ? labelled.length : examples.length;
    for (let i = 0; i < rows; i++, row++) {
      wide.set(design.design.subarray(i * design.columns, (i + 1) * design.columns), row * columns);
      if (mark === undefined) {
        outcome[row] = passing[i]!;
        shares[row] = atPassMark.weights[i]! * (1 - share.ofPassMark * others);
      } else {
        wide[row * columns + design.columns + block - 1] = 1;
        outcome[row] = examples[i]!.human > mark - same ? 1 : 0;
        shares[row] = weights[i]! * (others / marks.length);
      }
    }
  });
  const meaning = [...design.meaning, ...marks.map(() => ({ of: 'mark' as const }))];
  return { design: wide, columns, meaning, outcome, weights: shares };
}

/** A prior with so many offsets of other marks after its coefficients. */
export function withOffsets(prior: GridPrior, offsets: number): GridPrior {
  const columns = prior.mean.length;
  const mean = new Float64Array(columns + offsets);
  mean.set(prior.mean);
  const precision = Matrix.zeros(columns + offsets, columns + offsets);
  precision.setSubMatrix(prior.precision, 0, 0);
  for (let j = columns; j < columns + offsets; j++) precision.set(j, j, offsetPrecision);
  const logDeterminant = prior.logDeterminant + offsets * Math.log(offsetPrecision);
  return { ...prior, mean, precision, logDeterminant };
}

/** Of the ratings below and above the pass mark, the one each that halves them best. */
function otherMarks(examples: readonly Example[]): number[] {
  const ratings = examples.map(({ human }) => human).sort((a, b) => a - b);
  const count = ratings.length;
  const failing = examples.filter(({ passes }) => passes === 0).length;
  const candidates = ratings.flatMap((mark, below) => {
    const isKnown = below > 0 && mark - ratings[below - 1]! < same;
    return isKnown || Math.min(below, count - below) < leastSide * count ? [] : [{ mark, below }];
  });
  const halving = (some: typeof candidates, wanted: number): number[] => {
    const nearest = Math.min(...some.map(({ below }) => Math.abs(below - wanted)));
    const found = some.find(({ below }) => Math.abs(below - wanted) === nearest);
    return found === undefined ? [] : [found.mark];
  };
  return [
    ...halving(
      candidates.filter(({ below }) => below < failing),
      failing / 2,
    ),
    ...halving(
      candidates.filter(({ below }) => below > failing),
      (failing + count) / 2,
    ),
  ];
}
