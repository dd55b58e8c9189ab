import { calibrateNames, type CalibrateOptions } from '../../calibrator/calibrate.ts';
import type { Calibrator, FeatureScaling } from '../../calibrator/calibrator.ts';
import { assertFeatures } from '../../calibrator/custom.ts';
import { assertMadeFor, assertSameFeatures } from '../../calibrator/made-for.ts';
import { assertOptions } from '../../calibrator/options.ts';
import { assertTarget } from '../../calibrator/target.ts';
import { naming } from '../../errors.ts';
import type { Estimate } from '../../fit/bootstrap.ts';
import { toExamples } from '../../fit/examples.ts';
import { chooseColumns } from '../../fit/inflation/choice.ts';
import { readColumns } from '../../fit/inflation/columns.ts';
import { candidatesOf, scalesOf } from '../../fit/scaling.ts';
import { effectiveClusters } from '../../math/clusters.ts';
import type { CalibrationRecord, Target } from '../../types.ts';
import { comparedOf, reasonAgainst, type Compared } from './compared.ts';
import { humanColumns, raterColumns } from './controls.ts';
import { gapOf, type GapSample } from './gap.ts';
import { noiseOf, type Noise } from './noise.ts';
import { sameResponses } from './same-responses.ts';
import { warningOf } from './warning.ts';

export interface SelfPreferenceOptions extends CalibrateOptions {
  /** Seed of the resampling behind the interval without noise. @default 1 */
  readonly seed?: number | undefined;
}

/** How much higher a rater rates its own responses than others'. Self-ratings are on 0..1: .1 is ten points of 100. */
export interface OwnGap {
  /** Records: responses that the raters wrote, and that others did. */
  readonly own: number;
  readonly others: number;
  /** As they are, within raters. */
  readonly difference: Estimate;
  /** The same of the human ratings, on 0..1: how much better own responses are. */
  readonly humanDifference: Estimate;
  /** Self-preference: at equal human rating. */
  readonly atEqualHuman: Estimate;
  /** At equal human rating and equal surface features; null in all where features cannot be held apart. */
  readonly atEqualSurface: Estimate;
  readonly noise: Noise;
  /** Why the gap may be quality that the human ratings do not show, in words; undefined where nothing says so. */
  readonly warning: string | undefined;
}

/** Self-preference of one rater, or why there is none to be told. */
export interface RaterGap {
  readonly rater: string;
  readonly gap: OwnGap | undefined;
  /** In words; undefined where there is a gap. */
  readonly reason: string | undefined;
}

export interface SelfPreference {
  /** Labelled records that say who wrote and who rated the response. */
  readonly records: number;
  readonly groups: number;
  /** Over all raters with responses of both kinds, each compared with itself only; undefined where there is no such rater. */
  readonly pooled: OwnGap | undefined;
  /** Why `pooled` is undefined, in words. */
  readonly reason: string | undefined;
  /**
   * How much higher raters rate their own than other raters rate the very same responses, each rater's severity held
   * still. Needs no human rating, so no noise of it is in there. Undefined where raters do not share responses.
   */
  readonly onSameResponses: Estimate | undefined;
  /** By name. */
  readonly raters: readonly RaterGap[];
}

/**
 * Own against others' responses at equal human rating, where `generator` and `rater` are known. Deterministic, and the
 * same for records in any order. Intervals are over groups, and null where those are worth fewer than ten.
 *
 * What is compared is always the mean human rating, also by a person. An association: what sets own responses apart
 * and neither people nor features see is in it too.
 *
 * @param made What the records measure, or the calibrator whose features are held still.
 * @throws UnflatterError `invalid-records`, `mixed-criteria`, `invalid-option`, `feature-missing` for a custom feature that
 *   is no measurement, or with a calibrator what {@link assertMadeFor} throws.
 */
export function selfPreference(
  records: readonly CalibrationRecord[],
  made: Target | Calibrator,
  options: SelfPreferenceOptions = {},
): SelfPreference {
  assertOptions<SelfPreferenceOptions>(options, { ...calibrateNames, seed: true });
  const { seed = 1, features = [] } = options;
  const calibrator = 'target' in made ? made : undefined;
  const target: Target = { ...(calibrator?.target ?? (made as Target)), passBy: 'mean' };
  assertTarget(target);
  assertFeatures(features);
  if (calibrator !== undefined) assertSameFeatures(calibrator, features);
  const examples = toExamples(records, target, features);
  if (calibrator !== undefined)
    for (const record of records) naming(`record ${record.id}`, () => assertMadeFor(calibrator, record));
  const compared = comparedOf(examples, records);
  const known = compared.map(({ example }) => example);
  const scalings =
    calibrator?.features ?? (known.length === 0 ? [] : scalesOf(known, candidatesOf(known, features)).features);
  const gap = (own: readonly Compared[]): OwnGap => ownGap(own, scalings, target, seed);
  const byRater = [...Map.groupBy(compared, ({ rater }) => rater)].sort(([a], [b]) => (a < b ? -1 : 1));
  const told = new Set(byRater.filter(([, own]) => reasonAgainst(own) === undefined).map(([rater]) => rater));
  const pool = compared.filter(({ rater }) => told.has(rater));
  return {
    records: compared.length,
    groups: new Set(known.map(({ group }) => group)).size,
    pooled: pool.length === 0 ? undefined : gap(pool),
    reason: pool.length > 0 ? undefined : reasonFor(compared, byRater),
    onSameResponses: sameResponses(compared),
    raters: byRater.map(([rater, own]) => {
      const reason = reasonAgainst(own);
      return { rater, reason, gap: reason === undefined ? gap(own) : undefined };
    }),
  };
}

function reasonFor(
  compared: readonly Compared[],
  byRater: readonly (readonly [string, readonly Compared[]])[],
): string {
  if (compared.length === 0) return 'no labelled record says both who wrote the response and who rated it';
  if (compared.every(({ own }) => own)) return 'every rating is by the model that wrote the response';
  if (!compared.some(({ own }) => own)) return 'no rating is by the model that wrote the response';
  const reasons = byRater.map(([rater, own]) => `${rater} ${reasonAgainst(own)}`);
  return `no rater can be compared with itself: ${reasons.slice(0, 5).join('; ')}${reasons.length > 5 ? '; …' : ''}`;
}

function ownGap(
  compared: readonly Compared[],
  scalings: readonly FeatureScaling[],
  target: Target,
  seed: number,
): OwnGap {
  const examples = compared.map(({ example }) => example);
  const sample = sampleOf(compared);
  const ratings = Float64Array.from(examples, ({ inputs }) => inputs.rating);
  const raters = raterColumns(compared);
  const human = [...raters, ...humanColumns(compared)];
  const { columns } = readColumns(examples, scalings, sample.weights);
  const { joint } = chooseColumns(columns, sample.weights, effectiveClusters(sample.weights, sample.groups));
  const surface = joint.map(({ values }) => values);
  const noise = noiseOf(compared, target, seed);
  const humanDifference = gapOf(
    Float64Array.from(examples, (example) => example.human),
    raters,
    sample,
  );
  return {
    own: compared.filter(({ own }) => own).length,
    others: compared.filter(({ own }) => !own).length,
    difference: gapOf(ratings, raters, sample),
    humanDifference,
    atEqualHuman: gapOf(ratings, human, sample),
    atEqualSurface: surface.length === 0 ? none : gapOf(ratings, [...human, ...surface], sample),
    noise,
    warning: warningOf(noise, humanDifference),
  };
}

const none: Estimate = { value: null, lower: null, upper: null };

function sampleOf(compared: readonly Compared[]): GapSample {
  const total = compared.reduce((sum, { example }) => sum + example.weight, 0);
  return {
    own: Float64Array.from(compared, ({ own }) => (own ? 1 : 0)),
    weights: Float64Array.from(compared, ({ example }) => example.weight / total),
    groups: compared.map(({ example }) => example.group),
  };
}
