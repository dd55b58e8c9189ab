import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { replaceFile } from '../data/atomic.ts';
import { writeCalibrator } from '../data/calibrator-file.ts';
import { readTarget } from '../data/dataset.ts';
import { readRecords } from '../data/records.ts';
import { fitAndJudge } from '../fit/fit.ts';
import { decide } from '../gate/decide.ts';
import { demoMarkdown, demoText, summariseDemo } from '../report/demo.ts';
import { jsonOption } from './options.ts';
import { startProgress } from './progress.ts';
import { print, type ExitCode, type Terminal } from './terminal.ts';

/** Answers to law-school exam questions, each rated by the model that wrote it. The label is the answer key. */
const records = fileURLToPath(new URL('../../calibration-data/lsat-self-confidence/lsat-ar.jsonl.gz', import.meta.url));

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
  const target = await readTarget(records);
  const progress = await startProgress(terminal, 'fitting');
  const judgement = await readRecords([records], { target })
    .then((all) => fitAndJudge(all, { ...target, onProgress: progress.update }))
    .finally(progress.stop);
  const summary = summariseDemo(judgement);

  mkdirSync(out, { recursive: true });
  writeCalibrator(join(out, 'calibrator.json'), judgement.calibrator);
  replaceFile(join(out, 'report.md'), demoMarkdown(summary, judgement.calibrator));
  const decisions = judgement.outOfFold.map((calibrated, i) => {
    const { id, passes } = judgement.examples[i]!;
    const { verdict, reason } = decide(calibrated);
    return `${JSON.stringify({ id, passes: passes === 1, verdict, reason, ...calibrated })}\n`;
  });
  replaceFile(join(out, 'decisions.jsonl'), decisions.join(''));

  await print(
    terminal.stdout,
    json === true
      ? `${JSON.stringify({ ...summary, out })}\n`
      : `${demoText(summary)}\ndetails: ${join(out, 'report.md')}, with calibrator.json and decisions.jsonl beside it\n`,
  );
  return 0;
}
