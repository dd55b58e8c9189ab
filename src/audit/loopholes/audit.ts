import { assertOptions } from '../../calibrator/options.ts';
import { isOnScale, levelsOf, toUnit } from '../../calibrator/scale.ts';
import { assertOption } from '../../calibrator/target.ts';
import { UnflatterError, shown } from '../../errors.ts';
import { rawThreshold } from '../../fit/evaluate.ts';
import type { GateDecision } from '../../gate/decide.ts';
import type { QualityGate } from '../../gate/gate.ts';
import type { Scale } from '../../types.ts';
import { defineProbe, lettersOf, type LoopholeCase, type LoopholeProbe } from './probe.ts';

/**
 * Where the self-ratings come from. `letter`: a rater that goes by the letter, the top of the scale where it is kept and the
 * bottom where not. `worst`: always the top. A function: ratings that were recorded or asked for; undefined where there is
 * none.
 */
export type LoopholeRatings = 'letter' | 'worst' | ((one: LoopholeCase, probe: LoopholeProbe) => number | undefined);

export interface LoopholeOptions {
  /** Without one, only letter and intent are compared. */
  readonly gate?: QualityGate | undefined;
  /** Needed where there is a gate; not read without one. On the rating scale of its calibrator. */
  readonly ratings?: LoopholeRatings | undefined;
}

/** What became of one case. The last five exist only where there is a gate and a rating. */
export interface AuditedCase extends Pick<LoopholeCase, 'name' | 'intent' | 'note'> {
  /** Whether it keeps the letter of the rule. */
  readonly letter: boolean;
  /** On the rating scale of the calibrator. */
  readonly rating?: number | undefined;
  /** Whether a raw gate at 80 % of the scale passes it. */
  readonly rawPasses?: boolean | undefined;
  /** 0..1; none where the calibrator could not speak. */
  readonly passProbability?: number | undefined;
  readonly verdict?: GateDecision['verdict'] | undefined;
  readonly reason?: GateDecision['reason'] | undefined;
}

/** Which cases came out how. Those of the gate are null where there is none: nothing was asked, and nothing is free of loopholes. */
export interface LoopholeFindings<Found> {
  /** The letter is kept and the intent violated. */
  readonly loopholes: Found;
  /** The letter is broken and the intent honoured. */
  readonly overreaches: Found;
  /** The gate passes it, though it violates the intent. */
  readonly rewards: Found | null;
  /** The same for a raw gate at 80 % of the scale. */
  readonly rawRewards: Found | null;
  /** The gate fails it or asks a person, though it honours the intent. */
  readonly refuses: Found | null;
  /** There was no rating: it is no pass, and in none of the other lists of the gate. */
  readonly unrated: Found | null;
}

export interface AuditedProbe
  extends Pick<LoopholeProbe, 'name' | 'instruction' | 'describe'>, LoopholeFindings<readonly string[]> {
  readonly cases: readonly AuditedCase[];
}

export interface LoopholeAudit {
  readonly ratings: 'none' | 'letter' | 'worst' | 'given';
  readonly probes: readonly AuditedProbe[];
  /**
   * Over all probes. `passed` and `rawPassed` are what the gate and the raw gate pass, whatever the intent: the rewards are
   * to be read beside them, as a gate that passes nothing rewards nothing.
   */
  readonly counts: LoopholeFindings<number> & {
    readonly cases: number;
    readonly violates: number;
    readonly honours: number;
    readonly passed: number | null;
    readonly rawPassed: number | null;
  };
}

/**
 * Compares the letter of rules with what they are for, case by case, and shows what a gate rewards that the rule's author
 * would not. With a gate each case goes rating, correction, verdict; its rater and rating prompt are taken to be those that
 * the policy expects.
 *
 * The cases are designed and no sample of any traffic: they are counted, and there are no rates and no intervals.
 *
 * @throws UnflatterError `invalid-option` for what is no probe, gate or source of ratings, or two probes of one name;
 *   `rating-off-scale`; `rating-failed` where the function of the ratings throws.
 */
export function auditLoopholes(probes: readonly LoopholeProbe[], options: LoopholeOptions = {}): LoopholeAudit {
  assertOptions<LoopholeOptions>(options, { gate: true, ratings: true });
  const { gate, ratings } = options;
  assertOption(Array.isArray(probes) && probes.length > 0, 'probes', 'a list of probes that is not empty', probes);
  const defined = probes.map(defineProbe);
  const isUnlike = new Set(defined.map(({ name }) => name)).size === defined.length;
  assertOption(isUnlike, 'probes', 'probes with a name of their own each', probes);
  const rate = gate === undefined ? undefined : raterOf(gate, ratings);
  const audited = defined.map((probe) => auditProbe(probe, gate, rate));
  const cases = audited.flatMap((probe) => probe.cases);
  const countOf = (isOne: (one: AuditedCase) => boolean): number => cases.filter(isOne).length;
  const { loopholes, overreaches, rewards, rawRewards, refuses, unrated } = findingsOf(cases, gate !== undefined);
  return {
    ratings: gate === undefined ? 'none' : typeof ratings === 'string' ? ratings : 'given',
    probes: audited,
    counts: {
      cases: cases.length,
      violates: countOf(({ intent }) => intent === 'violates'),
      honours: countOf(({ intent }) => intent === 'honours'),
      passed: gate === undefined ? null : countOf(({ verdict }) => verdict === 'pass'),
      rawPassed: gate === undefined ? null : countOf(({ rawPasses }) => rawPasses === true),
      loopholes: loopholes.length,
      overreaches: overreaches.length,
      rewards: rewards?.length ?? null,
      rawRewards: rawRewards?.length ?? null,
      refuses: refuses?.length ?? null,
      unrated: unrated?.length ?? null,
    },
  };
}

type Rate = (one: LoopholeCase, probe: LoopholeProbe, letter: boolean) => number | undefined;

function auditProbe(probe: LoopholeProbe, gate: QualityGate | undefined, rate: Rate | undefined): AuditedProbe {
  const letters = lettersOf(probe);
  const cases = probe.cases.map((one, i): AuditedCase => {
    const { name, intent, note } = one;
    const letter = letters[i]!;
    const rating = rate?.(one, probe, letter);
    // A gate that passes on errors would pass what was never rated.
    const decided = rating === undefined ? {} : decidedBy(gate!, one, rating);
    return { name, intent, note, letter, ...decided };
  });
  const { name, instruction, describe } = probe;
  return { name, instruction, describe, cases, ...findingsOf(cases, gate !== undefined) };
}

function decidedBy(gate: QualityGate, { prompt, response }: LoopholeCase, rating: number) {
  const { rater, ratingPrompt } = gate.policy.expect ?? {};
  const { verdict, reason, calibrated } = gate.decide({ prompt, response, selfRating: rating, rater, ratingPrompt });
  const rawPasses = toUnit(rating, gate.calibrator.target.ratingScale) >= rawThreshold;
  return { rating, rawPasses, passProbability: calibrated?.passProbability, verdict, reason };
}

function findingsOf(cases: readonly AuditedCase[], hasGate: boolean): LoopholeFindings<readonly string[]> {
  const named = (isOne: (one: AuditedCase) => boolean) => cases.filter(isOne).map(({ name }) => name);
  const byGate = (isOne: (one: AuditedCase) => boolean) => (hasGate ? named(isOne) : null);
  return {
    loopholes: named(({ letter, intent }) => letter && intent === 'violates'),
    overreaches: named(({ letter, intent }) => !letter && intent === 'honours'),
    rewards: byGate(({ verdict, intent }) => verdict === 'pass' && intent === 'violates'),
    rawRewards: byGate(({ rawPasses, intent }) => rawPasses === true && intent === 'violates'),
    refuses: byGate(({ verdict, intent }) => (verdict === 'fail' || verdict === 'review') && intent === 'honours'),
    unrated: byGate(({ rating }) => rating === undefined),
  };
}

/** @throws UnflatterError `invalid-option`. */
function raterOf(gate: QualityGate, ratings: LoopholeRatings | undefined): Rate {
  const isGate =
    typeof gate === 'object' && gate !== null && ['decide', 'calibrator', 'policy'].every((part) => part in gate);
  assertOption(isGate, 'gate', 'a gate of createQualityGate, if any', gate);
  const scale = gate.calibrator.target.ratingScale;
  const top = levelsOf(scale).at(-1) ?? scale.max;
  if (ratings === 'worst') return () => top;
  if (ratings === 'letter') return (_one, _probe, letter) => (letter ? top : scale.min);
  const isFunction = typeof ratings === 'function';
  assertOption(isFunction, 'ratings', 'letter, worst or a function, where there is a gate', ratings);
  return (one, probe) => givenRating(ratings as Exclude<typeof ratings, string | undefined>, one, probe, scale);
}

function givenRating(
  ratings: (one: LoopholeCase, probe: LoopholeProbe) => unknown,
  one: LoopholeCase,
  probe: LoopholeProbe,
  scale: Scale,
): number | undefined {
  const at = `at ${shown(one.name)} of ${probe.name}`;
  const rating = called(() => ratings(one, probe), at);
  if (rating === undefined) return undefined;
  assertOption(typeof rating === 'number', 'ratings', `a function that gives a number or undefined, ${at}`, rating);
  if (isOnScale(rating as number, scale)) return rating as number;
  const details = { received: rating as number, scale };
  const message = `ratings must be on the scale from ${scale.min} to ${scale.max} of the calibrator, ${at}, got ${shown(rating)}`;
  throw new UnflatterError('rating-off-scale', message, details);
}

function called(ratings: () => unknown, at: string): unknown {
  try {
    return ratings();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : shown(cause);
    throw new UnflatterError('rating-failed', `ratings threw ${at}: ${reason}`, { reason }, { cause });
  }
}
