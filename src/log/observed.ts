import { randomUUID } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../calibrator/canonical.ts';
import { largestMeasurement } from '../calibrator/custom.ts';
import { toInputs, type Inputs } from '../calibrator/inputs.ts';
import { plain } from '../calibrator/linked.ts';
import { isOnScale, isSameScale } from '../calibrator/scale.ts';
import type { GateDecision } from '../gate/decide.ts';
import type { QualityGate } from '../gate/gate.ts';
import type { RatedResponse, Scale } from '../types.ts';
import type { LoggedDecision, ShadowDecision } from './decision.ts';
import { decisionSchema, isFeatureName, isKey, isName } from './schema.ts';

/** What only the app knows of a response. */
export interface DecisionMeta {
  /** Unique: what the app finds the decision by later, at most 1,000 bytes in UTF-8. @default a random one */
  readonly id?: string | undefined;
  /** What belongs together, as a conversation. @default a hash of the prompt, else the id */
  readonly group?: string | undefined;
  /** What the app wants to tell apart, as a route or a customer tier. */
  readonly slice?: string | undefined;
}

/** One decision as it was made: all that is needed to write it down later. */
export interface Observed {
  readonly rated: RatedResponse;
  readonly meta: DecisionMeta;
  readonly decision: GateDecision;
  readonly at: number;
}

/** A copy, since it is looked at later than it came: what the app does with its own changes nothing. */
export function observe(
  rated: RatedResponse,
  meta: DecisionMeta | undefined,
  decision: GateDecision,
  at: number,
): Observed {
  const copy = {
    ...rated,
    ...(Array.isArray(rated.samples) && { samples: [...rated.samples] }),
    ...(Array.isArray(rated.probabilities) && { probabilities: [...rated.probabilities] }),
    ...(typeof rated.features === 'object' && { features: { ...rated.features } }),
  };
  return { rated: copy, meta: { ...(typeof meta === 'object' && meta) }, decision, at };
}

/** What is kept of a decision, without texts. Total: what the log could not hold, or a broken shadow would say, is left out. */
export function logged(
  { rated, meta, decision, at }: Observed,
  gate: QualityGate,
  shadow?: QualityGate,
): LoggedDecision {
  const { calibrator } = gate;
  const { ratingScale, criterion } = calibrator.target;
  const id = isKey(meta.id) ? meta.id : randomUUID();
  const inputs = inputsOf(rated, gate);
  const value = {
    id,
    at,
    group: nameOr(meta.group) ?? promptHash(rated.prompt) ?? id,
    verdict: decision.verdict,
    reason: decision.reason,
    selfRating: readableRating(rated, ratingScale),
    samples: inputs && rated.samples,
    probabilities: inputs && rated.probabilities,
    passProbability: probabilityOf(decision),
    features: measured(inputs?.features),
    language: nameOr(inputs?.language),
    outside: (decision.calibrated?.outside ?? []).map(({ input }) => input).filter(isName),
    calibrator: calibrator.digest,
    rater: nameOr(rated.rater),
    raterModel: nameOr(rated.raterModel),
    generator: nameOr(rated.generator),
    ratingPrompt: nameOr(rated.ratingPrompt),
    criterion: nameOr(rated.criterion) ?? criterion,
    slice: nameOr(meta.slice),
    shadow: shadow && shadowOf(shadow, rated),
  };
  // What is no decision here would keep those that wait with it from being stored.
  return decisionSchema.parse(value);
}

/** Undefined where it throws, or says what is no decision. */
function shadowOf(shadow: QualityGate, rated: RatedResponse): ShadowDecision | undefined {
  try {
    const decision = shadow.decide(rated);
    return decisionSchema.shape.shadow.safeParse({
      calibrator: shadow.calibrator.digest,
      verdict: decision.verdict,
      reason: decision.reason,
      passProbability: probabilityOf(decision),
    }).data;
  } catch {
    return undefined;
  }
}

/** The gate measured the same, and keeps it to itself. Undefined where it could not. */
function inputsOf(rated: RatedResponse, { calibrator, features }: QualityGate): Inputs | undefined {
  try {
    return toInputs(rated, calibrator.target.ratingScale, features);
  } catch {
    return undefined;
  }
}

function measured(features: Inputs['features'] = {}): Record<string, number> {
  const all = Object.entries(features);
  return Object.fromEntries(all.filter(([key, value]) => isFeatureName(key) && Math.abs(value) <= largestMeasurement));
}

function readableRating({ selfRating, scale }: RatedResponse, ratingScale: Scale): number | null {
  const isSame =
    scale === undefined || (typeof scale === 'object' && scale !== null && isSameScale(scale, ratingScale));
  const isRating = typeof selfRating === 'number' && isOnScale(selfRating, ratingScale);
  return isSame && isRating ? selfRating : null;
}

function probabilityOf({ calibrated }: GateDecision): number | null {
  const p: unknown = calibrated?.passProbability;
  return typeof p === 'number' && p >= 0 && p <= 1 ? p : null;
}

/** The prompt itself would be its text. Hashed as a calibrator hashes the groups that it has seen, so that the two can be compared. */
function promptHash(prompt: unknown): string | undefined {
  if (typeof prompt !== 'string') return undefined;
  const group = canonicalJson(['group', plain(prompt.toWellFormed())]);
  return `sha256:${bytesToHex(sha256(utf8ToBytes(group)))}`;
}

function nameOr(value: unknown): string | undefined {
  return isName(value) ? value : undefined;
}
