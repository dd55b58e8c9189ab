import * as fs from 'node:fs';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openPending, replaceFile } from '../../src/data/atomic.ts';
import { temporaryFolder } from '../temporary-folder.ts';

vi.mock('node:fs', async (importActual) => {
  const actual = await importActual<typeof fs>();
  const watched = ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync'] as const;
  return {
    ...actual,
    ...Object.fromEntries(watched.map((name) => [name, vi.fn<() => unknown>(actual[name] as () => unknown)])),
  };
});

const {
  closeSync: actualClose,
  openSync: actualOpen,
  writeSync: actualWrite,
} = await vi.importActual<typeof fs>('node:fs');
const folder = temporaryFolder();
const good = 'the good file';
let path = '';

beforeEach(() => {
  vi.resetAllMocks();
  path = folder.write('set/file.json', good);
});

const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code });

/** Lets the system take no more than so many bytes at a time. */
function writeAtMost(most: () => number): void {
  vi.mocked(fs.writeSync).mockImplementation(((file: number, bytes: Buffer, offset: number) =>
    actualWrite(file, bytes, offset, Math.min(most(), bytes.length - offset))) as typeof fs.writeSync);
}

describe('a system that writes less than it was asked to', () => {
  it('is asked again, until the file is whole', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 7 })),
        (text, sizes) => {
          writeAtMost(() => sizes.next().value as number);
          replaceFile(path, text);
          expect(fs.readFileSync(path, 'utf8')).toBe(text);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('and then nothing at all is a failure, and the good file stays', () => {
    const room = [5, 3, 0];
    writeAtMost(() => room.shift() ?? 0);
    expect(() => replaceFile(path, 'a longer text')).toThrow(
      expect.objectContaining({
        code: 'unwritable-file',
        message: `${path} cannot be written: only 8 of 13 bytes could be written`,
      }),
    );
    expect(fs.readFileSync(path, 'utf8')).toBe(good);
    expect(folder.names('set')).toEqual(['file.json']);
  });
});

describe('a step that fails', () => {
  it.each([
    ['openSync', 'EACCES', 'permission denied'],
    ['openSync', 'EROFS', 'the disk is read-only'],
    ['writeSync', 'ENOSPC', 'the disk is full'],
    ['fsyncSync', 'EIO', 'it broke'],
    ['closeSync', 'EIO', 'it broke'],
    ['renameSync', 'EPERM', 'permission denied'],
  ] as const)('%s with %s is told, leaves the good file, and no other', (step, code, reason) => {
    vi.mocked(fs[step] as (file: number) => unknown).mockImplementationOnce((file) => {
      if (step === 'closeSync') actualClose(file);
      throw failure(code, 'it broke');
    });
    expect(() => replaceFile(path, 'new')).toThrow(
      expect.objectContaining({ code: 'unwritable-file', message: `${path} cannot be written: ${reason}` }),
    );
    expect(fs.readFileSync(path, 'utf8')).toBe(good);
    expect(folder.names('set')).toEqual(['file.json']);
  });

  it('midway through a long file clears up at once', () => {
    const file = openPending(path);
    vi.mocked(fs.writeSync).mockImplementation(() => {
      throw failure('ENOSPC', 'it broke');
    });
    expect(() => file.write('x'.repeat(2 ** 20))).toThrow(`${path} cannot be written: the disk is full`);
    expect(folder.names('set')).toEqual(['file.json']);
    expect(fs.readFileSync(path, 'utf8')).toBe(good);
  });

  it('is none where only the folder cannot be flushed, as on some systems', () => {
    vi.mocked(fs.openSync).mockImplementation(((name: string, flags: string, mode?: number) => {
      if (flags === 'r') throw failure('EISDIR', 'it broke');
      return actualOpen(name, flags, mode);
    }) as typeof fs.openSync);
    replaceFile(path, 'new');
    expect(fs.readFileSync(path, 'utf8')).toBe('new');
  });
});

describe('the order of the steps', () => {
  it('is write, flush, close, rename, flush the folder', () => {
    replaceFile(path, 'new');
    const order = (['writeSync', 'fsyncSync', 'closeSync', 'renameSync'] as const)
      .flatMap((name) => vi.mocked(fs[name] as () => unknown).mock.invocationCallOrder.map((at) => ({ name, at })))
      .sort((a, b) => a.at - b.at)
      .map(({ name }) => name);
    expect(order).toEqual(['writeSync', 'fsyncSync', 'closeSync', 'renameSync', 'fsyncSync', 'closeSync']);
  });
});
