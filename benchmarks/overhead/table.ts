import { readFileSync, writeFileSync } from 'node:fs';
import { tableOf } from '../accuracy/markdown.ts';
import type { CallTime } from './calls.ts';
import type { Memory } from './in-flight.ts';

/** What a run measured, by part, and on what. */
export interface Results {
  readonly machine: string;
  readonly calls?: readonly CallTime[];
  readonly memory?: readonly Memory[];
}

export function tablesOf({ machine, calls, memory }: Results): string {
  const parts = [
    machine,
    calls && `### One call\n\n${callTable(calls)}`,
    memory && `### Ten thousand calls in flight\n\n${memoryTable(memory)}`,
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

/** Puts the tables between the markers of a page. */
export function writeTables(page: string, tables: string): void {
  const [before, rest] = readFileSync(page, 'utf8').split('<!-- overhead -->\n');
  const after = rest!.split('<!-- end of overhead -->')[1]!;
  writeFileSync(page, `${before}<!-- overhead -->\n${tables}\n<!-- end of overhead -->${after}`);
}

function callTable(rows: readonly CallTime[]): string {
  return tableOf(
    ['call', 'median, µs', '99th percentile, µs', 'more than alone, median, µs'],
    rows.map(({ call, median, ninetyNinth, more }, i) => [
      `\`${call}\``,
      median.toFixed(0),
      ninetyNinth.toFixed(0),
      i === 0 ? '' : more.toFixed(0),
    ]),
    1,
  );
}

function memoryTable(rows: readonly Memory[]): string {
  return tableOf(
    ['call', 'calls', 'idle, MB', 'in flight, more, MB', 'until all were decided, more, MB'],
    rows.map(({ call, calls, idle, inFlight, peak }) => [
      call,
      String(calls),
      megabytes(idle),
      megabytes(inFlight - idle),
      megabytes(peak - idle),
    ]),
    1,
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
