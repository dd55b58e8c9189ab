import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseRound } from '../../src/cli/sample-round.ts';
import { addSample } from '../../src/cli/sample.ts';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import { fit, type CalibrationRecord } from '../../src/index.ts';
import type { LogEntry, LoggedDecision } from '../../src/log/decision.ts';
import { openLog } from '../../src/log/open.ts';
import { sampledEntry } from '../../src/log/sample-frame.ts';
import type { DecisionStore } from '../../src/log/store.ts';
import { seededRandom } from '../../src/math/random.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { drawWorld, worldTarget } from '../world.ts';
import { fakeTerminal, runCli } from './fake-terminal.ts';

const folder = temporaryFolder();
const measured = ['characters', 'words', 'sentences', 'paragraphs', 'digits'];
const traffic = drawWorld(seededRandom(5), { records: 400, measured }).map((one, i) => ({
  ...one,
  id: `t${i}`,
  group: `t${Math.floor(i / 2)}`,
}));
const flags = ['--rating-scale', '0:10', '--human-scale', '0:1', '--pass-at', '0.5'];
let calibrator = '';

beforeAll(() => {
  calibrator = folder.path('calibrator.json');
  writeCalibrator(calibrator, fit(drawWorld(seededRandom(1), { records: 120, measured }), worldTarget));
});

const unlabelled = (): CalibrationRecord[] => traffic.map(({ truth: _, ...one }) => ({ ...one, humanRatings: [] }));

function decisions(count: number, parts: Partial<LoggedDecision> = {}): LoggedDecision[] {
  return traffic.slice(0, count).map(({ id, group, selfRating, features, truth }, i) => ({
    id,
    at: 1000 + i,
    group,
    verdict: truth >= 0.8 ? 'pass' : truth < 0.5 ? 'fail' : 'review',
    reason: 'above-threshold',
    selfRating,
    passProbability: truth,
    features: features!,
    outside: [],
    calibrator: 'c'.repeat(64),
    slice: i % 10 === 0 ? 'rare' : 'common',
    ...parts,
  }));
}

/** The command by itself: what it throws is what the command line shows. */
async function sample(...argv: string[]) {
  const terminal = fakeTerminal();
  let exitCode: number | undefined;
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  addSample(program, terminal, (code) => (exitCode = code));
  await program.parseAsync(['sample', ...argv], { from: 'user' });
  return { exitCode, ...terminal.written() };
}

const linesOf = (path: string): CalibrationRecord[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as CalibrationRecord);

async function entriesOf(path: string): Promise<LogEntry[]> {
  const log = await openLog(path);
  const entries: LogEntry[] = [];
  for await (const entry of log.read()) entries.push(entry);
  await log.close();
  return entries;
}

describe('sample', () => {
  it('chooses from a log, tells it, and does not choose the same again', async () => {
    const path = folder.path('log.sqlite');
    const log = await openLog(path);
    await log.append(decisions(300));
    await log.label([{ key: 'k', id: 't7', value: 1, labeller: 'a', source: 'expert', at: 5 }]);
    await log.close();
    const [first, second] = [folder.path('first.jsonl'), folder.path('second.jsonl')];
    const said = await sample(path, '--budget', '50', '--out', first, '--slice');
    expect(said.exitCode).toBe(0);
    expect(said.stdout).toMatch(
      /^chose 50 of 299: \d+ that passed, \d+ that failed, \d+ for review\nleft out: 1 labelled\n/,
    );
    expect(said.stdout).toMatch(/the false-pass rate, expected at .* %, within ±.* points; 50 drawn evenly, ±/);
    const chosen = new Map(linesOf(first).map((line) => [line.id, line]));
    expect(chosen.size).toBe(50);
    for (const { id, inclusion } of await entriesOf(path)) expect(inclusion, id).toBe(chosen.get(id)?.inclusion);
    for (const { inclusion, humanRatings, features, selfRating } of chosen.values()) {
      expect(inclusion).toBeGreaterThanOrEqual((0.2 * 50) / 299 - 1e-9);
      expect({ humanRatings, selfRating: typeof selfRating }).toEqual({ humanRatings: [], selfRating: 'number' });
      expect(Object.keys(features!)).toContain('words');
    }
    const again = await sample(path, '--budget', '249', '--out', second);
    expect(again.stdout).toContain('chose 249 of 249');
    expect(said.stderr).toBe('');
    expect(again.stderr).toMatch(/^note: there were earlier rounds; .* from the log/);
    expect(linesOf(second).some(({ id }) => chosen.has(id) || id === 't7')).toBe(false);
    expect(again.stderr).toMatch(
      /note: of 50 chosen before, 50 have no label by people here: weights take .* at random/,
    );
    await expect(sample(path, '--budget', '5', '--out', second)).rejects.toMatchObject({ code: 'too-few-records' });
    expect(linesOf(second).length).toBe(249);
  });

  it('takes the entries of a log as lines, and chooses the same by seed', async () => {
    const path = folder.write('entries.jsonl', toLines(decisions(200).map((one) => ({ ...one, labels: [] }))));
    const outs = ['a.jsonl', 'b.jsonl', 'c.jsonl'].map((name) => folder.path(name));
    for (const [i, seed] of ['1', '1', '2'].entries())
      await sample(path, '--budget', '20', '--out', outs[i]!, '--seed', seed);
    const [a, b, c] = outs.map((out) => readFileSync(out, 'utf8'));
    expect(b).toBe(a);
    expect(c).not.toBe(a);
  });

  it('writes texts where they were stored, and nowhere else', async () => {
    const with8 = decisions(8).map((one, i) => ({
      ...one,
      ...(i % 2 === 0 ? { prompt: 'Why?', response: `Text ${i}` } : {}),
    }));
    const out = folder.path('texts.jsonl');
    await sample(folder.write('texts-log.jsonl', toLines(with8)), '--budget', '8', '--out', out);
    const texts = new Map(linesOf(out).map(({ id, prompt, response }) => [id, { prompt, response }]));
    for (const { id, ...one } of with8)
      expect(texts.get(id)).toEqual({
        prompt: undefined,
        response: undefined,
        ...('prompt' in one ? { prompt: one.prompt, response: one.response } : {}),
      });
  });

  it('takes plain records with a calibrator, and fit, certify and evaluate take what comes of them', async () => {
    const path = folder.write('records.jsonl', toLines(unlabelled()));
    const out = folder.path('chosen.jsonl');
    const how = ['--budget', '150', '--calibrator', calibrator, '--share-of-everything', '0.8'];
    const said = await sample(path, ...how, '--out', out, '--json');
    const spoken = await sample(path, ...how, '--out', folder.path('spoken.jsonl'));
    const result = JSON.parse(said.stdout) as Record<string, number> & { buys: { certificate: { worth: number } } };
    expect(result).toMatchObject({ chosen: 150, of: 400, out, buys: { budget: 150 } });
    const { worth } = result.buys.certificate;
    // Four fifths of the budget, and what even the least of the rest gets.
    expect(worth).toBeGreaterThanOrEqual(120);
    expect(result['pass']! + result['fail']! + result['review']!).toBe(150);
    expect(result['fail']).toBeGreaterThan(0);
    expect(result['review']).toBeGreaterThan(0);
    const truth = new Map(traffic.map((one) => [one.id, one]));
    const labelled = linesOf(out).map((one) => ({ ...one, humanRatings: truth.get(one.id)!.humanRatings }));
    const file = folder.write('labelled.jsonl', toLines(labelled));
    const refit = folder.path('refit.json');
    expect(await runCli(['fit', file, ...flags, '--out', refit])).toMatchObject({ exitCode: 0 });
    expect(await runCli(['evaluate', calibrator, file])).toMatchObject({ exitCode: 0 });
    // The worlds name their groups alike; the labels of the fit are others.
    const fresh = folder.path('certified.json');
    const least = /^least inclusion: (0\.\d+), so/m.exec(spoken.stdout)![1]!;
    expect(Number(least)).toBeLessThanOrEqual(result['floor']!);
    expect(Number(least)).toBeGreaterThan(0.99 * result['floor']!);
    const promise = ['--false-pass', '0.3', '--least-inclusion', least, '--out', fresh, '--json'];
    const proof = await runCli(['certify', calibrator, file, ...promise]);
    expect(proof).toMatchObject({ exitCode: 0, stderr: '' });
    // Evening out leaves about what was said.
    const evenedOut = (JSON.parse(proof.stdout) as { evenedOut: number }).evenedOut;
    expect(Math.abs(150 - evenedOut - worth)).toBeLessThan(20);
  });

  it('warns of labels that are nearly all of what passed', async () => {
    const passed = new Set(
      decisions(400)
        .filter(({ verdict }) => verdict === 'pass')
        .map(({ id }) => id)
        .slice(0, 30),
    );
    const entries = decisions(400).map((one) => ({
      ...one,
      labels: passed.has(one.id) ? [{ key: one.id, id: one.id, value: 1, labeller: 'a', source: 'user', at: 1 }] : [],
    }));
    const path = folder.write('passed.jsonl', toLines(entries));
    const { stderr } = await sample(path, '--budget', '10', '--out', folder.path('out.jsonl'));
    expect(stderr).toMatch(
      /^warning: of 30 labels so far, 0 \(0\.0 %\) are of what did not pass, as did \d\d\.\d % of the traffic: .* fewer than 0\.1 % would bring this warning\n$/,
    );
  });
});

describe('several that choose from one log at once', () => {
  it('choose different entries, one after the other, and the log has the inclusions of the files', async () => {
    const path = folder.path('shared.sqlite');
    const log = await openLog(path);
    await log.append(decisions(300));
    await log.close();
    const outs = [1, 2, 3].map((seed) => folder.path(`shared-${seed}.jsonl`));
    const said = await Promise.all(
      outs.map((out, i) => sample(path, '--budget', '40', '--seed', `${i + 1}`, '--out', out)),
    );
    expect(said.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const lines = outs.flatMap(linesOf);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(120);
    const entries = (await entriesOf(path)).filter(({ inclusion }) => inclusion !== undefined);
    expect(new Map(entries.map(({ id, inclusion }) => [id, inclusion]))).toEqual(
      new Map(lines.map(({ id, inclusion }) => [id, inclusion])),
    );
    // Each a round of its own, chosen from what those before it had left.
    expect(new Set(entries.map(({ chosenAt }) => chosenAt)).size).toBe(3);
    expect(new Set(said.map(({ stdout }) => /of (\d+):/.exec(stdout)![1]))).toEqual(new Set(['220', '260', '300']));
  });

  it.each([
    { isDirect: false, tries: 10 },
    { isDirect: true, tries: 1 },
  ])('give up where others are always faster, and leave no file that does not count: $isDirect', async (how) => {
    const out = folder.path(`never-${how.isDirect}.jsonl`);
    let reads = 0;
    const places = {
      log: 'l.sqlite',
      store: { choose: () => Promise.resolve(false) } as unknown as DecisionStore,
      read: () => {
        reads++;
        return Promise.resolve(decisions(9).map((one) => sampledEntry({ ...one, labels: [] }, undefined)));
      },
      out,
      isDirect: how.isDirect,
    };
    await expect(chooseRound(places, { budget: 3 })).rejects.toMatchObject({ code: 'store-failed' });
    expect(reads).toBe(how.tries);
    if (!how.isDirect) expect(existsSync(out)).toBe(false);
  });
});

describe('the time of a round', () => {
  it('is after all rounds before it, and what is decided later than that has to wait', async () => {
    const path = folder.path('clocks.sqlite');
    const [now, hour] = [Date.now(), 3_600_000];
    const log = await openLog(path);
    await log.append(decisions(40).map((one, i) => ({ ...one, at: i < 30 ? 1000 : now + (i < 35 ? 1 : 3) * hour })));
    // As by a clock that was an hour ahead.
    const at = now + 2 * hour;
    await log.choose([{ id: 't0', inclusion: 1, at: now + hour / 2 }]);
    const said = await sample(path, '--budget', '4', '--out', folder.path('early.jsonl'), '--json');
    expect(JSON.parse(said.stdout)).toMatchObject({ of: 29, ahead: 10 });
    await log.choose([{ id: 't30', inclusion: 1, at }]);
    const { stdout } = await sample(path, '--budget', '5', '--out', folder.path('later.jsonl'));
    await log.close();
    expect(stdout).toContain('chose 5 of 29:');
    expect(stdout).toContain('5 decided later than now, by a clock that is ahead');
    const chosen = new Set(linesOf(folder.path('later.jsonl')).map(({ id }) => id));
    for (const one of await entriesOf(path)) if (chosen.has(one.id)) expect(one.chosenAt).toBe(at + 1);
  });
});

describe('sample refuses', () => {
  it('to write over a file that may have labels, and then nothing counts as chosen', async () => {
    const path = folder.path('again.sqlite');
    const log = await openLog(path);
    await log.append(decisions(60));
    await log.close();
    const out = folder.path('round.jsonl');
    await sample(path, '--budget', '20', '--out', out);
    const labelled = toLines(linesOf(out).map((one) => ({ ...one, humanRatings: [1] })));
    writeFileSync(out, labelled);
    await expect(sample(path, '--budget', '20', '--out', out)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringMatching(/^--out must be a new file, .* may have labels, got ".*, which holds \d+ bytes$/),
    });
    expect(readFileSync(out, 'utf8')).toBe(labelled);
    expect((await entriesOf(path)).filter(({ inclusion }) => inclusion !== undefined)).toHaveLength(20);
  });

  it('plain records without a calibrator, naming every line', async () => {
    const path = folder.write('plain.jsonl', toLines(unlabelled().slice(0, 2)));
    await expect(sample(path, '--budget', '1', '--out', folder.path('none.jsonl'))).rejects.toMatchObject({
      code: 'invalid-records',
      message: expect.stringMatching(/plain\.jsonl:1 record must be an entry .*--calibrator[^]*plain\.jsonl:2 /),
    });
    expect(existsSync(folder.path('none.jsonl'))).toBe(false);
  });

  it('entries that are none, and an id that comes twice', async () => {
    const [one] = decisions(1) as [LoggedDecision];
    const path = folder.write('bad.jsonl', toLines([one, { ...one, id: 'x', passProbability: 2 }, one]) + '{"id"\n');
    await expect(sample(path, '--budget', '1', '--out', folder.path('none.jsonl'))).rejects.toMatchObject({
      details: {
        issues: [
          { line: 2, field: 'passProbability' },
          { line: 3, field: 'id' },
          { line: 4, field: 'record' },
        ],
      },
    });
  });

  it('a log that is not there, without making it', async () => {
    const path = folder.path('not-there.sqlite');
    const refused = expect.objectContaining({ code: 'unreadable-file' });
    await expect(sample(path, '--budget', '1', '--out', folder.path('none.jsonl'))).rejects.toEqual(refused);
    expect(existsSync(path)).toBe(false);
  });

  it('to write over its log', async () => {
    const path = folder.write('same.jsonl', toLines(decisions(5)));
    await expect(sample(path, '--budget', '1', '--out', path)).rejects.toMatchObject({ code: 'invalid-option' });
    expect(readFileSync(path, 'utf8')).toBe(toLines(decisions(5)));
  });

  it('a place that cannot be written, before anything counts as chosen', async () => {
    const path = folder.path('kept.sqlite');
    const log = await openLog(path);
    await log.append(decisions(20));
    await log.close();
    writeFileSync(folder.path('a-file'), '');
    await expect(sample(path, '--budget', '5', '--out', folder.path('a-file/out.jsonl'))).rejects.toMatchObject({
      code: 'unwritable-file',
    });
    expect((await entriesOf(path)).every(({ inclusion }) => inclusion === undefined)).toBe(true);
  });
});
