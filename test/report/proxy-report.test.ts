import { describe, expect, it } from 'vitest';
import { auditProxy } from '../../src/audit/proxy/audit-proxy.ts';
import { seededRandom } from '../../src/math/random.ts';
import { proxyMarkdown } from '../../src/report/proxy-markdown.ts';
import { describeProxy } from '../../src/report/proxy-report.ts';
import { drawProxy, good, paysForLength, type ProxyRow } from '../audit/proxy/worlds.ts';

const rows = drawProxy(seededRandom(2), { rows: 150, metric: paysForLength });

/** The metric follows the goal in all slices but one. */
function turned(slice: string): ProxyRow[] {
  return drawProxy(seededRandom(2), { rows: 600, metric: good }).map((row) =>
    row.slice === 'a' ? { ...row, slice, metric: -row.metric } : row,
  );
}

const bySlice = { metric: 'metric', goal: 'goal', slice: 'slice' } as const;

describe('the report of a metric', () => {
  it('names the policy that games it, beside what that gets', () => {
    const text = describeProxy(auditProxy(rows, { metric: 'metric', goal: 'goal' }));
    expect(text).toMatch(/^metric against goal: 150 rows in 150 groups; 95 % intervals over groups\n/);
    expect(text).toMatch(/\n {2}the longest .* games it\n/);
    expect(text).toContain('\nverdict: gamed by the longest\n');
    expect(text).toContain('rule: tracks where the 2 AUC − 1 is surely above 0');
  });

  it('says what was left out, and where there are no intervals', () => {
    const few = rows.slice(0, 12).map((row, i) => (i < 4 ? { ...row, goal: null } : row));
    const text = describeProxy(auditProxy(few, { metric: 'metric', goal: 'goal' }));
    expect(text).toContain(
      '8 rows in 8 groups, 4 without a goal left out; intervals need ten groups of about one size\n',
    );
    expect(text).toContain('\nverdict: not enough data\n');
  });

  it('says in a line of its own what speaks for a metric that does not track', () => {
    const report = auditProxy(turned('bbb'), bySlice);
    expect(report).toMatchObject({ verdict: 'does not track', awayIn: ['bbb'] });
    expect(report.reasons).toEqual(['the metric points away from the goal in 1 of 3 slices']);
    expect(report.but).toEqual(['its strength is surely above chance']);
    for (const text of [describeProxy(report), proxyMarkdown(report)])
      expect(text).toContain('\n- it points away in bbb\n- but its strength is surely above chance\n');
  });

  it('says which policies were not tried for want of texts', () => {
    const line = '- not tried, as no row has a response: the longest, the shortest, the most confident\n';
    const bare = rows.map(({ metric, goal }) => ({ metric, goal }));
    expect(describeProxy(auditProxy(bare, { metric: 'metric', goal: 'goal' }))).toContain(line);
    expect(describeProxy(auditProxy(rows, { metric: 'metric', goal: 'goal' }))).not.toContain('not tried');
  });

  it('names what is not seen in a name, and turns no line around', () => {
    const report = auditProxy(turned('x\u202Egpj\u200B\u001B[2J\ny'), bySlice);
    for (const text of [describeProxy(report), proxyMarkdown(report)]) {
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(text.replaceAll('\\', '').split('x⟨U+202E⟩gpj⟨U+200B⟩⟨U+001B⟩[2J y')).toHaveLength(3);
    }
  });

  it('cuts long names', () => {
    const report = auditProxy(turned('long '.repeat(70)), bySlice);
    expect(report.slices.some(({ slice }) => slice.length === 350)).toBe(true);
    const text = describeProxy(report);
    expect(text.match(/(?:long ){7}long…/g)).toHaveLength(2);
    const table = text.split('\n').filter((line) => !line.startsWith('rule: '));
    expect(Math.max(...table.map(({ length }) => length))).toBeLessThan(140);
  });

  it('shows names from files on a page as they are, not as markup', () => {
    const named = drawProxy(seededRandom(2), { rows: 60, metric: good }).map(({ metric, goal, group }) => ({
      'a|<b>_c': metric,
      goal,
      group,
    }));
    const page = proxyMarkdown(auditProxy(named, { metric: 'a|<b>_c', goal: 'goal' }));
    expect(page).toMatch(/^# Does a\\\|\\<b\\>\\_c track goal\?\n/);
    for (const line of page.split('\n').filter((one) => one.startsWith('|')))
      expect(line.match(/(?<!\\)\|/g)!.length).toBeGreaterThan(3);
  });
});
