import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { sealed } from '../../src/calibrator/seal.ts';
import { readCalibrator, writeCalibrator } from '../../src/data/calibrator-file.ts';
import { previousOf } from '../../src/data/kept.ts';
import { fit } from '../../src/fit/fit.ts';
import { seededRandom } from '../../src/math/random.ts';
import type { CalibrationRecord } from '../../src/types.ts';
import { expectClose } from '../close.ts';
import { toLines } from '../data/example-records.ts';
import { certificate, withParts } from '../gate/certified.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { drawWorld, worldTarget, type WorldOptions } from '../world.ts';
import { runCli, type Outcome } from './fake-terminal.ts';

const folder = temporaryFolder();
const few = ['characters', 'words', 'sentences', 'paragraphs', 'hedges'];
const seen: CalibrationRecord[] = records('seen', 11, { inflation: -0.8 });
let [champion, candidate]: Calibrator[] = [];
let [better, fresh] = ['', ''];

/** The rating was flattered by length when the candidate was fitted, and is now; before, it was not. */
function records(name: string, seed: number, options: Partial<WorldOptions> = {}): CalibrationRecord[] {
  return drawWorld(seededRandom(seed), { records: 200, measured: few, ...options }).map(({ truth: _, ...record }) => ({
    ...record,
    id: `${name}-${record.id}`,
    group: `${name}-${record.group}`,
  }));
}

const run = (...argv: string[]): Promise<Outcome> => runCli(argv);
const bytes = (path: string): string => readFileSync(path, 'utf8');

beforeAll(() => {
  folder.write('dataset.json', JSON.stringify(worldTarget));
  champion = fit(seen, worldTarget);
  candidate = fit(records('new', 12, { records: 400 }), worldTarget);
  better = written('candidate.json', candidate);
  fresh = folder.write('fresh.jsonl', toLines(records('fresh', 13, { records: 300 })));
});

function written(name: string, calibrator: Calibrator): string {
  const path = folder.path(name);
  writeCalibrator(path, calibrator);
  return path;
}

/** A calibrator in use, in a folder of its own. */
function inUse(name: string, calibrator = champion!): string {
  return written(folder.write(`${name}/calibrator.json`, '').slice(folder.path('').length), calibrator);
}

describe('promote', () => {
  it('puts a better candidate in place, says by how much, and keeps the one before', async () => {
    const path = inUse('better');
    const before = bytes(path);
    const { exitCode, stdout, stderr } = await run('promote', better, '--over', path, '--on', fresh);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toEqual([
      '300 fresh labels in 300 groups',
      expect.stringMatching(
        /^log loss 0\.\d{4} now, 0\.\d{4} with the candidate: it gains 0\.\d{4} \[0\.\d{4}, 0\.\d{4}\] a record \(95 % interval over groups\)$/,
      ),
      'verdict: better',
      'audit: none, since it takes labels with a text, some that pass and some that fail',
      `promoted: ${path} is ${better} now; the one before is kept as ${previousOf(path)}`,
    ]);
    expect(await readCalibrator(path)).toEqual(candidate);
    expect(bytes(previousOf(path))).toBe(before);
  });

  it('changes nothing for one that is worse, or the same, and exits with 2', async () => {
    const path = inUse('worse', candidate);
    const before = bytes(path);
    const older = written('older.json', champion!);
    const worse = await run('promote', older, '--over', path, '--on', fresh);
    expect(worse.exitCode).toBe(2);
    expect(worse.stdout).toContain('verdict: worse\n');
    expect(worse.stdout).toMatch(/\nnot promoted: it is not surely better; nothing was changed\n$/);
    const same = await run('promote', better, '--over', path, '--on', fresh);
    expect(same.exitCode).toBe(2);
    expect(same.stdout).toContain('verdict: same, within 0.005 either way\n');
    expect(bytes(path)).toBe(before);
    expect(folder.names('worse')).toEqual(['calibrator.json']);
  });

  it('only says what it would do with --dry-run', async () => {
    const path = inUse('dry');
    const before = bytes(path);
    const { exitCode, stdout } = await run('promote', better, '--over', path, '--on', fresh, '--dry-run');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\nwould be promoted; nothing was changed\n$/);
    expect(bytes(path)).toBe(before);
    expect(folder.names('dry')).toEqual(['calibrator.json']);
  });

  it('warns of choosing by the same labels again, in its help and on its page', async () => {
    const { stdout } = await run('promote', '--help');
    expect(stdout).toContain('asked again as it grows: ask once, when all of it is labelled');
    expect(bytes('docs/promote.md')).toContain('Ask once, when the round is labelled.');
  });

  it('prints the same as JSON', async () => {
    const path = inUse('json');
    const { stdout } = await run('promote', better, '--over', path, '--on', fresh, '--json');
    const said = JSON.parse(stdout);
    expect(said).toMatchObject({
      promoted: true,
      candidate: candidate!.digest,
      champion: champion!.digest,
      verdict: 'better',
      isSettled: true,
      records: 300,
      groups: 300,
      audit: null,
      lost: [],
      obstacles: [],
    });
    expect(said.logLoss.gain).toBeGreaterThan(said.logLoss.lower);
    expect(said.logLoss.lower).toBeGreaterThan(0);
  });

  it.each([
    ['champion', 'the one in use', () => seen],
    ['candidate', 'the candidate', () => records('new', 12, { records: 400 })],
  ])('refuses labels that the %s has seen, under whatever ids', async (who, _, recordsOf) => {
    const path = inUse(`seen by the ${who}`);
    const before = bytes(path);
    const some = recordsOf()
      .slice(0, 30)
      .map((record, i) => ({ ...record, id: `x${i}`, group: `y${i}` }));
    const labels = folder.write(`seen-${who}.jsonl`, bytes(fresh) + toLines(some));
    const { exitCode, stdout, stderr } = await run('promote', better, '--over', path, '--on', labels);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(`${who}: 30 of 330 labels are of records or groups that the fit has seen \\(x0, x1, .*only labels`),
    );
    expect(bytes(path)).toBe(before);
  });

  it('does not give up a certificate that gates stand on, unless the candidate has one as good', async () => {
    const proven = inUse('proven', withParts(champion!, { certificates: [certificate({ limit: 0.3 })] }));
    const lost = await run('promote', better, '--over', proven, '--on', fresh);
    expect(lost.exitCode).toBe(2);
    expect(lost.stdout).toContain('\npromises that would be gone: false-pass 30 % (90 % sure)\n');
    expect(lost.stdout).toContain(
      'it lacks a certificate as good as one that the one in use stands on: certify it first',
    );
    const weaker = withParts(candidate!, { certificates: [certificate({ limit: 0.3, rule: null })] });
    const notYet = await run('promote', written('not-yet.json', weaker), '--over', proven, '--on', fresh);
    expect(notYet.exitCode).toBe(2);
    const ending = withParts(candidate!, { certificates: [certificate({ limit: 0.3, expires: '2999-01-01' })] });
    const weakened = await run('promote', written('ending.json', ending), '--over', proven, '--on', fresh);
    expect(weakened.exitCode).toBe(2);
    expect(weakened.stdout).toContain(
      '\npromises that would be gone: false-pass 30 % (90 % sure): with the candidate it is of an earlier end\n',
    );
    const asGood = withParts(candidate!, {
      certificates: [certificate({ limit: 0.3, rule: { score: 'passProbability', threshold: 0.5 } })],
    });
    const kept = await run('promote', written('as-good.json', asGood), '--over', proven, '--on', fresh);
    expect(kept.exitCode).toBe(0);
    expect(kept.stdout).toMatch(
      /\ncertified false-pass 30 % \(90 % sure\): passes \d+\.\d % now, \d+\.\d % with the candidate \(difference -?\d+\.\d % \[.*\]\)\n/,
    );
  });

  it('refuses a candidate for another pass mark or scale', async () => {
    const path = inUse('aim');
    const other = fit(seen, { ...worldTarget, ratingScale: { min: 0, max: 20 } });
    const { exitCode, stderr } = await run('promote', written('other.json', other), '--over', path, '--on', fresh);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('ratingScale of the candidate must be {"min":0,"max":10} as of the champion');
  });

  it('refuses labels made by a model, and takes those of the sources that are named', async () => {
    const path = inUse('sources');
    const by = (source: string) => (record: CalibrationRecord) => ({
      ...record,
      humanRatings: record.humanRatings.map((value) => ({ value: value as number, source })),
    });
    const lines = records('fresh', 13, { records: 300 });
    const labels = folder.write(
      'sources.jsonl',
      toLines([...lines.slice(0, 250).map(by('expert')), ...lines.slice(250).map(by('Model'))]),
    );
    const refused = await run('promote', better, '--over', path, '--on', labels);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('50 of 300 records have labels of a model');
    const named = await run('promote', better, '--over', path, '--on', labels, '--source', 'expert,user');
    expect(named).toMatchObject({ exitCode: 0, stderr: '' });
    expect(named.stdout).toMatch(/^250 fresh labels in 250 groups\n/);
  });

  it('by eight processes at once: one succeeds, and what is in place is its candidate, whole', async () => {
    const path = inUse('race');
    const paths = Array.from({ length: 8 }, (_, i) =>
      written(`racer-${i}.json`, sealed({ ...candidate!, fittedOn: { ...candidate!.fittedOn, seed: i } })),
    );
    const script = `
      const [module, terminal, ...argv] = process.argv.slice(1);
      const [{ addPromote }, { Command }] = await Promise.all([import(module), import('commander')]);
      const program = new Command();
      addPromote(program, process, (code) => (process.exitCode = code));
      await program.parseAsync(argv, { from: 'user' }).catch((error) => {
        console.error(error.code);
        process.exitCode = 1;
      });`;
    const module = new URL('../../src/cli/promote.ts', import.meta.url).href;
    const racing = Promise.all(
      paths.map((one) =>
        promisify(execFile)(
          process.execPath,
          ['--input-type=module', '-e', script, '--', module, '-', 'promote', one, '--over', path, '--on', fresh],
          { timeout: 60_000 },
        ).then(
          () => ({ code: 0, stderr: '' }),
          ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
        ),
      ),
    );
    const over = new AbortController();
    const watching = (async (): Promise<Set<string>> => {
      const found = new Set<string>();
      for (; !over.signal.aborted; await sleep(5)) found.add((await readCalibrator(path)).digest);
      return found;
    })();
    const outcomes = await racing;
    over.abort();
    const won = outcomes.flatMap(({ code }, i) => (code === 0 ? [i] : []));
    expect(won).toHaveLength(1);
    // Whenever it is read, it is whole: the one before or the one that won.
    expect(await watching).toEqual(new Set([champion!.digest, (await readCalibrator(path)).digest]));
    // Who came when it was done found no better than what was there; who came in between was refused.
    for (const { code, stderr } of outcomes.filter((_, i) => i !== won[0]))
      expect([code, stderr.trim()]).toEqual(code === 1 ? [1, 'calibrator-changed'] : [2, '']);
    expect((await readCalibrator(path)).fittedOn.seed).toBe(won[0]);
    expect(await readCalibrator(previousOf(path))).toEqual(champion);
    expect(folder.names('race')).toEqual(['calibrator.json', 'calibrator.previous.json']);
  }, 90_000);
});

describe('rollback', () => {
  it('puts the one before back, and twice is where it was', async () => {
    const path = inUse('rollback');
    await run('promote', better, '--over', path, '--on', fresh);
    const { exitCode, stdout } = await run('rollback', path);
    const [now, before] = [candidate!, champion!].map(({ digest }) => digest.slice(0, 12));
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`${path} is ${before} again; ${now} is kept as ${previousOf(path)}\n`);
    expect(await readCalibrator(path)).toEqual(champion);
    const again = await run('rollback', path, '--json');
    expect(JSON.parse(again.stdout)).toEqual({
      path,
      from: champion!.digest,
      to: candidate!.digest,
      kept: previousOf(path),
    });
    expect(await readCalibrator(path)).toEqual(candidate);
    expect(await readCalibrator(previousOf(path))).toEqual(champion);
  });

  it('of a link puts back what promote over the link has replaced, and both say where it is kept', async () => {
    const path = inUse('behind');
    const link = folder.path('link.json');
    symlinkSync('behind/calibrator.json', link);
    const promoted = await run('promote', better, '--over', link, '--on', fresh);
    expect(promoted.stdout).toContain(`${link} is ${better} now; the one before is kept as `);
    const kept = /kept as (.*)\n$/.exec(promoted.stdout)![1]!;
    expect(await readCalibrator(kept)).toEqual(champion);
    const back = await run('rollback', link);
    expect(back).toMatchObject({ exitCode: 0, stderr: '' });
    expect(back.stdout).toMatch(new RegExp(` is kept as ${kept}\\n$`));
    expect(await readCalibrator(kept)).toEqual(candidate);
    expect(await readCalibrator(path)).toEqual(champion);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });

  it('says so where there is none before', async () => {
    const path = inUse('first');
    const { exitCode, stderr } = await run('rollback', path);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `${previousOf(path)} cannot be read: there is no such file: there is nothing to roll ${path} back to\n`,
    );
    expect(await readCalibrator(path)).toEqual(champion);
  });
});

describe('diff', () => {
  it('names what changed, the heaviest weight first', async () => {
    const { exitCode, stdout, stderr } = await run('diff', inUse('diff'), better);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(`calibrator ${champion!.digest.slice(0, 12)} → ${candidate!.digest.slice(0, 12)}`);
    expect(lines).toContain('  records 200 → 400');
    const start = lines.indexOf('weights, in logits of the pass probability:');
    const changes = lines.slice(start + 1, lines.indexOf('shifts of the logit:')).map((line) => {
      const [, was, is] = /^ {2}\w+ (\S+) → (\S+)$/.exec(line)!.map(Number);
      return Math.abs(is! - was!);
    });
    expect(changes.length).toBeGreaterThan(3);
    expect(changes[0]).toBeGreaterThan(changes.at(-1)!);
  });

  it('lists the decisions that flip, by their verdicts', async () => {
    const path = inUse('flips');
    const unlabelled = folder.write(
      'unlabelled.jsonl',
      toLines(records('u', 21, { records: 100 }).map(({ humanRatings: _, ...record }) => record)),
    );
    const { stdout } = await run('diff', path, better, '--on', unlabelled, '--json');
    const { decisions } = JSON.parse(stdout);
    expect(decisions.records).toBe(100);
    const counted = Object.entries(decisions.counts as Record<string, number>);
    expect(counted.reduce((sum, [, number]) => sum + number, 0)).toBe(100);
    const flipped = counted.filter(([pair]) => new Set(pair.split(' → ')).size === 2);
    expect(decisions.flips).toHaveLength(flipped.reduce((sum, [, number]) => sum + number, 0));
    expect(decisions.flips.length).toBeGreaterThan(5);
    const text = await run('diff', path, better, '--on', unlabelled);
    expect(text.stdout).toContain(`decisions: ${decisions.flips.length} of 100 change (`);
    const [{ id, before, after }] = decisions.flips;
    expect(text.stdout).toContain(`  ${id}: ${before} → ${after} (`);
  });

  it('names an intercept that changed, and what else differs', async () => {
    const { passHead, ratingHead } = champion!;
    const shifted = withParts(champion!, {
      passHead: { ...passHead, intercept: passHead.intercept + 3 },
      ratingHead: { ...ratingHead, intercept: ratingHead.intercept + 1 },
    });
    const { stdout } = await run('diff', inUse('shifts'), written('shifted.json', shifted));
    const [, title, shift, other, ...rest] = stdout.split('\n');
    expect([title, other, ...rest]).toEqual(['shifts of the logit:', 'other parts differ: ratingHead', '']);
    const [, was, is] = /^ {2}intercept (\S+) → (\S+)$/.exec(shift!)!.map(Number);
    expectClose(is! - was!, 3, { absolute: 2e-3 });
  });

  it('of a calibrator with itself says that they are the same', async () => {
    expect(await run('diff', better, better)).toEqual({ exitCode: 0, stdout: 'the same calibrator\n', stderr: '' });
  });

  it('names certificates that came and went', async () => {
    const before = written('c-1.json', withParts(candidate!, { certificates: [certificate({ limit: 0.3 })] }));
    const after = written(
      'c-2.json',
      withParts(candidate!, { certificates: [certificate({ limit: 0.2, rule: null })] }),
    );
    const { stdout } = await run('diff', before, after);
    expect(stdout).toContain('  gone: false-pass at most 30 %, 90 % sure: passes a pass probability from 0.6 on');
    expect(stdout).toContain('  new: false-pass at most 20 %, 90 % sure: not yet');
  });

  it('lists what is wrong with the records, and exits with 1', async () => {
    const bad = folder.write('bad.jsonl', '{"id":"a","selfRating":99,"response":"x"}\nno\n');
    const { exitCode, stdout, stderr } = await run('diff', better, better, '--on', bad);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/bad\.jsonl:1 selfRating must be .*\n.*bad\.jsonl:2 record must be one JSON object/);
  });
});
