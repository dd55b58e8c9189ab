import type { AuditReport } from '../audit/audit.ts';
import type { ProbeReport } from '../audit/probe-report.ts';
import { judgedBy } from './audit-words.ts';
import { count, percent } from './numbers.ts';

/** What to do about it, the most useful first. At least one. */
export function nextSteps(report: AuditReport): string[] {
  const { verdict, gate, records, ratings } = report;
  return [
    ...(verdict === 'fail' ? afterFail(report) : []),
    ...(verdict === 'not enough data' ? afterTooFew(report) : []),
    ...(verdict === 'pass' ? afterPass(report) : []),
    ...(records.seen > 0
      ? [
          `Audit labels that the fit has not seen: it has seen ${count(records.seen)} of these ${count(records.probed)}, and what it learned of them flatters the gate.`,
        ]
      : []),
    ...(gate.thresholdFrom === 'people'
      ? ['Set the threshold that the app uses, or certify one, and audit that: this one was set for the audit.']
      : []),
    ...(ratings === 'held'
      ? ['Have the rater rate the twins: here it was taken to be unmoved by them, and it may not be.']
      : []),
    ...(verdict === 'pass' ? ['Audit again after every fit, and whenever the generator or the rater changes.'] : []),
  ];
}

function afterFail({ probes, gate, ratings, thresholds: { tolerance } }: AuditReport): string[] {
  const broken = probes.filter(({ outcome }) => outcome === 'breaks');
  const [surface, cheats] = (['surface', 'cheat'] as const).map((kind) => broken.filter((one) => one.kind === kind));
  const paid = broken.filter((probe) => (judgedBy(probe, ratings).raw.value ?? 0) > tolerance);
  return [
    ...(paid.length === 0
      ? []
      : [
          `Say in the rating prompt that nothing is gained by a change such as ${namesOf(paid)}, or take another rater: this one pays for it.`,
        ]),
    ...(surface!.length === 0
      ? []
      : [
          `Fit again with --harden, which shows the fit such twins with the label of their original (${namesOf(surface!)}), and audit again.`,
        ]),
    ...(cheats!.length === 0
      ? []
      : [
          `Label responses like those of ${namesOf(cheats!)} and fit again: the fit has hardly seen any. Until then stop them before the gate, by a check of their own.`,
        ]),
    `Let less through: ${lessThrough(gate)}. A gate that passes less than ${percent(gate.passedShare, 0)} leaves less to be gained by a change.`,
  ];
}

function lessThrough({ passThreshold }: AuditReport['gate']): string {
  return passThreshold === null
    ? 'certify fresh labels with --pass-from, as 0.6: a promise may be kept by a threshold that lies low'
    : `raise the pass threshold above ${Number(passThreshold.toPrecision(2))}`;
}

/** What a pass says nothing of, by name. */
function afterPass(report: AuditReport): string[] {
  const few = report.probes.filter(({ outcome }) => outcome === 'too few');
  return few.length === 0
    ? []
    : [`${moreLabels(report)} Until then nothing is known of ${few.map(({ name }) => name).join(', ')}.`];
}

function moreLabels({ records, thresholds: { fewestTwins, fewestGroups } }: AuditReport): string {
  return `Label more responses that people may fail: a probe needs ${fewestTwins} twins of failing responses, of ${fewestGroups} groups, and there are ${count(records.failing)} failing responses.`;
}

function afterTooFew(report: AuditReport): string[] {
  const { probes, gate, thresholds } = report;
  const few = probes.filter(({ outcome }) => outcome === 'too few');
  const open = probes.filter(({ outcome }) => outcome === 'unclear');
  return [
    ...(gate.stoppedBy === null
      ? []
      : [
          `See to it that the gate passes some of these responses, or try how it would be with --share: it passes ${percent(gate.passedShare)}, and what stops the others most often is ${gate.stoppedBy}.`,
        ]),
    ...(few.length === 0
      ? []
      : [`${moreLabels(report)} Too few: ${namesOf(few)}. Those that need words write them in eight languages only.`]),
    ...(open.length === 0
      ? []
      : [
          `Label more responses of other groups: for ${namesOf(open)} it is not sure that at most ${percent(thresholds.resolution, 0)} gets through.`,
        ]),
  ];
}

const mostNamed = 4;

function namesOf(probes: readonly ProbeReport[]): string {
  const names = probes.slice(0, mostNamed).map(({ name }) => name);
  const rest = probes.length - mostNamed;
  return `${names.join(', ')}${rest > 0 ? ` and ${count(rest)} more` : ''}`;
}
