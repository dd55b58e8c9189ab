import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { promiseSummary, shiftSummary, trafficSummary } from '../../benchmarks/gate/summary.ts';
import { allowedBroken, promiseTable, shiftTable, trafficTables, withTable } from '../../benchmarks/gate/table.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(`benchmarks/gate/results/${name}.json`, 'utf8'));
const page = readFileSync('benchmarks/gate/README.md', 'utf8');
const promise = read('promise') as ReturnType<typeof promiseSummary>;

describe('the page of the gate benchmark', () => {
  it.each([
    ['promise', promiseTable(promise)],
    ['shift', shiftTable(read('shift') as ReturnType<typeof shiftSummary>)],
    ['traffic', trafficTables(read('traffic') as ReturnType<typeof trafficSummary>)],
  ])('has the table of what was measured: %s', (name, table) => {
    expect(withTable(page, name, table)).toBe(page);
  });

  it('shows no promise that was broken more often than it says', () => {
    const { runs, confidence, rows } = promise;
    expect(rows.length).toBe(48);
    for (const row of rows)
      expect(row.broken, JSON.stringify(row)).toBeLessThanOrEqual(allowedBroken(1 - confidence, runs));
  });
});
