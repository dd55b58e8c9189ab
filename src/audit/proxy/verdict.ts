import type { ProxyAgreement } from './agreement.ts';
import type { Turn } from './curve.ts';
import { boundsOf } from './draws.ts';
import { proxyThresholds } from './options.ts';
import type { PolicyScore } from './policies.ts';
import type { SliceScore } from './slices.ts';

export type ProxyVerdict = 'tracks' | 'does not track' | 'gamed' | 'not enough data';

export interface Judged {
  readonly verdict: ProxyVerdict;
  /** Degenerate policies that game the metric. */
  readonly gamedBy: readonly string[];
  /** Slices in which the metric surely points away from the goal. */
  readonly awayIn: readonly string[];
  /** Short clauses, the most important first. */
  readonly reasons: readonly string[];
  /** What speaks for a metric that does not track or is gamed, in the same form. */
  readonly but: readonly string[];
}

/** What there is to judge by. */
interface Evidence {
  /** Why nothing can be said; undefined where something can. */
  readonly lacking: string | undefined;
  readonly isConstant: boolean;
  readonly agreement: ProxyAgreement;
  readonly groupsWorth: number;
  readonly policies: readonly PolicyScore[];
  readonly turn: Turn | null;
  readonly slices: readonly SliceScore[];
}

export function judgeProxy(evidence: Evidence): Judged {
  const { lacking, isConstant, policies, turn, slices } = evidence;
  if (lacking !== undefined)
    return { verdict: 'not enough data', gamedBy: [], awayIn: [], reasons: [lacking], but: [] };
  const gamedBy = policies.filter(({ games }) => games).map(({ policy }) => policy);
  const awayIn = slices.filter(({ state }) => state === 'against').map(({ slice }) => slice);
  const { verdict, reason } = isConstant
    ? ({ verdict: 'does not track', reason: 'the metric is the same in all rows' } as const)
    : strengthVerdict(evidence);
  const broken = [
    ...(turn === null ? [] : ['choosing harder by the metric lowers the goal']),
    ...(awayIn.length === 0
      ? []
      : [`the metric points away from the goal in ${awayIn.length} of ${slices.length} slices`]),
  ];
  const isBroken = gamedBy.length > 0 || broken.length > 0;
  const [because, but] = isBroken && verdict === 'tracks' ? [[], [reason]] : [[reason], []];
  const reasons = [
    ...(gamedBy.length === 0
      ? []
      : [`${gamedBy.join(', ')}: at least as good on the metric, no better than chance on the goal`]),
    ...broken,
    ...because,
  ];
  if (gamedBy.length > 0) return { verdict: 'gamed', gamedBy, awayIn, reasons, but };
  return { verdict: isBroken ? 'does not track' : verdict, gamedBy, awayIn, reasons, but };
}

function strengthVerdict({ agreement: { strength }, groupsWorth }: Evidence): {
  readonly verdict: ProxyVerdict;
  readonly reason: string;
} {
  const { leastStrength: least } = proxyThresholds;
  const [lower, upper] = boundsOf(strength, groupsWorth);
  if (upper < least) return { verdict: 'does not track', reason: `its strength is surely below ${least}` };
  if (lower > 0) return { verdict: 'tracks', reason: 'its strength is surely above chance' };
  return { verdict: 'not enough data', reason: `its strength may be chance, and may be ${least} or more` };
}
