import { describe, expect, it } from 'vitest';
import { shrunkCovariance } from '../../src/math/covariance.ts';
import { expectClose } from '../close.ts';

const tall = [
  [0, 0, 1],
  [1, 2, 0],
  [2, 3, 1],
  [3, 7, 5],
  [4, 8, 2],
  [6, 11, 4],
];
const wide = [
  [1, 2, 3, 4],
  [2, 1, 5, 3],
  [4, 4, 1, 0],
];

describe('shrunkCovariance', () => {
  /* By `sklearn.covariance.ledoit_wolf` of scikit-learn 1.9.1. */
  it.each([
    {
      what: 'more rows than columns',
      rows: tall,
      expected: [
        4.505789486487144, 5.998248558709774, 1.9392833686054156, 5.998248558709774, 13.097265805541367,
        4.171714223162812, 1.9392833686054156, 4.171714223162812, 3.8969447079714903,
      ],
    },
    {
      what: 'fewer rows than columns',
      rows: wide,
      expected: [
        1.7502356267672008, 0.8328620797989317, -0.9085768143261073, -1.4385799560163366, 0.8328620797989317,
        1.7502356267672008, -1.362865221489161, -1.2114357524348096, -0.9085768143261073, -1.362865221489161,
        2.5073829720389567, 1.362865221489161, -1.4385799560163366, -1.2114357524348096, 1.362865221489161,
        2.6588124410933083,
      ],
    },
  ])('is that of scikit-learn with $what', ({ rows, expected }) => {
    const { centre, covariance } = shrunkCovariance(rows);
    expectClose(
      centre,
      rows[0]!.map((_, k) => rows.reduce((sum, row) => sum + row[k]! / rows.length, 0)),
      { relative: 1e-12 },
    );
    expectClose(covariance, expected, { relative: 1e-12 });
  });

  it('takes what is absent for the mean of what is there', () => {
    const absent = shrunkCovariance([...tall, [Number.NaN, 4, 2]]);
    const [first] = absent.centre;
    expectClose(first!, 16 / 6, { relative: 1e-12 });
    expectClose(shrunkCovariance([...tall, [first!, 4, 2]]).covariance, absent.covariance, { relative: 1e-12 });
    expect(shrunkCovariance(tall.map(([a, b]) => [Number.NaN, a!, b!])).centre[0]).toBe(0);
  });

  it('never takes two columns for one, however often they agree', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => [i % 2, i % 2]);
    const [variance, shared] = shrunkCovariance(rows).covariance;
    expectClose(variance!, 0.25, { relative: 1e-12 });
    expectClose(shared!, 0.999 * 0.25, { relative: 1e-12 });
  });

  it('is the identity where nothing varies', () => {
    expect([
      ...shrunkCovariance([
        [1, 2],
        [1, 2],
      ]).covariance,
    ]).toEqual([1, 0, 0, 1]);
  });
});
