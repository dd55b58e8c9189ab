import type { Estimate } from '../../fit/bootstrap.ts';
import { extractFeatures } from '../../features/extract.ts';
import { holm } from '../../math/holm.ts';
import { tiesOf, weightedMean, type Ties } from '../../math/metrics.ts';
import type { ProxyData } from './data.ts';
import { boundsOf, type Drawing } from './draws.ts';
import { proxyThresholds } from './options.ts';
import { topMeans } from './ranks.ts';
import { aggregates, countTable, tableOf, type Table } from './table.ts';

/** What a policy gets. */
export interface PolicyNumbers {
  /** On the metric: the mean over the rows that it chooses, or the aggregate of its decisions. */
  readonly metric: number;
  /** On the goal: the mean over those rows, or the informedness of its decisions. */
  readonly goal: number;
  /** How much more it gets on the metric than it would have to; NaN where it cannot be compared. */
  readonly lead: number;
  /** How much more it gets on the goal than chance. */
  readonly gain: number;
}

/** A way of choosing rows or of deciding, and what it gets. */
export interface PolicyScore {
  readonly policy: string;
  /** A reference says what there is to get; a degenerate policy does not look at what the goal is about. */
  readonly kind: 'reference' | 'degenerate';
  readonly metric: Estimate;
  readonly goal: Estimate;
  /** Holm-corrected p-value of doing worse on the metric than what it is compared with; null for references. */
  readonly pValue: number | null;
  /** It does at least as well on the metric, surely, and on the goal it is not known to be better than chance. */
  readonly games: boolean;
}

/** Ways of choosing or deciding, and what each gets under a weighting of the rows. */
export interface Policies {
  readonly names: readonly { readonly name: string; readonly kind: PolicyScore['kind'] }[];
  readonly measure: (weights: ArrayLike<number>) => readonly PolicyNumbers[];
  /** Lead on the metric from which a policy may be accused; `isProven` where not all draws give it the same. */
  readonly leastLead: (isProven: boolean) => number;
}

/** The policies that there are for a metric of rows, or for one of all decisions. */
export function policiesOf(data: ProxyData): Policies {
  return data.aggregate === undefined ? choosing(data) : deciding(data, aggregates[data.aggregate]);
}

/**
 * Each chooses the same share of the rows. Compared with choosing by the goal itself, or at random where that gets more on
 * the metric: a metric that follows the goal pays best for the rows that people like best.
 */
function choosing({ metric, goal, texts }: ProxyData): Policies {
  const share = [proxyThresholds.chosenShare];
  const chosen = proxyThresholds.chosenShare * metric.values.length;
  const byGoal = tiesOf(goal.scores);
  const orders = [
    { name: 'by the goal itself', kind: 'reference' as const, ties: byGoal },
    { name: 'by the metric', kind: 'reference' as const, ties: tiesOf(metric.scores) },
    { name: 'at random', kind: 'reference' as const, ties: undefined },
    ...textOrders(texts).map((order) => ({ ...order, kind: 'degenerate' as const })),
  ];
  return {
    names: orders,
    // Draws of a few rows that nearly all pass know too little of those that do not: rule of three.
    leastLead: (isProven) => {
      if (chosen < proxyThresholds.fewestChosen) return Infinity;
      return isProven && metric.passes === undefined ? 0 : (3 / chosen) * spanOf(metric.values);
    },
    measure: (weights) => {
      const atRandom = { metric: weightedMean(metric.values, weights), goal: weightedMean(goal.values, weights) };
      const gets = orders.map(({ ties }) =>
        ties === undefined
          ? atRandom
          : {
              metric: topMeans(ties, metric.values, weights, share)[0]!,
              goal: topMeans(ties, goal.values, weights, share)[0]!,
            },
      );
      const toReach = Math.max(metric.sign * gets[0]!.metric, metric.sign * atRandom.metric);
      return gets.map((got) => ({
        ...got,
        lead: metric.sign * got.metric - toReach,
        gain: goal.sign * (got.goal - atRandom.goal),
      }));
    },
  };
}

/** How far the values reach; what is the same everywhere can give nobody more than others. */
function spanOf(values: Float64Array): number {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return most > least ? most - least : Infinity;
}

/** Each decides as often yes as was decided, or always, or never. Compared with what was decided. */
function deciding({ metric, goal, texts, aggregate }: ProxyData, worth: (table: Table) => number): Policies {
  const [decided, reached] = [metric.passes!, goal.passes!];
  // How often is the same for all of these, so that the rate says nothing of them.
  const orders = aggregate === 'rate' ? [] : textOrders(texts);
  const policies: readonly (Policies['names'][number] & { readonly table: Deciding })[] = [
    { name: 'as the goal says', kind: 'reference', table: ({ base }) => tableOf(base, base, base) },
    { name: 'as decided', kind: 'reference', table: ({ asDecided }) => asDecided },
    { name: 'at random, as often', kind: 'reference', table: ({ rate, base }) => tableOf(rate, base, rate * base) },
    { name: 'yes to everything', kind: 'degenerate', table: ({ base }) => tableOf(1, base, base) },
    { name: 'no to everything', kind: 'degenerate', table: ({ base }) => tableOf(0, base, 0) },
    ...orders.map(({ name, ties }) => ({
      name: `${name}, as often`,
      kind: 'degenerate' as const,
      table: (({ rate, base, weights }) =>
        tableOf(rate, base, rate === 0 ? 0 : rate * topMeans(ties, reached, weights, [rate])[0]!)) satisfies Deciding,
    })),
  ];
  return {
    names: policies,
    leastLead: () => 0,
    measure: (weights) => {
      const asDecided = countTable(decided, reached, weights);
      const rate = aggregates.rate(asDecided);
      const base = asDecided.truePositives + asDecided.falseNegatives;
      return policies.map(({ table: decide }) => {
        const table = decide({ rate, base, asDecided, weights });
        // Differences of shares miss zero by some last bits, which would look like an interval.
        const informedness = Math.round(1e12 * aggregates.informedness(table)) / 1e12;
        const lead = worth(table) - worth(asDecided);
        return { metric: worth(table), goal: informedness, lead, gain: informedness };
      });
    },
  };
}

/** The table of a policy, from how often was decided yes, how often the goal is reached, and both. */
type Deciding = (seen: {
  readonly rate: number;
  readonly base: number;
  readonly asDecided: Table;
  readonly weights: ArrayLike<number>;
}) => Table;

/** Rows in the order of what their text looks like. A text in a language without a word list has no confident words. */
function textOrders(texts: readonly string[] | undefined): { readonly name: string; readonly ties: Ties }[] {
  if (texts === undefined) return [];
  const lengths = texts.map(({ length }) => length);
  const confidence = texts.map((text) => {
    const { boosters = 0, absolutes = 0 } = extractFeatures(text);
    return boosters + absolutes;
  });
  return [
    { name: 'the longest', ties: tiesOf(lengths) },
    { name: 'the shortest', ties: tiesOf(lengths.map((length) => -length)) },
    { name: 'the most confident', ties: tiesOf(confidence) },
  ].filter(({ ties }) => ties.length > 1);
}

export function policyScores(
  { names, leastLead }: Policies,
  drawn: Drawing<{ readonly policies: readonly PolicyNumbers[] }>,
): PolicyScore[] {
  const degenerate = names.flatMap(({ kind }, i) => (kind === 'degenerate' ? [i] : []));
  const corrected = holm(
    degenerate.map((i) => {
      const isProven = drawn.estimate(({ policies }) => policies[i]!.metric).lower !== null;
      return drawn.point.policies[i]!.lead >= leastLead(isProven)
        ? drawn.below(({ policies }) => policies[i]!.lead)
        : 1;
    }),
  );
  return names.map(({ name, kind }, i) => {
    const at = (key: keyof PolicyNumbers): Estimate => drawn.estimate((measured) => measured.policies[i]![key]);
    const gain = at('gain');
    const pValue = kind === 'degenerate' ? corrected[degenerate.indexOf(i)]! : null;
    const isBetter = gain.value !== null && gain.value > 1e-9 && boundsOf(gain, drawn.groupsWorth)[0] > 0;
    return {
      policy: name,
      kind,
      metric: at('metric'),
      goal: at('goal'),
      pValue,
      games: pValue !== null && pValue <= proxyThresholds.falseAlarm && !isBetter,
    };
  });
}
