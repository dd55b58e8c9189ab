import { Command, CommanderError } from 'commander';
import type { ExitCode, Terminal } from '../../src/cli/terminal.ts';
import { isUnflatterError } from '../../src/errors.ts';
import { fakeTerminal, type FakeTerminalOptions, type Outcome } from './fake-terminal.ts';

/** What adds a command to the command line. */
export type Add = (program: Command, terminal: Terminal, done: (code: ExitCode) => void) => void;

/** Runs some commands as the command line does, in a terminal in memory. */
export async function runCommands(
  adds: readonly Add[],
  argv: readonly string[],
  options?: FakeTerminalOptions,
): Promise<Outcome> {
  const terminal = fakeTerminal(options);
  let exitCode: ExitCode = 0;
  const program = new Command('unflatter').exitOverride().configureOutput({
    writeOut: (text) => terminal.stdout.write(text),
    writeErr: (text) => terminal.stderr.write(text),
  });
  for (const add of adds) add(program, terminal, (code) => (exitCode = code));
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? 0 : 1;
    else if (!isUnflatterError(error)) throw error;
    else {
      terminal.stderr.write(`${error.message}\n`);
      exitCode = 1;
    }
  }
  return { exitCode, ...terminal.written() };
}
