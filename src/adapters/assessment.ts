import type { CertifiedRule } from '../calibrator/certificate.ts';
import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import { undecided, type GateDecision } from '../gate/decide.ts';
import type { QualityGate } from '../gate/gate.ts';
import { isForPassing } from '../gate/standing.ts';
import { gated } from '../rating/calibrated.ts';
import type { Rate, RatingRequest } from '../rating/request.ts';
import type { RatedResponse } from '../types.ts';

/** What is to be judged: a response with what is known of it, and, where it was rated already, its rating. */
export type Subject = Partial<RatedResponse & RatingRequest>;

/** What every adapter takes. `Given` is what its host hands to a scorer. */
export interface AdapterOptions<Given> {
  readonly gate: QualityGate;
  /** Asks for the rating. Left out, the rating comes with the response, as `selfRating` beside `response`. */
  readonly rate?: Rate | undefined;
  /** Milliseconds until the rating is given up. @default 30000, for a rater of ours its own */
  readonly timeout?: number | undefined;
  /** What the host calls the score. @default 'unflatter' */
  readonly name?: string | undefined;
  /** Where the prompt and the response are. @default see {@link subjectOf} */
  readonly request?: ((given: Given) => Subject) | undefined;
}

/** Data that survives being written down as JSON. */
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/** A decision as hosts take it. */
export interface Assessment {
  readonly verdict: GateDecision['verdict'];
  /** The verdict as hosts count it: a `pass` that no rule of the gate decided, one by `pass-insecure`, is a `review`. */
  readonly label: GateDecision['verdict'];
  /**
   * The pass probability, 0..1, where it decided; 0 for every other `fail`, by the policy or by a certificate on the
   * self-rating; null, not scored, for everything else: a `review`, a `pass` by a certificate on the self-rating, and one
   * that is one only by `pass-insecure`.
   */
  readonly score: number | null;
  /** Verdict, reason and numbers in one line, for people. */
  readonly explanation: string;
  /** The decision as plain JSON, with the five inputs that moved it most. */
  readonly metadata: { [key: string]: Plain };
}

export const defaultName = 'unflatter';

/**
 * The one path of all adapters: from what a host gives to an assessment. It never rejects: what goes wrong is a decision of
 * the gate with its reason.
 *
 * @throws UnflatterError `invalid-option`, at once.
 */
export function assessor<Given>(
  options: AdapterOptions<Given>,
  read: (given: Given) => Subject,
): (given: Given) => Promise<Assessment> {
  assertOptions<AdapterOptions<Given>>(options, { gate: true, rate: true, timeout: true, name: true, request: true });
  const { gate, rate, timeout, request } = options;
  assertOption(typeof gate?.decide === 'function', 'gate', 'one made by createQualityGate', gate);
  assertOption(rate === undefined || typeof rate === 'function', 'rate', 'a function', rate);
  assertOption(request === undefined || typeof request === 'function', 'request', 'a function', request);
  const decide =
    rate === undefined
      ? (subject: Subject) => gate.decide(subject as RatedResponse)
      : (gated(rate, gate, { timeout }) as (subject: Subject) => Promise<GateDecision>);
  return async (given) => {
    try {
      return assessmentOf(await decide((request ?? read)(given)));
    } catch (error) {
      return assessmentOf(undecided(error, gate.policy));
    }
  };
}

/**
 * The input of an app and its output as a subject. Text is taken as it is; of an object, `prompt`, and of the output all
 * that a rated response can say of itself. Nothing else is looked for: what is not found is missing, and no pass.
 */
export function subjectOf(input: unknown, output: unknown): Subject {
  const prompt = typeof input === 'string' ? input : fieldsOf(input)['prompt'];
  const rest = typeof output === 'string' ? { response: output } : fieldsOf(output);
  return { ...(typeof prompt === 'string' ? { prompt } : {}), ...rest };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function assessmentOf(decision: GateDecision): Assessment {
  const { calibrated, policy: _policy, ...said } = decision;
  const { verdict } = said;
  const contributions = calibrated?.contributions
    .filter(({ input }) => input !== 'base')
    .toSorted((a, b) => Math.abs(b.logit) - Math.abs(a.logit))
    .slice(0, 5);
  return {
    verdict,
    label: verdict === 'pass' && scoreBehind(decision) === undefined ? 'review' : verdict,
    score: scoreOf(decision),
    explanation: explanationOf(decision),
    // First for people, and once more so that nothing in the rating takes the place of what was decided.
    metadata: JSON.parse(JSON.stringify({ ...said, ...calibrated, contributions, ...said })) as Assessment['metadata'],
  };
}

/** Which score cleared a threshold, or fell below one; undefined where none did, whatever the verdict. */
export function scoreBehind({
  reason,
  calibrated,
  policy,
  insecure,
}: GateDecision): CertifiedRule['score'] | undefined {
  const isPass = reason === 'above-threshold';
  if (insecure === true || (!isPass && reason !== 'below-threshold')) return undefined;
  const threshold = isPass ? policy?.passThreshold : policy?.failThreshold;
  const certificate = policy?.certificates?.find((one) => isForPassing(one) === isPass);
  // As the gate tells the sides: a threshold goes before a certificate, and is one of the probability.
  const score = threshold === undefined ? certificate?.rule?.score : 'passProbability';
  return score !== undefined && Number.isFinite(calibrated?.[score]) ? score : undefined;
}

/** The probability is the score only where it decided: where a certificate goes by the self-rating, it can be high for a fail. */
function scoreOf(decision: GateDecision): number | null {
  const probability = decision.calibrated?.passProbability;
  const isBehind = scoreBehind(decision) === 'passProbability';
  if (isBehind && probability! >= 0 && probability! <= 1) return probability!;
  return decision.verdict === 'fail' ? 0 : null;
}

function explanationOf({ verdict, reason, calibrated, message, insecure, self }: GateDecision): string {
  const numbers =
    calibrated === undefined
      ? []
      : [
          `pass probability ${calibrated.passProbability.toFixed(3)}`,
          `self-rating ${calibrated.selfRating}`,
          `human rating to expect ${calibrated.rating.toFixed(2)}`,
          ...calibrated.outside.map(({ input }) => `${input} unlike the labels`),
        ];
  const marks = [insecure && 'by pass-insecure', self && 'rated by the model that wrote it'];
  const facts = [...numbers, message, ...marks].filter((fact) => typeof fact === 'string');
  return `${verdict} (${reason})${facts.length === 0 ? '' : `: ${facts.join(', ')}`}`;
}
