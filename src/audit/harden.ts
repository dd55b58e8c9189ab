import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import { UnflatterError } from '../errors.ts';
import type { Hardening, LabelledTwin } from '../fit/twins.ts';
import { seededRandom, shuffled } from '../math/random.ts';
import type { CalibrationRecord } from '../types.ts';
import { twinProbes } from './probes/twin-probes.ts';
import { ratedTwin, seedOf, twinOf } from './twin.ts';

export interface HardenOptions {
  /** Seed of what is done to which record. @default 1 */
  readonly seed?: number | undefined;
  /** Twins of a record, fewer where fewer probes apply. @default 3 */
  readonly perRecord?: number | undefined;
  /** What the twins of a record weigh, as a share of what it weighs itself; above 0, at most 1. @default 0.5 */
  readonly share?: number | undefined;
}

/** Of the weights that were tried, the largest that surely cost no more than a thousandth in log loss on the tasks it was chosen by. */
export const defaultShare = 0.5;

/** What it does to a response leaves the content as it is, so that the label of the original holds. */
const surfaceProbes = twinProbes.filter(({ kind }) => kind === 'surface');

/**
 * Twins of the labelled records, for a fit that leans away from what surface probes change: each keeps content, rating and
 * label of its record. Which of the probes of `audit` change which record is drawn by seed and id, so that it depends neither
 * on the order of the records nor on the others. Records without a label or a text have none.
 *
 * @throws UnflatterError `invalid-option`, or `response-missing` where no labelled record has a text that can be changed.
 * @example fit(records, { ...target, twins: harden(records) })
 */
export function harden(records: readonly CalibrationRecord[], options: HardenOptions = {}): Hardening {
  assertOptions<HardenOptions>(options, { seed: true, perRecord: true, share: true });
  const { seed = 1, perRecord = 3, share = defaultShare } = options;
  assertOption(Array.isArray(records), 'records', 'a list of records', records);
  assertOption(
    Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 32,
    'seed',
    'a whole number from 0 below 2^32',
    seed,
  );
  assertOption(Number.isSafeInteger(perRecord) && perRecord >= 1, 'perRecord', 'a whole number from 1', perRecord);
  assertOption(share > 0 && share <= 1, 'share', 'above 0 and at most 1', share);
  const twins = records
    .filter(canBeHardened)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((record) => twinsOf(record, seed, perRecord));
  if (twins.length > 0) return { share, twins };
  throw new UnflatterError(
    'response-missing',
    'hardening needs labelled records with the text of their response, to make twins of: none has one that can be changed',
    { received: undefined },
  );
}

/** Whether a record may have twins: it is labelled and has a text. What is no record at all is for the fit to refuse. */
export function canBeHardened(record: CalibrationRecord): boolean {
  const { humanRatings, response, prompt } = record ?? {};
  return (
    humanRatings?.length > 0 && typeof response === 'string' && (prompt === undefined || typeof prompt === 'string')
  );
}

/** The first probes that apply, in an order drawn for this record alone. */
function twinsOf(record: CalibrationRecord, seed: number, count: number): LabelledTwin[] {
  const found: LabelledTwin[] = [];
  for (const probe of shuffled(surfaceProbes, seededRandom(seedOf(`${seed} ${record.id}`)))) {
    if (found.length === count) break;
    const twin = twinOf(probe, record, seed);
    if (twin !== undefined) found.push({ probe: probe.name, rated: ratedTwin(twin) });
  }
  return found;
}
