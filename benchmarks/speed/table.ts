import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tableOf } from '../accuracy/markdown.ts';
import type { DecisionSpeed } from './decisions.ts';
import type { FeatureSpeed } from './features.ts';
import type { FileSpeed } from './files.ts';
import type { FitSpeed } from './fitting.ts';
import type { FuzzSpeed, HostileSpeed } from './hostile.ts';

/** What a run measured, by part, and on what. */
export interface Results {
  readonly machine: string;
  readonly features?: readonly FeatureSpeed[];
  readonly decisions?: readonly DecisionSpeed[];
  readonly fits?: readonly FitSpeed[];
  readonly files?: readonly FileSpeed[];
  readonly hostile?: readonly HostileSpeed[];
  readonly fuzz?: FuzzSpeed;
}

/** The tables of all parts that there are, each under its heading. */
export function tablesOf({ machine, features, decisions, fits, files, hostile, fuzz }: Results): string {
  const parts = [
    machine,
    features && `### Features\n\n${featureTable(features)}`,
    decisions && `### One decision\n\n${decisionTable(decisions)}`,
    fits && `### Fit\n\n${fitTable(fits)}`,
    files && `### Decisions on a file\n\n${fileTable(files)}`,
    hostile && `### Hostile text\n\n${hostileTable(hostile)}`,
    fuzz && fuzzLine(fuzz),
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

/** Puts the tables between the markers of a page. */
export function writeTables(page: string, tables: string): void {
  if (!existsSync(page)) return;
  const text = readFileSync(page, 'utf8');
  writeFileSync(
    page,
    text.replace(
      /(<!-- speed -->\n)[^]*(<!-- end of speed -->)/,
      (_, start: string, end: string) => `${start}${tables}\n${end}`,
    ),
  );
}

function featureTable(rows: readonly FeatureSpeed[]): string {
  return tableOf(
    ['kind', 'characters', 'M characters/s', 'markdown-it parse', 'times faster than parse', 'than render'],
    rows.map((row) => [
      row.kind,
      String(row.characters),
      row.throughput.toFixed(1),
      row.parseThroughput.toFixed(1),
      ratio(row.aheadOfParse),
      ratio(row.aheadOfRender),
    ]),
    1,
  );
}

function decisionTable(rows: readonly DecisionSpeed[]): string {
  return tableOf(
    ['kind', 'median, µs', '99th percentile, µs'],
    rows.map((row) => [row.kind, row.median.toFixed(0), row.ninetyNinth.toFixed(0)]),
    1,
  );
}

function fitTable(rows: readonly FitSpeed[]): string {
  return tableOf(
    ['records', 'seconds', 'peak memory, MiB', 'before the fit, MiB'],
    rows.map((row) => [String(row.records), row.seconds.toFixed(2), mebibytes(row.peak), mebibytes(row.before)]),
    0,
  );
}

function fileTable(rows: readonly FileSpeed[]): string {
  return tableOf(
    ['records hold', 'records', 'a second of CPU', 'a second by the clock', 'peak memory, MiB'],
    rows.map((row) => [
      row.holds,
      String(row.records),
      row.perCpuSecond.toFixed(0),
      row.perSecond.toFixed(0),
      mebibytes(row.peak),
    ]),
    1,
  );
}

function hostileTable(rows: readonly HostileSpeed[]): string {
  return tableOf(
    ['slowest', 'characters', 'ms'],
    rows.flatMap(({ characters, worst }) =>
      worst.map(({ name, time }) => [name.replaceAll('|', '\\|'), String(characters), time.toFixed(1)]),
    ),
    1,
  );
}

function fuzzLine({ inputs, characters, seconds, slowest }: FuzzSpeed): string {
  const million = (characters / 1e6).toFixed(0);
  return `${inputs} fuzzed inputs with ${million} million characters: ${seconds.toFixed(1)} s, the slowest call ${slowest.toFixed(0)} ms.`;
}

/** Two digits, so that what is far behind does not show as nothing. */
function ratio(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toPrecision(2);
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
