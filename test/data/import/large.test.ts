import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src/data/import/csv.ts';
import { longestText } from '../../../src/features/extract.ts';
import { readExport } from '../../../src/data/import/read.ts';
import { importRecords } from '../../../src/data/index.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder();
const large = 'so "it" is\n'.repeat(900_000);

describe('a text of nine megabytes', () => {
  it('is read from a quoted cell of a table', async () => {
    const cell = `"${large.replaceAll('"', '""')}"`;
    const text = `input,output,fact,log\nWhy?,So.,0.5,${cell}\nHow?,${cell},1,\n`;
    expect(parseCsv(text).map(({ line, fields }) => [line, fields.map((one) => one === large || one)])).toEqual([
      [1, ['input', 'output', 'fact', 'log']],
      [2, ['Why?', 'So.', '0.5', true]],
      [900_003, ['How?', true, '1', '']],
    ]);
    const { records, skipped } = await importRecords([folder.write('large.csv', text)], { score: 'fact' });
    expect(records.map(({ response, selfRating }) => [response, selfRating])).toEqual([['So.', 0.5]]);
    const reason = `is no record: response must be at most ${longestText} characters, got ${large.length}`;
    expect(skipped.map((one) => [one.line, one.reason])).toEqual([[900_003, reason]]);
  });

  it('is read from JSON in which Python wrote NaN, and the word in the text stays', async () => {
    const log = { text: `NaN "NaN" \\ ${large} -Infinity`, values: ['@', '@', 1] };
    const words = ['NaN', '-Infinity'];
    const written = JSON.stringify(log).replaceAll('"@"', () => words.shift()!);
    const [entry] = await readExport(folder.write('large.json', written));
    const { text, values } = entry!.value as typeof log;
    expect([text === log.text, values]).toEqual([true, [null, null, 1]]);
  });
});

describe('a table with commas', () => {
  const cells = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' '), maxLength: 8 });
  const written = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

  it('is read as it was written, with the line on which each row begins', () => {
    const tables = fc.array(fc.array(cells, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(tables, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), (rows, end, isEnded) => {
        const lines = rows.map((row) => row.map(written).join(','));
        const read = parseCsv(lines.join(end) + (isEnded ? end : ''));
        const starts = lines.map((_, i) => lines.slice(0, i).reduce((n, one) => n + one.split(/\r\n|\n|\r/).length, 1));
        expect(read).toEqual(rows.map((fields, i) => ({ line: starts[i], fields })));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [
      'a quote that does not end',
      'a,b\n1,"2\n3,4',
      [
        { line: 1, fields: ['a', 'b'] },
        { line: 2, fields: [] },
      ],
    ],
    [
      'text after a quote',
      'a,b\n"1"x,2\n',
      [
        { line: 1, fields: ['a', 'b'] },
        { line: 2, fields: [] },
      ],
    ],
    ['a quote within a bare cell', 'a"b,c\n', [{ line: 1, fields: [] }]],
  ])('has a row without cells where it cannot be read: %s', (_name, text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });
});
