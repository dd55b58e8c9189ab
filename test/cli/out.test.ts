import { closeSync, linkSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import { fit } from '../../src/fit/fit.ts';
import { exampleFlags, exampleRecords, exampleTarget, toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeTerminal, runCli } from './fake-terminal.ts';

const folder = temporaryFolder();

let folders = 0;

/** A folder of its own with all that commands read, some of it also by a link. */
function inputs() {
  const set = `set-${folders++}`;
  const files = {
    records: folder.write(`${set}/records.jsonl`, toLines(exampleRecords(40))),
    more: folder.write(`${set}/more.jsonl`, toLines(exampleRecords(80).slice(40))),
    dataset: folder.write(`${set}/dataset.json`, JSON.stringify(exampleTarget)),
    calibrator: folder.path(`${set}/calibrator.json`),
    symlink: folder.path(`${set}/symlink`),
    hardlink: folder.path(`${set}/hardlink`),
  };
  writeCalibrator(files.calibrator, fit(exampleRecords(40), exampleTarget));
  symlinkSync('records.jsonl', files.symlink);
  linkSync(files.records, files.hardlink);
  const contents = () => Object.values(files).map((path) => readFileSync(path, 'utf8'));
  return { ...files, contents, names: () => folder.names(set) };
}

type Paths = Omit<ReturnType<typeof inputs>, 'contents' | 'names'>;

describe('a result in the place of what is read', () => {
  it.each<[string, (keyof Paths)[], keyof Paths, keyof Paths]>([
    ['decide', ['records'], 'records', 'records'],
    ['decide', ['records', 'more'], 'more', 'more'],
    ['decide', ['records'], 'symlink', 'records'],
    ['decide', ['symlink'], 'records', 'symlink'],
    ['decide', ['records'], 'hardlink', 'records'],
    ['decide', ['records'], 'calibrator', 'calibrator'],
    ['decide', ['records'], 'dataset', 'dataset'],
    ['fit', ['records'], 'records', 'records'],
    ['fit', ['records'], 'symlink', 'records'],
    ['fit', ['records', 'more'], 'dataset', 'dataset'],
  ])('is refused, and nothing is touched: %s of %j in the place of the %s', async (command, sets, place, read) => {
    const files = inputs();
    const [contents, names, out] = [files.contents(), files.names(), files[place]];
    const flags = command === 'decide' ? ['--calibrator', files.calibrator] : exampleFlags;
    expect(await runCli([command, ...sets.map((name) => files[name]), ...flags, '--out', out])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `--out must be a file of its own, got ${out}, which is read as ${files[read]}\n`,
    });
    expect(files.contents()).toEqual(contents);
    expect(files.names()).toEqual(names);
  });

  it('is refused where it is read as standard input', async () => {
    const files = inputs();
    const fd = openSync(files.records, 'r');
    const terminal = { ...fakeTerminal(), stdin: Object.assign(Readable.from([]), { fd }) };
    const argv = ['decide', '-', '--calibrator', files.calibrator, '--out', files.hardlink];
    expect(await run(argv, terminal)).toBe(1);
    closeSync(fd);
    expect(terminal.written().stderr).toBe(
      `--out must be a file of its own, got ${files.hardlink}, which is read as -\n`,
    );
  });

  it('is none where the file only has the same content, or is not there yet', async () => {
    const { records, calibrator, contents } = inputs();
    for (const out of [folder.write('copy.jsonl', contents()[0]!), folder.path('new.jsonl')])
      expect(await runCli(['decide', records, '--calibrator', calibrator, '--out', out])).toMatchObject({
        exitCode: 0,
      });
  });
});

describe('a result where the data set of the records would be described', () => {
  it.each(['html', 'markdown', 'out'])('is refused though nothing is there yet: --%s', async (option) => {
    const set = `bare-${folders++}`;
    const records = folder.write(`${set}/records.jsonl`, toLines(exampleRecords(40)));
    const place = folder.path(`${set}/../${set}/dataset.json`);
    const elsewhere = option === 'out' ? [] : ['--out', folder.path(`${set}/calibrator.json`)];
    expect(await runCli(['fit', records, ...exampleFlags, ...elsewhere, `--${option}`, place])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `--${option} must be a file of its own, got ${place}, which is where the data set of the records is described\n`,
    });
    expect(folder.names(set)).toEqual(['records.jsonl']);
  });

  it('is none in another folder', async () => {
    const { records } = inputs();
    const out = folder.path(`elsewhere-${folders++}.dataset.json`);
    expect(await runCli(['fit', records, ...exampleFlags, '--out', out])).toMatchObject({ exitCode: 0 });
  });
});

describe('a place for the result without a name', () => {
  it.each(['', '-'])('is refused by fit: "%s"', async (out) => {
    const { records } = inputs();
    expect(await runCli(['fit', records, '--out', out])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `--out must be the name of a file, got "${out}"\n`,
    });
  });

  it.each(['', '-'])('is refused by decide, which says how to write to standard output: "%s"', async (out) => {
    const { records, calibrator } = inputs();
    expect(await runCli(['decide', records, '--calibrator', calibrator, '--out', out])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `--out must be the name of a file, got "${out}": leave it away to write to standard output\n`,
    });
  });
});
