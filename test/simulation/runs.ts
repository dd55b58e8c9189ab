import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll } from 'vitest';

/** How often a simulation draws its world: 20 times in every test run, 100 times in `npm run simulate`. */
export const runs = Number(process.env['SIMULATION_RUNS'] ?? 20);

/** A share of runs that a promise of at most `share` breaks once in a thousand times: the promise plus three standard errors. */
export function atMost(share: number): number {
  return share + 3 * Math.sqrt((share * (1 - share)) / runs);
}

/** Keeps what a long run measures in `measured/<name>.json`, where the docs take their numbers from. */
export function keepMeasured(name: string): (what: string, value: number) => void {
  const measured: Record<string, number> = {};
  afterAll(() => {
    if (process.env['SIMULATION_RUNS'] === undefined) return;
    mkdirSync('test/simulation/measured', { recursive: true });
    writeFileSync(`test/simulation/measured/${name}.json`, `${JSON.stringify({ runs, ...measured }, null, 2)}\n`);
  });
  return (what, value) => {
    measured[what] = Number(value.toPrecision(4));
  };
}
