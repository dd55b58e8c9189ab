import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './measure.ts';

/** `fit` in a process of its own, the first call there. */
export interface FitSpeed {
  readonly records: number;
  readonly seconds: number;
  /** Peak resident memory in bytes, and that before the fit with the records read. */
  readonly peak: number;
  readonly before: number;
}

const sizes = [
  { records: 1000, runs: 5 },
  { records: 100_000, runs: 3 },
];

export function measureFits(): FitSpeed[] {
  return sizes.map(({ records, runs }) => {
    const all = Array.from({ length: runs }, () => fitOnce(records));
    const middle = (key: 'seconds' | 'peak' | 'before'): number => median(all.map((one) => one[key]));
    return { records, seconds: middle('seconds'), peak: middle('peak'), before: middle('before') };
  });
}

function fitOnce(records: number): FitSpeed {
  const script = fileURLToPath(new URL('fit-once.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, String(records)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the fit of ${records} records ended with ${status}: ${stderr}`);
  return { records, ...(JSON.parse(stdout) as Omit<FitSpeed, 'records'>) };
}
