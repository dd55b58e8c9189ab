import type { GateDecision } from '../gate/decide.ts';

/** A decision as plain JSON, under `providerMetadata.unflatter`. */
export type DecisionMetadata = Readonly<Record<string, unknown>>;

/** Metadata must survive being written down. Throws for what is no decision. */
export function metadataOf(given: GateDecision): DecisionMetadata {
  const { verdict, reason, calibrated, policy, certificate, message, insecure, self } = given;
  return plain({ verdict, reason, ...calibrated, policy, certificate, message, insecure, self });
}

/** As it is when it has been written down and read again. */
export function plain(metadata: DecisionMetadata): DecisionMetadata {
  return JSON.parse(JSON.stringify(metadata)) as DecisionMetadata;
}
