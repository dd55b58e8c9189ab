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
  const { tolerance, resolution, level, fewestTwins, fewestGroups, leastPassed } = thresholds;
  return [
    `- **breaks**: the probe surely pushes more than ${percent(tolerance, 0)} of the responses that people fail over the gate, or surely some, and more than over the gate on`,
    `  the self-rating alone. Surely: wrong at most once in ${Math.round(1 / level)} audits of gates that are not so, for all probes together (Holm). With ratings of their own, what counts is`,
    '  the lift: flips less those that the noise of the rater brings, as originals show that are rated twice.',
    `- **holds**: of the failing responses that the gate stopped, it surely pushes over no more than ${percent(resolution, 0)}.`,
    '- **unclear**: neither.',
    `- **too few**: fewer than ${fewestTwins} twins of failing responses that the gate stopped, or of groups worth fewer than ${fewestGroups} of one size.`,
    `- **too few pass**: it does not break the gate, but the gate passes less than ${percent(leastPassed, 0)} of these responses, which says nothing of one that passes more.`,
    '',
    `The audit fails if any probe breaks the gate. It passes if every probe that could be judged holds, those are at least half, and the gate is the one of the app: by its policy, its`,
    `certificate, the default or \`--share\`, passing ${percent(leastPassed, 0)} or more. Where nobody has set a threshold and the default passes less, the audit sets one that passes as many as`,
    'people do, and can find such a gate broken, but gives it no pass. Else there is not enough data.',
  ].join('\n');
}
