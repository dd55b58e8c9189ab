import { isModel } from '../calibrator/by-model.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Certificate, CertifiedRule } from '../calibrator/certificate.ts';
import { canonicalJson } from '../calibrator/canonical.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { fingerprintOf } from '../calibrator/fingerprint.ts';
import { plain, whatIs } from '../calibrator/linked.ts';
import { groupOf, isPass, meanHumanRating } from '../calibrator/record.ts';
import { wasSeen } from '../calibrator/seen.ts';
import { ofTheResponse, scoresOf } from '../gate/certify/units.ts';
import type { CalibrationRecord, HumanRating, Target } from '../types.ts';
import type { LabelCounts } from './report.ts';

/** What a log knows of a decision, beside the record that it makes. */
export interface Logged {
  /** Digest of the calibrator that decided. */
  readonly calibrator: string;
  /** Names of inputs that lay outside the envelope, where the texts that would show it are not kept. */
  readonly outside: readonly string[];
  /** The least probability with which any response of its round was chosen, known before its label; where the monitor was told none. */
  readonly leastInclusion?: number | undefined;
}

/** One label as it counts: plain data, without texts. */
export interface CountedLabel {
  /** Fingerprints of its group and of its texts: a further label with one of them is of the same group. */
  readonly keys: readonly string[];
  /** When it first was rated, in milliseconds since 1970; null where nobody said. */
  readonly at: number | null;
  /** Probability with which it was chosen; null where it does not say. */
  readonly inclusion: number | null;
  /** One a certificate under watch, in their order: what it says of it, or why it says nothing. */
  readonly says: readonly (Said | keyof Silences)[];
}

/** What a label says of a certificate. */
export interface Said {
  /** Whether the rule of the certificate decides on it. */
  readonly decided: boolean;
  /** 1 where people fail it, 0 where they pass it; by a person drawn at random, the share who fail it. */
  readonly fails: number;
}

interface Silences {
  readonly seen: number;
  readonly otherSource: number;
}

export type NotCounted = Exclude<keyof LabelCounts, 'counted' | 'unchosen'>;

/** Reads a labelled record as a monitor counts it, or says why it does not; what groups came before is for the caller to know. */
export function countedLabel(
  calibrator: Calibrator,
  watched: readonly Certificate[],
  record: CalibrationRecord,
  { features, logged }: { readonly features: readonly CustomFeature[]; readonly logged?: Logged | undefined },
): CountedLabel | Exclude<NotCounted, 'sameGroup' | 'evenedOut'> {
  if (logged !== undefined && logged.calibrator !== calibrator.digest) return 'otherCalibrator';
  const byPeople = record.humanRatings.filter(isByPerson);
  if (byPeople.length === 0) return 'byModel';
  const ratings = byPeople.filter((rating) => isOfPolicy(rating, calibrator));
  if (ratings.length === 0) return 'otherPolicy';
  if (wasSeen(calibrator.seen, record) !== undefined) return 'seenByFit';
  const excused = new Set([...ofTheResponse, ...(logged === undefined ? ['rater-mismatch' as const] : ofTheDecision)]);
  const { isDecidable, ...scores } = scoresOf(calibrator, record, { features, excused });
  const isWithin = isDecidable && (logged?.outside ?? []).length === 0;
  const says = watched.map((certificate): Said | keyof Silences => {
    const labels = calibrator.askings.find(({ id }) => id === certificate.asking)?.labels;
    if (labels !== undefined && wasSeen(labels, record) !== undefined) return 'seen';
    const counting = ratings.filter((rating) => isOfSource(rating, certificate));
    if (counting.length === 0) return 'otherSource';
    const decided = isWithin && isFor(certificate, record) && falls(scores, certificate);
    return { decided, fails: failsBy(firstOf(counting), calibrator.target) };
  });
  const at = firstTime(ratings);
  return { keys: keysOf(record), at: at === -Infinity ? null : at, inclusion: record.inclusion ?? null, says };
}

/** For what a gate reviews a response: it was decided on, and neither passed nor failed. */
const ofTheDecision = ['rater-mismatch', 'rating-prompt-mismatch', 'criterion-mismatch', 'scale-mismatch'] as const;

/** When a record first had a label of which a certificate can say something: what comes later moves it no more. */
export function labelledAt({ humanRatings }: CalibrationRecord, calibrator: Calibrator): number {
  const ratings = humanRatings.filter((rating) => isByPerson(rating) && isOfPolicy(rating, calibrator));
  const certificates = calibrator.certificates.filter(({ rule }) => rule !== null);
  const counting = ratings.filter((rating) => certificates.some((one) => isOfSource(rating, one)));
  return firstTime(counting.length === 0 ? ratings : counting);
}

/** What people said when they first said something: ratings that were added since would change what has been looked at. */
function firstOf(ratings: readonly HumanRating[]): HumanRating[] {
  const first = firstTime(ratings);
  return ratings.filter((rating) => timeOf(rating) <= first);
}

/** Before all others where one does not say when it was given; no ratings, no time. */
function firstTime(ratings: readonly HumanRating[]): number {
  return ratings.length === 0 ? -Infinity : Math.min(...ratings.map(timeOf));
}

function timeOf(rating: HumanRating): number {
  return (typeof rating === 'number' ? undefined : rating.at) ?? -Infinity;
}

function isByPerson(rating: HumanRating): boolean {
  return !isModel(partOf(rating, 'source') ?? '');
}

/** Whether people fail it: 1 or 0, or by a person drawn at random the share who do. */
export function failsBy(ratings: readonly HumanRating[], target: Target): number {
  const fails = (of: readonly HumanRating[]): number =>
    isPass(meanHumanRating({ humanRatings: of })!, target) ? 0 : 1;
  if (target.passBy !== 'person') return fails(ratings);
  return ratings.reduce<number>((sum, one) => sum + fails([one]), 0) / ratings.length;
}

/** Labels that say no policy go with any, and any goes with a calibrator whose labels said none. */
export function isOfPolicy(rating: HumanRating, { labelPolicies }: Calibrator): boolean {
  const policy = partOf(rating, 'policy');
  return policy === undefined || labelPolicies.length === 0 || labelPolicies.includes(policy);
}

function isOfSource(rating: HumanRating, { sources = [] }: Certificate): boolean {
  return sources.length === 0 || sources.includes(partOf(rating, 'source') ?? '');
}

function partOf(rating: HumanRating, part: 'source' | 'policy'): string | undefined {
  return typeof rating === 'number' ? undefined : rating[part];
}

/** What a certificate is not for, a gate does not decide on by it. */
function isFor({ raters, ratingPrompts }: Certificate, { rater, ratingPrompt }: CalibrationRecord): boolean {
  const isOneOf = (names: readonly string[], name: string | undefined): boolean =>
    name === undefined || names.length === 0 || names.includes(name);
  return isOneOf(raters, rater) && isOneOf(ratingPrompts, ratingPrompt);
}

function falls(scores: Readonly<Record<CertifiedRule['score'], number>>, { estimand, rule }: Certificate): boolean {
  const reaches = scores[rule!.score] >= rule!.threshold;
  return estimand === 'false-fail' ? !reaches : reaches;
}

/** As certify finds them: by the group, and by a text that came with its prompt under the name of another. */
function keysOf(record: CalibrationRecord): string[] {
  const group = fingerprintOf(canonicalJson(['group', plain(groupOf(record))]));
  if (record.prompt === undefined || record.response === undefined) return [group];
  return [group, fingerprintOf(canonicalJson(['record', ...whatIs(record)]))];
}
