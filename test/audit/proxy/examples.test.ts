import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { syntheticFiles } from '../../../examples/proxy/make.ts';
import type { ProxyReport } from '../../../src/audit/proxy/audit-proxy.ts';
import { runCli } from '../../cli/fake-terminal.ts';

async function audited(...argv: string[]): Promise<{ exitCode: number; report: ProxyReport }> {
  const { exitCode, stdout, stderr } = await runCli(['audit', 'proxy', ...argv, '--json']);
  expect(stderr).toBe('');
  return { exitCode, report: JSON.parse(stdout) as ProxyReport };
}

describe('the worked examples', () => {
  it.each(Object.entries(syntheticFiles()))(
    'have %s as its generator makes it, each row marked synthetic',
    (name, text) => {
      expect(readFileSync(`examples/proxy/${name}`, 'utf8')).toBe(text);
      const rows = text
        .trimEnd()
        .split('\n')
        .slice(name.endsWith('.csv') ? 1 : 0);
      for (const row of rows) expect(row).toMatch(name.endsWith('.csv') ? /^ticket-\d+,true,/ : /"synthetic":true/);
    },
  );

  it('show a recall of 1 and an informedness of 0 for flagging everything', async () => {
    const path = 'examples/proxy/moderation.jsonl';
    const columns = ['--decision', 'flagged', '--goal', 'harmful'];
    const { exitCode, report } = await audited(path, '--aggregate', 'recall', ...columns);
    expect({ exitCode, verdict: report.verdict, gamedBy: report.gamedBy }).toEqual({
      exitCode: 2,
      verdict: 'gamed',
      gamedBy: ['yes to everything'],
    });
    const everything = report.policies.find(({ policy }) => policy === 'yes to everything')!;
    expect([everything.metric.value, everything.goal.value]).toEqual([1, 0]);
    expect(report.agreement.informedness.lower).toBeGreaterThan(0.5);
    expect(await audited(path, '--aggregate', 'informedness', ...columns)).toMatchObject({
      exitCode: 0,
      report: { verdict: 'tracks' },
    });
    expect(await audited(path, '--aggregate', 'rate', ...columns)).toMatchObject({
      report: { gamedBy: ['yes to everything'] },
    });
  });

  it('show faithfulness that the shortest summaries game, and that lowers the goal when chased', async () => {
    const { exitCode, report } = await audited(
      'examples/proxy/summaries.jsonl',
      '--metric',
      'faithfulness',
      '--goal',
      'useful',
    );
    expect({ exitCode, verdict: report.verdict, gamedBy: report.gamedBy }).toEqual({
      exitCode: 2,
      verdict: 'gamed',
      gamedBy: ['the shortest'],
    });
    expect(report.turn).toMatchObject({ from: 1, to: 0.5 });
    expect(report.turn!.change.upper).toBeLessThan(0);
    expect(report).toMatchObject({ rows: 240, groups: 60 });
  });

  it('show closed tickets that are solved where people work, and unsolved where the bot does', async () => {
    const path = 'examples/proxy/tickets.csv';
    const columns = ['--metric', 'closed', '--goal', 'solved'];
    const { exitCode, report } = await audited(path, ...columns, '--slice', 'channel');
    expect({ exitCode, verdict: report.verdict }).toEqual({ exitCode: 2, verdict: 'does not track' });
    expect(report.slices.map(({ slice, state }) => [slice, state])).toEqual([
      ['person', 'better than chance'],
      ['bot', 'against'],
    ]);
    expect(await audited(path, ...columns)).toMatchObject({ exitCode: 0, report: { verdict: 'tracks' } });
  });
});
