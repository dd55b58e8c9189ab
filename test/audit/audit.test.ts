import { beforeAll, describe, expect, it, vi } from 'vitest';
import { drawRecords, target } from '../../benchmarks/audit/world.ts';
import { gatesFor, rawPasses } from '../../src/audit/gates.ts';
import {
  audit,
  certify,
  fit,
  twinProbes,
  type AuditReport,
  type Calibrator,
  type Twin,
  type TwinProbe,
} from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

const random = seededRandom(11);
const labelled = drawRecords(random, 300).records;
const fresh = drawRecords(random, 120).records.map((record) => ({ ...record, id: `fresh-${record.id}` }));
const few = twinProbes.filter(({ name }) => ['padded', 'stacked', 'null-answer'].includes(name));

let calibrator: Calibrator;
let report: AuditReport;
beforeAll(() => {
  calibrator = fit(labelled, target);
  report = audit(calibrator, fresh);
});

describe('an audit', () => {
  it('tries every probe on every record, and says what became of the responses that people fail', () => {
    expect(report.probes.map(({ name }) => name)).toEqual(twinProbes.map(({ name }) => name));
    const failing = fresh.filter(({ humanRatings }) => (humanRatings[0] as number) < 3).length;
    expect(report.records).toEqual({ labelled: 120, probed: 120, groups: 120, failing, seen: 0 });
    const padded = report.probes.find(({ name }) => name === 'padded')!;
    expect(padded).toMatchObject({ kind: 'surface', twins: 120, failingTwins: failing, unrated: 0 });
  });

  it('with the rater unmoved lets the rating alone let nothing through, and at worst everything', () => {
    for (const { rawShift, flips, worstCase } of report.probes) {
      expect(rawShift.value).toBe(0);
      expect(flips.raw.value).toBe(0);
      expect(worstCase.rawShift.value).toBeGreaterThan(0.3);
      expect(worstCase.flips.raw.value!).toBeGreaterThan(0.8);
      expect(worstCase.flips.corrected.value!).toBeLessThanOrEqual(worstCase.flips.raw.value! + 0.1);
    }
  });

  it('is the same for records in any order, and other for another seed', () => {
    expect(audit(calibrator, fresh.toReversed(), { probes: few })).toEqual(audit(calibrator, fresh, { probes: few }));
    const [one, other] = [1, 2].map((seed) => audit(calibrator, fresh, { probes: few, seed }));
    expect(one!.probes[0]!.correctedShift).not.toEqual(other!.probes[0]!.correctedShift);
  });

  it('does not let one record change what another is turned into', () => {
    const [all, half] = [fresh, fresh.slice(0, 60)].map((records) =>
      audit(calibrator, records, { probes: few, policy: { passThreshold: 0.7 } }),
    );
    const both = audit(calibrator, fresh.slice(0, 60), { probes: few.toReversed(), policy: { passThreshold: 0.7 } });
    expect(both.probes.toReversed()).toEqual(half!.probes);
    expect(all!.probes[0]!.twins).toBe(120);
  });

  it('passes over records without a label or a text, and says so in its counts', () => {
    const [one, two, ...rest] = fresh;
    const { response: _, ...bare } = two!;
    const features = { words: 12, characters: 60 };
    const records = [{ ...one!, humanRatings: [] }, ...rest];
    expect(audit(calibrator, records, { probes: few }).records).toMatchObject({ labelled: 118, probed: 118 });
    const numbersOnly = fit(
      labelled.map(({ response: __, ...record }) => ({ ...record, features })),
      target,
    );
    const found = audit(numbersOnly, [{ ...bare, features }], { probes: few });
    expect(found).toMatchObject({ verdict: 'not enough data', records: { labelled: 0, probed: 0 } });
    expect(found.probes.every(({ outcome }) => outcome === 'too few')).toBe(true);
  });

  it('says of no probe that it holds where the gate passes next to nothing, and still tells what breaks one', () => {
    const policy = { passThreshold: 1 };
    const closed = audit(calibrator, fresh, { policy });
    expect(closed.gate.passedShare).toBeLessThan(closed.thresholds.leastPassed);
    expect(closed.verdict).toBe('not enough data');
    const outcomes = new Set(closed.probes.map(({ outcome }) => outcome));
    expect(outcomes).toContain('too few pass');
    expect([...outcomes].filter((one) => one !== 'too few pass' && one !== 'too few')).toEqual([]);
    // The same labels, of a gate that passes something, are enough to judge probes by.
    expect(report.probes.some(({ outcome }) => outcome === 'holds' || outcome === 'breaks')).toBe(true);
  });

  it('counts the records that the fit has seen', () => {
    expect(audit(calibrator, [...labelled.slice(0, 30), ...fresh.slice(0, 30)], { probes: few }).records.seen).toBe(30);
  });

  it('measures the surface of a twin anew, and keeps columns that only the app can measure', () => {
    const withColumns = (records: typeof labelled) =>
      records.map((record, i) => ({ ...record, features: { words: 5, depth: i % 7 } }));
    const own = fit(withColumns(labelled), target);
    const { probes } = audit(own, withColumns(fresh), { probes: few });
    // Were the column lost, the correction could not speak; were `words` kept, length would not be seen to change.
    for (const { correctedShift, twins } of probes) {
      expect(twins).toBe(120);
      expect(correctedShift.value).not.toBeNull();
    }
  });

  it('draws whole groups where there are more records than it probes', () => {
    const grouped = fresh.map((record, i) => ({ ...record, group: `g-${Math.floor(i / 4)}` }));
    const { records } = audit(calibrator, grouped, { probes: few, most: 50 });
    expect(records).toMatchObject({ labelled: 120, probed: 52, groups: 13 });
  });

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it.each([
    ['share', { share: 1 }],
    ['share', { share: 0 }],
    ['most', { most: 0 }],
    ['most', { most: 2.5 }],
  ])('refuses a wrong %s', (option, wrong) => {
    expect(() => audit(calibrator, fresh, { probes: few, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalid-option', details: expect.objectContaining({ option }) }),
    );
  });
});

describe('a twin that the gate cannot judge', () => {
  it('as it was rated by another rater than the certificate is of, is no twin that the gate stops', () => {
    const of = (records: typeof labelled, rater: string) => records.map((record) => ({ ...record, rater }));
    const two = fit([...of(labelled.slice(0, 150), 'one'), ...of(labelled.slice(150), 'two')], target);
    const policy = { passThreshold: 0.6, expect: { rater: 'one' } };
    const ratings = ({ probe, original }: Twin) => ({
      selfRating: original.selfRating,
      rater: probe === 'unchanged' ? 'one' : 'two',
    });
    const unjudged = audit(two, of(fresh, 'one'), { probes: few, policy, ratings });
    expect(unjudged.verdict).toBe('not enough data');
    for (const { unrated, twins, outcome } of unjudged.probes)
      expect({ unrated, twins, outcome }).toEqual({ unrated: 120, twins: 0, outcome: 'unclear' });
    expect(audit(two, of(fresh, 'two'), { probes: few, policy }).verdict, 'nor where no rater is asked').toBe(
      'not enough data',
    );
  });
});

describe('a probe of your own', () => {
  const probe = (twin: unknown, name = 'mine') => ({ name, kind: 'surface', describe: 'mine', twin }) as TwinProbe;

  it.each([
    ['a promise', [probe(async () => Promise.resolve('x'))]],
    ['a number', [probe(() => 42)]],
    ['a blank', [probe(() => ' ')]],
    ['no function', [probe('x')]],
    ['the name of the original', [probe(() => 'x', 'unchanged')]],
    ['a name that would end an id', [probe(() => 'x', 'a~b')]],
    ['one name twice', [probe(() => 'x'), probe(() => 'y')]],
  ])('that gives %s is refused, and does not seem to hold', (_, probes) => {
    expect(() => audit(calibrator, fresh, { probes })).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });

  it('is tried like the others', () => {
    const { probes } = audit(calibrator, fresh, {
      probes: [...few, probe(({ response }: { response: string }) => `${response} Yes.`)],
    });
    expect(probes.at(-1)).toMatchObject({ name: 'mine', twins: 120 });
  });
});

describe('the gate that is audited', () => {
  it('is that of the policy, where it passes anything', () => {
    const { gate } = audit(calibrator, fresh, { probes: few, policy: { passThreshold: 0.6 } });
    expect(gate).toMatchObject({ passThreshold: 0.6, thresholdFrom: 'policy' });
  });

  it('stands on the certificate of the calibrator', () => {
    const claim = { estimand: 'false-pass', limit: 0.3, confidence: 0.9 } as const;
    const more = drawRecords(seededRandom(12), 400).records.map((record) => ({ ...record, id: `more-${record.id}` }));
    const certified = certify(calibrator, more, claim).calibrator;
    expect(certified.certificates[0]!.rule).not.toBeNull();
    const { gate } = audit(certified, fresh, { probes: few });
    expect(gate).toMatchObject({ passThreshold: null, thresholdFrom: 'certificate', stoppedBy: null });
    expect(gate.passedShare).toBeGreaterThan(0.05);
  });

  it('is audited as it is where the policy says so, and gets no pass where it passes next to nothing', () => {
    const { gate, verdict } = audit(calibrator, fresh, { probes: few, policy: { passThreshold: 1 } });
    expect(gate).toMatchObject({ passThreshold: 1, passedShare: 0, thresholdFrom: 'policy' });
    expect(gate.stoppedBy).toMatch(/^(between-thresholds|below-threshold)$/);
    expect(verdict).toBe('not enough data');
  });

  it('is none that can pass where its certificate has expired', () => {
    const claim = { estimand: 'false-pass', limit: 0.3, confidence: 0.9 } as const;
    const more = drawRecords(seededRandom(12), 400).records.map((record) => ({ ...record, id: `more-${record.id}` }));
    const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const certified = certify(calibrator, more, claim, { expires: day }).calibrator;
    vi.useFakeTimers({ now: Date.now() + 40 * 86_400_000, toFake: ['Date'] });
    const { gate, verdict } = audit(certified, fresh, { probes: few });
    vi.useRealTimers();
    expect(gate).toMatchObject({ passedShare: 0, thresholdFrom: 'certificate', stoppedBy: 'certificate-expired' });
    expect(verdict).toBe('not enough data');
  });

  it('passes as many as people do where nobody has set a threshold and the default passes next to nothing', () => {
    const harsh = fit(
      labelled.map((record) => ({ ...record, humanRatings: [(record.humanRatings[0] as number) > 3 ? 5 : 1] })),
      { ...target, passAt: 5 },
    );
    const rare = fresh.map((record) => ({ ...record, humanRatings: [(record.humanRatings[0] as number) > 3 ? 5 : 1] }));
    const { gate, records, verdict } = audit(harsh, rare, { probes: few });
    expect(gate.thresholdFrom).toBe('people');
    expectClose(gate.passedShare, 1 - records.failing / records.probed, { absolute: 0.02 });
    expect(verdict).not.toBe('pass');
  });

  it('passes the share that is asked for', () => {
    const { gate } = audit(calibrator, fresh, { probes: few, share: 0.3 });
    expectClose(gate.passedShare, 0.3, { absolute: 0.01 });
  });

  it('stands beside one on the rating alone that passes exactly as much, by a part of what ties', () => {
    for (const share of [0.1, 0.35, 0.5, 0.8]) {
      const { raw, passedShare } = gatesFor(calibrator, fresh, { share, isPassedByPeople: () => true });
      const passed = fresh.reduce((sum, record) => sum + rawPasses(raw, record, target.ratingScale), 0);
      expectClose(passed / fresh.length, passedShare);
    }
  });
});
