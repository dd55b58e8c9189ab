import { beforeAll, describe, expect, it } from 'vitest';
import { calibrate } from '../../../src/calibrator/calibrate.ts';
import { bootstrap } from '../../../src/fit/bootstrap.ts';
import { calibratorChange, type CalibratorChange } from '../../../src/gate/promotion/against.ts';
import { compareCalibrators } from '../../../src/gate/promotion/compare.ts';
import { fit, type Calibrator } from '../../../src/index.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { expectClose } from '../../close.ts';
import { drawWorld, worldTarget, type WorldRecord } from '../../world.ts';
import { certificate, withParts } from '../certified.ts';

const now = Date.UTC(2027, 0, 1);
const measured = ['words', 'hedges'];
const drawn = (seed: number, records: number): WorldRecord[] =>
  drawWorld(seededRandom(seed), { records, perGroup: 2, measured }).map((record) => ({
    ...record,
    id: `${seed}-${record.id}`,
    group: `${seed}-${record.group}`,
  }));

const [early, late, fresh] = [drawn(1, 60), drawn(2, 400), drawn(3, 300)];
let previous: Calibrator;
let current: Calibrator;
let change: CalibratorChange;

beforeAll(() => {
  previous = fit(early, worldTarget);
  current = fit(late, worldTarget);
  change = calibratorChange(previous, current, fresh, { now });
});

describe('what changes from one calibrator to the next', () => {
  it('has the verdict and the log loss that a promotion would have', () => {
    const { verdict, isSettled, logLoss } = compareCalibrators(current, previous, fresh, { now });
    expect(change).toMatchObject({ verdict, isSettled, logLoss, records: 300, groups: 150 });
  });

  it('has the Brier score of each, record by record, and a paired interval of the difference', () => {
    const outcomes = fresh.map(({ humanRatings }) => humanRatings[0] as number);
    const squares = [previous, current].map((one) =>
      fresh.map((record, i) => (calibrate(one, record).passProbability - outcomes[i]!) ** 2),
    );
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const { brier } = change.beside;
    expectClose([brier.previous!, brier.current!], squares.map(mean), { absolute: 1e-6 });
    const differences = squares[1]!.map((value, i) => value - squares[0]![i]!);
    const paired = bootstrap(
      (weights) =>
        differences.reduce((sum, value, i) => sum + weights[i]! * value, 0) / mean(Array.from(weights)) / 300,
      { weights: fresh.map(() => 1), groups: fresh.map(({ group }) => group!), seed: 1 },
    )((value) => value);
    // Canonical order is another than that of the records, so other draws are made.
    expectClose([brier.difference.lower!, brier.difference.upper!], [paired.lower!, paired.upper!], {
      absolute: 0.003,
    });
  });

  it('counts by each gate what it passes, and what fails of that', () => {
    const [a, b] = [previous, current].map((one) => {
      const passed = fresh.filter((record) => {
        const { passProbability, outside } = calibrate(one, record);
        return outside.length === 0 && passProbability >= 0.8;
      });
      const failing = passed.filter(({ humanRatings }) => humanRatings[0] === 0).length;
      return { share: passed.length / fresh.length, failing: passed.length === 0 ? null : failing / passed.length };
    });
    const { beside, passedShare } = change;
    expectClose([passedShare.previous!, passedShare.current!], [a!.share, b!.share], { absolute: 1e-6 });
    expect(b!.share).toBeGreaterThan(0);
    expectClose(beside.falsePass.current!, b!.failing!, { absolute: 1e-6 });
    if (a!.failing === null)
      expect(beside.falsePass).toMatchObject({ previous: null, pValue: null, says: 'no difference' });
    else expectClose(beside.falsePass.previous!, a!.failing, { absolute: 1e-6 });
  });

  it('speaks of a difference only where the corrected p-value allows it', () => {
    const tested = Object.values(change.beside).filter(({ pValue }) => pValue !== null);
    expect(tested.length).toBeGreaterThan(1);
    for (const { pValue, says, difference } of tested) {
      expect(pValue).toBeGreaterThan(0);
      expect(says === 'no difference').toBe(pValue! > 0.05);
      // The interval speaks for itself alone: it may leave 0 out where all together do not, never the other way.
      if (says !== 'no difference') expect(Math.sign(difference.lower!)).toBe(Math.sign(difference.upper!));
    }
  });

  it('is nothing from a calibrator to itself', () => {
    const { verdict, logLoss, beside, decisions, lost, gained } = calibratorChange(current, current, fresh, { now });
    expect([verdict, logLoss.gain, decisions.flips, lost, gained]).toEqual(['same', 0, [], [], []]);
    for (const { difference, says } of Object.values(beside))
      expect([difference.value, says]).toEqual([0, 'no difference']);
  });

  it('turns around with the two', () => {
    const back = calibratorChange(current, previous, fresh, { now });
    expect(back.logLoss.gain).toBe(-change.logLoss.gain);
    expect([back.beside.auc.previous, back.beside.auc.current]).toEqual([
      change.beside.auc.current,
      change.beside.auc.previous,
    ]);
    expectClose(back.beside.auc.difference.value!, -change.beside.auc.difference.value!);
    expect(back.decisions.flips.map(({ id }) => id)).toEqual(change.decisions.flips.map(({ id }) => id));
  });

  it('is the same for the same seed, whatever the order of the records', () => {
    expect(calibratorChange(previous, current, fresh, { now })).toEqual(change);
    const { decisions: _, ...turned } = calibratorChange(previous, current, fresh.toReversed(), { now });
    const { decisions: __, ...straight } = change;
    expect(turned).toEqual(straight);
  });

  it('names promises that are lost, and those that are gained', () => {
    const carrying = (one: Calibrator, limit: number) => withParts(one, { certificates: [certificate({ limit })] });
    const weaker = calibratorChange(carrying(previous, 0.1), carrying(current, 0.2), fresh, { now });
    expect(weaker.lost).toMatchObject([{ estimand: 'false-pass', limit: 0.1 }]);
    expect(weaker.gained).toEqual([]);
    const stronger = calibratorChange(carrying(previous, 0.2), carrying(current, 0.1), fresh, { now });
    expect(stronger.lost).toEqual([]);
    expect(stronger.gained).toMatchObject([{ estimand: 'false-pass', limit: 0.1 }]);
  });
});

describe('labels that one of the two has been fitted on', () => {
  it('are left out and counted by who has seen them, and nothing is compared on them', () => {
    const mixed = calibratorChange(previous, current, [...early.slice(0, 30), ...late.slice(0, 10), ...fresh], { now });
    expect(mixed.leftOut).toMatchObject({ labels: 40, seenBy: { previous: 30, current: 10 } });
    expect(mixed.leftOut.ids).toHaveLength(5);
    expect(mixed.logLoss).toEqual(change.logLoss);
    expect(mixed.beside).toEqual(change.beside);
    // What a gate decides needs no label.
    expect(mixed.decisions.records).toBe(340);
  });

  it('are known by their group as well', () => {
    const others = early
      .slice(0, 20)
      .map((record, i) => ({ ...record, id: `new${i}`, selfRating: (record.selfRating + 1) % 11 }));
    expect(calibratorChange(previous, current, [...others, ...fresh], { now }).leftOut.labels).toBe(20);
  });

  it('leave nothing to compare where they are all', () => {
    expect(() => calibratorChange(previous, current, early, { now })).toThrow(
      expect.objectContaining({ code: 'labels-not-fresh', details: expect.objectContaining({ seen: 60, labels: 60 }) }),
    );
  });

  it('are refused where a calibrator does not know all that it has seen', () => {
    const forgetful = withParts(current, { seen: { ...current.seen, oneIn: 2 } });
    const labels = [...early.slice(0, 30), ...fresh];
    expect(() => calibratorChange(previous, forgetful, labels, { now })).toThrow(/cannot be told apart/);
  });
});

describe('what cannot be compared', () => {
  it('is a calibrator of another target, said before anything else', () => {
    const other = fit(late, { ...worldTarget, passAt: 1 });
    expect(() => calibratorChange(previous, other, early, { now })).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: expect.stringContaining('passAt of the candidate must be 0.5'),
      }),
    );
  });

  it('is fewer than twenty new labels', () => {
    expect(() => calibratorChange(previous, current, fresh.slice(0, 12), { now })).toThrow(
      expect.objectContaining({ code: 'too-few-records' }),
    );
  });

  it('has no intervals of few groups, and no verdict', () => {
    const grouped = fresh.slice(0, 40).map((record, i) => ({ ...record, group: `few ${i % 5}` }));
    const few = calibratorChange(previous, current, grouped, { now });
    expect(few).toMatchObject({ verdict: 'same', isSettled: false, logLoss: { lower: null } });
    for (const { pValue, difference } of Object.values(few.beside))
      expect([pValue, difference.lower]).toEqual([null, null]);
  });
});
