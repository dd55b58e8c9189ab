import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { groupOf } from '../../src/calibrator/record.ts';
import { defaultCertifyShare } from '../../src/gate/certify/fit-and-certify.ts';
import type { CalibrationRecord } from '../../src/types.ts';
import { exampleFlags, exampleRecords, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';
import { examTarget, roundsOf } from './rounds.ts';

const folder = temporaryFolder();
const [labels, traffic] = roundsOf('lsat-self-confidence/sat-en.jsonl.gz', 2) as [
  CalibrationRecord[],
  CalibrationRecord[],
];
let path = '';

beforeAll(() => {
  folder.write('dataset.json', JSON.stringify(examTarget));
  path = folder.write('labels.jsonl', toLines(labels));
});

const read = (name: string): Calibrator => parseCalibrator(readFileSync(folder.path(name), 'utf8'));

describe('one round of labels', () => {
  it('fits on one part of the groups and certifies on the others; what passes then keeps the promise', async () => {
    const out = folder.path('one.json');
    const argv = ['fit', path, '--certify-share', '0.6', '--false-pass', '0.25', '--confidence', '0.9', '--out', out];
    const { exitCode, stdout, stderr } = await runCli(argv);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const { fittedOn, certificates } = read('one.json');
    const [certificate] = certificates;
    expect(fittedOn.groups + certificate!.groups!).toBe(new Set(labels.map(groupOf)).size);
    expect(fittedOn.records + certificate!.units).toBe(labels.length);
    expect(Math.abs(fittedOn.records / labels.length - 0.4)).toBeLessThan(0.03);
    expect(stdout).toMatch(new RegExp(`^${fittedOn.records} labelled records in ${fittedOn.groups} groups, `));
    expect(stdout).toContain(`\nby ${labels.length - fittedOn.records} labels kept from the fit\n`);
    expect(stdout).toContain(
      '\nOf what this gate passes, counting one response of each group, at most 25 % would be failed by people',
    );
    expect(stdout).toMatch(/\nwrote .*one\.json\n$/);
    expect(stdout).not.toContain('too few to certify');

    const other = folder.write('traffic.jsonl', toLines(traffic));
    const decided = await runCli(['decide', other, '--calibrator', out]);
    expect(decided.exitCode).toBe(0);
    expect(decided.stderr).toMatch(
      /^note: passes stand on a certificate: of what this gate passes, counting one response of each group, at most 25 % would be failed by people .*, 90 % sure \(passes a (pass probability|self-rating) from [\d.]+ on; labels [0-9a-f]{12}\)\n(?:review .*\n)*pass \d+, /,
    );
    const passed = decided.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; verdict: string; certificate: object })
      .filter(({ verdict }) => verdict === 'pass');
    expect(passed.length).toBeGreaterThan(traffic.length / 2);
    const { estimand, limit, confidence, digest } = certificate!;
    for (const one of passed) expect(one.certificate).toEqual({ estimand, limit, confidence, digest });
    const ratingOf = new Map(traffic.map(({ id, humanRatings }) => [id, humanRatings[0] as number]));
    const failing = passed.filter(({ id }) => ratingOf.get(id)! < examTarget.passAt).length;
    expect(failing / passed.length).toBeLessThan(0.25);
  });

  it('is the same as to fit on that part and to certify on what the fit has not seen', async () => {
    const [out, again] = [folder.path('parts.json'), folder.path('again.json')];
    await runCli(['fit', path, '--false-pass', '0.25', '--leak', '0.9', '--out', out]);
    const argv = ['certify', out, path, '--new-only', '--false-pass', '0.25', '--leak', '0.9', '--out', again];
    expect((await runCli(argv)).exitCode).toBe(0);
    const [{ fittedOn, ...parts }, alone] = [read('parts.json'), read('again.json')];
    expect(alone.certificates).toEqual(parts.certificates.map((one) => ({ ...one, leftOut: fittedOn.records })));
    expect({ ...alone, certificates: parts.certificates, digest: parts.digest }).toEqual({ fittedOn, ...parts });
    const share = 1 - fittedOn.records / labels.length;
    expect(Math.abs(share - defaultCertifyShare)).toBeLessThan(0.03);
  });

  it('prints the same as JSON', async () => {
    const out = folder.path('json.json');
    const { stdout } = await runCli([
      'fit',
      path,
      '--false-pass',
      '0.02',
      '--expires',
      '2999-01-31',
      '--out',
      out,
      '--json',
    ]);
    const printed = JSON.parse(stdout);
    const certificate = read('json.json').certificates[0]!;
    expect(Object.keys(printed)).toEqual([
      'out',
      'fittedOn',
      'outOfFold',
      'inflation',
      'reliability',
      'agreement',
      'data',
      'labels',
      'evenedOut',
      'reports',
    ]);
    expect(printed.labels).toBe(labels.length - printed.fittedOn.records);
    expect(printed.reports).toMatchObject([{ certificate }]);
    expect(certificate).toMatchObject({ limit: 0.02, rule: null, expires: '2999-01-31' });
  });

  it('is "not yet", with exit code 0, where the labels are too few for any promise', async () => {
    const few = folder.write('few/records.jsonl', toLines(exampleRecords(60)));
    const out = folder.path('few.json');
    const { exitCode, stdout } = await runCli(['fit', few, ...exampleFlags, '--false-pass', '0.1', '--out', out]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('\nNot yet: of what this gate passes, counting one response of each group, at most 10 %');
    expect(read('few.json').certificates).toMatchObject([{ estimand: 'false-pass', rule: null }]);
  });

  it.each([20, 30, 42])('is "not yet" with exit code 0 where %d labels are enough for a fit', async (labelled) => {
    const least = folder.write('least/records.jsonl', toLines(exampleRecords(labelled)));
    const out = folder.path('least.json');
    const { exitCode, stdout } = await runCli(['fit', least, ...exampleFlags, '--false-pass', '0.1', '--out', out]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('\nNot yet: ');
    expect(read('least.json').fittedOn.records).toBeGreaterThanOrEqual(20);
    expect(read('least.json').certificates).toMatchObject([{ rule: null }]);
  });

  it('says what to do where labels are too few for a fit', async () => {
    const few = folder.write('fewest/records.jsonl', toLines(exampleRecords(16)));
    const argv = ['fit', few, ...exampleFlags, '--joint', '0.1', '--out', folder.path('no.json')];
    expect(await runCli(argv)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `the fitted part of ${few}: fitting needs at least 20 labelled records, got 16; label more\n`,
    });
  });

  it('names the fitted part where that is too small', async () => {
    const few = folder.write('fewer/records.jsonl', toLines(exampleRecords(30)));
    const argv = [
      'fit',
      few,
      ...exampleFlags,
      '--joint',
      '0.1',
      '--certify-share',
      '0.5',
      '--out',
      folder.path('no.json'),
    ];
    expect(await runCli(argv)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `the fitted part of ${few}: fitting needs at least 20 labelled records, got 16; label more, keep less of them by --certify-share, or fit without a promise and certify on a later round\n`,
    });
  });

  it.each([
    ['--certify-share', '0.4'],
    ['--confidence', '0.9'],
    ['--expires', '2999-01-31'],
  ])('is refused with %s and without a claim', async (flag, value) => {
    for (const name of ['no.json', '{criterion}.json']) {
      expect(await runCli(['fit', path, flag, value, '--out', folder.path(name)])).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `${flag} needs a claim to go with it: --false-pass 0.1, --leak, --joint or --false-fail\n`,
      });
    }
  });

  it('is split for each criterion by itself', async () => {
    const two = folder.write(
      'two/records.jsonl',
      toLines(
        ['kind', 'right'].flatMap((criterion) =>
          exampleRecords(60).map((record) => ({ ...record, id: `${criterion} ${record.id}`, criterion })),
        ),
      ),
    );
    const out = folder.path('two/{criterion}.json');
    const argv = ['fit', two, ...exampleFlags, '--false-pass', '0.1', '--out', out];
    const { exitCode, stdout } = await runCli(argv);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^kind: .*; false-pass at most 10 %, 90 % sure: not yet; wrote .*kind\.json\nright: /);
    for (const name of ['kind', 'right']) expect(read(`two/${name}.json`).certificates).toHaveLength(1);
    const { calibrators } = JSON.parse((await runCli([...argv, '--json'])).stdout);
    expect(calibrators[0]).toMatchObject({ criterion: 'kind', reports: [{ certificate: { limit: 0.1 } }] });
  });
});
