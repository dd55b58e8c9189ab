import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Agreement } from '../fit/agreement/agreement.ts';
import type { Estimate } from '../fit/bootstrap.ts';
import type { Severity } from '../fit/agreement/severity.ts';
import { bounds, count } from './numbers.ts';

/** Holm-corrected p-value below which a labeller is said to differ. */
const surelyDiffers = 0.05;

/** As many labellers as a person reads in one line. */
const mostLabellers = 6;

/** How far the people agree, what that leaves to reach, and who differs, for a terminal. */
export function agreementLines(agreement: Agreement, { target, outOfFold }: Calibrator): string[] {
  const { records, ratings, labellers, alpha, severity } = agreement;
  const people = labellers.length === 0 ? '' : ` by ${count(labellers.length)} named people`;
  return [
    `agreement between people: ${count(ratings)} ratings${people} of ${count(records)} records that several rated`,
    `alpha (1 is perfect, 0 is chance): ${estimateWords(alpha.ratings)} for ratings, ${estimateWords(alpha.verdicts)} for pass or fail`,
    // A ceiling is that of mean ratings. What a person drawn at random says is further from being known.
    ...(target.passBy === 'person' ? [] : [ceilingLine(agreement, outOfFold)]),
    ...severityLines(severity),
  ];
}

/** The best there could be, beside what there is. */
export function ceilingLine(
  { ceiling: { logLoss, auc } }: Agreement,
  { corrected }: Pick<Calibrator['outOfFold'], 'corrected'>,
): string {
  if (logLoss.value === null)
    return 'they agree no better than by chance: there is no telling how good a correction could get';
  const perfect = `log loss ${estimateWords(logLoss, 3)} and AUC ${estimateWords(auc, 3)}`;
  const reached = [corrected.logLoss, corrected.auc].flatMap((value) => value?.toFixed(3) ?? []).join(' and ');
  return `as they disagree, even a perfect correction would have ${perfect}; here ${reached}`;
}

/** Who rates unlike the others; nothing where that cannot be told. */
export function severityLines(severity: readonly Severity[]): string[] {
  if (severity.length === 0) return [];
  const differing = severity
    .filter(({ pValue }) => pValue < surelyDiffers)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  if (differing.length === 0) return ['no labeller is known to rate higher or lower than the others'];
  const named = differing
    .slice(0, mostLabellers)
    .map(({ labeller, difference }) => `${labeller} ${signed(difference)}`);
  const rest = differing.length - mostLabellers;
  const more = rest > 0 ? ` and ${count(rest)} more` : '';
  return [`labellers who rate unlike the others on the same records: ${named.join(', ')}${more}`];
}

/** `0.62 [0.55, 0.68]` */
export function estimateWords({ value, lower, upper }: Estimate, digits = 2): string {
  const show = (number: number): string => minus(number, digits);
  return value === null ? 'none' : `${show(value)}${bounds(lower, upper, show)}`;
}

function signed(value: number): string {
  const text = minus(value, 2);
  return text.startsWith('−') ? text : `+${text}`;
}

/** With a minus sign only before what does not round to zero. */
function minus(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
