import { readFileSync } from 'node:fs';
import { readRecords, readTarget } from '../src/data/index.ts';
import { auditLoopholes, createQualityGate, fit, loopholeProbes, type QualityGate } from '../src/index.ts';
import { loopholeLines, tabulateLoopholeCases, tabulateLoopholes } from '../src/report/loopholes-table.ts';

/** The page of loopholes with what the audit says of the ready suite. */
export async function loopholesPage(): Promise<string> {
  const audit = auditLoopholes(loopholeProbes, { gate: await exampleGate(), ratings: 'letter' });
  const chapters = audit.probes.flatMap((probe) => [
    `### ${probe.name}`,
    '',
    `"${probe.instruction}" The letter: ${probe.describe}.`,
    '',
    tabulateLoopholeCases(probe),
    '',
  ]);
  const lines = loopholeLines(audit).slice(0, 4);
  const generated = [tabulateLoopholes(audit), '', ...lines.map((line) => `- ${line}`), '', ...chapters].join('\n');
  return readFileSync('docs/loopholes.md', 'utf8').replace(
    /(<!-- loopholes -->\n)[^]*(<!-- end of loopholes -->)/,
    (_, start: string, end: string) => start + generated + end,
  );
}

async function exampleGate(): Promise<QualityGate> {
  const path = 'calibration-data/example/records.jsonl';
  const target = await readTarget(path);
  return createQualityGate({ calibrator: fit(await readRecords([path], { target }), target) });
}
