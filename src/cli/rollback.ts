import type { Command } from 'commander';
import { readCalibrator } from '../data/calibrator-file.ts';
import { previousOf, promoteCalibrator } from '../data/promotion.ts';
import { UnflatterError, isUnflatterError } from '../errors.ts';
import { jsonOption } from './options.ts';
import { jsonLine, print, type ExitCode, type Terminal } from './terminal.ts';

export function addRollback(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('rollback')
    .summary('put the calibrator before this one back')
    .description(
      'Puts back the calibrator that was replaced by promote. What is rolled back is kept in its place: to roll back twice ' +
        'is to be where you were.',
    )
    .argument('<calibrator>', 'the calibrator in use')
    .addOption(jsonOption())
    .action(async (path: string, flags: { readonly json?: boolean }) => done(await runRollback(path, flags, terminal)));
}

async function runRollback(path: string, { json }: { readonly json?: boolean }, terminal: Terminal): Promise<ExitCode> {
  // In this order: where another promotes in between, what was read first is no longer there, and nothing is changed.
  const current = await readCalibrator(path);
  const kept = previousOf(path);
  const previous = await readCalibrator(kept).catch((error: unknown) => {
    if (!isUnflatterError(error, 'unreadable-file')) throw error;
    const message = `${error.message}: there is nothing to roll ${path} back to`;
    throw new UnflatterError(error.code, message, error.details, { cause: error });
  });
  await promoteCalibrator(path, previous, { over: current.digest });
  const [from, to] = [current.digest, previous.digest];
  await print(
    terminal.stdout,
    json === true
      ? jsonLine({ path, from, to, kept })
      : `${path} is ${short(to)} again; ${short(from)} is kept as ${kept}\n`,
  );
  return 0;
}

/** Enough of a digest to tell calibrators apart. */
export function short(digest: string): string {
  return digest.slice(0, 12);
}
