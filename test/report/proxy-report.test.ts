import { describe, expect, it } from 'vitest';
import { auditProxy } from '../../src/audit/proxy/audit-proxy.ts';
import { seededRandom } from '../../src/math/random.ts';
import { proxyMarkdown } from '../../src/report/proxy-markdown.ts';
import { describeProxy } from '../../src/report/proxy-report.ts';
import { drawProxy, good, paysForLength } from '../audit/proxy/worlds.ts';

const rows = drawProxy(seededRandom(2), { rows: 150, metric: paysForLength });

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
