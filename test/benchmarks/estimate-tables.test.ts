import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nameOf, simulatedCells } from '../../benchmarks/estimate/cells.ts';
import { ours } from '../../benchmarks/estimate/methods/all.ts';
import { covers } from '../../benchmarks/estimate/summary.ts';
import { everyCell, readResults, tables, tablesOf, withTable } from '../../benchmarks/estimate/table.ts';

const enoughRuns = 200;
const page = readFileSync('benchmarks/estimate/README.md', 'utf8');
const results = readResults();
const places = [...results].flatMap(([kind, cells]) => tablesOf(kind).map((name) => ({ kind, name, cells })));

describe('the page of the estimate benchmark', () => {
  it.each(places)('has the table of what was measured: $name $kind', ({ kind, name, cells }) => {
    expect(withTable(page, `${name} ${kind}`, tables[name]!(cells))).toBe(page);
  });

  it('has all of it on a page of its own', () => {
    expect(readFileSync('benchmarks/estimate/results/cells.md', 'utf8')).toBe(everyCell(results));
  });

  it('shows every cell, with ours and the peers in it, and none in which ours is shown to cover too little', () => {
    expect(results.get('simulated')!.map(nameOf)).toEqual(simulatedCells().map(nameOf));
    for (const cell of [...results.values()].flat()) {
      const methods = cell.rows.map(({ method }) => method);
      const peers = ['ppi-python, rating', 'cje-eval', 'cje-eval, same features'];
      for (const peer of peers) expect(methods).toContain(peer);
      // It takes no weights.
      expect(methods.includes('truescore, rating')).toBe(!cell.of.startsWith('inclusion'));
      const own = cell.rows.find(({ method }) => method === ours)!;
      // In fewer runs one of so many cells is below by chance.
      if (own.runs >= enoughRuns) expect(covers(own), JSON.stringify({ ...cell, rows: [own] })).not.toBe('no');
    }
  });
});
