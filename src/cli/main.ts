#!/usr/bin/env node
import { run } from './run.ts';

// A reader that stops early, as `head` does, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
// An interrupted command takes its unfinished files along, which `exit` gives it the time for.
process.on('SIGINT', () => process.exit(130)).on('SIGTERM', () => process.exit(143));
process.exitCode = await run(process.argv.slice(2), process);
