/*
 * Sums over the rows of a matrix X that stands row after row in a list. Fits of many records spend most of their time here.
 */

/** Writes Xb into a list: two rows at a time, whose sums do not wait for each other. */
export function rowsTimes(design: Float64Array, b: Float64Array, products: Float64Array): void {
  const columns = b.length;
  const rows = products.length;
  for (let i = 0; i < rows; i += 2) {
    const first = i * columns;
    const second = Math.min(i + 1, rows - 1) * columns;
    let u = 0;
    let v = 0;
    for (let j = 0; j < columns; j++) {
      u += design[first + j]! * b[j]!;
      v += design[second + j]! * b[j]!;
    }
    products[i] = u;
    if (i + 1 < rows) products[i + 1] = v;
  }
}

/** Adds Xᵀr to a sum: two rows at a time, which reads and writes it half as often. */
export function addRows(sum: Float64Array, design: Float64Array, r: Float64Array): void {
  const columns = sum.length;
  for (let i = 0; i < r.length; i += 2) {
    const first = i * columns;
    const isAlone = i + 1 === r.length;
    const second = isAlone ? first : first + columns;
    const u = r[i]!;
    const v = isAlone ? 0 : r[i + 1]!;
    for (let j = 0; j < columns; j++) sum[j]! += u * design[first + j]! + v * design[second + j]!;
  }
}

/**
 * Σ wᵢ xᵢ xᵢᵀ. Four rows are added at a time to two rows of the sum: each number that is read is used twice, and the sums
 * are read and written a quarter as often.
 */
export function weightedGram(design: Float64Array, columns: number, weights: Float64Array): Float64Array {
  const sum = new Float64Array(columns * columns);
  const last = weights.length - 1;
  for (let i = 0; i <= last; i += 4) {
    // Beyond the last row, that row once more with no weight.
    const a = i * columns;
    const b = Math.min(i + 1, last) * columns;
    const c = Math.min(i + 2, last) * columns;
    const d = Math.min(i + 3, last) * columns;
    const u = weights[i]!;
    const v = i + 1 > last ? 0 : weights[i + 1]!;
    const w = i + 2 > last ? 0 : weights[i + 2]!;
    const x = i + 3 > last ? 0 : weights[i + 3]!;
    for (let j = 0; j < columns; j += 2) {
      // Of an odd number of columns the last is its own partner.
      const partner = Math.min(j + 1, columns - 1);
      const [at, below] = [j * columns, partner * columns];
      const p = u * design[a + j]!;
      const q = v * design[b + j]!;
      const r = w * design[c + j]!;
      const s = x * design[d + j]!;
      const isAlone = partner === j;
      const p2 = isAlone ? 0 : u * design[a + partner]!;
      const q2 = isAlone ? 0 : v * design[b + partner]!;
      const r2 = isAlone ? 0 : w * design[c + partner]!;
      const s2 = isAlone ? 0 : x * design[d + partner]!;
      for (let k = 0; k <= partner; k++) {
        const e = design[a + k]!;
        const f = design[b + k]!;
        const g = design[c + k]!;
        const h = design[d + k]!;
        sum[at + k]! += p * e + q * f + r * g + s * h;
        sum[below + k]! += p2 * e + q2 * f + r2 * g + s2 * h;
      }
    }
  }
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k < j; k++) sum[k * columns + j] = sum[j * columns + k]!;
  }
  return sum;
}
