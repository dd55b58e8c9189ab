import { existsSync, readFileSync, statSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import {
  certify,
  createQualityGate,
  fit,
  revokedBy,
  type CalibrationRecord,
  type MonitorReport,
} from '../../src/index.ts';
import { loggedGate, openLog, type LoggedGateOptions, type LoggedLabel } from '../../src/log/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { toLines } from '../data/example-records.ts';
import { withParts } from '../gate/certified.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { drawWorld, worldTarget, type WorldOptions } from '../world.ts';
import { runCli } from './fake-terminal.ts';

const folder = temporaryFolder();
const measured = ['characters', 'words', 'sentences', 'paragraphs', 'hedges'];
const claims = (['false-pass', 'leak'] as const).map((estimand, i) => ({
  estimand,
  limit: 0.35 - 0.1 * i,
  confidence: 0.9,
}));
const { calibrator } = certify(
  fit(drawn('fit', 1, { records: 500 }), worldTarget),
  drawn('proof', 2, { records: 2000 }),
  claims,
);
let path = '';

function drawn(name: string, seed: number, options: WorldOptions): CalibrationRecord[] {
  return drawWorld(seededRandom(seed), { measured, ...options }).map(({ truth: _, ...record }) => ({
    ...record,
    id: `${name}-${record.id}`,
    group: `${name}-${record.group}`,
  }));
}

beforeAll(() => {
  path = folder.path('calibrator.json');
  writeCalibrator(path, calibrator);
  folder.write('dataset.json', JSON.stringify(worldTarget));
  folder.write('good.jsonl', toLines(drawn('good', 3, { records: 400 })));
  folder.write('bad.jsonl', toLines(drawn('bad', 4, { records: 400, strictness: 1.2 })));
  folder.write(
    'unlabelled.jsonl',
    toLines(drawn('none', 5, { records: 60 }).map((one) => ({ ...one, humanRatings: [] }))),
  );
});

const monitor = (...argv: string[]) => runCli(['monitor', path, ...argv]);
const reportOf = (stdout: string): MonitorReport => JSON.parse(stdout) as MonitorReport;

/** A log of what a gate decided on, a minute apart. */
async function decided(
  name: string,
  records: readonly CalibrationRecord[],
  { of = calibrator, storeText }: { of?: typeof calibrator; storeText?: LoggedGateOptions['storeText'] } = {},
): Promise<string> {
  const file = folder.path(name);
  const store = await openLog(file);
  let now = Date.UTC(2026, 9, 1);
  const gate = loggedGate(createQualityGate({ calibrator: of }), { store, storeText, now: () => (now += 60_000) });
  for (const record of records) gate.decide(record, { id: record.id, group: record.group });
  await gate.close();
  await store.close();
  return file;
}

function labelOf({ id, humanRatings }: CalibrationRecord, at: number): LoggedLabel {
  return { key: `label ${id}`, id, value: humanRatings[0] as number, labeller: 'a', source: 'expert', at };
}

/** A log of a gate, in which people have labelled some of what was chosen, the first ones first. */
async function logOf(name: string, records: readonly CalibrationRecord[], of = calibrator): Promise<string> {
  const file = await decided(name, records, { of });
  const store = await openLog(file);
  const at = Date.UTC(2026, 9, 1) + 60_000 * records.length;
  const chosen = records.filter((_, i) => i % 2 === 0);
  await store.choose(chosen.map(({ id }) => ({ id, inclusion: 0.5, at })));
  await store.label(chosen.map((record, i) => labelOf(record, at + i)));
  await store.close();
  return file;
}

describe('monitor', () => {
  it('exits with 0 where nothing surely is wrong, and says where things stand and what to do', async () => {
    const { exitCode, stdout, stderr } = await monitor(folder.path('good.jsonl'));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^(?:cannot tell|holds): /);
    expect(stdout).toContain('Of what the gate passes, people fail at most 35 %');
    expect(stdout).toContain('- Labels: 400 count.');
    expect(stdout).toMatch(/\nnext\n- /);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('exits with 2 where labels break a certificate, and names it', async () => {
    const { exitCode, stdout } = await monitor(folder.path('bad.jsonl'), '--margin', '0.05', '--json');
    expect(exitCode).toBe(2);
    const report = reportOf(stdout);
    expect(report).toMatchObject({ verdict: 'alarm', calibrator: calibrator.digest, labels: { counted: 400 } });
    expect(report.certificates).toHaveLength(2);
    expect(report.alarms).toContain('certificate');
    expect(report.alarms).toContain('transport');
    const [broken] = report.certificates;
    expect(broken).toMatchObject({ certificate: { estimand: 'false-pass', limit: 0.35 }, state: 'revoked' });
    expect(broken!.series).toHaveLength(broken!.units);
    expect(broken!.confidence).toBe(0.9875);
  });

  it('asks whether pass probabilities are right only where there is a margin for them', async () => {
    const bad = folder.path('bad.jsonl');
    expect(reportOf((await monitor(bad, '--json')).stdout)).toMatchObject({ alarms: ['certificate'], transport: null });
    const asked = reportOf((await monitor(bad, '--margin', '0.1', '--json')).stdout);
    expect(asked.transport).toMatchObject({ verdict: 'fails', margin: 0.1 });
  });

  it('exits with 0 where nothing is labelled yet', async () => {
    const { exitCode, stdout } = await monitor(folder.path('unlabelled.jsonl'));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^cannot tell: /);
  });

  it('reads a log, by the probabilities with which labels were chosen, and its decisions for drift', async () => {
    const log = await logOf('log.sqlite', drawn('log', 6, { records: 300, strictness: 1.5 }));
    const { exitCode, stdout, stderr } = await monitor(log, '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    const report = reportOf(stdout);
    expect(report.labels).toMatchObject({ counted: 150, unchosen: 0, otherCalibrator: 0 });
    expect(report.drift).toMatchObject({ decisions: 300 });
    const [first] = report.certificates;
    expect(first!.state).toBe('revoked');
    expect(first!.revokedBy!.at).toBe(first!.series[first!.revokedBy!.units - 1]!.at);
    expect(first!.revokedBy!.at).toBeGreaterThan(Date.UTC(2026, 9, 1));
    expect(first!.series.map(({ at }) => at)).toEqual(first!.series.map(({ at }) => at!).toSorted((a, b) => a - b));
  });

  it('exits with 2 where traffic has drifted, without any label', async () => {
    const higher = drawn('higher', 13, { records: 600 }).map((record) => ({
      ...record,
      selfRating: Math.min(10, record.selfRating + 3),
      humanRatings: [],
    }));
    const { exitCode, stdout } = await monitor(folder.write('higher.jsonl', toLines(higher)), '--json');
    expect(exitCode).toBe(2);
    const report = reportOf(stdout);
    expect(report).toMatchObject({ alarms: ['drift'], labels: { counted: 0 } });
    expect(report.drift!.inputs.find(({ input }) => input === 'selfRating')).toMatchObject({ status: 'drifted' });
    expect(report.drift!.falseAlarms).toBe(0.025);
  });

  it('counts a label that nobody chose nowhere, since others were chosen', async () => {
    const records = drawn('asked', 7, { records: 40 });
    const log = await logOf('asked.sqlite', records);
    const store = await openLog(log);
    await store.label([{ key: 'k', id: records[1]!.id, value: 0, labeller: 'a', source: 'user', at: Date.now() }]);
    await store.close();
    expect(reportOf((await monitor(log, '--json')).stdout).labels).toMatchObject({ counted: 20, unchosen: 1 });
  });

  it('goes on counting what was labelled before anything was chosen, so that a choice clears no revocation', async () => {
    const records = drawn('before', 19, { records: 200, strictness: 1.5 });
    const file = await decided('before.sqlite', records);
    const store = await openLog(file);
    await store.label(records.slice(0, 150).map((record, i) => labelOf(record, 10 + i)));
    const before = reportOf((await monitor(file, '--json')).stdout);
    expect(before.certificates[0]!.state).toBe('revoked');
    await store.choose(records.slice(150).map(({ id }, i) => ({ id, inclusion: i === 0 ? 1 : 0.25, at: 1000 })));
    const chosen = reportOf((await monitor(file, '--json')).stdout);
    expect(chosen.certificates).toEqual(before.certificates);
    expect(chosen.labels).toMatchObject({ counted: before.labels.counted, unchosen: 0 });
    await store.label(records.slice(150).map((record, i) => labelOf(record, 2000 + i)));
    const after = reportOf((await monitor(file, '--json')).stdout);
    expect(after.certificates[0]!.revokedBy).toEqual(before.certificates[0]!.revokedBy);
    expect(after.labels.counted).toBeGreaterThan(before.labels.counted);
    await store.close();
  });

  it('counts labels of a log from which nothing was chosen beside those of one from which something was', async () => {
    const records = drawn('beside', 22, { records: 60 });
    const file = await decided('beside.sqlite', records);
    const store = await openLog(file);
    await store.label(records.map((record, i) => labelOf(record, i)));
    await store.close();
    const log = await logOf('chosen.sqlite', drawn('chosen', 23, { records: 60 }));
    expect(reportOf((await monitor(file, log, '--json')).stdout).labels).toMatchObject({ counted: 90, unchosen: 0 });
  });

  it('takes back nothing when labels of others come in that are dated before anything was chosen', async () => {
    const of = withParts(calibrator, {
      certificates: calibrator.certificates.map((one) => ({ ...one, sources: ['expert'] })),
    });
    const file = folder.path('experts.json');
    writeCalibrator(file, of);
    const records = drawn('dated', 31, { records: 60, strictness: 3 });
    const log = await decided('dated.sqlite', records, { of });
    const store = await openLog(log);
    await store.choose(records.map(({ id }) => ({ id, inclusion: 0.5, at: 1000 })));
    await store.label(records.map((record, i) => labelOf(record, 2000 + i)));
    const before = reportOf((await runCli(['monitor', file, log, '--json'])).stdout);
    await store.label(records.map(({ id }) => ({ ...labelOf(records[0]!, 1), key: `user ${id}`, id, source: 'user' })));
    await store.close();
    const { exitCode, stdout } = await runCli(['monitor', file, log, '--json']);
    expect(exitCode).toBe(2);
    expect(before.alarms).toContain('certificate');
    const shown = ({ certificates }: MonitorReport) =>
      certificates.map(({ state, units, contradicted, lower }) => ({ state, units, contradicted, lower }));
    expect(shown(reportOf(stdout))).toEqual(shown(before));
  });

  it('knows how labels were chosen by all of a log, also where it looks at its end alone', async () => {
    const records = drawn('end', 32, { records: 60 });
    const log = await decided('end.sqlite', records);
    const store = await openLog(log);
    await store.choose(records.slice(0, 10).map(({ id }) => ({ id, inclusion: 0.5, at: 1000 })));
    await store.label(records.slice(30).map((record, i) => labelOf(record, 2000 + i)));
    await store.close();
    const { stdout } = await monitor(log, '--since', '2026-10-01T00:15Z', '--json');
    expect(reportOf(stdout).labels).toMatchObject({ counted: 0, unchosen: 30 });
  });

  it('writes no page over what is part of a log, whether it is there or not', async () => {
    const log = await logOf('open.sqlite', drawn('open', 33, { records: 20 }));
    for (const end of ['-wal', '-shm', '-journal'])
      for (const flag of ['--html', '--markdown']) {
        const { exitCode, stderr } = await monitor(log, flag, log + end);
        expect({ exitCode, isThere: existsSync(log + end) }).toEqual({ exitCode: 1, isThere: false });
        expect(stderr).toContain('which is part of a log');
      }
  });

  it('takes back nothing when a rarer round is chosen after', async () => {
    const records = drawn('rounds', 20, { records: 90 }).map((one) => ({ ...one, humanRatings: [0] }));
    const file = await decided('rounds.sqlite', records);
    const store = await openLog(file);
    await store.choose(records.slice(0, 60).map(({ id }) => ({ id, inclusion: 0.5, at: 1 })));
    await store.label(records.slice(0, 60).map((record, i) => labelOf(record, 10 + i)));
    const before = reportOf((await monitor(file, '--json')).stdout);
    expect(before.certificates[0]!.state).toBe('revoked');
    await store.choose(records.slice(60).map(({ id }) => ({ id, inclusion: 0.02, at: 1000 })));
    await store.close();
    const after = reportOf((await monitor(file, '--json')).stdout);
    expect(after.certificates).toEqual(before.certificates);
    expect(after.labels).toEqual(before.labels);
  });

  it.each(['', ' \n\t'])('goes on where a label is of a logged response that is blank, as %j', async (blank) => {
    const records = drawn(`blank ${blank.length}`, 21, { records: 40, strictness: 1.5 });
    const spoilt = { id: 'spoilt', group: 'spoilt', prompt: 'What is it?', response: blank, selfRating: 9 };
    const file = await decided(`blank-${blank.length}.sqlite`, [...records, { ...spoilt, humanRatings: [0] }], {
      storeText: { redact: (text) => text },
    });
    const store = await openLog(file);
    await store.label(records.map((record, i) => labelOf(record, i)));
    const before = await monitor(file, '--json');
    await store.label([labelOf({ ...spoilt, humanRatings: [0] }, 100)]);
    await store.close();
    const after = await monitor(file, '--margin', '0.1', '--json');
    expect(after).toMatchObject({ exitCode: before.exitCode, stderr: '' });
    expect(reportOf(after.stdout).certificates).toEqual(reportOf(before.stdout).certificates);
  });

  it('takes decisions since a time, and refuses one that is none', async () => {
    const log = await logOf('since.sqlite', drawn('since', 8, { records: 60 }));
    const since = async (time: string) => reportOf((await monitor(log, '--json', '--since', time)).stdout);
    expect((await since('2026-10-01T00:30:30Z')).drift).toMatchObject({ decisions: 30 });
    for (const wrong of ['yesterday', '2026-02-31', '2026-13-01', '2026-10-01T10:00', '2026-10-01T25:00Z']) {
      const { exitCode, stderr } = await monitor(log, '--since', wrong);
      expect({ wrong, exitCode }).toEqual({ wrong, exitCode: 1 });
      expect(stderr).toContain('Expected a day, or a time with its zone, as 2026-11-01 or 2026-11-01T18:00Z, got');
    }
    const files = await monitor(folder.path('good.jsonl'), '--since', '2026-11-01');
    expect(files.exitCode).toBe(1);
    expect(files.stderr).toContain('--since must be left out where records are read');
  });

  it('refuses a log of which no decision is by the calibrator', async () => {
    const other = withParts(calibrator, { certificates: [] });
    const log = await logOf('other.sqlite', drawn('other', 9, { records: 20 }), other);
    const { exitCode, stderr } = await monitor(log);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`none of 20 decisions is by this calibrator (${calibrator.digest.slice(0, 12)})`);
  });

  it('refuses a log that is not there, and makes none', async () => {
    const { exitCode, stderr } = await monitor(folder.path('missing.sqlite'));
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('missing.sqlite') });
    expect(existsSync(folder.path('missing.sqlite'))).toBe(false);
  });

  it('refuses to look at nothing, which would find nothing wrong, and makes no log of what is none', async () => {
    const [touched, empty] = [folder.write('touched.sqlite', ''), folder.write('empty.jsonl', '')];
    const bare = folder.path('bare.sqlite');
    await (await openLog(bare)).close();
    const log = await logOf('early.sqlite', drawn('early', 16, { records: 10 }));
    for (const { argv, says } of [
      { argv: [touched], says: 'must be a decision log, as loggedGate writes it, got what has none in it' },
      { argv: [empty], says: 'must have at least one record, one JSON object a line, got an empty file' },
      { argv: [bare], says: 'must have at least one decision, got none' },
      { argv: [log, '--since', '2030-01-01'], says: 'at least one decision since 2030-01-01T00:00:00.000Z, got none' },
    ]) {
      const { exitCode, stderr } = await monitor(...argv);
      expect({ argv, exitCode }).toEqual({ argv, exitCode: 1 });
      expect(stderr).toContain(says);
    }
    expect(statSync(touched).size).toBe(0);
  });

  it('goes on where a label is of a decision that the gate reviewed for its rating prompt', async () => {
    const of = withParts(calibrator, { ...calibrator, ratingPrompts: ['v1'] });
    const file = folder.path('prompts.json');
    writeCalibrator(file, of);
    const records = drawn('prompts', 17, { records: 40 }).map((one, i) => ({
      ...one,
      ratingPrompt: i === 4 ? 'v2' : 'v1',
    }));
    const log = await logOf('prompts.sqlite', records, of);
    const { exitCode, stdout } = await runCli(['monitor', file, log, '--json']);
    expect(exitCode).toBe(0);
    expect(reportOf(stdout).labels.counted).toBe(20);
  });

  it('evens out unequal chances of a log by the least that anything was chosen with, and asks for it where records have them', async () => {
    const uneven = drawn('uneven', 18, { records: 40 });
    const file = folder.path('uneven.sqlite');
    const store = await openLog(file);
    const gate = loggedGate(createQualityGate({ calibrator }), { store });
    for (const record of uneven) gate.decide(record, { id: record.id, group: record.group });
    await gate.close();
    // The rarest of what was chosen is not labelled yet.
    await store.choose(uneven.map(({ id }, i) => ({ id, inclusion: i === 39 ? 0.25 : 1, at: 1 })));
    await store.label(
      uneven.slice(0, 39).map(({ id, humanRatings }) => ({
        key: id,
        id,
        value: humanRatings[0] as number,
        labeller: 'a',
        source: 'user',
        at: 2,
      })),
    );
    await store.close();
    const { labels } = reportOf((await monitor(file, '--json')).stdout);
    expect(labels.counted + labels.evenedOut + labels.sameGroup).toBe(39);
    expect(labels.evenedOut).toBeGreaterThan(18);
    const records = folder.write(
      'uneven.jsonl',
      toLines(uneven.map((one, i) => ({ ...one, inclusion: i % 2 === 0 ? 0.5 : 1 }))),
    );
    const refused = await monitor(records);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('leastInclusion must be given where labels were chosen with unequal probability');
    expect((await monitor(records, '--least-inclusion', '0.5')).exitCode).toBe(0);
  });

  it('does not show the password of a log that cannot be reached', async () => {
    const { exitCode, stdout, stderr } = await monitor('postgres://app:opensesame@127.0.0.1:9/none');
    expect(exitCode).toBe(1);
    expect(stdout + stderr).not.toContain('opensesame');
  });

  it('writes the report as a page and in short, whole, with the same words', async () => {
    const [html, markdown] = ['report.html', 'report.md'].map((name) => folder.path(name));
    const { exitCode, stdout } = await monitor(folder.path('bad.jsonl'), '--html', html!, '--markdown', markdown!);
    expect(exitCode).toBe(2);
    const [page, short] = [html!, markdown!].map((file) => readFileSync(file, 'utf8'));
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).not.toMatch(/<script|src=/);
    expect(short).toMatch(/^## Monitor: alarm\n\n\*\*A promise is broken: /);
    for (const text of [page, short, stdout]) expect(text!.replace(/\s+/g, ' ')).toContain('A promise is broken');
  });

  it('writes over nothing that it reads', async () => {
    const good = folder.path('good.jsonl');
    const before = readFileSync(good, 'utf8');
    const log = await logOf('kept.sqlite', drawn('kept', 10, { records: 10 }));
    for (const argv of [
      [good, '--html', good],
      [good, '--markdown', path],
      [log, '--html', log],
      [good, '--html', folder.path('x'), '--markdown', folder.path('x')],
    ])
      expect(await monitor(...argv)).toMatchObject({
        exitCode: 1,
        stdout: '',
        stderr: expect.stringContaining('must be'),
      });
    expect(readFileSync(good, 'utf8')).toBe(before);
  });

  it.each([
    { flag: '--margin', value: '0.6', says: 'above 0 and below 0.5' },
    { flag: '--confidence', value: '0.4', says: 'above 0.5 and below 1' },
    { flag: '--least-inclusion', value: '0', says: 'above 0 and at most 1' },
  ])('refuses $flag $value', async ({ flag, value, says }) => {
    const { exitCode, stderr } = await monitor(folder.path('good.jsonl'), flag, value);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(says);
  });

  it('refuses labels that were chosen less probably than said', async () => {
    const rare = folder.write(
      'rare.jsonl',
      toLines(drawn('rare', 12, { records: 30 }).map((one) => ({ ...one, inclusion: 0.01 }))),
    );
    const { exitCode, stderr } = await monitor(rare, '--least-inclusion', '0.1');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('leastInclusion must be at most the inclusion of every label, as 0.01 of "rare-r00000');
    expect((await monitor(rare, '--least-inclusion', '0.01')).exitCode).toBe(0);
  });

  describe('with a memory', () => {
    const good = () => folder.path('good.jsonl');
    const bad = () => folder.path('bad.jsonl');
    const statesOf = (stdout: string) => reportOf(stdout).certificates.map(({ state }) => state);

    it('calls a certificate broken that an earlier run found broken, though its labels are gone', async () => {
      const memory = folder.path('memory.json');
      const forgetful = await monitor(good(), '--json');
      expect(forgetful.exitCode).toBe(0);
      const first = await monitor(bad(), '--memory', memory, '--json');
      expect(first.exitCode).toBe(2);
      expect(JSON.parse(readFileSync(memory, 'utf8'))).toEqual(reportOf(first.stdout));
      const page = folder.path('memory.html');
      for (let run = 0; run < 2; run++) {
        const { exitCode, stdout } = await monitor(good(), '--memory', memory, '--json', '--html', page);
        expect(exitCode).toBe(2);
        expect(statesOf(stdout)[0]).toBe('revoked');
        const [now, alone] = [stdout, forgetful.stdout].map((text) => reportOf(text).certificates[0]!);
        expect({ ...now!, state: null }).toEqual({ ...alone!, state: null });
      }
      const said = (await monitor(good(), '--memory', memory)).stdout.replace(/\s+/g, ' ');
      expect(said).toContain('people fail surely more than 35 %, as was shown before.');
      expect(said).toContain('broken, as was shown before. Altogether it is ');
      expect(readFileSync(page, 'utf8')).toContain('as was shown before');
      const gate = createQualityGate({ calibrator, monitor: revokedBy(JSON.parse(readFileSync(memory, 'utf8'))) });
      expect(gate.decide({ ...drawn('top', 40, { records: 1 })[0]!, selfRating: 10 }).verdict).not.toBe('pass');
    });

    it('goes on where the calibrator was certified again, and clears what took its place', async () => {
      const memory = folder.path('again.json');
      await monitor(bad(), '--memory', memory);
      const again = certify(calibrator, drawn('more', 41, { records: 1500 }), claims[1]!).calibrator;
      const kept = folder.path('again-calibrator.json');
      writeCalibrator(kept, again);
      const more = await runCli(['monitor', kept, good(), '--memory', memory, '--json']);
      expect({ exitCode: more.exitCode, states: statesOf(more.stdout)[0] }).toEqual({ exitCode: 2, states: 'revoked' });
      writeCalibrator(kept, withParts(again, { certificates: again.certificates.slice(2) }));
      const other = await runCli(['monitor', kept, good(), '--memory', memory, '--json']);
      expect({ exitCode: other.exitCode, states: statesOf(other.stdout) }).toEqual({
        exitCode: 0,
        states: [expect.not.stringContaining('revoked')],
      });
    });

    it('remembers what was broken of a calibrator that was taken out of use and comes back', async () => {
      const memory = folder.path('rolled.json');
      expect((await monitor(bad(), '--memory', memory)).exitCode).toBe(2);
      const other = folder.path('rolled-calibrator.json');
      writeCalibrator(other, withParts(calibrator, { certificates: calibrator.certificates.slice(1) }));
      for (let run = 0; run < 2; run++)
        expect((await runCli(['monitor', other, good(), '--memory', memory])).exitCode).toBe(0);
      const back = await monitor(good(), '--memory', memory, '--json');
      expect({ exitCode: back.exitCode, state: statesOf(back.stdout)[0] }).toEqual({ exitCode: 2, state: 'revoked' });
    });

    it('refuses one that is none, that is read or written besides, or that cannot be written, and leaves it as it is', async () => {
      const whole = folder.path('whole.json');
      await monitor(bad(), '--memory', whole);
      const report = JSON.parse(readFileSync(whole, 'utf8')) as MonitorReport;
      const wrong = {
        'empty.json': '',
        'cut.json': readFileSync(whole, 'utf8').slice(0, 300),
        'other.json': '{"verdict":"holds"}',
        'ruleless.json': JSON.stringify({
          ...report,
          certificates: report.certificates.map(({ rule: _, ...one }) => one),
        }),
        'others.json': JSON.stringify({ ...report, revokedBefore: 3 }),
        'cleared.json': JSON.stringify({ ...report, verdict: 'cannot tell', alarms: [] }),
      };
      for (const [name, text] of Object.entries(wrong)) {
        const file = folder.write(name, text);
        const { exitCode, stderr } = await monitor(bad(), '--memory', file);
        expect({ name, exitCode }).toEqual({ name, exitCode: 1 });
        expect(stderr).toContain(file);
        expect(readFileSync(file, 'utf8')).toBe(text);
      }
      for (const argv of [
        ['--memory', bad()],
        ['--memory', path],
        ['--memory', whole, '--html', whole],
        ['--memory', folder.path('nowhere/memory.json')],
        ['--memory', folder.path('')],
      ])
        expect(await monitor(bad(), ...argv)).toMatchObject({ exitCode: 1, stdout: '' });
      expect(JSON.parse(readFileSync(whole, 'utf8'))).toEqual(report);
    });
  });

  it('reads standard input', async () => {
    const stdin = [readFileSync(folder.path('bad.jsonl'), 'utf8')];
    expect((await runCli(['monitor', path, '-'], { stdin })).exitCode).toBe(2);
  });
});
