import { describe, expect, it } from 'vitest';
import { isUnflatterError } from '../../src/errors.ts';
import { createQualityGate, revokedBy } from '../../src/index.ts';
import { monitorAll } from '../../src/monitor/judge.ts';
import { labelled, watched } from './watched.ts';

const calibrator = watched();

function reportOf(fails: boolean): unknown {
  const labels = Array.from({ length: 40 }, () => ({ record: labelled({ fails }) }));
  return JSON.parse(JSON.stringify(monitorAll(calibrator, labels, { unchosen: 0, drift: null })));
}

describe('what a report revokes', () => {
  it('is revoked for a gate that goes by it', () => {
    const gate = createQualityGate({ calibrator, monitor: revokedBy(reportOf(true)) });
    expect(gate.decide(labelled())).toMatchObject({ verdict: 'review', reason: 'certificate-revoked' });
  });

  it('is nothing where nothing is wrong', () => {
    const gate = createQualityGate({ calibrator, monitor: revokedBy(reportOf(false)) });
    expect(gate.decide(labelled()).verdict).toBe('pass');
  });

  it('does not change with the report afterwards', () => {
    const report = reportOf(true) as { certificates: { state: string; certificate: { limit: number } }[] };
    const watch = revokedBy(report);
    report.certificates[0]!.state = 'holds';
    report.certificates[0]!.certificate.limit = 0.9;
    expect(watch.isRevoked(calibrator.certificates[0]!)).toBe(true);
  });

  it.each([
    { what: 'nothing', report: undefined },
    { what: 'an empty object', report: {} },
    { what: 'a list', report: [] },
    { what: 'a report without names', report: { calibrator: 'a', certificates: [{ state: 'holds' }] } },
    {
      what: 'a state that there is not',
      report: { calibrator: 'a', certificates: [{ state: 'fine', certificate: { digest: 'b' } }] },
    },
  ])('is refused to be read from $what', ({ report }) => {
    let error: unknown;
    try {
      revokedBy(report);
    } catch (thrown) {
      error = thrown;
    }
    expect(isUnflatterError(error, 'invalid-option')).toBe(true);
  });
});

describe('all that labels say', () => {
  const rated = (fails: boolean, at?: number) =>
    labelled({ humanRatings: [at === undefined ? (fails ? 0 : 1) : { value: fails ? 0 : 1, at }] });

  it('is said in the order in which labels were given, those without a time first', () => {
    const labels = [rated(true, 3000), rated(false, 1000), rated(true, 2000), rated(false)].map((record) => ({
      record,
    }));
    const { certificates } = monitorAll(calibrator, labels, { unchosen: 0, drift: null });
    expect(certificates[0]!.series.map(({ at, rate }) => ({ at, rate }))).toEqual([
      { at: null, rate: 0 },
      { at: 1000, rate: 0 },
      { at: 2000, rate: 1 / 3 },
      { at: 3000, rate: 0.5 },
    ]);
  });

  it('is an alarm with its causes, or else that it holds, or that it cannot be told', () => {
    const all = (fails: (i: number) => boolean, count: number) =>
      monitorAll(
        calibrator,
        Array.from({ length: count }, (_, i) => ({ record: rated(fails(i)) })),
        { unchosen: 2, margin: 0.05, drift: null },
      );
    expect(all(() => true, 60)).toMatchObject({ verdict: 'alarm', alarms: ['certificate', 'transport'] });
    expect(all(() => false, 5)).toMatchObject({
      verdict: 'cannot tell',
      alarms: [],
      labels: { counted: 5, unchosen: 2 },
    });
    // The gate expects four in five of these to pass.
    const asExpected = all((i) => i % 21 < 4, 40);
    expect(asExpected).toMatchObject({ verdict: 'cannot tell', alarms: [] });
    const kept = Array.from({ length: 300 }, (_, i) => ({ record: rated(i % 20 === 0) }));
    expect(monitorAll(calibrator, kept, { unchosen: 0, drift: null })).toMatchObject({
      verdict: 'holds',
      transport: null,
    });
  });
});
