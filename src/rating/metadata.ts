import type { GateDecision } from '../gate/decide.ts';

/** A decision as plain JSON, under `providerMetadata.unflatter`. */
export type DecisionMetadata = Readonly<Record<string, unknown>>;

/** Metadata must survive being written down. Throws for what is no decision. */
export function metadataOf(given: GateDecision): DecisionMetadata {
  const { verdict, reason, calibrated, policy, certificate, message, insecure, self } = given;
  return plain({ ...calibrated, verdict, reason, policy, certificate, message, insecure, self });
}

/** As it is when it has been written down and read again. */
export function plain(metadata: DecisionMetadata): DecisionMetadata {
  return JSON.parse(JSON.stringify(metadata)) as DecisionMetadata;
}

/**
 * The metadata of a reply with a decision beside what others say. Where a middleware within has decided before, what it says of its
 * attempts stays: the decision alone is replaced.
 */
export function beside(providerMetadata: unknown, unflatter: DecisionMetadata): object {
  const before = Object(Object(providerMetadata).unflatter) as Record<string, unknown>;
  const kept = ['generator', 'attempts', 'fault'].filter((key) => before[key] !== undefined);
  const history = Object.fromEntries(kept.map((key) => [key, before[key]]));
  return { ...(providerMetadata as object | undefined), unflatter: { ...history, ...unflatter } };
}
