import { describe, expect, it } from 'vitest';
import { recordIssues } from '../../../src/calibrator/record.ts';
import { detect, formatNames, formats, type FormatName } from '../../../src/data/import/formats.ts';
import type { Entry } from '../../../src/data/import/entry.ts';
import { readExport } from '../../../src/data/import/read.ts';
import { toRecords } from '../../../src/data/import/records.ts';
import { isUnflatterError } from '../../../src/errors.ts';

const files: Readonly<Record<FormatName, readonly string[]>> = {
  promptfoo: ['promptfoo.json'],
  inspect: ['inspect.json'],
  deepeval: ['deepeval.json'],
  langsmith: ['langsmith.jsonl', 'langsmith-feedback.jsonl'],
  langfuse: ['langfuse.json', 'langfuse-scores.jsonl'],
  braintrust: ['braintrust.json'],
  table: ['table.json'],
};
const choices = { promptfoo: { score: 'helpful' }, braintrust: { score: 'Factuality', human: 'Reviewed' } } as const;
const wide = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
const target = { ratingScale: wide, humanScale: wide, passAt: 0 };

const others: readonly unknown[] = [
  undefined,
  null,
  0,
  -1e300,
  true,
  '',
  'x',
  '\ud800',
  '[{',
  [],
  [null],
  [[]],
  {},
  { a: 1 },
  { role: 'user' },
];

/** Every copy of a value in which one thing, at whatever depth, is another. */
function* mutations(value: unknown): Generator {
  for (const other of others) yield other;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const other of mutations(inner)) {
      yield Object.assign(Array.isArray(value) ? [] : {}, value, { [key]: other });
    }
  }
}

describe('an export with one thing in it changed', () => {
  it.each(formatNames)('becomes records, or is refused by an error of ours: %s', async (name) => {
    const entries = (
      await Promise.all(files[name].map((file) => readExport(`test/data/import/fixtures/${file}`)))
    ).flat();
    const counts = { read: 0, refused: 0 };
    for (const [place, entry] of entries.entries()) {
      for (const value of mutations(entry.value)) {
        counts[outcomeOf(name, entries.with(place, { ...entry, value }))]++;
      }
    }
    expect(counts.read).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(20);
  });
});

function outcomeOf(name: FormatName, entries: readonly Entry[]): 'read' | 'refused' {
  try {
    detect(entries[0]!);
    const { records, skipped } = toRecords(
      formats[name].rowsOf(entries),
      name in choices ? choices[name as 'promptfoo'] : {},
    );
    expect(records.flatMap((record) => recordIssues(record, target))).toEqual([]);
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
    expect(skipped.every(({ reason, id }) => reason !== '' && typeof id === 'string')).toBe(true);
    return 'read';
  } catch (error) {
    if (!isUnflatterError(error)) throw error;
    return 'refused';
  }
}
