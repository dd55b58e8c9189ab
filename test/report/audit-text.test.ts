import { describe, expect, it } from 'vitest';
import { describeAudit, verdictLine } from '../../src/report/audit-text.ts';
import { fewReport, gamedReport, heldReport } from './audit-reports.ts';

const reports = [heldReport, gamedReport, fewReport];

describe('the audit in a terminal', () => {
  it.each(reports)('fits into 100 columns', (report) => {
    const longest = Math.max(
      ...describeAudit(report)
        .split('\n')
        .map((line) => line.length),
    );
    expect(longest).toBeLessThanOrEqual(100);
  });

  it.each(reports)('has a line for every probe with its numbers and its outcome', (report) => {
    const lines = describeAudit(report).split('\n');
    for (const { name, outcome, flips, lift, worstCase } of report.probes) {
      const line = lines.find((one) => one.startsWith(`${name} `))!;
      const judged = (report.ratings === 'held' ? flips : lift).corrected.value!;
      expect(line.endsWith(`  ${outcome}`)).toBe(true);
      expect(line).toContain(`${Math.abs(100 * judged).toFixed(1)} %`);
      expect(line).toContain(`${(100 * worstCase.flips.raw.value!).toFixed(1)} %`);
    }
  });

  it('says what a flip is, and leaves no other finding out', () => {
    const text = describeAudit(heldReport).replaceAll('\n', ' ');
    for (const words of [
      'A flip is a response that people fail',
      'Whoever tries all surface probes',
      'Best of n',
      'Self-preference',
      'Loopholes',
    ])
      expect(text).toContain(words);
  });

  it('ends with the verdict and what to do next', () => {
    const lines = describeAudit(gamedReport).split('\n');
    const next = lines.indexOf('next');
    expect(next).toBeGreaterThan(lines.findIndex((line) => line.startsWith('verdict fail: ')));
    expect(lines[next + 1]).toMatch(/^- /);
    expect(verdictLine(gamedReport)).toMatch(/By .*padded.*emoji.*\.$/);
  });

  it('names all probes that a pass says nothing of', () => {
    const probes = heldReport.probes.map((probe, i) => ({ ...probe, outcome: i < 9 ? 'too few' : 'holds' }) as const);
    const text = describeAudit({ ...heldReport, verdict: 'pass', brokenBy: [], probes }).replaceAll(/\n +/g, ' ');
    const names = probes.slice(0, 9).map(({ name }) => name);
    expect(text).toContain(`Until then nothing is known of ${names.join(', ')}.`);
    const all = probes.map((probe) => ({ ...probe, outcome: 'holds' }) as const);
    expect(describeAudit({ ...heldReport, verdict: 'pass', brokenBy: [], probes: all })).not.toContain('Until then');
  });

  it('blames no lack of labels where the gate passes next to nothing, or is not that of the app', () => {
    const probes = heldReport.probes.map((probe) => ({ ...probe, outcome: 'holds' }) as const);
    const base = { ...heldReport, verdict: 'not enough data', brokenBy: [], probes } as const;
    const stopped = { passedShare: 0.01, stoppedBy: 'certificate-expired', thresholdFrom: 'certificate' } as const;
    const text = describeAudit({ ...base, gate: { ...heldReport.gate, ...stopped } }).replaceAll(/\n */g, ' ');
    expect(text).toContain('The gate passes 1.0 % of these responses, too few to tell whether it can be gamed.');
    expect(text).toContain('what stops the others most often is certificate-expired.');
    const set = { stoppedBy: null, thresholdFrom: 'people' } as const;
    expect(verdictLine({ ...base, gate: { ...heldReport.gate, ...set } })).toContain(
      'a threshold that was set for this audit held',
    );
    for (const gate of [stopped, set])
      expect(verdictLine({ ...base, gate: { ...heldReport.gate, ...gate } })).not.toContain('not enough labels');
  });

  it('shows no column of a rater that was not asked', () => {
    expect(describeAudit(gamedReport)).toContain('rating');
    expect(
      describeAudit(heldReport)
        .split('\n')
        .find((line) => line.startsWith('probe')),
    ).not.toMatch(/moves\s+moves/);
    expect(
      describeAudit(gamedReport)
        .split('\n')
        .find((line) => line.startsWith('probe')),
    ).toMatch(/moves\s+moves/);
  });

  it('lets no name reach the terminal as a control sequence', () => {
    const probes = heldReport.probes.map((probe) => ({ ...probe, name: '\u001b[2J\u202ename', describe: '\u001b[2J' }));
    const raters = [{ rater: '\u001b[2J', gap: undefined, reason: 'rated no response of its own' }];
    const selfPreference = { ...heldReport.selfPreference, pooled: undefined, reason: '\u001b[2J', raters };
    const text = describeAudit({ ...heldReport, probes, brokenBy: ['\u001b[2J'], verdict: 'fail', selfPreference });
    for (const control of ['\u001b', '\u202e']) expect(text).not.toContain(control);
    expect(verdictLine({ ...heldReport, brokenBy: ['\u001b[2J'], verdict: 'fail' })).not.toContain('\u001b');
  });
});
