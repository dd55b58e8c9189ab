import { calibrate } from '../../calibrator/calibrate.ts';
import type { Calibrator } from '../../calibrator/calibrator.ts';
import type { CertifiedRule } from '../../calibrator/certificate.ts';
import type { CustomFeature } from '../../calibrator/custom.ts';
import { unitGroups } from '../../calibrator/linked.ts';
import { isPass, meanHumanRating } from '../../calibrator/record.ts';
import { assertOption } from '../../calibrator/target.ts';
import { isUnflatterError, naming, shown, type ErrorCode } from '../../errors.ts';
import { seededRandom, type Random } from '../../math/random.ts';
import type { CalibrationRecord, HumanRating } from '../../types.ts';
import { decide } from '../decide.ts';

/** One fresh label as a proof sees it: a response and what one gate and the people say of it. */
export interface Unit extends Readonly<Record<CertifiedRule['score'], number>> {
  /** A gate without doubts: its scores may pass it or fail it. Else it is a `review` under every threshold. */
  readonly isDecidable: boolean;
  readonly passes: boolean;
}

/** The units of one group, and the one of them that was drawn. */
export interface UnitGroup {
  readonly drawn: Unit;
  readonly all: readonly Unit[];
}

/** The same of records. */
export interface RecordGroup {
  readonly drawn: CalibrationRecord;
  readonly all: readonly CalibrationRecord[];
}

/** What a response may be at fault for. Anything else that is refused is a mistake of who brings the labels. */
export const ofTheResponse: ReadonlySet<ErrorCode> = new Set([
  'response-missing',
  'response-empty',
  'response-too-long',
]);

/** Passes whatever has no doubt against it. */
const anyScore = { passThreshold: Number.MIN_VALUE, failThreshold: 0 };

/** How groups are made of labels. */
export interface Drawing {
  readonly seed: number;
  /** The least probability with which any response could be chosen; to be said where labels say theirs. */
  readonly leastInclusion?: number | undefined;
}

/**
 * The groups, with one response of each that is drawn at random by seed: records of one group are alike, and only groups are
 * independent. Where records say with which probability they were chosen, each first stays with the least one over its own, so
 * that those left are as if all had been chosen alike.
 *
 * @throws UnflatterError `invalid-option` where the least one is not said, or is more than that of a label.
 */
export function drawGroups(
  records: readonly CalibrationRecord[],
  { seed, leastInclusion }: Drawing,
): { readonly groups: readonly RecordGroup[]; readonly evenedOut: number } {
  const random = seededRandom(seed);
  const ordered = [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
  assertLeast(ordered, leastInclusion);
  const even = evenedOut(ordered, random, leastInclusion);
  const groups = unitGroups(even).map((all) => ({ drawn: all[Math.floor(random() * all.length)]!, all }));
  return { groups, evenedOut: records.length - even.length };
}

function evenedOut(records: readonly CalibrationRecord[], random: Random, least = 1): readonly CalibrationRecord[] {
  const isEven = records.every(({ inclusion = 1 }) => inclusion === least);
  return isEven ? records : records.filter(({ inclusion = 1 }) => random() < least / inclusion);
}

/**
 * The labels cannot tell it: what is chosen most rarely may be missing among them by chance, also where all of them were chosen
 * alike. Those that are left would then stand for traffic without it.
 */
function assertLeast(records: readonly CalibrationRecord[], least: unknown): void {
  const isLeast = least === undefined || (typeof least === 'number' && least > 0 && least <= 1);
  assertOption(isLeast, 'leastInclusion', 'above 0 and at most 1', least);
  const [rarest] = records.filter(hasInclusion).sort((a, b) => a.inclusion - b.inclusion);
  const example = rarest && `as ${rarest.inclusion} of ${shown(rarest.id)}`;
  const unsaid = `given where labels say with which probability they were chosen, ${example}: the least with which any response could be`;
  assertOption(rarest === undefined || least !== undefined, 'leastInclusion', unsaid, least);
  const isEnough = rarest === undefined || rarest.inclusion >= (least as number);
  assertOption(isEnough, 'leastInclusion', `at most the inclusion of every label, ${example}`, least);
  const isSaid = rarest !== undefined || least === undefined || least === 1;
  assertOption(isSaid, 'leastInclusion', 'left out where no label says with which probability it was chosen', least);
}

function hasInclusion(record: CalibrationRecord): record is CalibrationRecord & { readonly inclusion: number } {
  return record.inclusion !== undefined;
}

/** Reads groups as the gate will. By a person, one of the people who rated it speaks for each response. */
export function unitsOf(
  calibrator: Calibrator,
  groups: readonly RecordGroup[],
  { seed, features }: { readonly seed: number; readonly features: readonly CustomFeature[] },
): UnitGroup[] {
  const random = seededRandom(seed + 1);
  // Of several raters the fit may have seen some only: theirs is a review. If it has seen none, these labels are not for it.
  const { raters } = calibrator;
  const isOfRaters = groups.some(({ all }) => all.some(({ rater }) => rater === undefined || raters.includes(rater)));
  const excused = isOfRaters ? new Set([...ofTheResponse, 'rater-mismatch' as const]) : ofTheResponse;
  const unitOf = (record: CalibrationRecord): Unit => {
    const ratings =
      calibrator.target.passBy === 'person' ? [onePerson(record.humanRatings, random)] : record.humanRatings;
    const passes = isPass(meanHumanRating({ humanRatings: ratings })!, calibrator.target);
    return { ...scoresOf(calibrator, record, { features, excused }), passes };
  };
  return groups.map(({ drawn, all }) => {
    const units = all.map(unitOf);
    return { drawn: units[all.indexOf(drawn)]!, all: units };
  });
}

/** The scores of a response, and whether the gate is without doubts about it. */
export function scoresOf(
  calibrator: Calibrator,
  record: CalibrationRecord,
  { features, excused }: { readonly features: readonly CustomFeature[]; readonly excused: ReadonlySet<ErrorCode> },
): Omit<Unit, 'passes'> {
  try {
    const calibrated = naming(`record ${record.id}`, () => calibrate(calibrator, record, { features }));
    const isDecidable = decide(calibrated, anyScore).verdict === 'pass';
    return { passProbability: calibrated.passProbability, selfRating: calibrated.selfRating, isDecidable };
  } catch (error) {
    if (!isUnflatterError(error) || !excused.has(error.code)) throw error;
    return { passProbability: 0, selfRating: calibrator.target.ratingScale.min, isDecidable: false };
  }
}

/** By what they said, so that the order in which they were written down plays no part. */
function onePerson(ratings: readonly HumanRating[], random: Random): HumanRating {
  const valueOf = (rating: HumanRating): number => (typeof rating === 'number' ? rating : rating.value);
  return [...ratings].sort((a, b) => valueOf(a) - valueOf(b))[Math.floor(random() * ratings.length)]!;
}
