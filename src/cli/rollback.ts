import type { Command } from 'commander';
import { rollbackCalibrator } from '../data/promotion.ts';
import { jsonOption } from './options.ts';
import { jsonLine, print, type ExitCode, type Terminal } from './terminal.ts';

export function addRollback(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command('rollback')
    .summary('put the calibrator before this one back')
    .description(
      'Puts back the calibrator that was replaced by promote. What is rolled back is kept in its place: to roll back twice ' +
        'is to be where you were. A rollback that was cut short is brought to an end, and nothing more.',
    )
    .argument('<calibrator>', 'the calibrator in use')
    .addOption(jsonOption())
    .action(async (path: string, flags: { readonly json?: boolean }) => done(await runRollback(path, flags, terminal)));
}

async function runRollback(path: string, { json }: { readonly json?: boolean }, terminal: Terminal): Promise<ExitCode> {
  const { from, to, kept } = await rollbackCalibrator(path);
  await print(
    terminal.stdout,
    json === true
      ? jsonLine({ path, from, to, kept })
      : `${path} is ${short(to)} again; ${short(from)} is kept as ${kept}\n`,
  );
  return 0;
}

/** Enough of a digest to tell calibrators apart. */
function short(digest: string): string {
  return digest.slice(0, 12);
}
