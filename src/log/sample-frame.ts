import type { Calibrator } from '../calibrator/calibrator.ts';
import { isModel } from '../calibrator/by-model.ts';
import { distanceOf, rowOf } from '../calibrator/distance.ts';
import { toInputs } from '../calibrator/inputs.ts';
import { groupOf } from '../calibrator/record.ts';
import type { GateDecision } from '../gate/decide.ts';
import type { QualityGate } from '../gate/gate.ts';
import type { CalibrationRecord, RatedResponse } from '../types.ts';
import type { LogEntry } from './decision.ts';
import { recordsOf } from './records.ts';
import { isLabelledByPeople } from './sample-rounds.ts';
import type { Candidate } from './sample.ts';

/** An entry as choosing sees it, with the record that is written if it is chosen. */
export interface Sampled extends Candidate {
  /** When it was decided on, and when it was chosen, in milliseconds since 1970; of records nobody knows. */
  readonly at?: number | undefined;
  readonly chosenAt?: number | undefined;
  readonly verdict: GateDecision['verdict'];
  /** Why it cannot be chosen: it was before, people have labelled it, or there is nothing a fit could learn from. */
  readonly isTaken: 'chosen' | 'labelled' | 'unusable' | undefined;
  /** Whether people have said what they think of it. */
  readonly isLabelled: boolean;
  /** What is written if it is chosen; undefined where it is no record. */
  readonly record: CalibrationRecord | undefined;
}

/** Reads an entry of a log. With a gate, its calibrator says anew how probably people pass it and how thin labels are there. */
export function sampledEntry(entry: LogEntry, gate: QualityGate | undefined): Sampled {
  const { id, at, chosenAt, group, slice, verdict, inclusion, labels, features } = entry;
  const isLabelled = isLabelledByPeople(labels);
  const [read] = recordsOf([entry]).records;
  const record = read === undefined ? undefined : { ...read, humanRatings: [] };
  const isTaken = takenBy(record, inclusion, isLabelled);
  const sampled = { id, at, chosenAt, group, slice, verdict, isTaken, isLabelled, record };
  if (gate === undefined || record === undefined) return { ...sampled, ...asLogged(entry) };
  // What was measured then counts, also where the text was changed before it was stored.
  const rated = Object.keys(features).length === 0 ? record : { ...record, features };
  return { ...sampled, ...judged(gate, gate.decide(rated), rated) };
}

/** Reads a record, that has been decided on nowhere yet. */
export function sampledRecord(record: CalibrationRecord, gate: QualityGate): Sampled {
  const decision = gate.decide(record);
  const { slice } = record as { readonly slice?: unknown };
  // A record that waits to be labelled may say so by leaving them out.
  const ratings = (record as Partial<CalibrationRecord>).humanRatings ?? [];
  const isLabelled = ratings.some((rating) => typeof rating === 'number' || !isModel(rating.source ?? ''));
  return {
    id: record.id,
    group: groupOf(record),
    slice: typeof slice === 'string' ? slice : undefined,
    verdict: decision.verdict,
    isTaken: takenBy(record, record.inclusion, isLabelled),
    isLabelled,
    record: { ...record, humanRatings: [] },
    ...judged(gate, decision, record),
  };
}

type Known = Pick<Candidate, 'passProbability' | 'thinness'>;

function takenBy(
  record: RatedResponse | undefined,
  inclusion: number | undefined,
  isLabelled: boolean,
): Sampled['isTaken'] {
  if (inclusion !== undefined) return 'chosen';
  if (isLabelled) return 'labelled';
  if (record === undefined || !Number.isFinite(record.selfRating)) return 'unusable';
  const { response, features } = record;
  const isUsable = response === undefined ? features !== undefined : response.trim() !== '';
  return isUsable ? undefined : 'unusable';
}

function asLogged({ passProbability, outside }: LogEntry): Known {
  return { passProbability, thinness: passProbability === null || outside.length > 0 ? 1 : 0 };
}

/** Where the calibrator cannot speak, its labels could not be thinner. */
function judged({ calibrator }: QualityGate, { calibrated }: GateDecision, rated: RatedResponse): Known {
  const passProbability = calibrated?.passProbability ?? null;
  const isOut = calibrated === undefined || calibrated.outside.length > 0;
  return { passProbability, thinness: isOut ? 1 : thinnessOf(calibrator, rated) };
}

/** The density of a normal distribution falls with the square of the distance. */
function thinnessOf(calibrator: Calibrator, rated: RatedResponse): number {
  const { jointDistance, features, target } = calibrator;
  if (jointDistance === undefined) return 0;
  const row = rowOf(features, toInputs(rated, target.ratingScale));
  return Math.min(1, (distanceOf(row, jointDistance) / jointDistance.limit) ** 2);
}
