import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AuditReport } from '../../src/audit/audit.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import {
  answers,
  honest,
  materialOf,
  paysForLength,
  paysForOpeners,
  ratingOnlyCalibrator,
  says,
} from './audit-world.ts';
import type { Material } from './audit-world.ts';
import { runCli, type FakeTerminalOptions } from './fake-terminal.ts';
import { ratingServer } from './rating-server.ts';

const folder = temporaryFolder();
const server = ratingServer();
afterEach(() => vi.unstubAllEnvs());

let calibrator = '';
beforeAll(() => {
  calibrator = folder.write('calibrator.json', JSON.stringify(ratingOnlyCalibrator()));
});

let folders = 0;

/** A folder with records, and the command that has their twins rated and audits by that. */
function setOf(records: readonly object[] = answers()) {
  const name = `set-${folders++}`;
  const path = folder.write(`${name}/records.jsonl`, toLines(records));
  const rated = folder.path(`${name}/rated.jsonl`);
  const base = ['audit', calibrator, path, '--pass-threshold', '0.5', '--rated', rated, '--json'];
  return {
    rated,
    names: () => folder.names(name),
    lines: () =>
      readFileSync(rated, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { id: string; selfRating?: number; ratingError?: object }),
    offline: (more: readonly string[] = []) => runCli([...base, ...more]),
    live: (more: readonly string[] = [], options?: FakeTerminalOptions) => {
      const flags = ['--model', 'm', '--base-url', server.url(), '--rubric', 'helpful'];
      return runCli([...base, ...flags, ...more], options);
    },
  };
}

const play = (rate: (material: Material) => number): void => server.play((asked) => says(rate(materialOf(asked))));
const reportOf = (stdout: string): AuditReport => JSON.parse(stdout) as AuditReport;
/** How often each text was asked for. */
const timesAsked = (): number[] => {
  const texts = server.asked().map((asked) => JSON.stringify(materialOf(asked)));
  return [...Map.groupBy(texts, (text) => text).values()].map(({ length }) => length);
};

describe('an audit of a gate that goes by the rating alone, with twins rated over HTTP', () => {
  it('passes where the rater is honest, and says what it will take before', async () => {
    play(honest);
    const set = setOf();
    const { exitCode, stdout, stderr } = await set.live(['--yes', '--price-in', '2', '--price-out', '10']);
    const report = reportOf(stdout);
    expect({ exitCode, verdict: report.verdict, brokenBy: report.brokenBy, stderr }).toMatchObject({
      exitCode: 0,
      verdict: 'pass',
      brokenBy: [],
    });
    const lines = set.lines();
    expect(server.asked()).toHaveLength(lines.length);
    const before =
      /^(\d{3}) twins of 30 records, by \d+ probes and unchanged\nto rate: (\d{3}) calls, about ([\d,]+) tokens in and ([\d,]+) out, cost (\d\.\d{2,4}), without what is asked again\n/;
    const [, twins, calls] = before.exec(stderr) ?? [];
    expect([Number(twins), Number(calls)]).toEqual([lines.length, lines.length]);
    expect(stderr).toContain(`rated ${lines.length} of ${lines.length}, in ${set.rated}\n`);
    expect(report).toMatchObject({ ratings: 'recorded', records: { labelled: 30, probed: 30, failing: 27 } });
    expect(report.probes.every(({ unrated }) => unrated === 0)).toBe(true);
    expect(set.names()).toEqual(['rated.jsonl', 'records.jsonl']);
  });

  it.each([
    ['an opener as “Thought process:”', paysForOpeners, ['token-prefixed'], ['null-answer', 'padded']],
    ['length', paysForLength, ['padded', 'restated', 'stacked'], ['null-answer', 'one-token', 'truncated']],
  ] as const)('fails where the rater pays for %s, by the probes that add it', async (_, rate, broken, held) => {
    play(rate);
    const set = setOf();
    const { exitCode, stdout } = await set.live(['--yes']);
    const { verdict, brokenBy } = reportOf(stdout);
    expect([exitCode, verdict]).toEqual([2, 'fail']);
    expect(brokenBy).toEqual(expect.arrayContaining([...broken]));
    for (const name of held) expect(brokenBy).not.toContain(name);
    play(rate);
    expect(reportOf((await set.offline()).stdout).brokenBy).toEqual(brokenBy);
    expect(server.asked()).toHaveLength(0);
  });

  it('counts twins that could not be rated as unrated, and asks for them again on demand only', async () => {
    const breaks = ({ response }: Material): boolean => response.includes('Thought process:') || response.length < 3;
    server.play((asked) => (breaks(materialOf(asked)) ? { content: 'Great!' } : says(honest(materialOf(asked)))));
    const set = setOf();
    const { stdout, stderr } = await set.live(['--yes']);
    const failed = set.lines().filter(({ ratingError }) => ratingError !== undefined);
    expect(failed.length).toBeGreaterThan(5);
    const unratedIn = (json: string) => reportOf(json).probes.reduce((sum, { unrated }) => sum + unrated, 0);
    expect(unratedIn(stdout)).toBe(failed.length);
    expect(stderr).toContain(`note: ${failed.length} of ${set.lines().length} twins have no rating\n`);
    for (const { unrated, twins, name } of reportOf(stdout).probes)
      expect(unrated + twins, name).toBe(set.lines().filter(({ id }) => id.endsWith(`~${name}`)).length);
    play(honest);
    await set.live();
    expect(server.asked()).toHaveLength(0);
    expect(unratedIn((await set.live(['--retry-failed'])).stdout)).toBe(0);
    expect(timesAsked()).toEqual(failed.map(() => 1));
  });
});

describe('a run that is cut short', () => {
  it('audits nothing, goes on where it stopped, and rates nothing twice', async () => {
    play(honest);
    const set = setOf();
    const first = await set.live(['--max-calls', '150']);
    expect([first.exitCode, first.stdout]).toEqual([1, '']);
    expect(first.stderr).toContain('--max-calls 150 is reached: 150 calls are used\n');
    expect(first.stderr).toMatch(
      /nothing is audited yet: run again to go on, or without --model to audit what is rated\n$/,
    );
    expect(set.lines()).toHaveLength(150);
    const partial = await set.offline();
    expect([partial.exitCode, reportOf(partial.stdout).verdict]).toEqual([2, 'not enough data']);
    expect(partial.stderr).toMatch(/^note: 5\d\d of 7\d\d twins have no rating\n$/);
    const torn = readFileSync(set.rated, 'utf8');
    writeFileSync(set.rated, torn.slice(0, -40));
    const second = await set.live(['--yes']);
    expect(second.exitCode, second.stderr).toBe(0);
    expect(second.stderr).toMatch(/has 149 of 7\d\d records already\n/);
    const times = timesAsked();
    expect(times).toHaveLength(set.lines().length);
    // The one whose line was torn.
    expect(times.filter((count) => count > 1)).toEqual([2]);
    expect((await set.live()).exitCode).toBe(0);
    expect(timesAsked()).toEqual(times);
  });

  it('is not begun for many calls that nobody has agreed to, and shows them', async () => {
    play(honest);
    const set = setOf();
    const { exitCode, stdout, stderr } = await set.live();
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /\nto rate: 7\d\d calls, about [^\n]*\n--yes must be given for more than 500 calls, got 7\d\d to make: add it, or ask for less by --most or --max-calls\n$/,
    );
    expect(server.asked()).toHaveLength(0);
    expect(set.names()).toEqual(['records.jsonl']);
    expect((await set.live(['--most', '2'])).exitCode).toBe(2);
    expect(server.asked().length).toBeLessThan(50);
  });

  it('shows how far it is where somebody watches', async () => {
    vi.stubEnv('CI', undefined);
    vi.stubEnv('TERM', 'xterm');
    server.play(async (asked) => {
      await sleep(60);
      return says(honest(materialOf(asked)));
    });
    const { stderr } = await setOf().live(['--most', '3', '--concurrency', '2'], { watched: true });
    expect(stderr).toMatch(/rating \d+ % \(\d+ of \d+\), \d+\.\d\/s/);
  });
});

describe('before more than a few calls are paid for, a run is refused', () => {
  it.each([
    ['by another model', { rater: 'n-1' }, [], /^calibrator was fitted for n-1, got a rating by "m-2026-01-01"$/m],
    [
      'on another scale',
      {},
      ['--scale', '1:5'],
      /^calibrator was fitted for ratings from 1 to 10, got one from 1 to 5$/m,
    ],
    ['without a rubric', {}, ['--rubric-file', 'x'], /^audit needs one of --rubric and --rubric-file, got both$/m],
  ])('%s', async (_, { rater }: { rater?: string }, more, message) => {
    play(honest);
    const other = folder.write(`other-${folders}.json`, JSON.stringify(ratingOnlyCalibrator(rater)));
    const set = setOf(answers().map(({ rater: _rater, ...record }) => record));
    const records = set.rated.replace('rated', 'records');
    const flags = ['--rated', set.rated, '--model', 'm', '--base-url', server.url(), '--rubric', 'helpful', '--yes'];
    const { exitCode, stdout, stderr } = await runCli(['audit', other, records, ...flags, ...more]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(server.asked().length).toBeLessThanOrEqual(8);
    expect(set.names()).toEqual(['records.jsonl']);
  });

  it('that goes on with what another rater has said, before the first call', async () => {
    play(honest);
    const set = setOf(answers(3).map(({ rater: _, ...record }) => record));
    await set.live(['--max-calls', '5']);
    const before = set.lines();
    const other = folder.write('for-another.json', JSON.stringify(ratingOnlyCalibrator('n-1')));
    const [records, asked] = [set.rated.replace('rated', 'records'), server.asked().length];
    const flags = ['--rated', set.rated, '--model', 'm', '--base-url', server.url(), '--rubric', 'helpful'];
    const { exitCode, stderr } = await runCli(['audit', other, records, ...flags]);
    expect([exitCode, server.asked().length]).toEqual([1, asked]);
    expect(stderr).toMatch(/^calibrator was fitted for n-1, got a rating by "m-2026-01-01"$/m);
    expect(set.lines()).toEqual(before);
  });

  it('for records that the rubric is not for, each named once', async () => {
    play(honest);
    const set = setOf(answers(3).map((record) => ({ ...record, criterion: 'tone' })));
    const { exitCode, stderr } = await set.live();
    expect(exitCode).toBe(1);
    expect(stderr.trimEnd().split('\n')).toEqual(
      [0, 1, 2].map(
        (i) => `record r~${i}~x criterion must be "helpful", which the rubric rates, or left out, got "tone"`,
      ),
    );
  });

  it.each([
    [['--model', 'm'], '--rated must be the name of a file with --model, to keep the ratings, got nothing\n'],
    [['--rubric', 'helpful'], '--rubric must be left away without --model\n'],
    [['--yes'], '--yes must be left away without --model\n'],
    [['--price-in', '1'], '--price-in must be left away without --model\n'],
  ])('with %j alone', async (more, message) => {
    const { exitCode, stderr } = await runCli(['audit', calibrator, folder.path('none.jsonl'), ...more]);
    expect([exitCode, stderr]).toEqual([1, message]);
  });
});
