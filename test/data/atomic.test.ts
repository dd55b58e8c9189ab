import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPending, replaceFile } from '../../src/data/atomic.ts';
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

describe('a file that cannot be written', () => {
  it.each([
    ['its folder does not exist', 'nowhere/file.json'],
    ['its folder is a file', 'a-file/file.json'],
    ['it is a folder', 'a-folder'],
  ])('says that %s, and leaves nothing behind', (reason, name) => {
    folder.write('unwritable/a-file', '');
    folder.write('unwritable/a-folder/inside', '');
    const path = folder.path(`unwritable/${name}`);
    expect(() => replaceFile(path, 'text')).toThrow(
      expect.objectContaining({
        code: 'unwritable-file',
        message: `${path} cannot be written: ${reason}`,
        details: { path, reason },
      }),
    );
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
