import { readFileSync } from 'node:fs';
import { count, percent } from '../src/report/numbers.ts';

const limits = [0.05, 0.1, 0.2];
const factors = [1.5, 2, 3];

/** The page of the monitor, with what its simulation measured. */
export function monitorPage(): string {
  const measured = JSON.parse(readFileSync('test/simulation/measured/monitor.json', 'utf8')) as Record<string, number>;
  const parts = { table: labelsTable(measured), healthy: healthyWords(measured), inclusion: inclusionWords(measured) };
  return Object.entries(parts).reduce(
    (page, [name, text]) =>
      page.replace(
        new RegExp(`(<!-- monitor ${name} -->\\n)[^]*(<!-- end of monitor ${name} -->)`),
        (_, start: string, end: string) => `${start}${text}\n${end}`,
      ),
    readFileSync('docs/monitor.md', 'utf8'),
  );
}

function labelsTable(measured: Readonly<Record<string, number>>): string {
  const cell = (limit: number, factor: number, since: string): string =>
    ['median', 'in 90 %']
      .map((part) => count(measured[`labels to notice ${factor} times the limit ${limit} since ${since}, ${part}`]!))
      .join(', ');
  const rows = ['the first label', '500 labels at half of the limit'].flatMap((since) =>
    limits.map((limit) => {
      const cells = factors.map((factor) => cell(limit, factor, since));
      return `| ${percent(limit, 0)} | ${since} | ${cells.join(' | ')} |`;
    }),
  );
  return [
    '',
    `| limit | since | ${factors.map((factor) => `${factor} times`).join(' | ')} |`,
    `| --- | --- | ${factors.map(() => '---:').join(' | ')} |`,
    ...rows,
    '',
  ].join('\n');
}

function healthyWords(measured: Readonly<Record<string, number>>): string {
  const share = (limit: number): string =>
    percent(measured[`healthy streams called broken in 2,000 looks, limit ${limit}`]!);
  const shares = limits.map((limit) => `${share(limit)} at a limit of ${percent(limit, 0)}`);
  return `of ${count(15 * measured['runs']!)} each, ${shares.slice(0, -1).join(', ')} and ${shares.at(-1)!} were revoked wrongly.`;
}

function inclusionWords(measured: Readonly<Record<string, number>>): string {
  const [evenly, unequal] = [' since the first label', ''].map(
    (since, i) =>
      measured[`labels${i === 1 ? ' with inclusion' : ''} to notice 2 times the limit 0.1${since}, median`]!,
  );
  return `chosen with probabilities from 1 in 50 to 1, it takes ${count(unequal!)} labels at the median to notice twice a limit of 10 %, and ${count(evenly!)} drawn evenly.`;
}
