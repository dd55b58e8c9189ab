import { bootstrap, type Estimate } from '../fit/bootstrap.ts';
import { compareFalsePass, judgeCorrected, judgeRaw } from '../fit/evaluate.ts';
import type { Judgement } from '../fit/fit.ts';
import { assignFolds } from '../fit/folds.ts';
import { decide } from '../gate/decide.ts';
import { failShareAtTop, tiesOf, weightedMean } from '../math/metrics.ts';
import { authorRanks, summariseAuthors, type ByAuthor } from './by-author.ts';

/** What the data cannot say of a set. */
export interface DemoDescription {
  /** Short, and fit for a folder. */
  readonly name: string;
  /** What was rated, and by whom: sentences. */
  readonly about: string;
}

/** What the demo shows of one set. All shares are out of fold. */
export interface DemoSummary extends DemoDescription {
  readonly records: number;
  readonly passRate: number;
  /** How many a gate on the raw rating passes, at 80 % of the scale. */
  readonly passed: number;
  /** The share of them that fails, and of as many by corrected probability; 95 % intervals over groups. */
  readonly falsePass: { readonly raw: Estimate; readonly corrected: Estimate; readonly difference: Estimate };
  /** The share that fails among the best, for several shares of all: best by rating, by probability, by author alone. */
  readonly curve: readonly TopShare[];
  /** The gate as it comes: how many get each verdict, and how many of those fail by their labels. */
  readonly gate: readonly {
    readonly verdict: 'pass' | 'review' | 'fail';
    readonly records: number;
    readonly failing: number;
  }[];
  /** Null for a set of one author. */
  readonly byAuthor: ByAuthor | null;
}

export interface TopShare {
  readonly share: number;
  readonly raw: number;
  readonly corrected: number;
  /** Null for a set of one author. */
  readonly byAuthor: number | null;
}

const shares = [0.1, 0.2, 0.3, 0.4, 0.5];

/** `authors` has who wrote the response of each example. */
export function summariseDemo(
  { name, about }: DemoDescription,
  { calibrator, examples, outOfFold }: Judgement,
  authors: readonly string[],
): DemoSummary {
  const weights = examples.map(() => 1);
  const groups = examples.map(({ group }) => group);
  const raw = judgeRaw(examples);
  const corrected = judgeCorrected(
    examples,
    outOfFold.map(({ passProbability }) => passProbability),
  );
  const estimate = bootstrap((drawn) => compareFalsePass(raw, corrected, drawn), { weights, groups, seed: 1 });
  const byAuthor = summariseAuthors({ authors, groups, raw, corrected });
  const ranks = tiesOf(authorRanks(authors, raw.outcomes, assignFolds(groups, calibrator.fittedOn.seed)));
  const verdicts = outOfFold.map((calibrated) => decide(calibrated).verdict);
  return {
    name,
    about,
    records: examples.length,
    passRate: weightedMean(raw.outcomes, weights),
    passed: Math.round(compareFalsePass(raw, corrected, weights).passedShare * examples.length),
    falsePass: {
      raw: estimate((gates) => gates.raw),
      corrected: estimate((gates) => gates.corrected),
      difference: estimate((gates) => (gates.raw === null ? null : gates.corrected! - gates.raw)),
    },
    curve: shares.map((share) => ({
      share,
      raw: failShareAtTop(raw.ties, raw.outcomes, weights, share),
      corrected: failShareAtTop(corrected.ties, raw.outcomes, weights, share),
      byAuthor: byAuthor && failShareAtTop(ranks, raw.outcomes, weights, share),
    })),
    gate: (['pass', 'review', 'fail'] as const).map((verdict) => {
      const places = verdicts.flatMap((one, i) => (one === verdict ? i : []));
      return { verdict, records: places.length, failing: places.filter((i) => raw.outcomes[i] === 0).length };
    }),
    byAuthor,
  };
}
