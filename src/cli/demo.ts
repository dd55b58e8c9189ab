import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { assertWritable, replaceFile } from '../data/atomic.ts';
import { writeCalibrator } from '../data/calibrator-file.ts';
import { writing } from '../data/unwritable.ts';
import type { Judgement } from '../fit/fit.ts';
import { decide } from '../gate/decide.ts';
import { demoAuditLine } from '../report/demo-audit.ts';
import { demoEstimateLine, type DemoEstimate } from '../report/demo-estimate.ts';
import { demoMarkdown, type DemoChapter } from '../report/demo-markdown.ts';
import { demoPage } from '../report/demo-page.ts';
import { demoText } from '../report/demo-text.ts';
import { summariseDemo } from '../report/demo.ts';
import { estimateWithFew } from './demo-estimate.ts';
import { auditExample, demoSets, judgeSet } from './demo-sets.ts';
import { jsonOption } from './options.ts';
import { print, type ExitCode, type Terminal } from './terminal.ts';

interface Flags {
  readonly out: string;
  readonly json?: boolean;
}

export function addDemo(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('demo')
    .summary('fit and gate on a shipped set; no key, no network')
    .description(
      'Fits a calibrator on recorded self-ratings that come with the package and shows, out of fold, what the gate makes of them.',
    )
    .option('--out <folder>', 'where to write the details', 'unflatter-demo')
    .addOption(jsonOption())
    .action(async (flags: Flags) => done(await runDemo(flags, terminal)));
}

async function runDemo({ out, json }: Flags, terminal: Terminal): Promise<ExitCode> {
  const [report, html] = ['report.md', 'report.html'].map((name) => join(out, name)) as [string, string];
  const folders = demoSets.map(({ name }) => join(out, name));
  for (const folder of folders) writing(folder, () => mkdirSync(folder, { recursive: true }));
  for (const file of [report, html]) assertWritable(file);

  const chapters: DemoChapter[] = [];
  const estimates: DemoEstimate[] = [];
  for (const [i, set] of demoSets.entries()) {
    const { judgement, findings, topShares, authors, records } = await judgeSet(set, terminal);
    writeCalibrator(join(folders[i]!, 'calibrator.json'), judgement.calibrator);
    replaceFile(join(folders[i]!, 'decisions.jsonl'), decisionLines(judgement));
    chapters.push({ title: set.title, summary: summariseDemo(set, judgement, authors), findings, topShares });
    if (i === 0) estimates.push(estimateWithFew(records, judgement.calibrator.target, 1));
  }
  const audits = await auditExample();
  const estimate = estimates[0]!;
  replaceFile(report, demoMarkdown(chapters));
  replaceFile(html, demoPage({ chapters, audits, estimate }));

  const sets = chapters.map(({ summary }) => summary);
  await print(
    terminal.stdout,
    json === true
      ? `${JSON.stringify({ sets: chapters.map(plainChapter), audits, estimate, out })}\n`
      : `${demoText(sets)}\n${demoAuditLine(audits)}\n\n${demoEstimateLine(estimate)}\n\ndetails: ${report}, with calibrator.json and decisions.jsonl in ${folders.join(' and ')}\nopen ${html}\n`,
  );
  return 0;
}

/** What is told and drawn of a set, as data. */
function plainChapter({ summary, topShares, findings: { reliability, inflation } }: DemoChapter) {
  return { ...summary, topShares, reliability, inflation };
}

function decisionLines({ examples, outOfFold }: Judgement): string {
  const lines = outOfFold.map((calibrated, i) => {
    const { id, passes } = examples[i]!;
    const { verdict, reason } = decide(calibrated);
    return `${JSON.stringify({ id, passes: passes === 1, verdict, reason, ...calibrated })}\n`;
  });
  return lines.join('');
}
