import * as fs from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { cutTorn, growFile, keepLines, readGrown } from '../../src/data/growing.ts';
import { temporaryFolder } from '../temporary-folder.ts';

vi.mock('node:fs', async (importActual) => {
  const actual = await importActual<typeof fs>();
  const watched = ['writeSync', 'fdatasyncSync', 'ftruncateSync', 'renameSync'] as const;
  return {
    ...actual,
    ...Object.fromEntries(watched.map((name) => [name, vi.fn<() => unknown>(actual[name] as () => unknown)])),
  };
});

const { writeSync: actualWrite } = await vi.importActual<typeof fs>('node:fs');
const folder = temporaryFolder();
let path = '';
const text = (): string => fs.readFileSync(path, 'utf8');

beforeEach(() => {
  vi.resetAllMocks();
  vi.useRealTimers();
  path = folder.write('set/file.jsonl', 'one\ntwo\nthr');
});

async function found(): Promise<object[]> {
  const lines: object[] = [];
  for await (const { bytes, ...line } of readGrown(path)) lines.push({ ...line, text: bytes?.toString() });
  return lines;
}

describe('a growing file', () => {
  it('tells where its lines stand, and which one is torn', async () => {
    expect(await found()).toEqual([
      { line: 1, start: 0, end: 4, isWhole: true, text: 'one' },
      { line: 2, start: 4, end: 8, isWhole: true, text: 'two' },
      { line: 3, start: 8, end: 11, isWhole: false, text: 'thr' },
    ]);
    path = folder.path('set/none.jsonl');
    expect(await found()).toEqual([]);
  });

  it('is not touched before its first line, which takes the place of what was torn', () => {
    const file = growFile(path, 8);
    expect(text()).toBe('one\ntwo\nthr');
    expect(file.append('three\n')).toEqual({ start: 8, end: 14 });
    expect(file.append('für\n')).toEqual({ start: 14, end: 19 });
    expect(text()).toBe('one\ntwo\nthree\nfür\n');
    file.close();
    file.close();
    path = folder.path('set/new.jsonl');
    growFile(path, 0).close();
    expect(fs.existsSync(path)).toBe(false);
  });

  it('takes back a line that does not fit, whole, and says why', () => {
    const file = growFile(path, 8);
    file.append('three\n');
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    vi.mocked(fs.writeSync)
      .mockImplementationOnce(((to: number, bytes: Buffer) => actualWrite(to, bytes, 0, 3)) as typeof fs.writeSync)
      .mockImplementationOnce(() => {
        throw full;
      });
    expect(() => file.append('a longer line\n')).toThrow(
      expect.objectContaining({ code: 'unwritable-file', message: `${path} cannot be written: the disk is full` }),
    );
    expect(text()).toBe('one\ntwo\nthree\n');
    expect(file.append('four\n')).toEqual({ start: 14, end: 19 });
    expect(text()).toBe('one\ntwo\nthree\nfour\n');
    file.close();
  });

  it('takes no line more behind one that could not be taken back', () => {
    const file = growFile(path, 8);
    file.append('three\n');
    const fail = (code: string) => () => {
      throw Object.assign(new Error(code), { code });
    };
    vi.mocked(fs.writeSync)
      .mockImplementationOnce(((to: number, bytes: Buffer) => actualWrite(to, bytes, 0, 3)) as typeof fs.writeSync)
      .mockImplementationOnce(fail('ENOSPC'));
    vi.mocked(fs.ftruncateSync).mockImplementationOnce(fail('EIO'));
    expect(() => file.append('a longer line\n')).toThrow(expect.objectContaining({ code: 'unwritable-file' }));
    expect(() => file.append('four\n')).toThrow(expect.objectContaining({ code: 'unwritable-file' }));
    expect(() => file.close()).toThrow(expect.objectContaining({ code: 'unwritable-file' }));
    // Torn, as by a kill: the next run knows it.
    expect(text()).toBe('one\ntwo\nthree\na l');
  });

  it('is on disk a second after a line, and when it is closed; a disk that fails is not passed over', () => {
    vi.useFakeTimers();
    const file = growFile(path, 8);
    file.append('three\n');
    file.append('four\n');
    vi.advanceTimersByTime(999);
    expect(fs.fdatasyncSync).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    expect(fs.fdatasyncSync).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_000);
    expect(fs.fdatasyncSync).toHaveBeenCalledTimes(1);
    vi.mocked(fs.fdatasyncSync).mockImplementation(() => {
      throw Object.assign(new Error('input/output error'), { code: 'EIO' });
    });
    file.append('five\n');
    vi.advanceTimersByTime(1000);
    expect(() => file.append('six\n')).toThrow(expect.objectContaining({ code: 'unwritable-file' }));
    expect(() => file.close()).toThrow(expect.objectContaining({ code: 'unwritable-file' }));
    expect(text()).toBe('one\ntwo\nthree\nfour\nfive\n');
  });

  it('that is closed takes no line more, and keeps all that it has', () => {
    const file = growFile(path, 8);
    file.append('three\n');
    file.close();
    expect(() => file.append('four\n')).toThrow(
      expect.objectContaining({ code: 'unwritable-file', message: `${path} cannot be written: it has been closed` }),
    );
    expect(text()).toBe('one\ntwo\nthree\n');
    const untouched = growFile(path, 4);
    untouched.close();
    expect(() => untouched.append('four\n')).toThrow(expect.objectContaining({ code: 'unwritable-file' }));
    expect(text()).toBe('one\ntwo\nthree\n');
  });

  it('that needs no line more loses what was torn, and nothing else', () => {
    cutTorn(path, 8);
    expect(text()).toBe('one\ntwo\n');
    const { mtimeMs } = fs.statSync(path);
    cutTorn(path, 8);
    expect(fs.statSync(path).mtimeMs).toBe(mtimeMs);
    expect(() => cutTorn(folder.path('set/none.jsonl'), 0)).toThrow(
      expect.objectContaining({ code: 'unwritable-file' }),
    );
  });

  it('is put in another order whole or not at all', () => {
    const [one, two] = [
      { start: 0, end: 4 },
      { start: 4, end: 8 },
    ];
    vi.mocked(fs.renameSync).mockImplementationOnce(() => {
      throw new Error('no');
    });
    expect(() => keepLines(path, [two, one])).toThrow(expect.objectContaining({ code: 'unwritable-file' }));
    expect(text()).toBe('one\ntwo\nthr');
    expect(() => keepLines(path, [two, { start: 4, end: 80 }])).toThrow(/has been cut/);
    expect(text()).toBe('one\ntwo\nthr');
    keepLines(path, [two, one]);
    expect(text()).toBe('two\none\n');
    expect(folder.names('set')).toEqual(['file.jsonl']);
  });
});
