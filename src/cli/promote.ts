import { Option, type Command } from 'commander';
import { judgePromotion, type PromotionReport } from '../audit/promotion.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import { readCalibrator } from '../data/calibrator-file.ts';
import { keptBeside } from '../data/kept.ts';
import { promoteCalibrator } from '../data/promotion.ts';
import { naming } from '../errors.ts';
import { obstacleWords, reportPromotion } from '../report/promotion-text.ts';
import { loadRecords } from './load.ts';
import { filterOptions, jsonOption, parseWhole, type RecordFilter } from './options.ts';
import { startProgress } from './progress.ts';
import type { Running } from './running.ts';
import { assertSameTarget, otherPassMark } from './same-target.ts';
import { sourceOption, type SourceFlag } from './source-option.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

interface Flags extends RecordFilter, SourceFlag {
  readonly over: string;
  readonly on: readonly string[];
  readonly seed: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addPromote(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('promote')
    .summary('put a new calibrator in place of the one in use, if it is better')
    .description(
      'Compares a candidate with the calibrator in use on labels that neither has seen, record by record. Puts it in its ' +
        'place only where it is surely better, no easier to game, and keeps the certificates that a gate stands on; else ' +
        'nothing is changed and the exit code is 2. The one before is kept beside it: see rollback.',
    )
    .argument('<candidate>', 'a calibrator made by fit or certify')
    .requiredOption('--over <calibrator>', 'the calibrator in use')
    .requiredOption('--on <records...>', 'files of labels that neither has seen')
    .option('--dry-run', 'say what would be done, and change nothing');
  for (const option of [...filterOptions(), sourceOption()]) command.addOption(option);
  command
    .addOption(new Option('--seed <number>', 'draws the records that are probed').argParser(parseWhole).default(1))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nLabels that have chosen between many candidates favour the lucky one: bring new ones.\n' +
        'So does one round that is asked again as it grows: ask once, when all of it is labelled.\n' +
        'Exit codes: 0 promoted, or with --dry-run would be; 1 wrong input, or another was\npromoted meanwhile; 2 not promoted.',
    )
    .action(async (path: string, flags: Flags) => done(await runPromote(path, flags, terminal)));
}

async function runPromote(path: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const running: Running = { terminal, begin: Date.now() };
  const { over, on, dryRun = false, json } = flags;
  const [candidate, champion] = await Promise.all([path, over].map((file) => readCalibrator(file)));
  const report = await judged(candidate!, champion!, flags, running);
  const isEarned = report.obstacles.length === 0;
  const promotes = isEarned && !dryRun;
  if (promotes) await promoteCalibrator(over, candidate!, { over: champion!.digest });
  const outcome = promotes
    ? `promoted: ${over} is ${path} now; the one before is kept as ${keptBeside(over)}`
    : isEarned
      ? `would be promoted; nothing was changed`
      : `not promoted: ${obstacleWords(report.obstacles)}; nothing was changed`;
  await print(
    terminal.stdout,
    json === true
      ? jsonLine({ promoted: promotes, candidate: candidate!.digest, champion: champion!.digest, on, ...report })
      : `${reportPromotion(report)}\n${outcome}\n`,
  );
  return isEarned ? 0 : 2;
}

async function judged(
  candidate: Calibrator,
  champion: Calibrator,
  flags: Flags,
  running: Running,
): Promise<PromotionReport> {
  const { on, seed, source: sources } = flags;
  await Promise.all(on.map((records) => assertSameTarget(records, champion, 'evaluate')));
  const notes = await Promise.all(on.map((records) => otherPassMark(records, champion, 'evaluated')));
  for (const note of notes) if (note !== undefined) await tell(running.terminal, `note: ${note}`);
  const records = await loadRecords(on, champion.target, flags, running);
  const progress = await startProgress(running.terminal, 'comparing', running.begin);
  try {
    progress.update();
    return naming(on.join(' '), () => judgePromotion(candidate, champion, records, { seed, sources }));
  } finally {
    progress.stop();
  }
}
