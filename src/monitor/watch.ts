import type { Certificate } from '../calibrator/certificate.ts';
import { nameOf } from '../gate/standing.ts';
import { confidenceSequence, firstAbove, mostAgainst, valuesToShow } from '../math/betting.ts';
import { significant } from '../math/round.ts';
import type { CountedLabel } from './label.ts';
import type { Breach, WatchedCertificate, WatchPoint } from './report.ts';
import { isUndecided, unitsOf, type Units, type Watching } from './units.ts';

/**
 * By how many of its units a certificate was revoked: the first label after which its rate surely is above its limit. Undefined
 * where it is not. What was revoked stays so: later labels cannot undo it.
 */
export function revokedAt(
  { estimand, limit }: Pick<Certificate, 'estimand' | 'limit'>,
  place: number,
  labels: readonly CountedLabel[],
  watching: Watching,
): number | undefined {
  return firstAbove(limit, unitsOf(labels, place, estimand, watching), watching.error);
}

/**
 * What the labels say of one certificate, which is the one at `place` of those that each label speaks of.
 *
 * @param wasRevoked Whether a state that was kept says so: what was revoked stays so, whatever its labels say now.
 */
export function watchOf(
  certificate: Certificate,
  place: number,
  labels: readonly CountedLabel[],
  { wasRevoked, ...watching }: Watching & { readonly wasRevoked: boolean },
): WatchedCertificate {
  const { estimand, limit, rule } = certificate;
  const { error } = watching;
  const units = unitsOf(labels, place, estimand, watching);
  const { lower, upper } = confidenceSequence(units, error, [limit]);
  const broken = revokedAt(certificate, place, labels, watching);
  const series = seriesOf(units, { lower, upper });
  const last = series.at(-1);
  const isShown = last !== undefined && last.upper <= limit && areOfAll(units, place, estimand);
  const count = (why: CountedLabel['says'][number]): number => labels.filter(({ says }) => says[place] === why).length;
  return {
    certificate: nameOf(certificate),
    // A copy: what is done to it elsewhere changes no watch.
    rule: { ...rule! },
    state: wasRevoked || broken !== undefined ? 'revoked' : isShown ? 'holds' : 'watching',
    units: series.length,
    contradicted: units.values.reduce((sum, value) => sum + value, 0),
    rate: last?.rate ?? null,
    lower: last?.lower ?? 0,
    upper: last?.upper ?? 1,
    confidence: significant(1 - error, 12),
    revokedBy: broken === undefined ? null : breachOf(limit, units, broken),
    series,
    toNoticeDouble: valuesToShow(limit, Math.min(1, 2 * limit), error),
    leftOut: { seen: count('seen'), otherSource: count('otherSource') },
  };
}

/** Whether labels can be those that the rate is of: of what is decided on alone, they show nothing of a rate of all. */
function areOfAll({ labels }: Units, place: number, estimand: Certificate['estimand']): boolean {
  return estimand !== 'joint' || labels.some(({ says }) => isUndecided(says[place]!));
}

function breachOf(limit: number, units: Units, count: number): Breach {
  const from = mostAgainst(limit, units, count);
  const total = (of: (i: number) => number): number =>
    units.weights.slice(from, count).reduce((sum, weight, i) => sum + weight * of(from + i), 0);
  return {
    units: count,
    at: units.labels[count - 1]!.at,
    since: from + 1,
    rate: total((i) => units.values[i]!) / total(() => 1),
  };
}

function seriesOf(
  { values, weights, labels }: Units,
  { lower, upper }: { readonly lower: Float64Array; readonly upper: Float64Array },
): WatchPoint[] {
  let [sum, total] = [0, 0];
  return labels.map(({ at }, i) => {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
    return { units: i + 1, at, rate: sum / total, lower: lower[i]!, upper: upper[i]! };
  });
}
