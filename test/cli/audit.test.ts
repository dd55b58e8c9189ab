import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/audit/audit.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { answers, ratingOnlyCalibrator } from './audit-world.ts';
import { runCli } from './fake-terminal.ts';

const folder = temporaryFolder();
let [calibrator, records] = ['', ''];
beforeAll(() => {
  calibrator = folder.write('calibrator.json', JSON.stringify(ratingOnlyCalibrator()));
  records = folder.write('records.jsonl', toLines(answers()));
});

describe('audit', () => {
  it('of a gate that goes by the rating alone passes offline, as the rater is taken to be unmoved', async () => {
    const argv = ['audit', calibrator, records, '--pass-threshold', '0.5'];
    const { exitCode, stdout, stderr } = await runCli([...argv, '--json']);
    const report = JSON.parse(stdout) as AuditReport;
    expect([exitCode, stderr, report.verdict, report.ratings]).toEqual([0, '', 'pass', 'held']);
    expect((await runCli(argv)).stdout).toMatch(/^verdict pass: /m);
  });

  it('probes 1000 records where that costs nothing, and 50 where twins are to be rated', async () => {
    const many = folder.write('many.jsonl', toLines(answers(60)));
    const held = await runCli(['audit', calibrator, many, '--json']);
    expect((JSON.parse(held.stdout) as AuditReport).records.probed).toBe(60);
    const { stdout } = await runCli(['audit', calibrator, many, '--twins', folder.path('twins.jsonl'), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ records: 50 });
  });

  it('has a command of its own below it, and both take their own options', async () => {
    const { stdout: help } = await runCli(['audit', '--help']);
    expect(help).toMatch(/Usage: unflatter audit \[options\] \[command\] <calibrator> <records\.\.\.>/);
    expect(help).toMatch(/^ {2}proxy \[options\] <records\.\.\.> /m);
    expect((await runCli(['audit', 'proxy', '--help'])).stdout).toMatch(/Usage: unflatter audit proxy \[options\]/);
    const rows = folder.write(
      'rows.jsonl',
      toLines(Array.from({ length: 60 }, (_, i) => ({ metric: i / 60, goal: (i * 7) % 5, response: `Text ${i}.` }))),
    );
    const proxy = await runCli([
      'audit',
      'proxy',
      rows,
      '--metric',
      'metric',
      '--goal',
      'goal',
      '--goal-passes-at',
      '3',
      '--metric-passes-at',
      '0.5',
      '--json',
    ]);
    expect(proxy.stderr).toBe('');
    expect(JSON.parse(proxy.stdout)).toHaveProperty('verdict');
  });
});
