import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { drawRecords, target } from '../../benchmarks/audit/world.ts';
import { writeCalibrator } from '../../src/data/index.ts';
import { fit } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const root = process.cwd();

const round = (seed: number, count: number) =>
  drawRecords(seededRandom(seed), count).records.map((record) => ({ ...record, id: `${seed}-${record.id}` }));

async function retrain(name: string, rounds: readonly (readonly object[])[], first: ReturnType<typeof fit>) {
  mkdirSync(folder.path(name));
  folder.write(`${name}/dataset.json`, JSON.stringify(target));
  rounds.forEach((records, i) => folder.write(`${name}/round-${i + 1}.jsonl`, toLines(records)));
  const calibrator = folder.path(`${name}/calibrator.json`);
  writeCalibrator(calibrator, first);
  const before = readFileSync(calibrator, 'utf8');
  const env = { ...process.env, UNFLATTER: `${process.execPath} ${root}/src/cli/main.ts` };
  const script = `${root}/examples/retrain/retrain.sh`;
  const ran = await promisify(execFile)(script, [folder.path(name), calibrator], { env, timeout: 60_000 }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  return { ...ran, changed: readFileSync(calibrator, 'utf8') !== before };
}

describe('examples/retrain', () => {
  const poor = fit(
    round(1, 60).map((record, i) => ({ ...record, humanRatings: [i % 2 === 0 ? 5 : 1] })),
    target,
  );

  it('puts a better calibrator in place, fitted on all rounds but the last, of ten and more', async () => {
    const rounds = [2, 3, 4, 5, 6, 7, 8, 9, 10].map((seed) => round(seed, 30));
    const { stdout, changed } = await retrain('better', [...rounds, round(11, 300)], poor);
    expect(stdout).toContain('promoted');
    expect(stdout).toMatch(/270 labelled records/);
    expect(changed).toBe(true);
  });

  it('keeps what is as good, and that is no error', async () => {
    const good = fit(round(20, 400), target);
    const { stdout, changed } = await retrain('kept', [round(21, 60), round(22, 200)], good);
    expect(stdout).toContain('kept ');
    expect(changed).toBe(false);
  });

  it('says what is missing where there is one round', async () => {
    const { stderr, changed } = await retrain('one', [round(31, 60)], poor);
    expect(stderr).toContain('must have two rounds or more');
    expect(changed).toBe(false);
  });
});
