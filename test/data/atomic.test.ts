import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { readFile as readFilePromise } from 'node:fs/promises';
import { createServer } from 'node:net';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertWritable, openPending, replaceFile } from '../../src/data/atomic.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

/** A folder with one good file in it. */
function goodFile(name: string): string {
  return folder.write(`${name}/file.json`, 'the good file');
}

describe('a pending file', () => {
  it('appears whole when it is committed, and not before', () => {
    const path = folder.path('new.json');
    const file = openPending(path);
    file.write('one ');
    file.write('two');
    expect(() => statSync(path)).toThrow('ENOENT');
    file.commit();
    expect(readFileSync(path, 'utf8')).toBe('one two');
  });

  it('leaves what was there until it is committed', () => {
    const path = goodFile('pending');
    const file = openPending(path);
    file.write('x'.repeat(2 ** 20));
    expect(readFileSync(path, 'utf8')).toBe('the good file');
    file.commit();
    expect(statSync(path).size).toBe(2 ** 20);
    expect(folder.names('pending')).toEqual(['file.json']);
  });

  it('is gone without a trace when it is discarded, however often', () => {
    const path = goodFile('discarded');
    const file = openPending(path);
    file.write('x'.repeat(2 ** 20));
    file.discard();
    file.discard();
    expect(readFileSync(path, 'utf8')).toBe('the good file');
    expect(folder.names('discarded')).toEqual(['file.json']);
  });

  it('stays in place when it is discarded after it was committed', () => {
    const path = goodFile('committed');
    const file = openPending(path);
    file.write('new');
    file.commit();
    file.discard();
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('may be written by several at a time: the last to commit wins, whole', () => {
    const path = goodFile('rivals');
    const [first, second] = [openPending(path), openPending(path)];
    first.write('first');
    second.write('second');
    second.commit();
    first.commit();
    expect(readFileSync(path, 'utf8')).toBe('first');
    expect(folder.names('rivals')).toEqual(['file.json']);
  });

  it.each(['file.json', 'file.json.gz'])('holds what was written in pieces, in order, as %s', (name) => {
    const path = folder.path(name);
    const size = fc.nat(300_000);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('x', 'é', '😀', '\n'), size), { maxLength: 4 }), (pieces) => {
        const texts = pieces.map(([unit, length]) => unit.repeat(length));
        const file = openPending(path);
        for (const text of texts) file.write(text);
        file.commit();
        const bytes = readFileSync(path);
        expect((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString() === texts.join('')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('is compressed where its name says so', () => {
    const path = folder.path('small.jsonl.gz');
    replaceFile(path, 'a line\n'.repeat(100_000));
    expect(statSync(path).size).toBeLessThan(20_000);
    expect(gunzipSync(readFileSync(path)).toString()).toBe('a line\n'.repeat(100_000));
  });

  it('may be empty', () => {
    const path = folder.path('empty.gz');
    openPending(path).commit();
    expect(gunzipSync(readFileSync(path))).toHaveLength(0);
  });
});

describe('a link', () => {
  it('stays one: the file behind it is replaced', () => {
    const path = folder.write('linked/real/file.json', 'the one before');
    const link = folder.path('linked/link.json');
    symlinkSync('real/file.json', link);
    replaceFile(link, 'new');
    expect(readlinkSync(link)).toBe('real/file.json');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect([folder.names('linked'), folder.names('linked/real')]).toEqual([['link.json', 'real'], ['file.json']]);
  });

  it('to a file that is not there yet, by a link in a linked folder, makes it there', () => {
    folder.write('dangling/real/inside', '');
    symlinkSync('real', folder.path('dangling/folder'));
    symlinkSync('second', folder.path('dangling/real/first'));
    symlinkSync('../new.json', folder.path('dangling/real/second'));
    replaceFile(folder.path('dangling/folder/first'), 'new');
    expect(readFileSync(folder.path('dangling/new.json'), 'utf8')).toBe('new');
    expect(folder.names('dangling')).toEqual(['folder', 'new.json', 'real']);
    expect(folder.names('dangling/real')).toEqual(['first', 'inside', 'second']);
  });

  it('that leads in a circle is refused', () => {
    symlinkSync('b', folder.path('a'));
    symlinkSync('a', folder.path('b'));
    expect(() => replaceFile(folder.path('a'), 'new')).toThrow('cannot be written: its links lead nowhere');
  });
});

describe('the permissions of a file', () => {
  it.each([0o600, 0o640, 0o666, 0o755])('are those of the one before: %i', (mode) => {
    const path = folder.write('permissions.json', 'the one before');
    chmodSync(path, mode);
    replaceFile(path, 'new');
    expect(statSync(path).mode & 0o777).toBe(mode);
  });
});

describe('what is no regular file', () => {
  it('is written to where it is a device, and stays one', () => {
    assertWritable('/dev/null');
    replaceFile('/dev/null', 'gone');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.skipIf(!existsSync('/dev/full'))('says so where it is a device that is full', () => {
    expect(() => replaceFile('/dev/full', 'text')).toThrow('/dev/full cannot be written: the disk is full');
  });

  it('is written to where it is a pipe, of which asking whether that is possible takes nothing', async () => {
    const pipe = folder.path('pipe.gz');
    execFileSync('mkfifo', [pipe]);
    assertWritable(pipe);
    const read = readFilePromise(pipe);
    replaceFile(pipe, 'text');
    expect(gunzipSync(await read).toString()).toBe('text');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('is refused where it is anything else', async () => {
    const path = folder.path('socket');
    const server = createServer().listen(path);
    await once(server, 'listening');
    expect(() => assertWritable(path)).toThrow(
      `${path} cannot be written: it is neither a file, nor a pipe, nor a device that takes text`,
    );
    server.close();
  });
});

describe('a file that the process writes to already', () => {
  const script = `
    const { assertWritable, replaceFile } = await import(process.argv[1]);
    const path = process.argv[2];
    if (!assertWritable(path).isDirect) throw new Error('it would be replaced');
    replaceFile(path, 'new\\n');
    replaceFile(path, 'newer\\n');`;

  it.each([
    ['/dev/stdout', '>>"$0"', 'before\n'],
    ['/dev/stderr', '2>>"$0"', 'before\n'],
    ['FILE', '>>"$0"', 'before\n'],
    ['FILE', '2>>"$0"', 'before\n'],
    ['LINK', '>>"$0"', 'before\n'],
    ['/dev/stdout', '>"$0"', ''],
  ])('is written to after what it holds, and stays the same file: %s with %s', (name, redirect, held) => {
    const file = folder.write('redirected/file', 'before\n');
    const link = folder.path('redirected/link');
    rmSync(link, { force: true });
    symlinkSync('file', link);
    const { ino } = statSync(file);
    const module = new URL('../../src/data/atomic.ts', import.meta.url).href;
    const out = name === 'FILE' ? file : name === 'LINK' ? link : name;
    const command = `exec "$@" ${redirect}`;
    const argv = [process.execPath, '--input-type=module', '-e', script, '--', module, out];
    const child = spawnSync('sh', ['-c', command, file, ...argv], { encoding: 'utf8', timeout: 20_000 });
    expect([child.status, child.stdout, child.stderr]).toEqual([0, '', '']);
    expect(readFileSync(file, 'utf8')).toBe(`${held}new\nnewer\n`);
    expect(statSync(file).ino).toBe(ino);
    expect(folder.names('redirected')).toEqual(['file', 'link']);
  });
});

describe('a signal', () => {
  it('is listened to while a file is unfinished, and no longer', () => {
    const listening = () => ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => process.listenerCount(name));
    const before = listening();
    assertWritable(goodFile('signals'));
    expect(listening()).toEqual(before);
    const [first, second] = [openPending(goodFile('signals')), openPending(goodFile('signals'))];
    expect(listening()).toEqual(before.map((count) => count + 2));
    first.commit();
    second.discard();
    expect(listening()).toEqual(before);
  });
});

describe('a file that cannot be written', () => {
  it.each([
    ['its folder does not exist', 'nowhere/file.json'],
    ['its folder is a file', 'a-file/file.json'],
    ['it is a folder', 'a-folder'],
    ['it is a folder', 'a-folder/'],
    ['its folder does not exist', 'a-new-folder/'],
  ])('says that %s, and leaves nothing behind', (reason, name) => {
    folder.write('unwritable/a-file', '');
    folder.write('unwritable/a-folder/inside', '');
    const path = folder.path(`unwritable/${name}`);
    for (const step of [() => assertWritable(path), () => replaceFile(path, 'text')]) {
      expect(step).toThrow(
        expect.objectContaining({
          code: 'unwritable-file',
          message: `${path} cannot be written: ${reason}`,
          details: { path, reason },
        }),
      );
    }
    expect(folder.names('unwritable')).toEqual(['a-file', 'a-folder']);
    expect(folder.names('unwritable/a-folder')).toEqual(['inside']);
  });
});

const hasLimits = spawnSync('sh', ['-c', 'ulimit -f 8']).status === 0;

describe('a disk with too little room', () => {
  it.skipIf(!hasLimits)(
    `fails loudly and leaves the good file as it was${hasLimits ? '' : ' (skipped: no sh with ulimit)'}`,
    () => {
      const path = goodFile('full');
      const module = new URL('../../src/data/atomic.ts', import.meta.url).href;
      const script = `
      const { replaceFile } = await import(${JSON.stringify(module)});
      try {
        replaceFile(${JSON.stringify(path)}, JSON.stringify({ slopes: Array(20_000).fill(0.125) }));
      } catch (error) {
        console.log(error.code, error.message);
        process.exitCode = 3;
      }`;
      const child = spawnSync(
        'sh',
        ['-c', 'ulimit -f 8; exec "$0" --input-type=module -e "$1"', process.execPath, script],
        {
          encoding: 'utf8',
          timeout: 20_000,
          killSignal: 'SIGKILL',
        },
      );
      expect(child.stderr).toBe('');
      expect(child.stdout).toBe(
        `unwritable-file ${path} cannot be written: it would be larger than the system allows\n`,
      );
      expect(child.status).toBe(3);
      expect(readFileSync(path, 'utf8')).toBe('the good file');
      expect(folder.names('full')).toEqual(['file.json']);
    },
  );
});
