import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractFeatures } from '../../src/index.ts';
import { writeCalibrator } from '../../src/data/index.ts';
import { ratedOf, syntheticCalibrator } from './decisions.ts';
import { kinds } from './kinds.ts';
import { median } from './measure.ts';

/** `unflatter decide` over a file, as a process of its own, start included. */
export interface FileSpeed {
  readonly records: number;
  readonly holds: 'text' | 'numbers';
  /** Records a second of processor time: what one core does, whatever else the machine is busy with. */
  readonly perCpuSecond: number;
  /** Records a second by the clock. */
  readonly perSecond: number;
  /** Peak resident memory in bytes. */
  readonly peak: number;
}

const counts = [10_000, 100_000];
const runs = 3;
const local = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** On records with a prompt and a response of a thousand characters of English, and on the numbers of the same. */
export function measureFiles(): FileSpeed[] {
  const folder = mkdtempSync(join(tmpdir(), 'unflatter-speed-'));
  try {
    writeCalibrator(join(folder, 'calibrator.json'), syntheticCalibrator());
    return (['text', 'numbers'] as const).flatMap((holds) =>
      counts.map((records) => {
        writeRecords(join(folder, 'records.jsonl'), records, holds);
        const all = Array.from({ length: runs }, () => decideFile(folder, records));
        return {
          records,
          holds,
          perCpuSecond: median(all.map(({ cpuSeconds }) => records / cpuSeconds)),
          perSecond: median(all.map(({ seconds }) => records / seconds)),
          peak: median(all.map(({ peak }) => peak)),
        };
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeRecords(path: string, records: number, holds: FileSpeed['holds']): void {
  const [prose, markdown] = kinds;
  const file = openSync(path, 'w');
  for (let i = 0; i < records; i++) {
    const { selfRating, prompt, response } = ratedOf(i % 2 === 0 ? prose! : markdown!, i);
    const rest = holds === 'text' ? { prompt, response } : { features: extractFeatures(response, prompt) };
    writeSync(file, `${JSON.stringify({ id: `record-${i}`, selfRating, ...rest })}\n`);
  }
  closeSync(file);
}

function decideFile(folder: string, records: number) {
  const [input, calibrator, out] = ['records.jsonl', 'calibrator.json', 'decisions.jsonl'].map((name) =>
    join(folder, name),
  );
  const command = [local('../../src/cli/main.ts'), 'decide', input!, '--calibrator', calibrator!, '--out', out!];
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', new URL('peak-memory.ts', import.meta.url).href, ...command, '--json'],
    { encoding: 'utf8' },
  );
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`decide ended with ${status}: ${stderr}`);
  const { pass, fail, review } = JSON.parse(stdout) as Record<'pass' | 'fail' | 'review', number>;
  if (pass + fail + review !== records) throw new Error(`decide saw ${pass + fail + review} of ${records} records`);
  return { seconds, ...(JSON.parse(stderr.trim().split('\n').at(-1)!) as { cpuSeconds: number; peak: number }) };
}
