import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { promiseSummary, resampledSummary, shiftSummary, trafficSummary } from '../../benchmarks/gate/summary.ts';
import {
  allowedBroken,
  promiseTable,
  resampledTable,
  shiftTable,
  trafficTables,
  withTable,
} from '../../benchmarks/gate/table.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(`benchmarks/gate/results/${name}.json`, 'utf8'));
const page = readFileSync('benchmarks/gate/README.md', 'utf8');
const promise = read('promise') as ReturnType<typeof promiseSummary>;
const resampled = read('resampled') as ReturnType<typeof resampledSummary>;

describe('the page of the gate benchmark', () => {
  it.each([
    ['promise', promiseTable(promise)],
    ['resampled', resampledTable(resampled)],
    ['shift', shiftTable(read('shift') as ReturnType<typeof shiftSummary>)],
    ['traffic', trafficTables(read('traffic') as ReturnType<typeof trafficSummary>)],
  ])('has the table of what was measured: %s', (name, table) => {
    expect(withTable(page, name, table)).toBe(page);
  });

  it('shows no promise that was broken more often than it says', () => {
    const { runs, confidence, rows } = promise;
    expect(rows.length).toBe(72);
    for (const row of rows)
      expect(row.broken, JSON.stringify(row)).toBeLessThanOrEqual(allowedBroken(1 - confidence, runs));
  });

  it('shows none on real tasks either, the worst of them included', () => {
    const { runs, tasks, confidence, rows } = resampled;
    expect(rows.length).toBe(4);
    for (const row of rows) {
      expect(row.broken, row.estimand).toBeLessThanOrEqual(allowedBroken(1 - confidence, runs * tasks));
      expect(row.worstBroken, row.worst).toBeLessThanOrEqual(allowedBroken(1 - confidence, runs));
    }
  });
});
