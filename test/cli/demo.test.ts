import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import type { DemoSummary } from '../../src/report/demo.ts';
import { demoText } from '../../src/report/demo.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli, type Outcome } from './fake-terminal.ts';

const folder = temporaryFolder();
let out = '';
let outcome: Outcome;

/** The demo takes seconds, so it runs once, into a folder whose parents do not exist. */
beforeAll(async () => {
  out = folder.path('not/yet/there');
  outcome = await runCli(['demo', '--out', out, '--json']);
});

const read = (name: string): string => readFileSync(`${out}/${name}`, 'utf8');

describe('the demo', () => {
  it('sums up as JSON what a raw gate and the corrected one let through, and says where the details are', () => {
    expect({ exitCode: outcome.exitCode, stderr: outcome.stderr }).toEqual({ exitCode: 0, stderr: '' });
    const summary = JSON.parse(outcome.stdout) as DemoSummary & { out: string };
    expect(summary).toMatchObject({ records: 1518, models: 11, out });
    expect(summary.falsePass.corrected.value).toBeLessThan(summary.falsePass.raw.value!);
    expect(summary.gate.reduce((sum, { records }) => sum + records, 0)).toBe(1518);
    const [pass, , fail] = summary.gate;
    expect(pass!.failing / pass!.records).toBeLessThan(fail!.failing / fail!.records);
  });

  it('shows the same as text', () => {
    const text = demoText(JSON.parse(outcome.stdout) as DemoSummary);
    expect(text).toMatch(
      /^1,518 exam answers, each with the confidence that its own author, one of 11 models, gave it\./,
    );
    expect(text).toMatch(/\nA raw gate at 80 % of the scale passes [\d,]+ answers: \d+\.\d % .*of them are wrong\.\n/);
    expect(text).toMatch(/\nThe corrected gate, passing as many \(out of fold\): \d+\.\d % .*are wrong\.\n/);
  });

  it('writes a calibrator, a report and the decisions, and nothing else', () => {
    expect(folder.names('not/yet/there')).toEqual(['calibrator.json', 'decisions.jsonl', 'report.md']);
    expect(parseCalibrator(read('calibrator.json')).fittedOn.records).toBe(1518);
    expect(read('report.md')).toMatch(/^# unflatter demo\n/);
  });

  it('writes one decision an answer, as many of each verdict as it says', () => {
    const { gate } = JSON.parse(outcome.stdout) as DemoSummary;
    const decisions = read('decisions.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; verdict: string; passes: boolean });
    expect(new Set(decisions.map(({ id }) => id)).size).toBe(1518);
    for (const { verdict, records, failing } of gate) {
      const those = decisions.filter((decision) => decision.verdict === verdict);
      expect([verdict, those.length, those.filter(({ passes }) => !passes).length]).toEqual([
        verdict,
        records,
        failing,
      ]);
    }
  });
});
