import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUnflatterError } from '../../src/errors.ts';
import { longestLine, readLines, type Line } from '../../src/data/lines.ts';
import { collect } from '../collect.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

async function linesOf(path: string, stdin?: Readable): Promise<Line[]> {
  return collect(readLines(path, stdin));
}

/** What reading comes to for bytes that arrive in these chunks. */
const linesOfChunks = async (chunks: readonly Uint8Array[]): Promise<Line[]> =>
  linesOf('-', Readable.from(chunks, { objectMode: true }));

const texts = (lines: readonly Line[]): [number, string | undefined][] => lines.map(({ line, text }) => [line, text]);

const separators = ['\u2028', '\u2029', '\u0085', '\u000b', '\u000c'];

/** Records without end. */
function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.from('{"id":"a"}\n'.repeat(10_000));
}

describe('the lines of a text', () => {
  it.each<{ what: string; text: string; lines: [number, string][] }>([
    {
      what: 'end at a line feed',
      text: 'a\nb\n',
      lines: [
        [1, 'a'],
        [2, 'b'],
      ],
    },
    {
      what: 'need no line feed after the last',
      text: 'a\nb',
      lines: [
        [1, 'a'],
        [2, 'b'],
      ],
    },
    { what: 'are none in an empty file', text: '', lines: [] },
    {
      what: 'are counted with the blank ones, which are passed over',
      text: '\n \na\n\t\n\nb\n',
      lines: [
        [3, 'a'],
        [6, 'b'],
      ],
    },
    {
      what: 'come without the byte order mark',
      text: '\uFEFFa\nb',
      lines: [
        [1, 'a'],
        [2, 'b'],
      ],
    },
    {
      what: 'keep the carriage return of other systems',
      text: 'a\r\n\r\nb\r\n',
      lines: [
        [1, 'a\r'],
        [3, 'b\r'],
      ],
    },
    { what: 'do not end at a lone carriage return', text: 'a\rb', lines: [[1, 'a\rb']] },
    ...separators.map((separator) => ({
      what: `do not end at U+${separator.charCodeAt(0).toString(16).padStart(4, '0')}`,
      text: `a${separator}b\nc`,
      lines: [
        [1, `a${separator}b`],
        [2, 'c'],
      ] as [number, string][],
    })),
  ])('$what', async ({ text, lines }) => {
    const path = folder.write('text.jsonl', text);
    expect(texts(await linesOf(path))).toEqual(lines);
  });

  it('parse as JSON where they end in CRLF or hold U+2028', async () => {
    const values = [{ id: 'a' }, { id: 'b\u2028c' }];
    const path = folder.write('crlf.jsonl', values.map((value) => `${JSON.stringify(value)}\r\n`).join(''));
    const lines = await linesOf(path);
    expect(lines.map(({ text }): unknown => JSON.parse(text!))).toEqual(values);
  });

  it('are the same however the bytes are cut, gzipped or not', async () => {
    const text = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n', '\r\n', '\uFEFF', '😀', 'é', '\u2028', ' ')),
    );
    const cuts = fc.array(fc.nat(400), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(text, cuts, fc.boolean(), async (parts, places, zipped) => {
        const whole = parts.join('');
        const bytes = zipped ? gzipSync(whole) : Buffer.from(whole);
        const expected = whole
          .split('\n')
          .map((line, i): [number, string] => [i + 1, line.replace(/^\uFEFF/, '')])
          .filter(([, line]) => line.trim() !== '');
        const ends = [0, ...places.map((place) => Math.min(place, bytes.length)), bytes.length].sort((a, b) => a - b);
        const chunks = ends.slice(1).map((end, i) => bytes.subarray(ends[i], end));
        expect(texts(await linesOfChunks(chunks))).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('are the same byte by byte', async () => {
    const text = '{"a":"é😀"}\n\n{"b":"\u2028"}\n';
    const expected = [
      [1, '{"a":"é😀"}'],
      [3, '{"b":"\u2028"}'],
    ];
    for (const bytes of [Buffer.from(text), gzipSync(text)]) {
      const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
      expect(texts(await linesOfChunks(single))).toEqual(expected);
    }
  });
});

describe('a line without a text', () => {
  it.each<[string, number[]]>([
    ['a byte that begins nothing', [0xff]],
    ['a character cut short', [0xe2, 0x82]],
    ['an overlong form', [0xc0, 0xaf]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
  ])('is one with %s, and the others are read', async (_, bytes) => {
    const path = folder.write(
      'bytes.jsonl',
      Buffer.concat([Buffer.from('a\n'), Buffer.from(bytes), Buffer.from('\nb\n')]),
    );
    expect(await linesOf(path)).toEqual([
      { line: 1, text: 'a' },
      { line: 2, text: undefined, problem: 'must be UTF-8, got bytes that are not' },
      { line: 3, text: 'b' },
    ]);
  });

  it('is one longer than 64 MB, which is not kept, and the others are read', async () => {
    const mega = Buffer.alloc(2 ** 20, 'x');
    const tooLong = [...Array<Buffer>(64).fill(mega), Buffer.from('x\n')];
    const longest = [...Array<Buffer>(64).fill(mega), Buffer.from('\n')];
    const lines = await linesOfChunks([...tooLong, Buffer.from('a\n'), ...longest, Buffer.from('b')]);
    expect(lines.map(({ text, ...rest }) => ({ ...rest, length: text?.length }))).toEqual([
      { line: 1, length: undefined, problem: 'must be at most 64 MB long, got more' },
      { line: 2, length: 1 },
      { line: 3, length: longestLine },
      { line: 4, length: 1 },
    ]);
  });
});

describe('gzip', () => {
  it('is known by its first bytes and not by the name', async () => {
    const zipped = folder.write('zipped.jsonl', gzipSync('a\nb\n'));
    const plain = folder.write('plain.jsonl.gz', 'a\nb\n');
    expect(texts(await linesOf(zipped))).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(texts(await linesOf(plain))).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('may come in several parts, and a line may reach over two', async () => {
    const path = folder.write('parts.gz', Buffer.concat([gzipSync('a\nb'), gzipSync('c\nd\n')]));
    expect(texts(await linesOf(path))).toEqual([
      [1, 'a'],
      [2, 'bc'],
      [3, 'd'],
    ]);
  });

  it('says that it is cut off wherever it is', async () => {
    const bytes = gzipSync('{"id":"a"}\n{"id":"b"}\n'.repeat(20));
    for (let length = 2; length < bytes.length; length++) {
      await expect(linesOfChunks([bytes.subarray(0, length)]), `${length} bytes`).rejects.toMatchObject({
        code: 'unreadable-file',
        message: '- cannot be read: its gzip data is cut off',
      });
    }
  });

  it('never gives the lines of damaged data as if they were right', async () => {
    const bytes = gzipSync('{"id":"a"}\n{"id":"b"}\n'.repeat(20));
    for (let at = 10; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 0x55;
      const error: unknown = await linesOfChunks([damaged]).catch((thrown: unknown) => thrown);
      expect(isUnflatterError(error, 'unreadable-file'), `byte ${at}`).toBe(true);
    }
  });

  it('says that its data is damaged', async () => {
    const bytes = gzipSync('a\nb\n');
    bytes[bytes.length - 8]! ^= 1;
    const path = folder.write('damaged.gz', bytes);
    await expect(linesOf(path)).rejects.toMatchObject({
      message: `${path} cannot be read: its gzip data is damaged`,
      details: { path, reason: 'its gzip data is damaged' },
    });
  });
});

describe('gzip with more behind it', () => {
  it.each([
    ['text', 'and more'],
    ['two bytes', 'xy'],
  ])('says that it has extra bytes: %s', async (_, extra) => {
    const path = folder.write('extra.gz', Buffer.concat([gzipSync('a\nb\n'), Buffer.from(extra)]));
    await expect(linesOf(path)).rejects.toMatchObject({
      message: `${path} cannot be read: its gzip data has extra bytes after its end`,
    });
  });
});

describe('what cannot be read', () => {
  it.each([
    ['a file that is not there', 'nowhere.jsonl', 'there is no such file'],
    ['a folder', '.', 'it is a folder'],
  ])('is %s', async (_, name, reason) => {
    const path = folder.path(name);
    await expect(linesOf(path)).rejects.toMatchObject({
      code: 'unreadable-file',
      message: `${path} cannot be read: ${reason}`,
      details: { path, reason },
    });
  });

  it('is a stream that breaks, in its own words', async () => {
    const broken = Readable.from(
      (async function* () {
        yield 'a\n';
        await Promise.reject(new Error('the line went dead'));
      })(),
    );
    await expect(linesOf('-', broken)).rejects.toMatchObject({
      code: 'unreadable-file',
      message: '- cannot be read: the line went dead',
    });
  });
});

describe('the path "-"', () => {
  it('is standard input, as text or as bytes', async () => {
    expect(texts(await linesOf('-', Readable.from(['a\n', 'é'])))).toEqual([
      [1, 'a'],
      [2, 'é'],
    ]);
    expect(texts(await linesOf('-', Readable.from([Buffer.from('a\nb')])))).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('is a file of that name where there is no standard input', async () => {
    await expect(linesOf('-')).rejects.toMatchObject({ message: '- cannot be read: there is no such file' });
  });

  it('leaves standard input alone for every other path', async () => {
    const path = folder.write('other.jsonl', 'from the file');
    expect(texts(await linesOf(path, Readable.from(['from stdin'])))).toEqual([[1, 'from the file']]);
  });
});

describe('reading on demand', () => {
  it('gives lines of a file that never ends', async () => {
    const lines = readLines('-', Readable.from(endless()));
    for (let line = 1; line <= 20_001; line++) expect((await lines.next()).value).toMatchObject({ line });
    await lines.return(undefined);
  });

  it.each([false, true])('closes the stream when the reader stops early (gzipped: %s)', async (zipped) => {
    const bytes = Buffer.from('{"id":"a"}\n'.repeat(200_000));
    const stream = Readable.from([...(zipped ? [gzipSync(bytes, { level: 0 })] : [bytes]), Buffer.alloc(0)]);
    for await (const { line } of readLines('-', stream)) if (line === 3) break;
    await expect.poll(() => stream.destroyed).toBe(true);
  });
});
