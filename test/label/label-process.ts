import { Command } from 'commander';
import { addLabel } from '../../src/cli/label.ts';

/* The command alone, as a process of its own: what is killed must be one. */
const program = new Command('unflatter');
addLabel(program, process, (code) => (process.exitCode = code));
await program.parseAsync(process.argv.slice(2), { from: 'user' });
