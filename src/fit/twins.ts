import type { HardenedWith } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { toInputs, type Inputs } from '../calibrator/inputs.ts';
import { assertOption } from '../calibrator/target.ts';
import { UnflatterError, naming, shown } from '../errors.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import type { Example } from './examples.ts';

/** A labelled record with another response, which people would rate the same: its label is that of the record. */
export interface LabelledTwin {
  /** What changed the response, as `padded`. */
  readonly probe: string;
  /** The record under its own id, with the changed response and the rating that this has. */
  readonly rated: CalibrationRecord;
}

/** What a fit is hardened with. */
export interface Hardening {
  /** What the twins of a record weigh together, as a share of what the record does; above 0, at most 1. */
  readonly share: number;
  /** At least one. */
  readonly twins: readonly LabelledTwin[];
}

/** The twins as a fit sees them. */
export interface TwinInputs {
  readonly share: number;
  /** What there is to see of them, by the id of the record that they are of. */
  readonly of: ReadonlyMap<string, readonly Inputs[]>;
}

/** A twin as a row of a fit: an example with what is to be seen of the twin. */
export interface TwinRow extends Example {
  /** Place of the example that it is of. */
  readonly original: number;
  /** What it weighs, as a share of that example. */
  readonly share: number;
}

/**
 * Reads the twins, in an order of their own whatever order they came in.
 *
 * @throws UnflatterError `invalid-option` for a twin of no labelled record, or what a rated response is refused for.
 */
export function readTwins(
  { share, twins }: Hardening,
  examples: readonly Example[],
  { target, features }: { readonly target: Target; readonly features: readonly CustomFeature[] },
): TwinInputs {
  assertOption(typeof share === 'number' && share > 0 && share <= 1, 'twins.share', 'above 0 and at most 1', share);
  assertOption(Array.isArray(twins) && twins.length > 0, 'twins.twins', 'a list of at least one twin', twins);
  const known = new Set(examples.map(({ record }) => record));
  const of = new Map<string, Inputs[]>();
  for (const { rated, probe } of twins.toSorted(byProbe)) {
    // A calibrator lists them, and has to be read again.
    const isName = typeof probe === 'string' && probe !== '' && probe.length <= 1000;
    assertOption(isName, 'twins.twins[].probe', 'a non-empty string of at most 1000 characters', probe);
    if (!known.has(rated.id)) throw ofNoRecord(rated.id);
    const inputs = naming(`twin ${probe} of record ${rated.id}`, () => toInputs(rated, target.ratingScale, features));
    of.set(rated.id, [...(of.get(rated.id) ?? []), inputs]);
  }
  return { share, of };
}

/** How a calibrator says what it was hardened with. */
export function describeHardening({ share, twins }: Hardening): HardenedWith {
  return { share, twins: twins.length, probes: [...new Set(twins.map(({ probe }) => probe))].sort() };
}

function byProbe(a: LabelledTwin, b: LabelledTwin): number {
  const [left, right] = [a, b].map(({ probe, rated }) => JSON.stringify([probe, rated.response]));
  return left! < right! ? -1 : left! > right! ? 1 : 0;
}

function ofNoRecord(received: string): UnflatterError<'invalid-option'> {
  const expected = 'twins of the labelled records of the fit';
  const message = `twins must be ${expected}, got one of ${shown(received)}`;
  return new UnflatterError('invalid-option', message, { option: 'twins', expected, received });
}

/** The rows that the twins add to a fit to these examples. */
export function twinRowsOf(examples: readonly Example[], twins: TwinInputs | undefined): TwinRow[] {
  if (twins === undefined) return [];
  return examples.flatMap((example, original) => {
    const own = twins.of.get(example.record) ?? [];
    return own.map((inputs): TwinRow => ({ ...example, inputs, original, share: twins.share / own.length }));
  });
}

/**
 * The weights of the examples and, after them, of their twins. A label is one piece of evidence whatever is made of it, so
 * an example and its twins together weigh what the example would weigh alone.
 */
export function shareWithTwins(weights: Float64Array, twins: readonly TwinRow[]): Float64Array {
  if (twins.length === 0) return weights;
  const whole = Float64Array.from(weights, () => 1);
  for (const { original, share } of twins) whole[original]! += share;
  return Float64Array.from([
    ...weights.map((weight, i) => weight / whole[i]!),
    ...twins.map(({ original, share }) => (weights[original]! * share) / whole[original]!),
  ]);
}
