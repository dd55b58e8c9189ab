import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { fit, harden, type CalibrationRecord } from '../../src/index.ts';
import { exampleFlags, exampleRecords, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';
import { shipped } from './shipped.ts';

const folder = temporaryFolder();
const path = shipped('example/records.jsonl');
const records = readFileSync(path, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as CalibrationRecord);
const flags = ['--rating-scale', '1:10', '--human-scale', '1:5', '--pass-at', '4'];
const read = (name: string) => parseCalibrator(readFileSync(folder.path(name), 'utf8'));

describe('fit --harden', () => {
  it('makes the calibrator that the records and their twins make in code, and says so', async () => {
    const out = folder.path('hardened.json');
    const { exitCode, stdout, stderr } = await runCli(['fit', path, '--harden', '--seed', '7', '--out', out]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const calibrator = read('hardened.json');
    const twins = harden(records, { seed: 7 });
    expect(calibrator).toEqual(fit(records, { ...calibrator.target, seed: 7, twins }));
    const { hardened } = calibrator.fittedOn;
    expect(hardened!.twins).toBe(twins.twins.length);
    const weight = `${hardened!.share * 100}`;
    expect(stdout).toContain(
      `\nhardened: ${twins.twins.length} changed responses, of ${hardened!.probes.length} kinds, with ${weight}`,
    );
  });

  it('says which records have no text, and hardens with the others', async () => {
    const [first, second, ...rest] = records as [CalibrationRecord, CalibrationRecord, ...CalibrationRecord[]];
    const bare = [first, second].map(({ response: _, ...record }) => ({ ...record, features: { words: 20 } }));
    const mixed = folder.write('mixed.jsonl', toLines([...bare, ...rest]));
    const argv = ['fit', mixed, ...flags, '--harden', '--json', '--out', folder.path('mixed.json')];
    const { exitCode, stdout, stderr } = await runCli(argv);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: 'note: 2 of 42 labelled records have no text and so no twins\n',
    });
    const { hardened } = read('mixed.json').fittedOn;
    expect(hardened!.twins).toBe(harden(rest).twins.length);
    expect(JSON.parse(stdout).fittedOn.hardened).toEqual(hardened);
  });

  it('is an error where no record has a text, and writes nothing', async () => {
    const numbers = folder.write('numbers.jsonl', toLines(exampleRecords(40)));
    const out = folder.path('none.json');
    const { exitCode, stdout, stderr } = await runCli(['fit', numbers, ...exampleFlags, '--harden', '--out', out]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(`${numbers}: hardening needs labelled records with the text of their response`);
    expect(() => readFileSync(out)).toThrow('ENOENT');
  });

  it('hardens only the part that is fitted, where the rest is kept for a proof', async () => {
    const argv = ['fit', path, '--harden', '--false-pass', '0.4', '--certify-share', '0.4'];
    expect((await runCli([...argv, '--out', folder.path('proven.json')])).exitCode).toBe(0);
    const { fittedOn } = read('proven.json');
    expect(fittedOn.records).toBeLessThan(records.length);
    expect(fittedOn.hardened!.twins).toBeLessThanOrEqual(3 * fittedOn.records);
  });

  it('hardens each criterion of several', async () => {
    const several = folder.write(
      'several.jsonl',
      toLines(['clear', 'short'].flatMap((criterion) => records.map((record) => ({ ...record, criterion })))),
    );
    const argv = ['fit', several, ...flags, '--harden', '--out', folder.path('of-{criterion}.json')];
    expect(await runCli(argv)).toMatchObject({ exitCode: 0, stderr: '' });
    for (const name of ['clear', 'short'])
      expect(read(`of-${name}.json`).fittedOn.hardened!.twins).toBe(harden(records).twins.length);
  });
});
