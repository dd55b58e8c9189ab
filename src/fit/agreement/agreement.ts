import { isPass } from '../../calibrator/record.ts';
import { weightedAlpha } from '../../math/agreement.ts';
import { weightedMean } from '../../math/metrics.ts';
import type { CalibrationRecord, Target } from '../../types.ts';
import { bootstrap, type Estimate } from '../bootstrap.ts';
import { ceilings, type Ceiling, type Reliability } from './ceiling.ts';
import { areEnough } from '../evaluate.ts';
import { ratedRecords, type RatedRecord } from './people.ts';
import { severities, type Severity } from './severity.ts';
import { selectionWeights } from '../weights.ts';

/** How far the people who labelled agree, and what that leaves for any correction to reach. */
export interface Agreement {
  /** Records that two people or more rated. Only they tell of agreement. */
  readonly records: number;
  /** Their ratings, one a person and record. */
  readonly ratings: number;
  /** Their people, as far as they have names; by name. */
  readonly labellers: readonly string[];
  /** Krippendorff's alpha: 1 is perfect agreement, 0 is chance. */
  readonly alpha: {
    /** Of the ratings, with the interval metric. */
    readonly ratings: Estimate;
    /** Of whether each rating reaches the pass mark. */
    readonly verdicts: Estimate;
  };
  readonly reliability: Reliability<Estimate>;
  /**
   * How often the verdict of one person is the label that the others on the same record make: their mean, or by a person
   * the verdict of one of them.
   */
  readonly person: Estimate;
  /** For all labelled records, those with one rating included. Null where people agree no better than by chance. */
  readonly ceiling: Ceiling<Estimate>;
  /** Who rates higher or lower than others. */
  readonly severity: readonly Severity[];
}

/**
 * Agreement between the people who labelled, and the ceiling that it puts on any correction; undefined where no record
 * was rated by two people. Expects records that fitting or evaluating accepts. Deterministic for a seed.
 *
 * What is assumed, and how well it holds up: docs/method.md.
 */
export function agreementOf(records: readonly CalibrationRecord[], target: Target, seed = 1): Agreement | undefined {
  const rated = ratedRecords(records);
  const paired = rated.filter(({ ratings }) => ratings.length > 1);
  if (paired.length === 0) return undefined;
  const weights = selectionWeights(rated);
  const measure = measurer(rated, target);
  const { isTold } = measure(weights);
  const groups = rated.map(({ group }) => group);
  const estimate = bootstrap(measure, { weights, groups, seed });
  // Many groups with one rating each do not make up for few with two.
  const canTell = areEnough(
    paired.map(({ weight }) => weight),
    paired.map(({ group }) => group),
  );
  const told: typeof estimate = (pick) =>
    canTell ? estimate(pick) : { value: estimate(pick).value, lower: null, upper: null };
  const best = (name: keyof Ceiling<number>): Estimate =>
    told(({ ceiling }) => (isTold[name === 'correlation' ? 'ratings' : 'verdicts'] ? ceiling[name] : null));
  return {
    records: paired.length,
    ratings: paired.reduce((sum, { ratings }) => sum + ratings.length, 0),
    labellers: [...new Set(paired.flatMap(({ labellers }) => labellers.filter((name) => name !== undefined)))].sort(),
    alpha: { ratings: told(({ alpha }) => alpha.ratings), verdicts: told(({ alpha }) => alpha.verdicts) },
    reliability: { one: told(({ reliability }) => reliability.one), mean: told(({ reliability }) => reliability.mean) },
    person: told(({ person }) => person),
    ceiling: {
      correlation: best('correlation'),
      logLoss: best('logLoss'),
      brier: best('brier'),
      auc: best('auc'),
    },
    severity: severities(rated),
  };
}

/** Everything that has an interval, under one weighting of the records. */
function measurer(rated: readonly RatedRecord[], target: Target) {
  const alphaOfRatings = weightedAlpha(
    rated.map(({ ratings }) => ratings),
    'interval',
  );
  const alphaOfVerdicts = weightedAlpha(
    rated.map(({ ratings }) => ratings.map((rating) => (isPass(rating, target) ? 1 : 0))),
    'nominal',
  );
  const ceilingOf = ceilings(rated, target);
  const matches = rated.map(({ ratings }) => (ratings.length > 1 ? matchOf(ratings, target) : 0));
  return (weights: ArrayLike<number>) => ({
    ...ceilingOf(weights),
    alpha: { ratings: alphaOfRatings(weights), verdicts: alphaOfVerdicts(weights) },
    person: weightedMean(
      matches,
      rated.map(({ ratings }, i) => (ratings.length > 1 ? weights[i]! : 0)),
    ),
  });
}

/** The share of the people whose verdict is that of the mean of the others, or the share of pairs whose verdicts are one. */
function matchOf(ratings: readonly number[], target: Target): number {
  if (target.passBy === 'person') {
    const passing = ratings.filter((rating) => isPass(rating, target)).length;
    const apart = 2 * passing * (ratings.length - passing);
    return 1 - apart / (ratings.length * (ratings.length - 1));
  }
  const total = ratings.reduce((sum, rating) => sum + rating, 0);
  const matching = ratings.filter(
    (rating) => isPass(rating, target) === isPass((total - rating) / (ratings.length - 1), target),
  );
  return matching.length / ratings.length;
}
