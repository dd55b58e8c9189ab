import { Matrix, solve } from 'ml-matrix';
import { isotonicCurve } from './isotonic.ts';
import { choosePenalty, type FitPath, type Predict } from './penalty.ts';
import { clip } from './ridge-cv.ts';
import { standardiser } from './standardise.ts';

/**
 * An index by ridge regression on the label, its penalty by grouped cross-validation, and then isotonic regression of the
 * label on the index, both on the same records. The second stage sees predictions that fit its records better than they
 * will fit others.
 */
export function twoStage(
  rows: readonly (readonly number[])[],
  outcomes: readonly number[],
  groups: readonly string[],
): Predict {
  const penalty = choosePenalty(rows, outcomes, { groups, fitPath, loss: (value, outcome) => (value - outcome) ** 2 });
  const index = fitPath(rows, outcomes, [penalty])[0]!;
  const curve = isotonicCurve(rows.map(index), outcomes);
  return (row) => curve(index(row));
}

/** Ridge regressions on standardised columns, with an intercept that has no penalty. */
const fitPath: FitPath = (rows, outcomes, penalties) => {
  const standardised = standardiser(rows, { clip });
  const design = rows.map((row) => [1, ...standardised(row)]);
  const columns = design[0]!.length;
  const gram = Array.from({ length: columns }, (_, j) =>
    Array.from({ length: columns }, (__, k) => design.reduce((sum, row) => sum + row[j]! * row[k]!, 0)),
  );
  const moment = Matrix.columnVector(
    gram.map((_, j) => design.reduce((sum, row, i) => sum + row[j]! * outcomes[i]!, 0)),
  );
  return penalties.map((penalty) => {
    const penalised = Matrix.diag(gram.map((_, j) => (j === 0 ? 0 : penalty))).add(new Matrix(gram));
    const coefficients = solve(penalised, moment).to1DArray();
    return (row) => standardised(row).reduce((sum, value, j) => sum + value * coefficients[j + 1]!, coefficients[0]!);
  });
};
