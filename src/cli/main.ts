#!/usr/bin/env node
import { unwritable } from '../data/unwritable.ts';
import { run } from './run.ts';

// A reader that stops early, as `head` does, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`${unwritable('standard output', error).message}\n`);
  process.exit(1);
});
// Where nobody can be told, the work still counts.
process.stderr.on('error', () => {});
process.exitCode = await run(process.argv.slice(2), process);
