import { expect } from 'vitest';

/**
 * Asserts that two numbers, or two lists of one length, agree to a relative or an absolute tolerance. Use this and
 * never `toBeCloseTo`, whose second argument counts digits: `toBeCloseTo(x, 1e-6)` accepts an error of 0.49.
 */
export function expectClose(
  actual: number | ArrayLike<number>,
  expected: number | ArrayLike<number>,
  { relative = 1e-9, absolute = 1e-12 }: { readonly relative?: number; readonly absolute?: number } = {},
): void {
  const [a, e] = [actual, expected].map((value) => (typeof value === 'number' ? [value] : Array.from(value)));
  expect(a!.length, 'length').toBe(e!.length);
  a!.forEach((value, i) => {
    const allowed = absolute + relative * Math.abs(e![i]!);
    expect(Math.abs(value - e![i]!), `[${i}]: ${value} against ${e![i]}`).toBeLessThanOrEqual(allowed);
  });
}
