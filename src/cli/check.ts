import type { Command } from 'commander';
import { groupOf, isPass, meanHumanRating } from '../calibrator/record.ts';
import { checkRecords } from '../data/records.ts';
import { isUnflatterError, listIssues, type Issue } from '../errors.ts';
import { assertBothClasses, assertEnough, toExamples } from '../fit/examples.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import { loadTarget } from './load.ts';
import { jsonOption, targetOptions, type TargetFlags } from './options.ts';
import { startProgress } from './progress.ts';
import { print, type ExitCode, type Terminal } from './terminal.ts';

type Flags = TargetFlags & { readonly json?: boolean };

export function addCheck(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('check')
    .summary('problems in a calibration set, all at once')
    .description(
      'Checks every line of calibration sets and lists every problem as file:line field message.\nExit code 1 if there is any.',
    )
    .argument('<records...>', 'files of records, .jsonl or .jsonl.gz; - is stdin')
    .addOption(jsonOption());
  for (const option of targetOptions()) command.addOption(option);
  command.action(async (paths: string[], flags: Flags) => done(await check(paths, flags, terminal)));
}

async function check(paths: readonly string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const target = await loadTarget(paths, flags);
  const progress = await startProgress(terminal, 'checking');
  const { records, issues } = await checkRecords(paths, {
    target,
    stdin: terminal.stdin,
    onProgress: progress.update,
  }).finally(progress.stop);
  const found = issues.length > 0 ? issues : fittingIssues(records, target, paths.join(' '));
  const counts = countsOf(records, target);
  if (flags.json === true) await print(terminal.stdout, `${JSON.stringify({ ...counts, issues: found })}\n`);
  else if (found.length === 0) await print(terminal.stdout, describe(counts));
  if (found.length > 0 && flags.json !== true)
    await print(
      terminal.stderr,
      `${listIssues(found)}\n${found.length} ${found.length === 1 ? 'problem' : 'problems'}\n`,
    );
  return found.length > 0 ? 1 : 0;
}

/** What stands in the way of a fit although every record is right. */
function fittingIssues(records: readonly CalibrationRecord[], target: Target, path: string): Issue[] {
  try {
    const examples = toExamples(records, target);
    assertEnough(examples, 'fitting');
    assertBothClasses(examples);
    return [];
  } catch (error) {
    if (!isUnflatterError(error)) throw error;
    return [{ path, field: 'records', message: error.message }];
  }
}

function countsOf(records: readonly CalibrationRecord[], target: Target) {
  const means = records.flatMap((record) => meanHumanRating(record) ?? []);
  return {
    records: records.length,
    labelled: means.length,
    passing: means.filter((mean) => isPass(mean, target)).length,
    groups: new Set(records.map(groupOf)).size,
    raters: [...new Set(records.flatMap(({ rater }) => rater ?? []))].sort(),
  };
}

function describe({ records, labelled, passing, groups, raters }: ReturnType<typeof countsOf>): string {
  const share = labelled === 0 ? '' : `, ${Math.round((100 * passing) / labelled)} % pass`;
  const by = raters.length === 0 ? '' : `, rated by ${raters.join(', ')}`;
  return `no problems: ${records} records in ${groups} groups, ${labelled} labelled${share}${by}\n`;
}
