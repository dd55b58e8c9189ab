import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { readCalibrator, writeCalibrator } from '../../src/data/calibrator-file.ts';
import { fit } from '../../src/fit/fit.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { exampleRecords, exampleTarget } from './example-records.ts';

const folder = temporaryFolder();
let calibrator: Calibrator;

beforeAll(() => {
  calibrator = fit(exampleRecords(30), exampleTarget);
});

describe('a calibrator on disk', () => {
  it('is read back as it was written', async () => {
    const path = folder.path('calibrator.json');
    writeCalibrator(path, calibrator);
    expect(await readCalibrator(path)).toEqual(calibrator);
    expect(readFileSync(path, 'utf8')).toMatch(/^\{\n "format": "unflatter-calibrator",\n[^]*\n\}\n$/);
  });

  it('is read back gzipped, where its name asked for that', async () => {
    const path = folder.path('calibrator.json.gz');
    writeCalibrator(path, calibrator);
    expect(readFileSync(path).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
    expect(await readCalibrator(path)).toEqual(calibrator);
  });

  it('is read past a byte order mark', async () => {
    const path = folder.write('marked.json', `\uFEFF${JSON.stringify(calibrator)}`);
    expect(await readCalibrator(path)).toEqual(calibrator);
  });

  it.each<[string, (good: Calibrator) => unknown, string]>([
    [
      'a number that is none',
      (good) => ({ ...good, passHead: { ...good.passHead, intercept: Number.NaN } }),
      'passHead.intercept must be a finite number, got null',
    ],
    [
      'a name that is too long',
      (good) => ({ ...good, raters: ['x'.repeat(1001)] }),
      'raters.0 must be at most 1000 characters',
    ],
  ])('is never replaced by one with %s', async (_, spoil, message) => {
    const path = folder.path('kept.json');
    writeCalibrator(path, calibrator);
    expect(() => writeCalibrator(path, spoil(calibrator) as Calibrator)).toThrow(`${path} ${message}`);
    expect(await readCalibrator(path)).toEqual(calibrator);
  });

  it.each<[string, string, string]>([
    ['it is not there', 'nowhere.json', 'cannot be read: there is no such file'],
    ['it is a folder', '.', 'cannot be read: it is a folder'],
    ['it is cut off', 'cut.json', 'file must be JSON, got Unterminated string in JSON'],
    ['it is empty', 'empty.json', 'file must be JSON, got Unexpected end of JSON input'],
    ['its gzip data is cut off', 'cut.json.gz', 'cannot be read: its gzip data is cut off'],
    ['it is something else', 'foreign.json', 'format must be "unflatter-calibrator", got nothing'],
  ])('is refused by name where %s', async (_, name, message) => {
    folder.write('cut.json', JSON.stringify(calibrator).slice(0, 20));
    folder.write('empty.json', '');
    folder.write('cut.json.gz', gzipSync(JSON.stringify(calibrator)).subarray(0, 200));
    folder.write('foreign.json', '{"name":"a set"}');
    const path = folder.path(name);
    await expect(readCalibrator(path)).rejects.toThrow(`${path} ${message}`);
  });

  it.each<[string, unknown]>([
    ['without a name', ''],
    ['that is a number', 5],
    ['that is too long', 'c'.repeat(1001)],
  ])('is not even fitted for a criterion %s: it could not be read again', (_, criterion) => {
    const options = { ...exampleTarget, criterion: criterion as string };
    expect(() => fit(exampleRecords(30), options)).toThrow(
      expect.objectContaining({ code: 'invalid-option', details: expect.objectContaining({ option: 'criterion' }) }),
    );
  });

  it('is read back with the longest criterion there is', async () => {
    const path = folder.path('long.json');
    const longest = fit(exampleRecords(30), { ...exampleTarget, criterion: 'c'.repeat(1000) });
    writeCalibrator(path, longest);
    expect(await readCalibrator(path)).toEqual(longest);
  });
});
