import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { auditMarkdown } from '../../src/report/audit-markdown.ts';
import { fewReport, gamedReport, heldReport } from './audit-reports.ts';
import { elementsOf } from './page/elements.ts';

const rendered = (markdown: string) => elementsOf(new MarkdownIt().render(markdown));

describe('the audit in Markdown', () => {
  it.each([heldReport, gamedReport, fewReport])('has its verdict first and a row for every probe', (report) => {
    const elements = rendered(auditMarkdown(report));
    expect(elements[0]).toMatchObject({ name: 'h2', text: `Audit: ${report.verdict}` });
    const rows = elements.filter(({ name }) => name === 'tr').slice(1);
    expect(rows).toHaveLength(report.probes.length);
    for (const { name, outcome, worstCase } of report.probes) {
      const row = rows.find(({ text }) => text.trim().startsWith(`${name}\n`))!;
      expect(row.text).toContain(outcome);
      expect(row.text).toContain(`${(100 * worstCase.flips.corrected.value!).toFixed(1)} %`);
    }
  });

  it('says what to do next, and what stands beside the verdict', () => {
    const markdown = auditMarkdown(gamedReport);
    for (const text of ['### Next', '--harden', 'Best of n', 'Self-preference', 'Loopholes'])
      expect(markdown).toContain(text);
  });

  it('is short enough for a comment', () => {
    expect(auditMarkdown(gamedReport).length).toBeLessThan(10_000);
  });

  it('shows names as text, within their cells', () => {
    const name = '<script>alert(1)</script> | **a**\n# b [c](d) \u202e';
    const probes = gamedReport.probes.map((probe) => ({ ...probe, name, describe: name }));
    const markdown = auditMarkdown({ ...gamedReport, probes, brokenBy: [name] });
    const elements = rendered(markdown);
    const allowed = new Set(['h2', 'h3', 'p', 'strong', 'ul', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td']);
    expect(elements.filter((one) => !allowed.has(one.name))).toEqual([]);
    // The sentence of the verdict is the only bold text, and the headings are those of an audit.
    expect(elements.filter((one) => one.name === 'strong')).toHaveLength(1);
    expect(elements.filter((one) => one.name === 'tr').every(({ text }) => text.trim().split('\n').length === 6)).toBe(
      true,
    );
    expect(markdown).not.toContain('\u202e');
  });

  it('is the same for a report that was read from JSON', () => {
    expect(auditMarkdown(JSON.parse(JSON.stringify(heldReport)))).toBe(auditMarkdown(heldReport));
  });
});
