import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { escaped, isUnflatterError } from '../errors.ts';
import { addAudit } from './audit.ts';
import { addCertify } from './certify.ts';
import { addCheck } from './check.ts';
import { addDecide } from './decide.ts';
import { addDemo } from './demo.ts';
import { addDiff } from './diff.ts';
import { addEstimate } from './estimate.ts';
import { addEvaluate } from './evaluate.ts';
import { addFit } from './fit.ts';
import { addImport } from './import.ts';
import { addLabel } from './label.ts';
import { addLabels } from './labels.ts';
import { addMonitor } from './monitor.ts';
import { addPromote } from './promote.ts';
import { addRate } from './rate.ts';
import { addRollback } from './rollback.ts';
import { addSample } from './sample.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** The whole command line as a function of its arguments and a terminal. Never throws for what users do. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = programFor(terminal, (code) => (exitCode = code));
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    if (!isUnflatterError(error) && (error as NodeJS.ErrnoException).syscall === undefined) throw error;
    terminal.stderr.write(`${linesOf(error as Error)}\n`);
    return 1;
  }
}

/** Only a list of issues has several lines. Everything else may quote what a file holds, and is one line. */
function linesOf(error: Error): string {
  const lines = isUnflatterError(error) && 'issues' in error.details ? error.message.split('\n') : [error.message];
  return lines.map(escaped).join('\n');
}

function programFor(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const program = new Command('unflatter')
    .description(
      'Corrects the ratings that language models give their own work, and gates on the result: pass, fail or review.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    })
    .showSuggestionAfterError()
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 wrong input or options, 2 a check said no.\nStart with: unflatter demo',
    );
  for (const add of [
    addDemo,
    addImport,
    addRate,
    addCheck,
    addFit,
    addCertify,
    addDecide,
    addEvaluate,
    addEstimate,
    addAudit,
    addSample,
    addLabel,
    addLabels,
    addMonitor,
    addPromote,
    addRollback,
    addDiff,
  ])
    add(program, terminal, done);
  return program;
}
