import type { FrontierPoint } from '../gate/certify/frontier.ts';
import type { CertificateReport } from '../gate/certify/certify.ts';
import { columns, count, percent } from './numbers.ts';

/** As many points as a person reads. */
const mostRows = 8;

/** What other thresholds would decide on, and how often they would be wrong, for a terminal. Empty without a label to show. */
export function tabulateFrontier({ certificate: { estimand, rule }, frontier }: CertificateReport): string[] {
  const isFail = estimand === 'false-fail';
  const isCertified = ({ threshold }: FrontierPoint): boolean =>
    rule !== null && rule.score === 'passProbability' && rule.threshold === threshold;
  const points = frontier.filter(({ decided }) => decided > 0);
  if (points.length === 0) return [];
  const rows = some(points, isCertified).map((point) => [
    point.threshold.toFixed(4),
    percent(point.share),
    `${count(point.contradicted)} of ${count(point.decided)}`,
    percent(point.rate),
    percent(point.upper),
    isCertified(point) ? 'certified' : '',
  ]);
  const heading = isFail ? ['fail below', 'fails', 'people pass'] : ['pass from', 'passes', 'people fail'];
  return columns([[...heading, rateNames[estimand], 'at most', ''], ...rows]);
}

/** What the rate in a row is of: it stands above it. */
const rateNames = {
  'false-pass': 'of passed',
  leak: 'of failing',
  joint: 'of all',
  'false-fail': 'of failed',
} as const;

/** Evenly along the frontier, the first, the last and the one that is certified among them. */
function some(points: readonly FrontierPoint[], isCertified: (point: FrontierPoint) => boolean): FrontierPoint[] {
  const rows = Math.min(mostRows, points.length);
  const last = points.length - 1;
  const steps = new Set(Array.from({ length: rows }, (_, i) => Math.round((i * last) / Math.max(1, rows - 1))));
  return points.filter((point, i) => steps.has(i) || isCertified(point));
}
