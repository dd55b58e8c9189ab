import type { ProxyReport } from '../audit/proxy/audit-proxy.ts';
import { markdownText } from './page/table.ts';
import { nameShown } from './proxy-names.ts';
import { proxyHeading, proxyVerdict } from './proxy-report.ts';
import { proxyTables } from './proxy-tables.ts';

/** What the audit of a metric found, as a page, with the whole selection curve. */
export function proxyMarkdown(report: ProxyReport): string {
  const [verdict, ...why] = proxyVerdict(report);
  return [
    `# Does ${markdownText(nameShown(report.metric))} track ${markdownText(nameShown(report.goal))}?`,
    '',
    `**${markdownText(verdict!)}**`,
    '',
    ...why.slice(0, -1).map(markdownText),
    '',
    markdownText(why.at(-1)!),
    '',
    markdownText(proxyHeading(report)),
    '',
    ...proxyTables(report, () => true).flatMap(({ title, rows: [head, ...rows] }) => [
      `## ${markdownText(title)}`,
      '',
      row(head!),
      row(head!.map((_, i) => (i === 0 ? '---' : '---:'))),
      ...rows.map(row),
      '',
    ]),
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(markdownText).join(' | ')} |`;
}
