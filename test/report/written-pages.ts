import type { AuditReport } from '../../src/audit/audit.ts';
import { auditPage } from '../../src/report/audit-page.ts';
import { estimatePage } from '../../src/report/estimate-page.ts';
import { changePage } from '../../src/report/evaluate-against-page.ts';
import { monitorPage } from '../../src/report/monitor-page.ts';
import { gamedReport } from './audit-reports.ts';
import { chosenEstimate, fewEstimate, plainEstimate, wholeEstimate } from './estimate-reports.ts';
import { alarmReport, emptyReport, holdsReport } from './monitor-reports.ts';
import { hostileChange } from './evaluate-reports.ts';
import { hostileNames } from './page-commands.ts';

const { goodhart, loopholes, probes, selfPreference } = gamedReport;

const nameOf = (name: string, i: number): string => hostileNames[i] ?? name;

/** With names that nobody would choose, curves that turn, and a loophole that is rewarded. */
const hostileAudit: AuditReport = {
  ...gamedReport,
  goodhart: {
    ...goodhart!,
    turns: { raw: { shape: 'falls', turnsAt: 1 }, corrected: { shape: 'falls', turnsAt: 2 } },
  },
  loopholes: {
    ...loopholes,
    counts: { ...loopholes.counts, rewards: 1 },
    probes: loopholes.probes.map((probe, i) => ({ ...probe, rewards: i === 0 ? [probe.cases[0]!.name] : [] })),
  },
  probes: probes.map((probe, i) => ({ ...probe, name: nameOf(probe.name, i) })),
  selfPreference: {
    ...selfPreference,
    raters: selfPreference.raters.map((one, i) => ({ ...one, rater: nameOf(one.rater, i) })),
  },
};

const titles = {
  title: hostileNames[0],
  what: 'w'.repeat(300),
  records: [`${hostileNames[0]}.jsonl`],
  places: {
    calibrator: `${hostileNames[1]}.json`,
    logs: [`${hostileNames[2]}.sqlite`],
    target: { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4, criterion: hostileNames[3] },
  },
};

/** Pages of reports that no small set gives, by a name. */
export const writtenPages: readonly (readonly [name: string, make: () => string])[] = [
  [
    'changed',
    () => changePage(hostileChange(hostileNames), { path: hostileNames[1], against: 'b', paths: ['w'.repeat(300)] }),
  ],
  ['gamed', () => auditPage(hostileAudit, titles)],
  ['alarm', () => monitorPage(alarmReport, titles)],
  ['holds', () => monitorPage(holdsReport, titles)],
  ['nothing-to-watch', () => monitorPage(emptyReport, titles)],
  ['estimate', () => estimatePage(plainEstimate, titles)],
  ['estimate-of-all', () => estimatePage(wholeEstimate, titles)],
  ['estimate-of-picked', () => estimatePage(chosenEstimate, titles)],
  ['estimate-of-few', () => estimatePage(fewEstimate, titles)],
];
