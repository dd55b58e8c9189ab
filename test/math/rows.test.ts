import fc from 'fast-check';
import { describe, it } from 'vitest';
import { addRows, rowsTimes, weightedGram } from '../../src/math/rows.ts';
import { expectClose } from '../close.ts';

const entry = fc.double({ min: -9, max: 9, noNaN: true });

/** A matrix of up to nine rows and five columns, with a number for each row and for each column. */
const anyMatrix = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
  fc.record({
    columns: fc.constant(columns),
    x: fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
    r: fc.array(entry, { minLength: rows, maxLength: rows }),
    b: fc.array(entry, { minLength: columns, maxLength: columns }),
  }),
);

describe('sums over rows, several at a time', () => {
  it('is the product with a column', () => {
    fc.assert(
      fc.property(anyMatrix, ({ x, b }) => {
        const products = new Float64Array(x.length);
        rowsTimes(Float64Array.from(x.flat()), Float64Array.from(b), products);
        expectClose(
          products,
          x.map((row) => row.reduce((sum, value, j) => sum + value * b[j]!, 0)),
        );
      }),
    );
  });

  it('is the product with a row, added to what was there', () => {
    fc.assert(
      fc.property(anyMatrix, ({ x, r, b }) => {
        const sum = Float64Array.from(b);
        addRows(sum, Float64Array.from(x.flat()), Float64Array.from(r));
        expectClose(
          sum,
          b.map((start, j) => x.reduce((total, row, i) => total + r[i]! * row[j]!, start)),
        );
      }),
    );
  });

  it('is the weighted sum of the squares of rows, both triangles', () => {
    fc.assert(
      fc.property(anyMatrix, ({ x, r, columns }) => {
        const gram = weightedGram(Float64Array.from(x.flat()), columns, Float64Array.from(r));
        const expected = Array.from({ length: columns }, (_, j) =>
          Array.from({ length: columns }, (_unused, k) =>
            x.reduce((sum, row, i) => sum + r[i]! * row[j]! * row[k]!, 0),
          ),
        );
        expectClose(gram, expected.flat());
      }),
    );
  });
});
