import { describe, expect, it } from 'vitest';
import { isUnflatterError } from '../../src/errors.ts';
import {
  calibrate,
  checkTransport,
  fit,
  type CalibrationRecord,
  type Calibrator,
  type TransportReport,
} from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { equivalenceOf, type Residual } from '../../src/monitor/equivalence.ts';
import { expectClose } from '../close.ts';
import { standingSentences } from '../../src/report/monitor-words.ts';
import { holdsReport } from '../report/monitor-reports.ts';
import { withParts } from '../gate/certified.ts';
import { drawWorld, worldTarget, type WorldOptions } from '../world.ts';
import { drawn, labelled, measured, watched } from './watched.ts';

const calibrator: Calibrator = fit(drawn('fit', 21, 800), worldTarget);

function population(name: string, seed: number, options: WorldOptions): CalibrationRecord[] {
  return drawWorld(seededRandom(seed), { measured, ...options }).map(({ truth: _, ...record }) => ({
    ...record,
    id: `${name}-${record.id}`,
    group: `${name}-${record.group}`,
  }));
}

/** People fail and pass evenly, so that what is expected of all is off by the bias exactly. */
function residuals(groups: number, bias: number, parts: Partial<Residual> = {}): Residual[] {
  return Array.from({ length: groups }, (_, i) => ({
    label: i % 2,
    expected: 0.5 - bias,
    weight: 1,
    group: `g${i}`,
    ...parts,
  }));
}

describe('a transport check', () => {
  it('holds on the population that the calibrator was fitted for, overall and of what the gate passes', () => {
    const report = checkTransport(calibrator, population('same', 22, { records: 2500 }), {
      policy: { passThreshold: 0.6 },
    });
    expect(report).toMatchObject({ verdict: 'holds', margin: 0.05, overall: { verdict: 'holds', labels: 2500 } });
    expect(report.passed).toMatchObject({ verdict: 'holds' });
    expect(report.passed!.labels).toBeGreaterThan(300);
    expect(Math.abs(report.overall.bias!)).toBeLessThan(0.03);
  });

  it('fails where people are harder to please, and says that they pass fewer', () => {
    const report = checkTransport(calibrator, population('strict', 23, { records: 600, strictness: 1 }));
    expect(report).toMatchObject({ verdict: 'fails', overall: { verdict: 'fails' } });
    expect(report.overall.bias).toBeLessThan(-0.1);
    expect(report.overall.upper).toBeLessThan(-0.05);
  });

  it('cannot tell by a few labels, and says how many it takes', () => {
    const { verdict, overall } = checkTransport(calibrator, population('few', 24, { records: 60 }));
    expect({ verdict, part: overall.verdict }).toEqual({ verdict: 'cannot tell', part: 'cannot tell' });
    expect(overall.needed).toBeGreaterThan(500);
    expect(overall.needed).toBeLessThan(1000);
  });

  it('fails where what the gate passes fails, though all others make up for it', () => {
    // What was rated high is worse than it was, what was rated low is better.
    const records = population('twisted', 25, { records: 3000 }).map((record, i) => {
      const p = calibrate(calibrator, record).passProbability;
      const bias = p >= 0.6 ? -0.2 : 0.1;
      return { ...record, humanRatings: [seededRandom(i)() < p + bias ? 1 : 0] };
    });
    const { verdict, overall, passed } = checkTransport(calibrator, records, { policy: { passThreshold: 0.6 } });
    expect(verdict).toBe('fails');
    expect(passed!.verdict).toBe('fails');
    expect(overall.verdict).not.toBe('fails');
  });

  it('has no part for what passes where nothing was certified', () => {
    const uncertified = watched({ rule: null });
    const { passed } = checkTransport(uncertified, population('same', 26, { records: 100 }));
    expect(passed).toBeNull();
  });

  it('leaves out what the fit has seen, labels of models and of other policies, and what has no label', () => {
    const known = withParts(calibrator, { ...calibrator, labelPolicies: ['guide-1'] });
    const records = [
      ...drawn('fit', 21, 5),
      labelled({ humanRatings: [] }),
      labelled({ humanRatings: [{ value: 1, source: 'model' }] }),
      labelled({ humanRatings: [{ value: 1, policy: 'guide-2' }] }),
      labelled({ humanRatings: [{ value: 0, source: 'model' }, 1], selfRating: 7 }),
    ];
    expect(checkTransport(known, records).overall).toMatchObject({ labels: 1, verdict: 'cannot tell' });
  });

  it('counts the labels on which the calibrator cannot speak, and does not hold where these could turn it', () => {
    const known = withParts(calibrator, { ...calibrator, raters: ['house'] });
    const judged = population('known', 27, { records: 2500 }).map((record) => ({ ...record, rater: 'house' }));
    const strange = population('strange', 28, { records: 1000 }).map((record) => ({
      ...record,
      rater: 'nobody',
      humanRatings: [0],
    }));
    const check = (records: readonly CalibrationRecord[]) => checkTransport(known, records, { margin: 0.08 });
    expect(check(judged).overall).toMatchObject({ verdict: 'holds', labels: 2500, unjudged: 0 });
    // Should all of 20 be passed by the one and failed by the other, it still is within the margin.
    expect(check([...judged, ...strange.slice(0, 20)]).overall).toMatchObject({
      verdict: 'holds',
      labels: 2500,
      unjudged: 20,
    });
    expect(check([...judged, ...strange])).toMatchObject({
      verdict: 'cannot tell',
      overall: { verdict: 'cannot tell', labels: 2500, unjudged: 1000 },
    });
    const { transport: _, ...rest } = holdsReport;
    const words = (transport: TransportReport) => standingSentences({ ...rest, transport }).join(' ');
    expect(words(check([...judged, ...strange]))).toContain(
      '2,500 labels in 2,500 groups, beside 1,000 labels on which it could not speak;',
    );
    expect(words(check(judged))).not.toContain('could not speak');
    expect(check(strange).overall).toMatchObject({ verdict: 'cannot tell', labels: 0, unjudged: 1000 });
    // Each of these stands for a hundred.
    const rare = strange.slice(0, 20).map((record) => ({ ...record, inclusion: 0.01 }));
    expect(check([...judged, ...rare]).overall.verdict).toBe('cannot tell');
  });

  it('says nothing of no labels', () => {
    expect(checkTransport(calibrator, [])).toMatchObject({
      verdict: 'cannot tell',
      overall: { labels: 0, groups: 0, effectiveGroups: 0, bias: null, lower: null, upper: null, needed: null },
    });
  });

  it.each([{ margin: 0 }, { margin: 0.5 }, { margin: Number.NaN }, { margin: '0.1' as never }])(
    'refuses a margin of $margin',
    ({ margin }) => {
      let error: unknown;
      try {
        checkTransport(calibrator, [], { margin });
      } catch (thrown) {
        error = thrown;
      }
      expect(isUnflatterError(error, 'invalid-option') && error.message).toContain(
        'margin must be above 0 and below 0.5',
      );
    },
  );

  it.each([[0], [0.5], [Number.NaN], ['1' as never]])('refuses %j for one over an inclusion', (weight) => {
    expect(() => checkTransport(calibrator, [], { unjudged: [weight] })).toThrow(
      'unjudged must be a list of numbers from 1 on',
    );
  });

  it('refuses records that are none, with all that is wrong', () => {
    let error: unknown;
    try {
      checkTransport(calibrator, [labelled({ selfRating: 99 }), labelled({ humanRatings: [7] })]);
    } catch (thrown) {
      error = thrown;
    }
    expect(isUnflatterError(error, 'invalid-records') && error.details.issues.length).toBe(2);
  });
});

describe('the equivalence test', () => {
  it('is two one-sided t tests over groups', () => {
    const { lower, upper, bias, effectiveGroups } = equivalenceOf(residuals(400, 0.02), 0.05);
    expectClose(bias!, 0.02, { absolute: 1e-12 });
    expect(effectiveGroups).toBe(400);
    // t of 399 degrees of freedom at .95 is 1.6487; labels scatter by sqrt(400 / 399) / 2, and a little more.
    const reach = (1.6487 * 0.5 * Math.sqrt(400 / 399)) / 20;
    expectClose(lower!, 0.02 - reach, { absolute: 1e-5 });
    expectClose(upper!, 0.02 + reach, { absolute: 1e-5 });
  });

  it('is no surer when every label of a group comes ten times', () => {
    const once = equivalenceOf(residuals(300, 0), 0.05);
    const often = equivalenceOf(
      residuals(300, 0).flatMap((one) => Array.from({ length: 10 }, () => one)),
      0.05,
    );
    expectClose(often.lower!, once.lower!, { absolute: 1e-9 });
    expect(often.verdict).toBe(once.verdict);
  });

  it('tells nothing by fewer than twenty groups of equal weight, however far off they are', () => {
    expect(equivalenceOf(residuals(19, -0.45), 0.05).verdict).toBe('cannot tell');
    const heavy = residuals(200, -0.45).map((one, i) => ({ ...one, weight: i === 0 ? 500 : 1 }));
    expect(equivalenceOf(heavy, 0.05)).toMatchObject({ verdict: 'cannot tell', groups: 200 });
    expect(equivalenceOf(residuals(200, -0.45), 0.05).verdict).toBe('fails');
  });

  it('takes a few large groups to be alike, though all of them pass', () => {
    // Five groups of thirty, beside 300 of one each that fail 15 in a hundred: a bias of .1 may be hidden by five lucky draws.
    const large = Array.from({ length: 150 }, (_, i) => ({
      label: 1,
      expected: 0.95,
      weight: 1,
      group: `large ${i % 5}`,
    }));
    const single = (i: number): Residual => ({ label: i % 20 < 3 ? 0 : 1, expected: 0.95, weight: 1, group: `${i}` });
    const singles = Array.from({ length: 300 }, (_, i) => single(i));
    expect(equivalenceOf([...large, ...singles], 0.1)).toMatchObject({ verdict: 'cannot tell', groups: 305 });
    const apart = large.map((one, i) => ({ ...one, group: `apart ${i}` }));
    expect(equivalenceOf([...apart, ...singles], 0.1).verdict).toBe('holds');
  });

  it('is not made sure by labels that all pass', () => {
    const all = residuals(30, 0, { label: 1, expected: 0.99 });
    const { verdict, lower } = equivalenceOf(all, 0.05);
    expect(verdict).toBe('cannot tell');
    expect(lower).toBeLessThan(-0.05);
    expect(equivalenceOf(residuals(300, 0, { label: 1, expected: 0.99 }), 0.05).verdict).toBe('holds');
  });

  it('goes by weights', () => {
    const mixed = [...residuals(100, 0.1), ...residuals(100, -0.1, { weight: 3 })].map((one, i) => ({
      ...one,
      group: `${i}`,
    }));
    expectClose(equivalenceOf(mixed, 0.05).bias!, (0.1 - 3 * 0.1) / 4, { absolute: 1e-12 });
  });
});
