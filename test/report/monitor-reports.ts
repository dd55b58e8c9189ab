import type { InputDrift } from '../../src/monitor/drift-report.ts';
import type { MonitorReport, TransportPart, WatchedCertificate } from '../../src/monitor/report.ts';
import { hostileNames } from './page-commands.ts';

/** What was known after each of so many labels of which every fifth, or every twentieth, is wrong. */
function series(labels: number, every: number): WatchedCertificate['series'] {
  let [lowest, highest] = [0, 1];
  return Array.from({ length: labels }, (_, i) => {
    const units = i + 1;
    const rate = Math.floor(units / every) / units;
    lowest = Math.max(lowest, rate - 1 / Math.sqrt(units));
    highest = Math.min(highest, rate + 1.5 / Math.sqrt(units));
    return { units, at: 1_700_000_000_000 + i * 3_600_000, rate, lower: lowest, upper: highest };
  });
}

function watched(
  limit: number,
  over: Partial<WatchedCertificate> & Pick<WatchedCertificate, 'series' | 'state'>,
): WatchedCertificate {
  const last = over.series.at(-1);
  return {
    certificate: { estimand: 'false-pass', limit, confidence: 0.9, digest: '0'.repeat(64) },
    rule: { score: 'passProbability', threshold: 0.7 },
    units: over.series.length,
    contradicted: Math.round((last?.rate ?? 0) * over.series.length),
    rate: last?.rate ?? null,
    lower: last?.lower ?? 0,
    upper: last?.upper ?? 1,
    confidence: 0.975,
    revokedBy: null,
    toNoticeDouble: 96,
    leftOut: { seen: 0, otherSource: 0 },
    ...over,
  };
}

const broken = series(60, 4);
const passed = broken.find(({ lower }) => lower > 0.1)!;

function input(name: string, over: Partial<InputDrift>): InputDrift {
  const cuts = [12, 40, 1200];
  const shares: readonly (readonly [number, number])[] = [
    [0.25, 0.05],
    [0.25, 0.15],
    [0.25, 0.3],
    [0.25, 0.5],
    [0, 0],
  ];
  return {
    input: name,
    kind: 'feature',
    status: 'drifted',
    psi: 0.41,
    p: 0.00001,
    firstSeen: { look: 3, decisions: 400, at: null },
    change: { way: 'higher', bin: null },
    window: { start: 200, end: 400, from: null, to: null },
    bins: shares.map(([reference, current], i) => ({
      from: i === 0 || i === 4 ? null : cuts[i - 1]!,
      to: i > 2 ? null : cuts[i]!,
      name: i === 4 ? 'absent' : null,
      reference,
      current,
    })),
    ...over,
  };
}

const named = (names: readonly string[], now: readonly number[]): InputDrift['bins'] =>
  names.map((name, i) => ({ from: null, to: null, name, reference: 1 / names.length, current: now[i]! }));
const still: Partial<InputDrift> = { status: 'holds', psi: 0.01, p: 1, firstSeen: null, change: null };

const part: TransportPart = {
  verdict: 'fails',
  labels: 240,
  unjudged: 0,
  groups: 120,
  effectiveGroups: 96.5,
  bias: -0.128,
  lower: -0.182,
  upper: -0.074,
  needed: 140,
};

/** Everything is wrong, with names that nobody would choose. */
export const alarmReport: MonitorReport = {
  verdict: 'alarm',
  alarms: ['certificate', 'transport', 'drift'],
  calibrator: '1'.repeat(64),
  labels: {
    counted: 240,
    sameGroup: 12,
    evenedOut: 0,
    seenByFit: 3,
    byModel: 0,
    otherPolicy: 1,
    otherCalibrator: 0,
    unchosen: 7,
    unjudged: 2,
  },
  passedOnly: false,
  certificates: [
    watched(0.1, {
      state: 'revoked',
      series: broken,
      revokedBy: { units: passed.units, at: passed.at, since: 1, rate: 0.25 },
    }),
    watched(0.3, {
      state: 'holds',
      series: series(40, 20),
      certificate: { estimand: 'leak', limit: 0.3, confidence: 0.9, digest: '2'.repeat(64) },
    }),
    watched(0.05, { state: 'watching', series: [] }),
  ],
  drift: {
    verdict: 'drifted',
    lacking: null,
    calibrator: '1'.repeat(64),
    decisions: 1000,
    groups: 900,
    from: null,
    to: null,
    otherCalibrator: 0,
    unjudged: 4,
    looks: 5,
    lookedAt: 1000,
    falseAlarms: 0.05,
    leastPsi: 0.02,
    inputs: [
      input('words', {}),
      input(hostileNames[0], { psi: 0.3 }),
      input(hostileNames[3], { psi: 0.2, change: { way: 'less', bin: 0 } }),
      input('language', {
        kind: 'language',
        psi: 0.15,
        change: { way: 'more', bin: 1 },
        bins: named([hostileNames[1], hostileNames[2], 'other'], [0.1, 0.6, 0.3]),
      }),
      input('selfRating', { ...still, kind: 'rating' }),
      input('passProbability', { ...still, kind: 'probability' }),
      input('outside', { ...still, kind: 'outside', bins: named(['inside', 'outside'], [0.5, 0.5]) }),
      input('links', { ...still, psi: 0, bins: named(['all'], [1]) }),
    ],
  },
  transport: {
    verdict: 'fails',
    margin: 0.05,
    overall: part,
    passed: { ...part, verdict: 'cannot tell', bias: 0.01, lower: -0.06, upper: 0.08, labels: 90 },
  },
};

/** Nothing is wrong. */
export const holdsReport: MonitorReport = {
  ...alarmReport,
  verdict: 'holds',
  alarms: [],
  certificates: [alarmReport.certificates[1]!],
  drift: {
    ...alarmReport.drift!,
    verdict: 'holds',
    inputs: alarmReport.drift!.inputs.filter(({ status }) => status === 'holds'),
  },
  transport: {
    verdict: 'holds',
    margin: 0.05,
    overall: { ...part, verdict: 'holds', bias: 0.004, lower: -0.012, upper: 0.02 },
    passed: null,
  },
};

/** Nothing has come yet. */
export const emptyReport: MonitorReport = {
  ...alarmReport,
  verdict: 'cannot tell',
  alarms: [],
  labels: {
    counted: 0,
    evenedOut: 0,
    sameGroup: 0,
    seenByFit: 0,
    byModel: 0,
    otherPolicy: 0,
    otherCalibrator: 0,
    unchosen: 0,
    unjudged: 0,
  },
  certificates: [alarmReport.certificates[2]!],
  drift: { ...alarmReport.drift!, verdict: 'not enough', lacking: 'histograms', decisions: 0, looks: 0, inputs: [] },
  transport: {
    verdict: 'cannot tell',
    margin: 0.05,
    overall: {
      verdict: 'cannot tell',
      labels: 0,
      unjudged: 0,
      groups: 0,
      effectiveGroups: 0,
      bias: null,
      lower: null,
      upper: null,
      needed: null,
    },
    passed: null,
  },
};
