import { UnflatterError } from '../../errors.ts';
import type { Estimate } from '../../fit/bootstrap.ts';
import { holm } from '../../math/holm.ts';
import { tiesOf, weightedMean } from '../../math/metrics.ts';
import { studentTail } from '../../math/student.ts';
import { agreementMeasurer } from './agreement.ts';
import { rowsAt, type ProxyData } from './data.ts';
import { differsFromZero, drawing } from './draws.ts';
import { enough } from './enough.ts';
import { proxyThresholds } from './options.ts';
import { rankCorrelation } from './ranks.ts';

/** The metric in one part of the rows. */
export interface SliceScore {
  readonly slice: string;
  readonly rows: number;
  readonly groups: number;
  readonly metric: number;
  readonly goal: number;
  /** As of the whole. */
  readonly strength: Estimate;
  /** Holm-corrected, of a strength of 0; null where there is not enough. */
  readonly pValue: number | null;
  /** `against`: where the metric is better, the goal is surely worse. */
  readonly state: 'better than chance' | 'against' | 'not told from chance' | 'not enough data';
}

const mostSlices = 50;

/** @throws UnflatterError `invalid-option` for a column with too many values */
export function sliceScores(data: ProxyData, seed: number): SliceScore[] {
  const byName = Map.groupBy(data.weights.keys(), (i) => data.slices?.[i]);
  if (data.slices === undefined) return [];
  if (byName.size > mostSlices) {
    const expected = `a column with at most ${mostSlices} values`;
    const details = { option: 'slice', expected, received: byName.size };
    throw new UnflatterError('invalid-option', `slice must be ${expected}, got ${byName.size}`, details);
  }
  const found = [...byName].map(([slice, places]) => {
    const part = rowsAt(data, places);
    const drawn = drawing(part, seed, agreementMeasurer(part));
    const told = enough(part) === undefined;
    const p = Math.max(
      differsFromZero(drawn, ({ strength }) => strength),
      shuffledRows(part),
    );
    return { slice: slice!, part, told, drawn, p };
  });
  const told = found.filter((one) => one.told);
  const corrected = holm(told.map(({ p }) => p));
  return found.map((one) => {
    const { slice, part, drawn } = one;
    const pValue = one.told ? corrected[told.indexOf(one)]! : null;
    return {
      slice,
      rows: part.weights.length,
      groups: new Set(part.groups).size,
      metric: weightedMean(part.metric.values, part.weights),
      goal: weightedMean(part.goal.values, part.weights),
      strength: drawn.estimate(({ strength }) => strength),
      pValue,
      state: stateOf(pValue, drawn.point.strength),
    };
  });
}

/**
 * The two-sided p-value of a correlation as large as that of the ranks, were the rows shuffled. It knows nothing of groups,
 * and the spread of draws is too small in few rows: the larger of both p-values is right in more cases than either.
 */
function shuffledRows({ metric, goal, weights }: ProxyData): number {
  const sides = [metric, goal].map(({ passes, scores }) => tiesOf(passes ?? scores));
  const correlation = rankCorrelation(sides[0]!, sides[1]!, weights);
  const freedom = weights.length - 2;
  const p = studentTail(correlation * Math.sqrt(freedom / (1 - correlation ** 2)), freedom);
  return Number.isNaN(p) ? 1 : p;
}

function stateOf(pValue: number | null, strength: number): SliceScore['state'] {
  if (pValue === null) return 'not enough data';
  if (!(pValue <= proxyThresholds.falseAlarm)) return 'not told from chance';
  return strength > 0 ? 'better than chance' : 'against';
}
