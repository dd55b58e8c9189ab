import type { Calibrator } from '../../calibrator/calibrator.ts';
import { UnflatterError } from '../../errors.ts';
import type { Unit } from './units.ts';

/** Labels of traffic as it comes are taken for labels of its top less often than this. */
const rarely = 1e-6;

/**
 * Only what was drawn from the top quarter is refused. The fit knows its scores out of fold, where they lie wider than those of the
 * calibrator: where little is to be learned, all of them lie above a third of what the folds gave.
 */
const mostShare = 0.25;

/**
 * Refuses labels that were all drawn from the top of the scores, where nobody said so: every lower threshold would look as good
 * as the lowest of them. It goes by scores alone, so nothing is learned of the labels.
 *
 * @throws UnflatterError `not-certifiable`
 */
export function assertLikeTraffic(
  units: readonly Unit[],
  { reference }: Pick<Calibrator, 'reference'>,
  drawnFrom: number | undefined,
): void {
  if (drawnFrom !== undefined || units.length === 0) return;
  const lowest = units.reduce((least, { passProbability }) => Math.min(least, passProbability), 1);
  const above = reference.passProbability.findLast(({ threshold }) => threshold > lowest)?.share ?? 0;
  const expected = reference.passProbability.find(({ threshold }) => threshold <= lowest)?.share ?? above;
  if (expected > mostShare || expected ** units.length >= rarely) return;
  const reason = `none of ${units.length} labels has a pass probability below ${lowest.toFixed(2)}, and of the traffic of the fit ${Math.round(100 * (1 - expected))} % had`;
  throw new UnflatterError(
    'not-certifiable',
    `labels must be of traffic as it comes: ${reason}. Say from where they were drawn (drawnFrom), if that is meant`,
    { reason },
  );
}
