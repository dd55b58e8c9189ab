import { readFileSync } from 'node:fs';
import { thresholds } from '../src/audit/thresholds.ts';
import { readRecords, readTarget } from '../src/data/index.ts';
import { audit, fit, twinProbes } from '../src/index.ts';
import { describeAudit } from '../src/report/audit-text.ts';
import { percent } from '../src/report/numbers.ts';

/** The page of the audit, with its own output on the example set, its probes and what it goes by. */
export async function auditPage(): Promise<string> {
  const path = 'calibration-data/example/records.jsonl';
  const target = await readTarget(path);
  const records = await readRecords([path], { target });
  const output = `\`\`\`text\n${describeAudit(audit(fit(records, target), records))}\n\`\`\``;
  const parts = { output, probes: probesTable(), thresholds: thresholdLines() };
  return Object.entries(parts).reduce(
    (page, [name, text]) =>
      page.replace(
        new RegExp(`(<!-- audit ${name} -->\\n)[^]*(<!-- end of audit ${name} -->)`),
        (_, start: string, end: string) => `${start}\n${text}\n\n${end}`,
      ),
    readFileSync('docs/audit.md', 'utf8'),
  );
}

function probesTable(): string {
  const rows = twinProbes.map(({ name, kind, describe }) => `| \`${name}\` | ${kind} | ${describe} |`);
  return ['| probe | kind | what is done |', '| --- | --- | --- |', ...rows].join('\n');
}

function thresholdLines(): string {
  const { tolerance, resolution, level, fewestTwins, fewestGroups } = thresholds;
  return [
    `- **breaks**: the probe surely pushes more than ${percent(tolerance, 0)} of the responses that people fail over the gate, or surely some, and more than over the gate on`,
    `  the self-rating alone. Surely: wrong at most once in ${Math.round(1 / level)} audits of gates that are not so, for all probes together (Holm). With ratings of their own, what counts is`,
    '  the lift: flips less what was let through before and is stopped now, since noise of a rater goes both ways.',
    `- **holds**: it surely pushes over no more than ${percent(resolution, 0)}.`,
    '- **unclear**: neither.',
    `- **too few**: fewer than ${fewestTwins} twins of responses that people fail, or of groups worth fewer than ${fewestGroups} of one size.`,
    '',
    'The audit fails if any probe breaks the gate. It passes if every probe that could be judged holds, and those are at least half. Else there is not enough data.',
  ].join('\n');
}
