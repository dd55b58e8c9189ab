import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { drawRecords, target } from '../../benchmarks/audit/world.ts';
import { writeCalibrator } from '../../src/data/index.ts';
import { fit, type Calibrator } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { toLines } from '../data/example-records.ts';
import { certificate, withParts } from '../gate/certified.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const root = process.cwd();

const round = (seed: number, count: number) =>
  drawRecords(seededRandom(seed), count).records.map((record) => ({ ...record, id: `${seed}-${record.id}` }));

const env = { ...process.env, UNFLATTER: `${process.execPath} ${root}/src/cli/main.ts` };

async function retrain(
  name: string,
  rounds: readonly (readonly object[])[],
  first: Calibrator,
  options: readonly string[] = [],
) {
  mkdirSync(folder.path(name));
  folder.write(`${name}/dataset.json`, JSON.stringify(target));
  rounds.forEach((records, i) => folder.write(`${name}/round-${i + 1}.jsonl`, toLines(records)));
  const calibrator = folder.path(`${name}/calibrator.json`);
  writeCalibrator(calibrator, first);
  const before = readFileSync(calibrator, 'utf8');
  const script = `${root}/examples/retrain/retrain.sh`;
  const argv = [folder.path(name), calibrator, ...options];
  const ran = await promisify(execFile)(script, argv, { env, timeout: 60_000 }).then(
    (said) => ({ ...said, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  return { ...ran, changed: readFileSync(calibrator, 'utf8') !== before };
}

const poor = fit(
  round(1, 60).map((record, i) => ({ ...record, humanRatings: [i % 2 === 0 ? 5 : 1] })),
  target,
);

describe('examples/retrain', () => {
  it('puts a better calibrator in place, fitted on all rounds but the last, of ten and more', async () => {
    const rounds = [2, 3, 4, 5, 6, 7, 8, 9, 10].map((seed) => round(seed, 30));
    const { stdout, changed } = await retrain('better', [...rounds, round(11, 300)], poor);
    expect(stdout).toContain('promoted');
    expect(stdout).toMatch(/270 labelled records/);
    expect(changed).toBe(true);
  });

  it('keeps what is as good, and that is no error', async () => {
    const good = fit(round(20, 400), target);
    const { stdout, code, changed } = await retrain('kept', [round(21, 60), round(22, 200)], good);
    expect(code).toBe(0);
    expect(stdout).toContain('kept ');
    expect(changed).toBe(false);
  });

  it('says what is missing where there is one round', async () => {
    const { stderr, changed } = await retrain('one', [round(31, 60)], poor);
    expect(stderr).toContain('must have two rounds or more');
    expect(changed).toBe(false);
  });

  describe('where a gate stands on a certificate', () => {
    const certified = withParts(poor, { certificates: [certificate({ limit: 0.3 })] });
    const rounds = [round(41, 400), round(42, 200)];

    it('fails for a better one that lost it, and says what to do', async () => {
      const { stdout, stderr, code, changed } = await retrain('lost', rounds, certified);
      expect(stdout).toContain('promises that would be gone: false-pass 30 % (90 % sure)');
      expect(stderr).toContain('is better: give retrain.sh the claims of its certificates for fit');
      expect({ code, changed }).toEqual({ code: 2, changed: false });
    });

    it('puts a better one in place that is asked for the same', async () => {
      const claims = ['--false-pass', '0.3', '--confidence', '0.9'];
      const { stdout, code, changed } = await retrain('claimed', rounds, certified, claims);
      expect(stdout).toContain('promoted: ');
      expect({ code, changed }).toEqual({ code: 0, changed: true });
    });
  });
});

describe('examples/retrain/retrain.yml', () => {
  const ran = promisify(execFile);

  /** What the steps run, in order; `npm ci` is for others to test. */
  function stepsOf(yml: string): string[] {
    const lines = yml.split('\n');
    const steps = lines.flatMap((line, at) => {
      const [, command] = /^ {6}- run: (.*)$/.exec(line) ?? [];
      if (command !== '|') return command ?? [];
      const end = lines.findIndex((below, i) => i > at && !below.startsWith(' '.repeat(10)));
      return lines.slice(at + 1, end < 0 ? undefined : end).join('\n');
    });
    expect(steps[0]).toBe('npm ci');
    return steps.slice(1);
  }

  /** A repository with its labels and its calibrator, and one that it is pushed to. */
  async function repository(name: string, first: Calibrator) {
    const [place, remote] = [folder.path(name), folder.path(`${name}.git`)];
    mkdirSync(place);
    folder.write(`${name}/labels/dataset.json`, JSON.stringify(target));
    folder.write(`${name}/labels/round-1.jsonl`, toLines(round(51, 200)));
    folder.write(`${name}/labels/round-2.jsonl`, toLines(round(52, 200)));
    writeCalibrator(`${place}/calibrator.json`, first);
    copyFileSync(`${root}/examples/retrain/retrain.sh`, `${place}/retrain.sh`);
    // Nothing of the git settings of whoever runs this.
    const alone = { ...env, HOME: place, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
    const sh = (script: string) =>
      ran('sh', ['-ec', script], { cwd: place, env: alone, timeout: 60_000 }).then(
        ({ stdout }) => ({ stdout, stderr: '', code: 0 }),
        (error: { stdout: string; stderr: string; code: number }) => error,
      );
    const made = await sh(
      `git init -q -b main && git config user.name t && git config user.email t@localhost && git add -A && git commit -qm first &&
       git init -q --bare '${remote}' && git remote add origin '${remote}' && git push -qu origin main`,
    );
    expect(made).toMatchObject({ code: 0 });
    const steps = stepsOf(readFileSync(`${root}/examples/retrain/retrain.yml`, 'utf8'));
    const night = async (): Promise<void> => {
      for (const step of steps) {
        const { code, stderr } = await sh(step);
        expect({ step, code, stderr: code === 0 ? '' : stderr }).toEqual({ step, code: 0, stderr: '' });
      }
    };
    const pushed = async (): Promise<string[]> =>
      (await sh(`git --git-dir='${remote}' log --name-only --format=%s main`)).stdout.split('\n').filter(Boolean);
    return { night, pushed };
  }

  it('pushes nothing and is well on a night on which nothing better came, before anything was ever promoted', async () => {
    const { night, pushed } = await repository('quiet', fit(round(20, 400), target));
    const before = await pushed();
    await night();
    expect(await pushed()).toEqual(before);
  });

  it('pushes the better calibrator with the one before, and nothing on the night after', async () => {
    const { night, pushed } = await repository('busy', poor);
    const before = await pushed();
    await night();
    await night();
    expect(await pushed()).toEqual([
      'A calibrator that is better on the last round',
      'calibrator.json',
      'calibrator.previous.json',
      ...before,
    ]);
  });
});
