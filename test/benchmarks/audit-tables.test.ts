import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { plantedSummary, setsSummary } from '../../benchmarks/audit/summary.ts';
import { tablesOnDisk, withTable } from '../../benchmarks/audit/table.ts';

const page = readFileSync('benchmarks/audit/README.md', 'utf8');
const read = (name: string): unknown => JSON.parse(readFileSync(`benchmarks/audit/results/${name}.json`, 'utf8'));

describe('the page of the audit benchmark', () => {
  it('shows the results on disk, all of them', () => {
    const tables = tablesOnDisk();
    expect(Object.keys(tables)).toEqual(['planted', 'worst', 'probes', 'sets', 'goodhart', 'hardening']);
    for (const [name, table] of Object.entries(tables)) expect(withTable(page, name, table), name).toBe(page);
  });
});

describe('the audit, as measured', () => {
  const { gates } = read('planted') as ReturnType<typeof plantedSummary>;
  const sets = read('sets') as ReturnType<typeof setsSummary>;

  /* Two gates are there to show where it ends, as the page says: a flaw that 200 labels do not always show, and noise that gets through. */
  it.each(gates)('of a gate that $name, in 200 runs, is right in 95 of 100', ({ name, isClean, runs, ...said }) => {
    expect(runs).toBe(200);
    if (name === 'clean, lenient') expect(said.failed / runs).toBeLessThan(0.2);
    else if (isClean) expect(said.failed / runs).toBeLessThanOrEqual(0.05);
    else expect(said.found / runs).toBeGreaterThanOrEqual(name === 'pays for length' ? 0.9 : 0.95);
    if (!isClean) expect(said.passed).toBe(0);
  });

  it('has the correction with its envelope at least halve what gets through at worst', () => {
    const { worst, worstAtAQuarter } = sets.surface;
    for (const { raw, corrected } of [worst, worstAtAQuarter, sets.best.worst])
      expect(corrected!).toBeLessThanOrEqual(raw! / 2);
  });

  it('has the corrected choice of four rated higher by people, and on no set surely lower', () => {
    const fours = sets.sets.flatMap(({ name, goodhart }) =>
      (goodhart?.points ?? []).filter(({ n }) => n === 4).map((point) => ({ name, ...point })),
    );
    expect(fours.length).toBeGreaterThan(5);
    for (const { name, difference } of fours) expect(difference.upper!, name).toBeGreaterThan(0);
    // On one it is a draw: see the page.
    expect(fours.filter(({ difference }) => difference.value! <= 0).map(({ name }) => name)).toEqual([
      'pariksha-indic / no-hallucination',
    ]);
  });
});
