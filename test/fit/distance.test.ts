import { describe, expect, it } from 'vitest';
import { calibrate, fit, parseCalibrator, type CalibrationRecord } from '../../src/index.ts';
import { normal, seededRandom, type Random } from '../../src/math/random.ts';
import { worldTarget } from '../world.ts';

/** Ten features: five follow one factor, three have a long tail, one is rare, and one is missing from a third. */
function draw(random: Random, count: number): CalibrationRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const factor = normal(random);
    const features = Object.fromEntries([
      ...Array.from({ length: 5 }, (__, k) => [`follows${k}`, factor + 0.5 * normal(random)]),
      ...Array.from({ length: 3 }, (__, k) => [`tail${k}`, Math.exp(1.5 * normal(random))]),
      ['rare', random() < 0.05 ? 1 : 0],
      ...(random() < 1 / 3 ? [] : [['seldom', normal(random)]]),
    ]) as Record<string, number>;
    return { id: `r${i}`, group: `g${i}`, selfRating: i % 11, humanRatings: [i % 2], features };
  });
}

const distanceOf = (records: readonly CalibrationRecord[]) => fit(records, worldTarget).jointDistance;

describe('the joint distance of a fit', () => {
  const records = draw(seededRandom(1), 39);

  it('needs 39 responses: copies of one, and ratings of one, are one', () => {
    expect(distanceOf(records)?.limit).toBeGreaterThanOrEqual(1);
    expect(distanceOf(records.slice(1))).toBeUndefined();
    const copies = records.slice(1, 10).map((record) => ({ ...record, id: `copy-${record.id}` }));
    expect(distanceOf([...records.slice(1), ...copies])).toBeUndefined();
    const twice = records.slice(1).map((record) => ({ ...record, humanRatings: [0, 1] }));
    expect(fit(twice, { ...worldTarget, passBy: 'person' }).jointDistance).toBeUndefined();
  });

  it('needs two features that vary', () => {
    const only = (...names: string[]) =>
      distanceOf(
        records.map((record) => ({
          ...record,
          features: Object.fromEntries(names.map((name) => [name, record.features![name] ?? 1])),
        })),
      );
    expect(only('follows0', 'still')).toBeUndefined();
    expect(only('follows0', 'follows1', 'still')).toMatchObject({ centre: { length: 2 } });
  });

  it('is of at most 100 features, so that a calibrator can be read', () => {
    const random = seededRandom(3);
    const withColumns = (count: number) =>
      draw(random, 40).map((record) => {
        const columns = Array.from({ length: count }, (_, k) => [`f${k}`, normal(random)] as const);
        return { ...record, features: Object.fromEntries(columns) };
      });
    const most = fit(withColumns(100), worldTarget);
    expect(parseCalibrator(JSON.stringify(most, null, 1))).toHaveProperty('jointDistance.whitening.length', 5050);
    expect(distanceOf(withColumns(101))).toBeUndefined();
  });

  it('is taken from the labels of other groups: some that stand out together do not vouch for each other', () => {
    const random = seededRandom(2);
    const odd = draw(random, 100).map((record, i) => {
      const a = normal(random);
      // They are each where others are, and together where no others are.
      return { ...record, features: i < 15 ? { a: 1.5 + a / 10, b: -1.5 } : { a, b: a + normal(random) / 10 } };
    });
    const limitOf = (groupOf: (i: number) => string) =>
      distanceOf(odd.map((record, i) => ({ ...record, group: groupOf(i) })))!.limit;
    expect(limitOf((i) => (i < 15 ? 'odd' : `g${i}`))).toBeGreaterThan(1.2 * limitOf((i) => `g${i}`));
  });

  it('is one at least, so that labels which hardly differ have one too', () => {
    const same = records.map((record, i) => ({ ...record, features: { a: i === 0 ? 1 : 0, b: i === 1 ? 1 : 0 } }));
    expect(distanceOf(same)).toMatchObject({ limit: 1 });
  });

  /*
   * The limit of 100 labels is the largest of their distances, so that one in 101 fresh records is beyond it; the share of a
   * set varies as much as it is large, which leaves .0022 of the mean of twenty sets. The bound is three of that above.
   */
  it('calls about one in a hundred ordinary fresh records outside, and a quarter of those with one feature turned around', () => {
    let [far, broken] = [0, 0];
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(100 + seed);
      const calibrator = fit(draw(random, 100), worldTarget);
      const isFar = (record: CalibrationRecord): boolean =>
        calibrate(calibrator, record).outside.some(({ input }) => input === 'jointDistance');
      for (const record of draw(random, 200)) {
        const { features } = record;
        if (isFar(record)) far++;
        const turned = { ...features, follows0: -features!['follows0']! };
        if (Math.abs(turned.follows0) > 1.5 && isFar({ ...record, features: turned })) broken++;
      }
    }
    expect(far / 4000).toBeLessThan(0.0099 + 3 * 0.0022);
    expect(far / 4000).toBeGreaterThan(0.0099 - 3 * 0.0022);
    // |follows0| is above 1.5 in 18 % of the records.
    expect(broken / 4000).toBeGreaterThan(0.18 / 4);
  });
});
