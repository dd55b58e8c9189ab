import { describe, expect, it } from 'vitest';
import { isUnflatterError } from '../../src/errors.ts';
import { createQualityGate, driftOf, revokedBy, type CalibrationRecord } from '../../src/index.ts';
import { monitorAll } from '../../src/monitor/judge.ts';
import { monitorSentence } from '../../src/report/monitor-words.ts';
import { withParts } from '../gate/certified.ts';
import type { CertificateName } from '../../src/gate/standing.ts';
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

  it('is all of which it says nothing', () => {
    const report = reportOf(false) as object;
    const watch = revokedBy({ ...report, certificates: [] });
    expect(createQualityGate({ calibrator, monitor: watch }).decide(labelled())).toMatchObject({
      verdict: 'review',
      reason: 'certificate-revoked',
    });
  });

  it.each<{ what: string; damage: (one: { readonly certificate: CertificateName }) => object }>([
    { what: 'a limit that was lost', damage: (one) => ({ certificate: { ...one.certificate, limit: undefined } }) },
    { what: 'a limit as text', damage: (one) => ({ certificate: { ...one.certificate, limit: '0.2' } }) },
    { what: 'no confidence', damage: (one) => ({ certificate: { ...one.certificate, confidence: null } }) },
    { what: 'no estimand', damage: (one) => ({ certificate: { ...one.certificate, estimand: 'any' } }) },
    { what: 'a digest alone', damage: (one) => ({ certificate: { digest: one.certificate.digest } }) },
    { what: 'a state that is not that of its alarms', damage: () => ({ state: 'watching' }) },
  ])('is refused to be read from a report with $what', ({ damage }) => {
    const report = reportOf(true) as { certificates: { certificate: CertificateName }[] };
    const certificates = report.certificates.map((one) => ({ ...one, ...damage(one) }));
    expect(() => revokedBy({ ...report, certificates })).toThrow('report must be');
  });

  it('is refused to be read where its verdict or its alarms are not those of a report', () => {
    const report = reportOf(true) as object;
    for (const part of [
      { alarms: [] },
      { alarms: ['fire'] },
      { alarms: undefined },
      { verdict: 'holds' },
      { verdict: undefined },
    ])
      expect(() => revokedBy({ ...report, ...part })).toThrow('report must be');
  });

  it('is refused to be read where a certificate is said to hold beside what broke it', () => {
    const report = reportOf(true) as { certificates: object[] };
    const certificates = report.certificates.map((one) => ({ ...one, state: 'holds' }));
    expect(() => revokedBy({ ...report, certificates, alarms: [], verdict: 'holds' })).toThrow('report must be');
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

  it('does not depend on the order of lines where there is no time', () => {
    const records = Array.from({ length: 60 }, (_, i) => rated(i >= 48));
    const sorted = [records, records.toReversed()].map((all) =>
      monitorAll(
        calibrator,
        all.map((record) => ({ record })),
        { unchosen: 0, drift: null },
      ),
    );
    expect(sorted[0]!.certificates[0]).toMatchObject({ rate: 0.2, state: 'watching' });
    expect(sorted[1]).toEqual(sorted[0]);
  });

  it('keeps what was broken where a second person rates some of it later', () => {
    const all = Array.from({ length: 60 }, (_, i) => rated(i < 10 && i % 5 !== 4, 1000 + i));
    const read = (records: readonly CalibrationRecord[]) =>
      monitorAll(
        calibrator,
        records.map((record) => ({ record })),
        { unchosen: 0, drift: null },
      );
    const before = read(all);
    expect(before.certificates[0]!.state).toBe('revoked');
    const later = all.map((record, i) =>
      i < 10 ? { ...record, humanRatings: [...record.humanRatings, { value: 1, at: 1500 + 7 * i }] } : record,
    );
    expect(read(later)).toEqual(before);
  });

  it('holds by nothing that no label shows: not by inputs that have not drifted', () => {
    const bare = withParts(calibrator, { certificates: [] });
    const noDrift = { ...driftOf(bare, []), verdict: 'holds' } as const;
    const failing = Array.from({ length: 100 }, () => ({ record: rated(true) }));
    const report = monitorAll(bare, failing, { unchosen: 0, drift: noDrift });
    expect(report).toMatchObject({ verdict: 'cannot tell', alarms: [], certificates: [] });
    expect(monitorSentence(report)).toContain('Nothing here can show that the calibrator still holds');
    const kept = Array.from({ length: 300 }, (_, i) => ({ record: rated(i % 20 === 0) }));
    const shown = monitorAll(calibrator, kept, { unchosen: 0, drift: noDrift });
    expect(monitorSentence(shown)).toMatch(/^Fresh labels show that the promise is kept: /);
    expect(shown.verdict).toBe('holds');
    const unsure = { ...noDrift, verdict: 'not enough' } as const;
    expect(monitorAll(calibrator, kept, { unchosen: 0, drift: unsure }).verdict).toBe('cannot tell');
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
