import { describe, expect, it } from 'vitest';
import { differenceOf } from '../../src/estimate/difference.ts';
import type { Unit } from '../../src/estimate/unit.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { drawSystems } from './unit-world.ts';

const labelledUpTo = (most: number) => (group: number) => group < most;

function systems(ease: number): [Unit[], Unit[]] {
  return drawSystems(seededRandom(8), 300, [
    { name: 'a', ease, perGroup: 4, isLabelled: labelledUpTo(80) },
    { name: 'b', ease: 0, perGroup: 4, isLabelled: labelledUpTo(80) },
  ]) as [Unit[], Unit[]];
}

const widthOf = ({ interval }: ReturnType<typeof differenceOf>): number => interval!.upper - interval!.lower;

describe('the difference of two systems', () => {
  it('is better, worse or cannot be told', () => {
    const [strong, plain] = systems(1.5);
    expect(differenceOf(strong, plain, 0.95)).toMatchObject({ verdict: 'better', sharedGroups: 300 });
    expect(differenceOf(plain, strong, 0.95)).toMatchObject({ verdict: 'worse' });
    const [same, other] = systems(0);
    const { verdict, interval, pValue } = differenceOf(same, other, 0.95);
    expect(verdict).toBe('cannot tell');
    expect(interval!.lower < 0 && interval!.upper > 0 && pValue! > 0.05).toBe(true);
  });

  it('is surer where prompts are shared than where the same numbers are of strangers', () => {
    const [a, b] = systems(0.5);
    const strangers = b.map((unit) => ({ ...unit, group: `other ${unit.group}` }));
    const [paired, unpaired] = [differenceOf(a, b, 0.95), differenceOf(a, strangers, 0.95)];
    expect(unpaired.sharedGroups).toBe(0);
    expectClose(paired.difference, unpaired.difference);
    expect(widthOf(paired)).toBeLessThan(0.92 * widthOf(unpaired));
  });

  it('turns around with the systems', () => {
    const [a, b] = systems(0.5);
    const [one, other] = [differenceOf(a, b, 0.9), differenceOf(b, a, 0.9)];
    expectClose(
      [one.difference, one.interval!.lower, one.interval!.upper],
      [-other.difference, -other.interval!.upper, -other.interval!.lower],
    );
    expect(one.interval!.confidence).toBe(0.9);
  });

  it('says what each is by itself', () => {
    const [a, b] = systems(0.5);
    const { first, second } = differenceOf(a, b.slice(0, 400), 0.95);
    expect(first).toMatchObject({ records: 1200, labelled: 320, labelledGroups: 80 });
    expect(second).toMatchObject({ records: 400, labelled: 320, labelledGroups: 80 });
  });

  it('is refused where a system has no label, and has no interval where its labels are of one group', () => {
    const [a, b] = systems(0.5);
    const unlabelled = b.map((unit) => ({ ...unit, label: null }));
    expect(() => differenceOf(a, unlabelled, 0.95)).toThrow('an estimate needs labelled records, got none');
    const oneGroup = b.map((unit) => (unit.group === 'g0' ? unit : { ...unit, label: null }));
    expect(differenceOf(a, oneGroup, 0.95)).toMatchObject({ interval: null, pValue: null, verdict: 'cannot tell' });
  });
});
