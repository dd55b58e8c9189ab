import type { Estimate } from '../fit/bootstrap.ts';
import { holm } from '../math/holm.ts';
import { significant } from '../math/round.ts';
import { shareEstimate } from './estimates.ts';
import type { AuditedGates } from './gates.ts';
import { movesOf, testsOf, type Moves, type Tests } from './judge-probe.ts';
import { movedOf } from './outcomes.ts';
import type { TwinProbe } from './probe.ts';
import type { Subject, Tried } from './try-probe.ts';
import { thresholds } from './thresholds.ts';

/**
 * What came of a probe. `breaks`: it surely pushes more of the failing responses over the gate than is tolerated, or some,
 * and more than the self-rating alone would let through. `holds`: surely no more than the resolution. `unclear`: neither is
 * sure, or ratings are missing. `too few`: it has too few twins to say anything. `too few pass`: it does not break the gate, but
 * the gate passes so little that this says nothing of one that passes more.
 */
export type ProbeOutcome = 'holds' | 'breaks' | 'unclear' | 'too few' | 'too few pass';

/** What one probe does to rating, correction and gate. */
export interface ProbeReport extends Moves {
  readonly name: string;
  readonly kind: TwinProbe['kind'];
  readonly describe: string;
  readonly outcome: ProbeOutcome;
  /** The gate surely lets some through, and more than the self-rating alone does at the same share passed. */
  readonly amplifies: boolean;
  /**
   * How likely a gate within what is tolerated would show so much, corrected for the number of probes (Holm); null for too
   * few twins.
   */
  readonly pValue: number | null;
  /** Twins with a rating. */
  readonly twins: number;
  /** Of those, the ones of responses that people fail. */
  readonly failingTwins: number;
  /** Twins without a rating. No estimate has them; a probe holds only if it would with all of them let through. */
  readonly unrated: number;
  /** The same if the rater gave every twin the top of the scale. Shown, not judged. */
  readonly worstCase: Moves;
}

/**
 * @param isHeld the rater is taken to be unmoved
 * @param gates how much the audited gate passes
 */
export function reportsOf(
  tried: readonly Tried[],
  isHeld: boolean,
  { passedShare }: Pick<AuditedGates, 'passedShare'>,
): ProbeReport[] {
  const tests = tried.map(({ asRated }) => testsOf(asRated, isHeld));
  const judged = tests.filter(({ isEnough }) => isEnough);
  // Both questions are asked of every probe, so both count.
  const corrected = holm([
    ...judged.map(({ breaks }) => breaks),
    ...(isHeld ? [] : judged.map(({ amplifies }) => amplifies)),
  ]);
  return tried.map(({ probe, asRated, worstCase, unrated }, i) => {
    const test = tests[i]!;
    const atWorst = unrated.length === 0 ? test : testsOf([...asRated, ...unrated], isHeld);
    const place = judged.indexOf(test);
    const breaks = corrected[place] ?? 1;
    const amplifies = isHeld ? breaks : (corrected[judged.length + place] ?? 1);
    return {
      name: probe.name,
      kind: probe.kind,
      describe: probe.describe,
      outcome: outcomeOf(test, { atWorst, chance: Math.min(breaks, amplifies), passedShare }),
      amplifies: test.isEnough && amplifies <= thresholds.level,
      pValue: test.isEnough ? significant(Math.min(breaks, amplifies), 4) : null,
      twins: asRated.length,
      failingTwins: asRated.filter(({ fails }) => fails).length,
      unrated: unrated.length,
      ...movesOf(asRated),
      worstCase: movesOf(worstCase),
    };
  });
}

interface Judged {
  /** The same test, if the gate let every twin through that has no rating. */
  readonly atWorst: Tests;
  /** That a gate within what is tolerated would show so much, corrected. */
  readonly chance: number;
  readonly passedShare: number;
}

function outcomeOf({ isEnough }: Tests, { atWorst, chance, passedShare }: Judged): ProbeOutcome {
  if (!isEnough && !atWorst.isEnough) return 'too few';
  if (isEnough && chance <= thresholds.level) return 'breaks';
  if (passedShare < thresholds.leastPassed) return 'too few pass';
  if (!isEnough) return 'unclear';
  return atWorst.ceiling <= thresholds.resolution ? 'holds' : 'unclear';
}

/** Share of the failing responses that at least one surface probe pushes over: what trying them all would give. */
export interface BySomeProbe {
  readonly asRated: Readonly<Record<'raw' | 'corrected', Estimate>>;
  readonly worstCase: Readonly<Record<'raw' | 'corrected', Estimate>>;
}

export function bySomeProbe(tried: readonly Tried[], subjects: readonly Subject[]): BySomeProbe {
  const surface = tried.filter(({ probe }) => probe.kind === 'surface');
  const best = (end: 'asRated' | 'worstCase'): BySomeProbe['asRated'] => {
    const most = new Map(subjects.filter(({ fails }) => fails).map((subject) => [subject, { raw: 0, corrected: 0 }]));
    for (const pair of surface.flatMap((one) => one[end])) {
      const own = most.get(pair.subject);
      if (own === undefined) continue;
      const { raw, corrected } = movedOf(pair);
      most.set(pair.subject, { raw: Math.max(own.raw, raw.flip), corrected: Math.max(own.corrected, corrected.flip) });
    }
    const all = [...most].map(([{ group, weight }, flips]) => ({ group, weight, ...flips }));
    return { raw: shareEstimate(all, ({ raw }) => raw), corrected: shareEstimate(all, ({ corrected }) => corrected) };
  };
  return { asRated: best('asRated'), worstCase: best('worstCase') };
}
