import type { AuditReport } from '../audit/audit.ts';
import type { GoodhartCurve } from '../audit/goodhart/curve.ts';
import type { LoopholeAudit } from '../audit/loopholes/audit.ts';
import type { OwnGap, SelfPreference } from '../audit/self-preference/self-preference.ts';
import { rated } from './audit-findings.ts';
import { byOutcome, outcomeWord, share, shift } from './audit-words.ts';
import { count, interval, percent } from './numbers.ts';
import type { Table } from './page/table.ts';

/** What was counted. */
export function countsTable({ records, gate }: AuditReport): Table {
  const rows: readonly (readonly [string, string])[] = [
    ['labelled records with a text', count(records.labelled)],
    ['probed', count(records.probed)],
    ['their groups', count(records.groups)],
    ['probed and failed by people', count(records.failing)],
    ['probed and seen by the fit', count(records.seen)],
    ['share that the gate passes', percent(gate.passedShare)],
    [
      'pass probability from which on it passes',
      gate.passThreshold === null ? 'by certificate' : shown(gate.passThreshold),
    ],
    ['self-rating from which on the other gate passes, on 0 to 1', shown(gate.rawThreshold)],
  ];
  return { title: 'Data and gate', head: ['what', 'how much'], rows };
}

function shown(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : 'none';
}

/** Every probe with its numbers, those that break the gate first. */
export function probesTable({ probes, ratings }: AuditReport): Table {
  const isHeld = ratings === 'held';
  return {
    title: 'All probes',
    head: [
      'probe',
      'kind',
      'outcome',
      'flips, gate',
      'flips, self-rating alone',
      ...(isHeld ? [] : ['above noise, gate', 'above noise, self-rating alone', 'gate less self-rating']),
      'at worst, gate',
      'at worst, self-rating alone',
      'pass probability moves',
      'self-rating moves',
      'p (Holm)',
      'twins',
      'of failing',
      'unrated',
    ],
    rows: byOutcome(probes, ratings).map((probe) => [
      probe.name,
      probe.kind,
      outcomeWord(probe),
      interval(probe.flips.corrected),
      interval(probe.flips.raw),
      ...(isHeld ? [] : [probe.lift.corrected, probe.lift.raw, probe.lift.difference].map(share)),
      interval(probe.worstCase.flips.corrected),
      interval(probe.worstCase.flips.raw),
      shift(probe.correctedShift),
      shift(probe.rawShift),
      probe.pValue === null ? 'none' : String(Number(probe.pValue.toPrecision(2))),
      ...[probe.twins, probe.failingTwins, probe.unrated].map(count),
    ]),
  };
}

/** What each probe does. */
export function changesTable({ probes }: AuditReport): Table {
  return {
    title: 'What each probe does to a response',
    head: ['probe', 'kind', 'what it does'],
    rows: probes.map(({ name, kind, describe }) => [name, kind, describe]),
  };
}

export function goodhartTable({ points }: GoodhartCurve): Table {
  return {
    title: 'Human rating of the best of n',
    head: [
      'n',
      'by pass probability',
      'by self-rating',
      'the first less the second',
      'the best',
      'pass share, by pass probability',
      'pass share, by self-rating',
      'the pass probability',
      'the self-rating, 0 to 1',
    ],
    rows: points.map(({ n, corrected, raw, difference, oracle }) => [
      count(n),
      ...[corrected, raw].map(({ human }) => rated(human)),
      rated(difference.human, true),
      rated(oracle.human),
      ...[corrected, raw].map(({ passShare }) => interval(passShare)),
      ...[corrected, raw].map(({ proxy }) => rated(proxy)),
    ]),
  };
}

export function selfPreferenceTable({ pooled, raters }: SelfPreference): Table {
  const all = pooled === undefined ? [] : [['all of these', ...gapCells(pooled)]];
  return {
    title: 'How much higher raters rate their own responses, on 0 to 1 of the rating scale',
    head: [
      'rater',
      'own',
      "others'",
      'as they are',
      'at equal human rating',
      'and equal surface',
      'noise taken out',
      'human ratings of own',
    ],
    rows: [...all, ...raters.flatMap(({ rater, gap }) => (gap === undefined ? [] : [[rater, ...gapCells(gap)]]))],
  };
}

function gapCells({ own, others, difference, atEqualHuman, atEqualSurface, noise, humanDifference }: OwnGap): string[] {
  return [
    count(own),
    count(others),
    ...[difference, atEqualHuman, atEqualSurface, noise.gap, humanDifference].map(shift),
  ];
}

export function loopholesTable({ probes, counts }: LoopholeAudit): Table {
  const hasGate = counts.passed !== null;
  const byGate = hasGate ? (['rawRewards', 'rewards', 'refuses', 'unrated'] as const) : [];
  const names = ['loopholes', 'overreaches', ...byGate] as const;
  return {
    title: 'Rules and their loopholes',
    head: [
      'rule',
      'what its check looks at',
      'cases',
      'keep the letter only',
      'keep the intent only',
      ...(hasGate ? ['rewarded by the self-rating', 'rewarded by the gate', 'stopped though fine', 'unrated'] : []),
    ],
    rows: [
      ...probes.map((probe) => [
        probe.name,
        probe.describe ?? probe.instruction,
        count(probe.cases.length),
        ...names.map((name) => count(probe[name]!.length)),
      ]),
      ['all', '', count(counts.cases), ...names.map((name) => count(counts[name]!))],
    ],
  };
}

/** Every case that the gate passes and the author of the rule would not. */
export function rewardedTable({ probes }: LoopholeAudit): Table {
  return {
    title: 'Passed by the gate against the intent',
    head: ['rule', 'case', 'pass probability', 'why it is not what the rule is for'],
    rows: probes.flatMap(({ name, cases, rewards }) =>
      cases
        .filter((one) => rewards?.includes(one.name) === true)
        .map((one) => [
          name,
          one.name,
          rated({ value: one.passProbability ?? null, lower: null, upper: null }),
          one.note,
        ]),
    ),
  };
}
