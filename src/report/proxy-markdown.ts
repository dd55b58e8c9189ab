import type { ProxyReport } from '../audit/proxy/audit-proxy.ts';
import { proxyHeading, proxyVerdict } from './proxy-report.ts';
import { proxyTables } from './proxy-tables.ts';

/** What the audit of a metric found, as a page, with the whole selection curve. */
export function proxyMarkdown(report: ProxyReport): string {
  const [verdict, ...why] = proxyVerdict(report);
  return [
    `# Does ${cell(report.metric)} track ${cell(report.goal)}?`,
    '',
    `**${cell(verdict!)}**`,
    '',
    ...why.slice(0, -1).map(cell),
    '',
    cell(why.at(-1)!),
    '',
    cell(proxyHeading(report)),
    '',
    ...proxyTables(report, () => true).flatMap(({ title, rows: [head, ...rows] }) => [
      `## ${cell(title)}`,
      '',
      row(head!),
      row(head!.map((_, i) => (i === 0 ? '---' : '---:'))),
      ...rows.map(row),
      '',
    ]),
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** Names come from files: what would be markup of the page is shown as it is. */
function cell(text: string): string {
  return text.replace(/[\\`*_<>|[\]#&]/g, '\\$&');
}
