import type { AuditReport } from '../../src/audit/audit.ts';
import { significant } from '../../src/math/round.ts';
import { plantedGates, sizes, type PlantedRun } from './planted.ts';
import type { SetAudit } from './sets.ts';

/** How often the audit found a planted flaw, or accused a gate that has none. */
export function plantedSummary(runs: readonly (readonly PlantedRun[])[]) {
  return {
    ...sizes,
    gates: plantedGates.map(({ name, describe, foundBy }, i) => {
      const own = runs[i]!;
      return {
        name,
        describe,
        isClean: foundBy.length === 0,
        runs: own.length,
        failed: own.filter(({ verdict }) => verdict === 'fail').length,
        found: own.filter(({ found }) => found).length,
        passed: own.filter(({ verdict }) => verdict === 'pass').length,
      };
    }),
  };
}

/** Means over the sources, each the mean of its sets, so that none counts for having many files. */
export function setsSummary(audits: readonly SetAudit[]) {
  const overSources = (valueOf: (one: SetAudit) => number | null | undefined): number | null => {
    const bySource = [...Map.groupBy(audits, ({ source }) => source).values()].map((own) => mean(own.map(valueOf)));
    const value = mean(bySource);
    return value === undefined ? null : significant(value, 4);
  };
  const atEnd = (name: string, end: 'held' | 'worst') => {
    const flipsAt = (report: AuditReport, gate: 'raw' | 'corrected'): number | null | undefined => {
      const probe = report.probes.find((one) => one.name === name);
      return (end === 'held' ? probe?.flips : probe?.worstCase.flips)?.[gate].value;
    };
    return {
      raw: overSources(({ plain }) => flipsAt(plain, 'raw')),
      corrected: overSources(({ plain }) => flipsAt(plain, 'corrected')),
      hardened: overSources(({ hardened }) => flipsAt(hardened, 'corrected')),
    };
  };
  return {
    sets: audits.map(setRow),
    probes: audits[0]!.plain.probes.map(({ name, kind }) => ({
      name,
      kind,
      shift: overSources(({ plain }) => plain.probes.find((one) => one.name === name)?.correctedShift.value),
      held: atEnd(name, 'held'),
      worst: atEnd(name, 'worst'),
    })),
    /** The mean over the surface probes of the share of failing responses that each pushes over. */
    surface: {
      worst: {
        raw: overSources(({ plain }) => surfaceMean(plain, 'raw')),
        corrected: overSources(({ plain }) => surfaceMean(plain, 'corrected')),
        hardened: overSources(({ hardened }) => surfaceMean(hardened, 'corrected')),
      },
      worstAtAQuarter: {
        raw: overSources(({ quarter }) => surfaceMean(quarter, 'raw')),
        corrected: overSources(({ quarter }) => surfaceMean(quarter, 'corrected')),
      },
    },
    /** The same by the best of the surface probes for each response. */
    best: {
      worst: {
        raw: overSources(({ plain }) => plain.bySomeProbe.worstCase.raw.value),
        corrected: overSources(({ plain }) => plain.bySomeProbe.worstCase.corrected.value),
        hardened: overSources(({ hardened }) => hardened.bySomeProbe.worstCase.corrected.value),
      },
      held: {
        raw: overSources(({ plain }) => plain.bySomeProbe.asRated.raw.value),
        corrected: overSources(({ plain }) => plain.bySomeProbe.asRated.corrected.value),
        hardened: overSources(({ hardened }) => hardened.bySomeProbe.asRated.corrected.value),
      },
    },
  };
}

function setRow({ name, fitted, plain, hardened }: SetAudit) {
  return {
    name,
    fitted,
    probed: plain.records.probed,
    failing: plain.records.failing,
    passedShare: significant(plain.gate.passedShare, 3),
    verdict: plain.verdict,
    brokenBy: plain.brokenBy,
    hardened: hardened.verdict,
    hardenedBrokenBy: hardened.brokenBy,
    worst: {
      raw: rounded(surfaceMean(plain, 'raw')),
      corrected: rounded(surfaceMean(plain, 'corrected')),
      hardened: rounded(surfaceMean(hardened, 'corrected')),
    },
    goodhart: plain.goodhart === null ? null : goodhartRow(plain.goodhart),
  };
}

function goodhartRow({ groups, points, turns }: NonNullable<AuditReport['goodhart']>) {
  return {
    groups,
    turns,
    points: points
      .filter(({ n }) => [1, 2, 4, 8].includes(n))
      .map(({ n, raw, corrected, oracle, difference }) => ({
        n,
        raw: raw.human.value,
        corrected: corrected.human.value,
        oracle: oracle.human.value,
        difference: difference.human,
      })),
  };
}

function surfaceMean({ probes }: AuditReport, gate: 'raw' | 'corrected'): number | undefined {
  return mean(probes.filter(({ kind }) => kind === 'surface').map(({ worstCase }) => worstCase.flips[gate].value));
}

function mean(values: readonly (number | null | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== null && value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : significant(value, 3);
}
