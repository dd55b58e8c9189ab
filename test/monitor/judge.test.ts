import { describe, expect, it } from 'vitest';
import { isUnflatterError } from '../../src/errors.ts';
import type { CalibrationRecord, Calibrator, MonitorReport } from '../../src/index.ts';
import { monitorAll, type MonitorAllOptions } from '../../src/monitor/judge.ts';
import { monitorSteps } from '../../src/report/monitor-next-steps.ts';
import { worldTarget } from '../world.ts';
import { drawn, labelled, watched } from './watched.ts';

function judge(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  options: Partial<MonitorAllOptions> = {},
): MonitorReport {
  const all = records.map((record) => ({ record }));
  return monitorAll(calibrator, all, { unchosen: 0, drift: null, ...options });
}

const many = (count: number, parts: Parameters<typeof labelled>[0] = {}): CalibrationRecord[] =>
  Array.from({ length: count }, () => labelled(parts));

const adviceOf = (report: MonitorReport): string =>
  monitorSteps(report, { calibrator: 'calibrator.json', logs: ['log.sqlite'], target: worldTarget })
    .map(({ text }) => text)
    .join(' ');

describe('labels that are said to be of passes alone', () => {
  const onAll = watched({ estimand: 'leak' }, { estimand: 'joint' });
  const mixed = [...many(40, { fails: true }), ...many(20, { isPassed: false })];

  it('are refused where one is of what no certificate passes: a broken promise on all traffic would be hidden', () => {
    expect(judge(onAll, mixed).alarms).toEqual(['certificate']);
    let error: unknown;
    try {
      judge(onAll, mixed, { passedOnly: true });
    } catch (thrown) {
      error = thrown;
    }
    expect(isUnflatterError(error, 'invalid-option') && error.message).toMatch(
      /^passedOnly must be left out .* as "label-\d+", which no certificate passes/,
    );
  });

  it('are taken where all of them pass, or lie where a gate doubts, and where there is no promise on all traffic', () => {
    const strange = labelled({ isPassed: false, features: { ...labelled().features, words: 1e9 } });
    expect(judge(onAll, [...many(40), strange], { passedOnly: true })).toMatchObject({ passedOnly: true, alarms: [] });
    expect(judge(watched(), mixed, { passedOnly: true }).alarms).toEqual(['certificate']);
  });

  it('are taken where one certificate of several passes them', () => {
    const strict = watched({ estimand: 'leak', rule: { score: 'selfRating', threshold: 9.5 } }, {});
    expect(judge(strict, many(40), { passedOnly: true }).certificates.map(({ units }) => units)).toEqual([0, 40]);
  });

  it('lead to no advice to go on with them for promises on all traffic', () => {
    const told = adviceOf(judge(onAll, many(10), { passedOnly: true }));
    expect(told).toContain('without --passed-only');
    expect(told).not.toContain('Go on labelling');
    const both = adviceOf(judge(watched({ estimand: 'leak' }, {}), many(10), { passedOnly: true }));
    expect(both).toContain('Go on labelling');
    expect(both).toContain('without --passed-only');
    expect(adviceOf(judge(onAll, many(10)))).not.toContain('--passed-only');
  });
});

describe('a certificate on all traffic', () => {
  it('is not shown to hold by labels of what it passes alone, and is once one is of something else', () => {
    const calibrator = watched({ estimand: 'joint', limit: 0.3 });
    const passes = many(300);
    const [alone] = judge(calibrator, passes).certificates;
    expect(alone).toMatchObject({ state: 'watching', units: 300 });
    expect(alone!.upper).toBeLessThan(0.3);
    expect(judge(calibrator, passes).verdict).toBe('cannot tell');
    const other = judge(calibrator, [...passes, labelled({ isPassed: false })]);
    expect(other).toMatchObject({ verdict: 'holds', certificates: [{ state: 'holds', units: 301 }] });
  });
});

describe('labels of responses of which no record can be made', () => {
  it('are counted, and keep a transport check from holding where they could turn it', () => {
    const calibrator = watched({ rule: null });
    const records = drawn('judged', 41, 2500);
    const check = (unjudged: readonly number[]) => judge(calibrator, records, { margin: 0.1, unjudged });
    expect(check([])).toMatchObject({ verdict: 'holds', labels: { unjudged: 0 } });
    expect(check(Array.from({ length: 500 }, () => 1))).toMatchObject({
      verdict: 'cannot tell',
      labels: { counted: 2500, unjudged: 500 },
      transport: { overall: { verdict: 'cannot tell', labels: 2500, unjudged: 500 } },
    });
    // Each stands for as many as were not chosen.
    expect(check([500]).transport!.verdict).toBe('cannot tell');
  });
});
