import type { PromotionObstacle, PromotionReport } from '../audit/promotion.ts';
import type { Claim } from '../calibrator/certificate.ts';
import type { LostPromise, PromisePart } from '../gate/promotion/lost-promises.ts';
import { sameWithin } from '../fit/promotion/paired-gain.ts';
import { asked } from './certificate-words.ts';
import { bounds, count, interval, percent } from './numbers.ts';

/** What fresh labels say of a candidate, for a terminal: at most ten lines. */
export function reportPromotion(report: PromotionReport): string {
  const { records, groups, logLoss, audit } = report;
  const { candidate, champion, gain, lower, upper } = logLoss;
  const show = (value: number): string => value.toFixed(4);
  return [
    `${count(records)} fresh labels in ${count(groups)} groups`,
    `log loss ${show(champion)} now, ${show(candidate)} with the candidate: it gains ${show(gain)}${bounds(lower, upper, show)} a record (95 % interval over groups)`,
    `verdict: ${verdictWords(report)}`,
    ...certifiedLines(report),
    audit === null
      ? 'audit: none, since it takes labels with a text, some that pass and some that fail'
      : auditLine(audit),
    ...(report.lost.length === 0 ? [] : [`promises that would be gone: ${report.lost.map(lostWords).join(', ')}`]),
  ].join('\n');
}

/** Why nothing was changed, in one line. */
export function obstacleWords(obstacles: readonly PromotionObstacle[]): string {
  return obstacles.map((one) => reasons[one]).join('; ');
}

const reasons: Readonly<Record<PromotionObstacle, string>> = {
  'not better': 'it is not surely better',
  'audit worse': 'it is easier to game',
  'promise lost': 'it lacks a certificate as good as one that the one in use stands on: certify it first',
};

function verdictWords({ verdict, isSettled, logLoss }: PromotionReport): string {
  if (verdict !== 'same') return verdict;
  if (isSettled) return `same, within ${sameWithin} either way`;
  return logLoss.lower === null
    ? 'same as far as can be told: it takes labels of at least ten groups of about one size'
    : 'same as far as these labels can tell; more may tell';
}

/** As many claims as leave the whole within ten lines. */
const mostClaims = 3;

function certifiedLines({ certified }: PromotionReport): string[] {
  const lines = certified.slice(0, mostClaims).map((one) => {
    const { candidate, champion, difference } = one;
    return `certified ${claimShort(one)}: passes ${percent(champion)} now, ${percent(candidate)} with the candidate (difference ${interval(difference)})`;
  });
  const rest = certified.length - mostClaims;
  return rest > 0 ? [...lines, `and ${rest} more promises, with --json`] : lines;
}

/** A claim by its name, as in `false-pass 10 % (95 % sure)`. */
export function claimShort({ estimand, limit, confidence }: Claim): string {
  return `${estimand} ${asked(limit)} (${asked(confidence)} sure)`;
}

/** A promise that would be gone, and in what its nearest successor is weaker. */
export function lostWords(lost: LostPromise): string {
  const weaker = lost.weakerIn.map((part) => partWords[part]);
  return `${claimShort(lost)}${weaker.length === 0 ? '' : `: with the candidate it is of ${weaker.join(', ')}`}`;
}

const partWords: Readonly<Record<PromisePart, string>> = {
  sources: 'other sources of labels',
  raters: 'other raters',
  ratingPrompts: 'other rating prompts',
  labelPolicies: 'another label policy',
  drawnFrom: 'less of the traffic',
  expires: 'an earlier end',
  precedence: 'less weight than another that a gate would stand on',
};

function auditLine(audit: NonNullable<PromotionReport['audit']>): string {
  const { champion, candidate, difference, isWorse, failing } = audit;
  const of = (one: typeof champion): string =>
    `${one.verdict}${one.brokenBy.length === 0 ? '' : ` (${one.brokenBy.slice(0, 3).join(', ')}${one.brokenBy.length > 3 ? ', …' : ''})`}`;
  return `audit: ${of(champion)} now, ${of(candidate)} with the candidate; surface probes push ${percent(champion.flips)} and ${percent(candidate.flips)} of ${count(failing)} failing responses over (difference ${interval(difference)}): ${isWorse ? 'worse' : 'not worse'}`;
}
