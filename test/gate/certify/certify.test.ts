import { beforeAll, describe, expect, it } from 'vitest';
import {
  certify,
  createQualityGate,
  fit,
  fitAndCertify,
  parseCalibrator,
  type CalibrationRecord,
  type Calibrator,
  type Claim,
} from '../../../src/index.ts';
import { sealed } from '../../../src/calibrator/seal.ts';
import { wasSeen } from '../../../src/calibrator/seen.ts';
import { drawGroups, unitsOf } from '../../../src/gate/certify/units.ts';
import { isShown } from '../../../src/gate/certify/tests.ts';
import { scored } from '../../../src/gate/certify/prove.ts';
import { splitForProof } from '../../../src/gate/certify/fit-and-certify.ts';
import { mostAllowed } from '../../../src/math/binomial.ts';
import { seededRandom, shuffled } from '../../../src/math/random.ts';
import { drawWorld, twentyFeatures, worldTarget } from '../../world.ts';

const easy: Claim = { estimand: 'false-pass', limit: 0.4, confidence: 0.9 };
const hard: Claim = { estimand: 'false-pass', limit: 0.01, confidence: 0.9 };

/** Records of a world, as records: without the truth. */
function labels(seed: number, records: number, perGroup = 1): CalibrationRecord[] {
  return drawWorld(seededRandom(seed), { records, perGroup, measured: twentyFeatures, strictness: -0.5 }).map(
    ({ truth: _, ...record }) => ({ ...record, id: `${seed} ${record.id}`, group: `${seed} ${record.group}` }),
  );
}

let calibrator: Calibrator;
const fresh = labels(2, 200);

beforeAll(() => {
  calibrator = fit(labels(1, 80), worldTarget);
});

describe('certify', () => {
  it('gives the threshold, the labels it stands on and a gate that keeps to it', () => {
    const { calibrator: certified, reports } = certify(calibrator, fresh, easy);
    const [{ certificate, frontier, needed }] = reports as [(typeof reports)[number]];
    expect(certificate).toMatchObject({ ...easy, units: 200, uses: 1, expires: null });
    const { rule, decided, contradicted } = certificate;
    expect(contradicted).toBeLessThanOrEqual(mostAllowed(decided, 0.4, 0.1));
    expect(needed).toBeUndefined();
    const gate = createQualityGate({ calibrator: certified });
    const passed = fresh.filter((record) => gate.decide(record).verdict === 'pass');
    expect(passed).toHaveLength(decided);
    expect(passed.filter(({ humanRatings }) => humanRatings[0] === 0)).toHaveLength(contradicted);
    expect(gate.decide(passed[0]!).certificate).toMatchObject({ ...easy, digest: certificate.digest });
    const own = frontier.find(({ threshold }) => threshold === rule!.threshold);
    if (rule!.score === 'passProbability') expect(own).toMatchObject({ decided, contradicted });
  });

  it('says not yet, and how many labels it would take; the gate then passes nothing', () => {
    const { calibrator: certified, reports } = certify(calibrator, fresh, { ...easy, limit: 0.12 });
    const [{ certificate, needed }] = reports as [(typeof reports)[number]];
    expect(certificate).toMatchObject({ rule: null, decided: 0, contradicted: 0 });
    expect(needed === undefined || needed.atRandom > 0).toBe(true);
    const gate = createQualityGate({ calibrator: certified });
    for (const record of fresh) expect(gate.decide(record).verdict).not.toBe('pass');
  });

  it('needs more labels the lower the limit, and says so of each kind', () => {
    const needs = [0.3, 0.25, 0.2].map((limit) => {
      const [{ needed }] = certify(calibrator, fresh.slice(0, 5), { ...easy, limit }).reports as never as [
        { needed: { atRandom: number; fromThreshold: { labels: number } } },
      ];
      expect(needed.fromThreshold.labels).toBeLessThanOrEqual(needed.atRandom);
      return needed.atRandom;
    });
    expect(needs).toEqual([...needs].sort((a, b) => a - b));
    expect(new Set(needs).size).toBe(3);
  });

  it('does not depend on the order of the labels, nor on those that nobody rated', () => {
    const unrated = { ...fresh[0]!, id: 'unrated', group: 'unrated', humanRatings: [] };
    const other = certify(calibrator, shuffled([...fresh, unrated], seededRandom(5)), easy);
    expect(other.calibrator.digest).toBe(certify(calibrator, fresh, easy).calibrator.digest);
  });

  it('refuses labels that the fit has seen, under whatever name and with whatever rating', () => {
    const [seen] = labels(1, 80);
    const copies = [
      seen!,
      { ...seen!, id: 'renamed', group: 'renamed' },
      { ...seen!, humanRatings: [0], id: 'x', group: 'x' },
    ];
    for (const copy of copies)
      expect(() => certify(calibrator, [...fresh, copy], easy)).toThrow(
        expect.objectContaining({
          code: 'labels-not-fresh',
          details: expect.objectContaining({ seen: 1, labels: 201, ids: [copy.id] }) as unknown,
        }),
      );
    const sameGroup = { ...fresh[0]!, id: 'sibling', group: seen!.group! };
    expect(() => certify(calibrator, [sameGroup], easy)).toThrow(expect.objectContaining({ code: 'labels-not-fresh' }));
  });

  it('refuses labels by another policy than those of the fit', () => {
    const by = (policy: string) => (one: CalibrationRecord) => ({
      ...one,
      humanRatings: one.humanRatings.map((value) => ({ value: value as number, policy })),
    });
    const fitted = fit(labels(1, 80).map(by('policy-1')), worldTarget);
    expect(certify(fitted, fresh.map(by('policy-1')), easy).reports[0]!.certificate.labelPolicies).toEqual([
      'policy-1',
    ]);
    expect(certify(fitted, fresh, easy).reports).toHaveLength(1);
    expect(() => certify(fitted, fresh.map(by('policy-2')), easy)).toThrow(
      expect.objectContaining({
        code: 'label-policy-mismatch',
        details: { labelPolicy: 'policy-2', calibrator: ['policy-1'] },
      }),
    );
  });

  it('counts how often labels were asked, and trusts them half as much each time', () => {
    const once = certify(calibrator, fresh, easy).calibrator;
    const usesOf = (of: Calibrator, asked: readonly CalibrationRecord[], claims: Claim | Claim[], options = {}) =>
      certify(of, asked, claims, options).reports[0]!.certificate.uses;
    expect(usesOf(once, fresh, hard)).toBe(2);
    // Some of them are enough, under whatever name; others are others.
    const renamed = { ...fresh[7]!, id: 'x', group: 'x' };
    expect(usesOf(once, [...labels(3, 50), renamed], hard)).toBe(2);
    expect(usesOf(once, labels(3, 50), hard)).toBe(1);
    // The same question again is no new one; another seed, more claims or another floor are.
    const again = certify(once, fresh, easy);
    expect(again.reports[0]!.certificate.uses).toBe(1);
    expect(again.calibrator.digest).toBe(once.digest);
    expect(usesOf(once, fresh, easy, { seed: 2 })).toBe(2);
    expect(usesOf(once, fresh, [easy, hard])).toBe(2);
    const thrice = certify(certify(once, fresh, easy, { seed: 2 }).calibrator, fresh, easy, { seed: 3 }).calibrator;
    expect(thrice.askings).toHaveLength(3);
    expect(thrice.certificates.map(({ uses }) => uses)).toEqual([1, 2, 3]);
    expect(usesOf(thrice, fresh, easy, { seed: 1 })).toBe(1);
    expect(usesOf(thrice, fresh, easy, { seed: 4 })).toBe(4);
  });

  it('tests at half of the error when labels decide a second time', () => {
    const once = certify(calibrator, fresh, hard).calibrator;
    const { certificate } = certify(once, fresh, easy).reports[0]!;
    expect(certificate.contradicted).toBeLessThanOrEqual(mostAllowed(certificate.decided, 0.4, 0.05));
  });

  it('decides several claims together, each for itself', () => {
    const { reports, calibrator: certified } = certify(calibrator, fresh, [
      easy,
      { ...easy, estimand: 'leak' },
      { ...easy, estimand: 'false-fail' },
    ]);
    expect(reports.map(({ certificate }) => [certificate.estimand, certificate.uses])).toEqual([
      ['false-pass', 1],
      ['leak', 1],
      ['false-fail', 1],
    ]);
    expect(certified.certificates).toHaveLength(3);
    expect(parseCalibrator(JSON.stringify(certified))).toEqual(certified);
  });

  it('tries no threshold below the one that labels were drawn from', () => {
    const drawnFrom = 0.6;
    const gate = createQualityGate({ calibrator, policy: { passThreshold: drawnFrom } });
    const top = fresh.filter((record) => gate.decide(record).verdict === 'pass');
    const { certificate, frontier } = certify(calibrator, top, easy, { drawnFrom }).reports[0]!;
    expect(certificate.rule!.threshold).toBeGreaterThanOrEqual(drawnFrom);
    expect(certificate.rule!.score).toBe('passProbability');
    expect(certificate.drawnFrom).toBe(drawnFrom);
    expect(Math.min(...frontier.map(({ threshold }) => threshold))).toBeGreaterThanOrEqual(drawnFrom);
    expect(() => certify(calibrator, fresh, easy, { drawnFrom })).toThrow(
      /at most the pass probability of every label/,
    );
    expect(() => certify(calibrator, top, { ...easy, estimand: 'leak' }, { drawnFrom })).toThrow(
      /left out beside claims of leak/,
    );
  });

  it('refuses what is no claim, no day, no calibrator and no record', () => {
    const wrong: readonly [unknown, RegExp][] = [
      [[], /claims/],
      [{ ...easy, estimand: 'precision' }, /estimand/],
      [{ ...easy, limit: 0 }, /limit/],
      [{ ...easy, confidence: 1 }, /confidence/],
      [{ ...easy, confidence: NaN }, /confidence/],
      [[easy, { ...easy }], /each claim once/],
      [undefined, /claims/],
    ];
    for (const [claim, message] of wrong) expect(() => certify(calibrator, fresh, claim as Claim)).toThrow(message);
    expect(() => certify(calibrator, fresh, easy, { expires: '2027-02-30' })).toThrow(/a day/);
    expect(() => certify({ ...calibrator, seen: { oneIn: 1, records: '', groups: '' } }, fresh, easy)).toThrow(
      /digest/,
    );
    const forgetful = sealed({ ...calibrator, seen: { oneIn: 1, records: '', groups: '' } });
    expect(() => certify(forgetful, fresh, easy)).toThrow(expect.objectContaining({ code: 'not-certifiable' }));
    const bad = [{ ...fresh[0]!, selfRating: 11 }, fresh[1]!, fresh[1]!];
    expect(() => certify(calibrator, bad, easy)).toThrow(/records:0 selfRating.*\n.*records:2 id must be unique/s);
  });

  it('lets nothing pass below a pass probability that is asked for, whatever could be proved', () => {
    const passes = (['false-pass', 'leak', 'joint'] as const).map((estimand) => ({ ...easy, estimand }));
    const claims = [...passes, { ...easy, estimand: 'false-fail' } as const];
    const freely = certify(calibrator, fresh, claims).reports;
    const passFrom = 0.65;
    const { calibrator: certified, reports } = certify(calibrator, fresh, claims, { passFrom });
    for (const [i, { certificate, frontier }] of reports.slice(0, 3).entries()) {
      expect(freely[i]!.certificate.rule!.threshold).toBeLessThan(passFrom);
      expect(certificate.rule!.score).toBe('passProbability');
      expect(certificate.rule!.threshold).toBeGreaterThanOrEqual(passFrom);
      expect(Math.min(...frontier.map(({ threshold }) => threshold))).toBeGreaterThanOrEqual(passFrom);
    }
    // What fails is not what passes.
    expect(reports[3]!.certificate.rule).toEqual(freely[3]!.certificate.rule);
    const gate = createQualityGate({ calibrator: certified });
    const passed = fresh.map((one) => gate.decide(one)).filter(({ verdict }) => verdict === 'pass');
    expect(passed.length).toBeGreaterThan(0);
    for (const { calibrated } of passed) expect(calibrated!.passProbability).toBeGreaterThanOrEqual(passFrom);
    for (const wrong of [0, 1, -0.5, Number.NaN, '0.5' as never, null as never])
      expect(() => certify(calibrator, fresh, easy, { passFrom: wrong })).toThrow(
        'passFrom must be above 0 and below 1',
      );
  });

  it('drops former certificates that pass below the floor, since a gate would stand on them', () => {
    const strict = { ...easy, limit: 0.39 };
    const { calibrator: once, dropped: none } = certify(calibrator, fresh, [
      strict,
      { ...easy, estimand: 'false-fail' },
    ]);
    expect(none).toEqual([]);
    const passFrom = 0.65;
    expect(once.certificates[0]!.rule!.threshold).toBeLessThan(passFrom);
    const { calibrator: after, dropped } = certify(once, labels(9, 400), easy, { passFrom });
    expect(dropped).toEqual([once.certificates[0]]);
    expect(after.certificates.map(({ estimand, limit }) => [estimand, limit])).toEqual([
      ['false-fail', 0.4],
      ['false-pass', 0.4],
    ]);
    const gate = createQualityGate({ calibrator: after });
    const passed = fresh.map((one) => gate.decide(one)).filter(({ verdict }) => verdict === 'pass');
    expect(passed.length).toBeGreaterThan(0);
    for (const { calibrated } of passed) expect(calibrated!.passProbability).toBeGreaterThanOrEqual(passFrom);
    const failing = { ...easy, estimand: 'false-fail' } as const;
    expect(() => certify(calibrator, fresh, failing, { passFrom })).toThrow(
      /passFrom must be left out beside claims of/,
    );
  });

  it('counts labels as used again where they are asked with another floor, or another least inclusion', () => {
    const chosen = fresh.map((one) => ({ ...one, inclusion: 1 }));
    const once = certify(calibrator, chosen, easy, { leastInclusion: 1 }).calibrator;
    const usesOf = (options: Parameters<typeof certify>[3]) =>
      certify(once, chosen, easy, options).reports[0]!.certificate.uses;
    expect(usesOf({ leastInclusion: 1 })).toBe(1);
    expect(usesOf({ leastInclusion: 1, passFrom: 0.8 })).toBe(2);
    expect(usesOf({ leastInclusion: 0.9 })).toBe(2);
  });

  it('refuses a set of which some labels do not say how they were chosen', () => {
    const some = fresh.map((one, i) => (i < 3 ? { ...one, inclusion: 0.5 } : one));
    expect(() => certify(calibrator, some, easy)).toThrow(/records:3 inclusion must be said of all labels/);
  });

  it('writes down what was left out', () => {
    expect(certify(calibrator, fresh, easy, { leftOut: 7 }).reports[0]!.certificate.leftOut).toBe(7);
  });

  it('draws one response of each group where the fit knows of no groups, or where means have less of a chance', () => {
    const grouped = labels(6, 200, 4);
    const { certificate } = certify(calibrator, grouped, easy).reports[0]!;
    expect(certificate.units).toBe(50);
    expect(certificate).not.toHaveProperty('groups');
    // Where groups are all alike, what is drawn says as much, and the test of counts is the finer one.
    const alike = { ...calibrator.fittedOn, groups: 20, groupCorrelation: 1 };
    const taught = sealed({ ...calibrator, fittedOn: alike });
    expect(certify(taught, grouped, easy).reports[0]!.certificate).not.toHaveProperty('groups');
  });

  it('draws by a person, where the fit counts people and not responses', () => {
    const asked = (of: readonly CalibrationRecord[]) =>
      of.map((one) => ({ ...one, humanRatings: [one.humanRatings[0]!, one.humanRatings[0]!, one.humanRatings[0]!] }));
    const byPerson = fit(asked(labels(1, 80)), { ...worldTarget, passBy: 'person' });
    expect(byPerson.fittedOn).toMatchObject({ records: 240, groups: 80 });
    const { certificate } = certify(byPerson, asked(fresh), easy).reports[0]!;
    expect(certificate.units).toBe(200);
    expect(certificate).not.toHaveProperty('groups');
  });

  it('counts labels of groups by their means, and passes what it says', () => {
    const unlike = { ...calibrator.fittedOn, groups: 20, groupCorrelation: 0.1 };
    const taught = sealed({ ...calibrator, fittedOn: unlike });
    const grouped = labels(6, 400, 4);
    const { calibrator: certified, reports } = certify(taught, grouped, easy);
    const { certificate, frontier } = reports[0]!;
    expect(certificate).toMatchObject({ units: 400, groups: 100 });
    const gate = createQualityGate({ calibrator: certified });
    const passed = grouped.filter((record) => gate.decide(record).verdict === 'pass');
    expect(certificate.rule).not.toBeNull();
    expect(passed).toHaveLength(certificate.decided);
    expect(passed.filter(({ humanRatings }) => humanRatings[0] === 0)).toHaveLength(certificate.contradicted);
    const own = frontier.find(({ threshold }) => threshold === certificate.rule!.threshold);
    if (certificate.rule!.score === 'passProbability') expect(own!.upper).toBeLessThanOrEqual(easy.limit);
    // Each upper limit is the lowest that the groups show, to a thousandth.
    const units = unitsOf(taught, drawGroups(grouped, { seed: 1 }).groups, { seed: 1, features: [] });
    const seen = scored(units, 'passProbability', 'mean', easy);
    for (const { threshold, rate, upper } of frontier) {
      expect(upper).toBeGreaterThan(rate ?? 0);
      const isShownAt = (limit: number) => isShown(seen, threshold, 'false-pass', { limit, error: 0.1 });
      if (upper < 1) expect([isShownAt(upper), isShownAt(upper - 0.001)]).toEqual([true, false]);
    }
    expect(certify(taught, shuffled(grouped, seededRandom(3)), easy).calibrator.digest).toBe(certified.digest);
  });

  it('certifies nothing on no labels', () => {
    expect(certify(calibrator, [], easy).reports[0]!.certificate).toMatchObject({ rule: null, units: 0 });
  });
});

describe('fitAndCertify', () => {
  const records = labels(4, 150, 3);

  it('fits on one part of the groups and certifies on the other', () => {
    const { calibrator: certified, reports } = fitAndCertify(records, easy, worldTarget);
    const { fitted, kept } = splitForProof(records, {});
    expect(fitted.length + kept.length).toBe(150);
    expect(Math.abs(kept.length - 90)).toBeLessThan(4);
    expect(certified.fittedOn.records).toBe(fitted.length);
    // Three records a group: more can be expected of their means than of one drawn of each.
    expect(reports[0]!.certificate).toMatchObject({ units: kept.length, groups: kept.length / 3 });
    for (const record of kept) expect(wasSeen(certified.seen, record)).toBeUndefined();
    for (const record of fitted) expect(wasSeen(certified.seen, record)).toBe('record');
  });

  it('never parts copies, and gives the same bytes in any order', () => {
    const copies = records.map((one) => ({ ...one, id: `copy ${one.id}`, group: `copy ${one.group}` }));
    const all = [...records, ...copies];
    const { fitted } = splitForProof(all, { certifyShare: 0.5 });
    const ids = new Set(fitted.map(({ id }) => id));
    for (const { id } of records) expect(ids.has(id)).toBe(ids.has(`copy ${id}`));
    const digest = fitAndCertify(all, easy, worldTarget).calibrator.digest;
    expect(fitAndCertify(shuffled(all, seededRandom(9)), easy, worldTarget).calibrator.digest).toBe(digest);
  });

  it('gives the fit its twenty labels, and says not yet', () => {
    const few = labels(5, 30);
    const { calibrator: certified, reports } = fitAndCertify(few, hard, worldTarget);
    expect(certified.fittedOn.records).toBe(20);
    expect(reports[0]!.certificate).toMatchObject({ rule: null, units: 10 });
  });

  it('refuses shares that leave nothing', () => {
    for (const certifyShare of [0, 1, NaN, '0.4' as never])
      expect(() => fitAndCertify(records, easy, { ...worldTarget, certifyShare })).toThrow(/certifyShare/);
  });
});
