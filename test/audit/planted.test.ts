import { describe, expect, it } from 'vitest';
import { plantedGates, runPlanted } from '../../benchmarks/audit/planted.ts';

/* Two draws of what `npm run benchmark:audit` draws two hundred times: see benchmarks/audit/README.md. */
const runs = [0, 1];

describe('an audit', () => {
  it.each(plantedGates.filter(({ foundBy }) => foundBy.length > 0))('finds that a gate $name', (gate) => {
    for (const run of runs) expect(runPlanted(gate, run)).toMatchObject({ verdict: 'fail', found: true });
  });

  it.each(plantedGates.filter(({ foundBy }) => foundBy.length === 0))(
    'does not accuse a gate that is $name',
    (gate) => {
      for (const run of runs) expect(runPlanted(gate, run).brokenBy).toEqual([]);
    },
  );
});
