import type { Calibrator } from '../../calibrator/calibrator.ts';
import { UnflatterError } from '../../errors.ts';
import type { Unit } from './units.ts';

/** Labels of traffic as it comes are taken for labels of its top less often than this. */
const rarely = 1e-6;

/** Only what was drawn from the top quarter is refused: the fit knows the shares of its ratings from a few labels. */
const mostShare = 0.25;

/**
 * Refuses labels that were all drawn from the highest ratings, where nobody said so: every lower threshold would look as good as
 * the lowest of them. It goes by self-ratings, which no fit has moved, so nothing is learned of the labels. Labels that were
 * drawn by pass probability are not found out: those of the fit lie wider, out of fold, than those of the calibrator.
 *
 * @throws UnflatterError `not-certifiable`
 */
export function assertLikeTraffic(
  units: readonly Unit[],
  { reference }: Pick<Calibrator, 'reference'>,
  drawnFrom: number | undefined,
): void {
  if (drawnFrom !== undefined || units.length === 0) return;
  const lowest = units.reduce((least, { selfRating }) => Math.min(least, selfRating), Infinity);
  const expected = reference.selfRating.find(({ threshold }) => threshold <= lowest)?.share ?? 1;
  if (expected > mostShare || expected ** units.length >= rarely) return;
  const reason = `none of ${units.length} labels has a self-rating below ${lowest}, and of the labels of the fit ${Math.round(100 * (1 - expected))} % had`;
  throw new UnflatterError('not-certifiable', `labels must be of traffic as it comes: ${reason}`, { reason });
}
