import { describe, expect, it } from 'vitest';
import { pairedGain, sameWithin, verdictOn } from '../../../src/fit/promotion/paired-gain.ts';
import { fit } from '../../../src/fit/fit.ts';
import { evaluateCalibrator } from '../../../src/fit/evaluate-calibrator.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { expectClose } from '../../close.ts';
import { drawWorld, worldTarget } from '../../world.ts';

const measured = ['characters', 'words'];
const draw = (seed: number, records: number, perGroup = 1) =>
  drawWorld(seededRandom(seed), { records, perGroup, measured });
const [champion, candidate] = [draw(1, 60), draw(2, 200)].map((records) => fit(records, worldTarget));
const both = { candidate: candidate!, champion: champion! };

describe('the verdict on a gain', () => {
  it.each([
    [0.001, 0.2, 'better', true],
    [-0.2, -0.001, 'worse', true],
    [-sameWithin, sameWithin, 'same', true],
    [-0.001, 0.02, 'same', false],
    [-0.02, 0.001, 'same', false],
    [0, 0.02, 'same', false],
    [null, null, 'same', false],
    [NaN, NaN, 'same', false],
  ] as const)('of which the interval is [%s, %s] is %s, settled: %s', (lower, upper, verdict, isSettled) => {
    expect(verdictOn({ lower, upper })).toEqual({ verdict, isSettled });
  });
});

describe('a paired gain', () => {
  it('is the difference of the log losses that evaluating each gives', () => {
    const fresh = draw(3, 120);
    const { gain, candidate: theirs, champion: ours, records, groups } = pairedGain(both, fresh, []);
    expect({ records, groups }).toEqual({ records: 120, groups: 120 });
    const [a, b] = [candidate!, champion!].map((one) => evaluateCalibrator(one, fresh).metrics.logLoss.after.value!);
    expectClose([theirs, ours], [a!, b!], { relative: 1e-5 });
    expectClose(gain, b! - a!, { absolute: 1e-5 });
  });

  it('turns its sign with the roles', () => {
    const fresh = draw(4, 120);
    const there = pairedGain(both, fresh, []);
    const back = pairedGain({ candidate: champion!, champion: candidate! }, fresh, []);
    expectClose([back.gain, back.lower!, back.upper!], [-there.gain, -there.upper!, -there.lower!]);
  });

  it('is no surer for records that are there twice, in the groups that they are of', () => {
    const fresh = draw(5, 100);
    const twice = [...fresh, ...fresh.map((record) => ({ ...record, id: `${record.id} again` }))];
    const [once, doubled] = [fresh, twice].map((records) => pairedGain(both, records, []));
    expectClose(doubled!.standardError!, once!.standardError!, { relative: 1e-5 });
  });

  it('has no interval from nine groups', () => {
    const fresh = draw(6, 90, 10);
    expect(pairedGain(both, fresh, [])).toMatchObject({ groups: 9, lower: null, upper: null });
  });

  it('refuses fewer than twenty records, and names whom it cannot ask', () => {
    expect(() => pairedGain(both, draw(7, 19), [])).toThrow('comparing needs at least 20 labelled records, got 19');
    const named = { ...candidate!, raters: ['one'] };
    const fresh = draw(8, 30).map((record) => ({ ...record, rater: 'another' }));
    expect(() => pairedGain({ ...both, candidate: named }, fresh, [])).toThrow(
      /^candidate: record \S+: calibrator was fitted for one, got a rating by "another"$/,
    );
  });
});
