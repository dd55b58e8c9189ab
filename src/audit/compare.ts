import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { assertOptions } from '../calibrator/options.ts';
import type { Estimate } from '../fit/bootstrap.ts';
import type { CalibrationRecord } from '../types.ts';
import { auditable } from './auditable.ts';
import { drawGroups } from './draw-groups.ts';
import { meanEstimate } from './estimates.ts';
import { gatesFor, type AuditedGates } from './gates.ts';
import { failsPeople, movedOf } from './outcomes.ts';
import { reportsOf } from './probe-report.ts';
import { thresholds } from './thresholds.ts';
import { twinProbes } from './probes/twin-probes.ts';
import { subjectOf, tryProbe, type Subject, type Tried } from './try-probe.ts';
import { verdictOf, type AuditVerdict } from './verdict.ts';

/** One of two gates under the same probes. */
export interface ComparedAudit {
  readonly verdict: AuditVerdict;
  /** Names of the probes that broke the gate. */
  readonly brokenBy: readonly string[];
  /** Of the failing responses, the share that at least one surface probe pushes over the gate. */
  readonly flips: number;
}

/** The surface probes against two gates that pass the same share of the same records. */
export interface AuditComparison {
  readonly candidate: ComparedAudit;
  readonly champion: ComparedAudit;
  /** Flips of the candidate less those of the champion, response by response, with a 95 % interval over groups. */
  readonly difference: Estimate;
  /** The candidate is broken where the champion is not, or surely more is pushed over its gate, and more than is tolerated. */
  readonly isWorse: boolean;
  /** Records that were probed, and how many of them people fail. */
  readonly probed: number;
  readonly failing: number;
  /** What both gates pass, as nearly as they can: what the champion passes in the app; if that is next to nothing, what people pass. */
  readonly passedShare: number;
}

export interface CompareAuditsOptions {
  readonly features?: readonly CustomFeature[] | undefined;
  /** Probe about this many records, in whole groups drawn by the seed. @default 500 */
  readonly most?: number | undefined;
  /** @default 1 */
  readonly seed?: number | undefined;
}

/** For `assertOptions`. */
export const compareAuditsNames = { features: true, most: true, seed: true } as const;

/**
 * Whether a candidate is easier to game than the calibrator in use: the probes of {@link audit}, each twin with the rating
 * of its original, on the same twins, at the same share passed. Undefined where the records with a text do not both pass and
 * fail by their labels.
 *
 * @throws UnflatterError as {@link audit} does.
 */
export function compareAudits(
  candidate: Calibrator,
  champion: Calibrator,
  records: readonly CalibrationRecord[],
  options: CompareAuditsOptions = {},
): AuditComparison | undefined {
  assertOptions<CompareAuditsOptions>(options, compareAuditsNames);
  const { features, most = 500, seed = 1 } = options;
  const { target } = champion;
  const probed = drawGroups(auditable(champion, auditable(candidate, records, features), features), most, seed);
  const fails = probed.map((record) => failsPeople(record, target));
  if (!fails.includes(true) || !fails.includes(false)) return undefined;
  const isPassedByPeople = (place: number): boolean => !fails[place]!;
  const asInApp = gatesFor(champion, probed, { features, isPassedByPeople });
  // A gate that passes next to nothing cannot be gamed, nor can anything be compared with it.
  const isUsable = asInApp.passedShare >= thresholds.leastPassed;
  const inUse = isUsable ? asInApp : gatesFor(champion, probed, { features, isPassedByPeople, share: shareOf(fails) });
  const asMuch = gatesFor(candidate, probed, { features, isPassedByPeople, share: inUse.passedShare });
  const [theirs, ours] = [asMuch, inUse].map((gates) => tried(gates, probed, { target, seed })) as [Probed, Probed];
  const paired = ours.flips.map((one, i) => ({ ...one, more: theirs.flips[i]!.flip - one.flip }));
  const difference = meanEstimate(paired, ({ more }) => more);
  const candidateAudit = summary(theirs);
  const isBrokenAnew = theirs.verdict === 'fail' && ours.verdict !== 'fail';
  return {
    candidate: candidateAudit,
    champion: summary(ours),
    difference,
    isWorse: isBrokenAnew || (candidateAudit.flips > thresholds.tolerance && (difference.lower ?? 0) > 0),
    probed: probed.length,
    failing: paired.length,
    passedShare: inUse.passedShare,
  };
}

/** How many of the records people pass. */
function shareOf(fails: readonly boolean[]): number {
  return fails.filter((one) => !one).length / fails.length;
}

interface Flip extends Pick<Subject, 'group' | 'weight'> {
  readonly flip: number;
}

interface Probed extends Pick<ComparedAudit, 'verdict' | 'brokenBy'> {
  /** Of each failing response, in the order of the records. */
  readonly flips: readonly Flip[];
}

function tried(
  gates: AuditedGates,
  records: readonly CalibrationRecord[],
  { target, seed }: { readonly target: Calibrator['target']; readonly seed: number },
): Probed {
  const subjects = records.map((record) => subjectOf(record, target, gates));
  const all = twinProbes.map((probe) => tryProbe(probe, subjects, { gates, target, ratings: undefined, seed }));
  return { ...verdictOf(reportsOf(all, true, gates), gates), flips: flipsOf(all, subjects) };
}

function flipsOf(all: readonly Tried[], subjects: readonly Subject[]): Flip[] {
  const pushed = new Set(
    all
      .filter(({ probe }) => probe.kind === 'surface')
      .flatMap(({ asRated }) => asRated.filter((pair) => movedOf(pair).corrected.flip > 0))
      .map(({ subject }) => subject),
  );
  return subjects
    .filter(({ fails }) => fails)
    .map((subject) => ({ group: subject.group, weight: subject.weight, flip: pushed.has(subject) ? 1 : 0 }));
}

function summary({ verdict, brokenBy, flips }: Probed): ComparedAudit {
  return { verdict, brokenBy, flips: meanEstimate(flips, ({ flip }) => flip).value ?? 0 };
}
