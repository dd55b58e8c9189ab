import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nameOf, simulatedCells } from '../../benchmarks/estimate/cells.ts';
import { openCheckpoint } from '../../benchmarks/estimate/checkpoint.ts';
import type { Job, Score } from '../../benchmarks/estimate/job.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const [cell] = simulatedCells();
const job = (from: number): Job => ({ cell: cell!, from, runs: 25, slowRuns: 0 });
const score = (covered: number): Score => ({
  method: 'a method',
  runs: 25,
  none: 0,
  covered,
  width: 5,
  referenceWidth: 6,
  error: 0.1,
  squared: 0.2,
  milliseconds: 3,
});

describe('a checkpoint', () => {
  it('knows after a kill what was done, a half-written line excepted', () => {
    const path = folder.path('new/killed.jsonl');
    const first = openCheckpoint(path, 'settings');
    first.keep(job(0), [score(24)]);
    first.keep(job(25), [score(23)]);
    appendFileSync(path, '{"job":"half');
    const second = openCheckpoint(path, 'settings');
    expect([0, 25, 50].map((from) => second.isDone(job(from)))).toEqual([true, true, false]);
    second.keep(job(50), [score(22)]);
    const third = openCheckpoint(path, 'settings');
    expect(third.scores().get(nameOf(cell!))).toEqual([score(24), score(23), score(22)]);
    third.remove();
    expect(existsSync(path)).toBe(false);
  });

  it('is nothing to a run with other settings', () => {
    const path = folder.path('other.jsonl');
    openCheckpoint(path, 'one thousand runs').keep(job(0), [score(24)]);
    const other = openCheckpoint(path, 'one hundred runs');
    expect(other.isDone(job(0))).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('one hundred runs\n');
  });
});
