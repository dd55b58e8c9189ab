import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { assertWritable, replaceFile } from '../data/atomic.ts';
import { writeCalibrator } from '../data/calibrator-file.ts';
import { writing } from '../data/unwritable.ts';
import type { Judgement } from '../fit/fit.ts';
import { decide } from '../gate/decide.ts';
import { demoAuditLine } from '../report/demo-audit.ts';
import { demoMarkdown, type DemoChapter } from '../report/demo-markdown.ts';
import { demoText } from '../report/demo-text.ts';
import { summariseDemo } from '../report/demo.ts';
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
  const report = join(out, 'report.md');
  const folders = demoSets.map(({ name }) => join(out, name));
  for (const folder of folders) writing(folder, () => mkdirSync(folder, { recursive: true }));
  assertWritable(report);

  const chapters: DemoChapter[] = [];
  for (const [i, set] of demoSets.entries()) {
    const { judgement, findings, authors } = await judgeSet(set, terminal);
    writeCalibrator(join(folders[i]!, 'calibrator.json'), judgement.calibrator);
    replaceFile(join(folders[i]!, 'decisions.jsonl'), decisionLines(judgement));
    chapters.push({ summary: summariseDemo(set, judgement, authors), findings });
  }
  const audited = await auditExample();
  replaceFile(report, demoMarkdown(chapters));

  const sets = chapters.map(({ summary }) => summary);
  await print(
    terminal.stdout,
    json === true
      ? `${JSON.stringify({ sets, audit: audited, out })}\n`
      : `${demoText(sets)}\n${demoAuditLine(audited)}\n\ndetails: ${report}, with calibrator.json and decisions.jsonl in ${folders.join(' and ')}\n`,
  );
  return 0;
}

function decisionLines({ examples, outOfFold }: Judgement): string {
  const lines = outOfFold.map((calibrated, i) => {
    const { id, passes } = examples[i]!;
    const { verdict, reason } = decide(calibrated);
    return `${JSON.stringify({ id, passes: passes === 1, verdict, reason, ...calibrated })}\n`;
  });
  return lines.join('');
}
