import type { Command } from 'commander';
import { readTarget } from '../data/dataset.ts';
import { checkRecords } from '../data/records.ts';
import { listIssues } from '../errors.ts';
import { checkCriteria } from './check-criteria.ts';
import { checkWhole } from './check-whole.ts';
import { countsOf, describeCounts } from './counts.ts';
import { readCriteria, type ReadCriteria, type TargetedFile } from './criteria.ts';
import { loadTarget } from './load.ts';
import {
  filterOptions,
  jsonOption,
  recordsArgument,
  targetOf,
  targetOptions,
  type RecordFilter,
  type TargetFlags,
} from './options.ts';
import { startProgress } from './progress.ts';
import { jsonLine, print, tell, type ExitCode, type Terminal } from './terminal.ts';

type Flags = TargetFlags & RecordFilter & { readonly json?: boolean };

export function addCheck(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('check')
    .summary('problems in a calibration set, all at once')
    .description(
      'Checks every line of calibration sets, and what a fit needs of them as a whole, and lists every problem as ' +
        'file:line field message.\nSeveral criteria are checked each alone. Exit code 1 if there is any problem.',
    )
    .addArgument(recordsArgument())
    .addOption(jsonOption());
  for (const option of [...targetOptions(), ...filterOptions()]) command.addOption(option);
  command.action(async (paths: string[], flags: Flags) => done(await check(paths, flags, terminal)));
}

async function check(paths: readonly string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const files = await Promise.all(
    paths.map(async (path) => ({ path, target: await readTarget(path, targetOf(flags)) })),
  );
  if (new Set(files.map(({ target }) => target.criterion)).size > 1)
    return checkCriteria(await readSets(files, terminal), flags, terminal);
  const target = await loadTarget(paths, flags);
  const progress = await startProgress(terminal, 'checking');
  const checking = checkRecords(paths, { target, stdin: terminal.stdin, onProgress: progress.update });
  const { records, issues, examples, notes } = await checking
    .then((read) => checkWhole(read, { target, filter: flags, path: paths.join(' ') }))
    .finally(progress.stop);
  // Several criteria may be in one file, also with the same ids. Standard input cannot be read again.
  const mayBeSeveral = issues.some(({ field }) => field === 'criterion' || field === 'id');
  if (mayBeSeveral && flags.criterion === undefined && !paths.includes('-')) {
    const read = await readSets(files, terminal);
    if (read.sets.length > 1) return checkCriteria(read, flags, terminal);
  }
  const counts = countsOf(records, examples, target);
  if (flags.json === true) {
    await print(terminal.stdout, jsonLine({ ...counts, issues, notes }));
    return issues.length > 0 ? 1 : 0;
  }
  for (const note of notes) await tell(terminal, `note: ${note}`);
  if (issues.length === 0) {
    await print(terminal.stdout, describeCounts(counts, target));
    return 0;
  }
  await print(terminal.stderr, `${listIssues(issues)}\n`);
  await tell(terminal, `${issues.length} ${issues.length === 1 ? 'problem' : 'problems'}`);
  return 1;
}

async function readSets(files: readonly TargetedFile[], terminal: Terminal): Promise<ReadCriteria> {
  const progress = await startProgress(terminal, 'checking');
  return readCriteria(files, terminal, progress.update).finally(progress.stop);
}
