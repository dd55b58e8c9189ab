import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { syntheticCalibrator } from '../speed/decisions.ts';
import { median } from '../speed/measure.ts';

/** Ten thousand calls that are not answered yet. Bytes of resident memory, in a process of its own. */
export interface Memory {
  readonly call: string;
  readonly calls: number;
  /** Before, warm and after a collection of garbage. */
  readonly idle: number;
  /** The most while none was answered. */
  readonly inFlight: number;
  /** The most until all were. */
  readonly peak: number;
}

export const cases = {
  'generateText alone': 'bare',
  'gated(selfRater), 8 at a time': 'limited',
  'gated(selfRater), all at a time': 'unlimited',
} as const;
export type Case = (typeof cases)[keyof typeof cases];

const runs = 3;

export function measureMemory(): Memory[] {
  const calibrator = JSON.stringify(syntheticCalibrator());
  return Object.entries(cases).map(([call, name]) => {
    const all = Array.from({ length: runs }, () => inFlightOnce(name, calibrator));
    // The run in the middle, whole: a median of each number alone would be of no run.
    const more = median(all.map(({ idle, inFlight }) => inFlight - idle));
    return { call, ...all.find(({ idle, inFlight }) => inFlight - idle === more)! };
  });
}

function inFlightOnce(name: Case, calibrator: string): Omit<Memory, 'call'> {
  const script = fileURLToPath(new URL('in-flight-once.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', script, name], {
    encoding: 'utf8',
    input: calibrator,
  });
  if (status !== 0) throw new Error(`the calls in flight of ${name} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Omit<Memory, 'call'>;
}
