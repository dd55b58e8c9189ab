import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tableOf } from '../accuracy/markdown.ts';
import { hardeningTables, type HardeningResults } from './hardening-table.ts';
import type { plantedSummary, setsSummary } from './summary.ts';

type Planted = ReturnType<typeof plantedSummary>;
type Sets = ReturnType<typeof setsSummary>;

const page = 'benchmarks/audit/README.md';

/** Puts the tables between their markers, from the results on disk. */
export function writeTables(): void {
  let text = readFileSync(page, 'utf8');
  for (const [name, table] of Object.entries(tablesOnDisk())) text = withTable(text, name, table);
  writeFileSync(page, text);
}

/** The tables by their names, of all results that there are. */
export function tablesOnDisk(): Record<string, string> {
  const read = (part: string): unknown => {
    const path = `benchmarks/audit/results/${part}.json`;
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  };
  const planted = read('planted') as Planted | undefined;
  const sets = read('sets') as Sets | undefined;
  const hardening = read('hardening') as HardeningResults | undefined;
  return {
    ...(planted === undefined ? {} : { planted: plantedTable(planted) }),
    ...(sets === undefined
      ? {}
      : { worst: worstTable(sets), probes: probesTable(sets), sets: setsTable(sets), goodhart: goodhartTable(sets) }),
    ...(hardening === undefined ? {} : { hardening: hardeningTables(hardening) }),
  };
}

export function withTable(text: string, name: string, table: string): string {
  const [start, end] = [`<!-- audit ${name} -->`, `<!-- end of audit ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to === -1) throw new Error(`${page} has no place for ${name}`);
  return `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`;
}

function plantedTable({ fitted, audited, gates }: Planted): string {
  const rows = gates.map((gate) => [
    gate.name,
    gate.describe,
    gate.isClean ? '' : `${gate.found}`,
    `${gate.failed}`,
    `${gate.passed}`,
    `${gate.runs}`,
  ]);
  const head = ['gate', 'what was planted', 'found', 'said to fail', 'said to pass', 'runs'];
  return `Fitted on ${fitted} records, audited on ${audited} others.\n\n${tableOf(head, rows, 2)}`;
}

function worstTable({ surface, best }: Sets): string {
  const row = (
    name: string,
    of: { raw: number | null; corrected: number | null; hardened?: number | null },
  ): string[] => [name, share(of.raw), share(of.corrected), of.hardened === undefined ? '' : share(of.hardened)];
  return tableOf(
    ['of what people fail, pushed over the gate', 'self-rating alone', 'corrected', 'hardened'],
    [
      row('at worst, by a surface probe (mean over probes)', surface.worst),
      row('the same where both gates pass a quarter', surface.worstAtAQuarter),
      row('at worst, by the best surface probe for each response', best.worst),
      row('rater unmoved, by the best surface probe for each response', best.held),
    ],
    1,
  );
}

function probesTable({ probes }: Sets): string {
  const rows = probes.map(({ name, kind, shift, held, worst }) => [
    name,
    kind,
    shift === null ? '' : shift.toFixed(3).replace('-', '−'),
    ...[held.raw, held.corrected, held.hardened, worst.raw, worst.corrected, worst.hardened].map(share),
  ]);
  const head = [
    'probe',
    'kind',
    'probability moves',
    'raw',
    'corrected',
    'hardened',
    'at worst, raw',
    'corrected',
    'hardened',
  ];
  return tableOf(head, rows, 2);
}

function setsTable({ sets }: Sets): string {
  const words = (verdict: string, by: readonly string[]): string =>
    by.length === 0 ? verdict : `${verdict}: ${by.join(', ')}`;
  const rows = sets.map((set) => [
    set.name,
    words(set.verdict, set.brokenBy),
    words(set.hardened, set.hardenedBrokenBy),
    `${set.fitted}`,
    `${set.probed}`,
    `${set.failing}`,
    share(set.passedShare),
    share(set.worst.raw),
    share(set.worst.corrected),
    share(set.worst.hardened),
  ]);
  const head = [
    'set',
    'verdict',
    'hardened',
    'fitted',
    'probed',
    'people fail',
    'passed',
    'at worst, raw',
    'corrected',
    'hardened',
  ];
  return tableOf(head, rows, 3);
}

function goodhartTable({ sets }: Sets): string {
  const rows = sets.flatMap(({ name, goodhart }) =>
    goodhart === null
      ? []
      : goodhart.points
          .filter(({ n }) => n > 1)
          .map(({ n, raw, corrected, oracle, difference }) => [
            name,
            `${n}`,
            `${goodhart.groups}`,
            number(goodhart.points[0]!.raw),
            number(raw),
            number(corrected),
            number(oracle),
            `${signedNumber(difference.value)}${difference.lower === null ? '' : ` [${signedNumber(difference.lower)}, ${signedNumber(difference.upper)}]`}`,
          ]),
  );
  const head = [
    'set',
    'n',
    'prompts',
    'one at random',
    'by self-rating',
    'corrected',
    'by people',
    'corrected less self-rating',
  ];
  return tableOf(head, rows, 1);
}

function share(value: number | null): string {
  return value === null ? '' : `${(100 * value).toFixed(1)} %`;
}

function number(value: number | null): string {
  return value === null ? '' : value.toFixed(2);
}

function signedNumber(value: number | null): string {
  return value === null ? '' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
