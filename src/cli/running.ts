import type { Terminal } from './terminal.ts';

/** A command at work: where, and since when, in milliseconds since 1970. */
export interface Running {
  readonly terminal: Terminal;
  readonly begin: number;
}
