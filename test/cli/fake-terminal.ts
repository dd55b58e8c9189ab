import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/run.ts';
import type { ExitCode } from '../../src/cli/terminal.ts';

export interface FakeTerminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { isTTY?: boolean; columns?: number };
  /** What was written so far. */
  readonly written: () => { readonly stdout: string; readonly stderr: string };
}

export interface FakeTerminalOptions {
  /** What standard input holds, in these chunks. */
  readonly stdin?: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
  /** Whether somebody watches standard error. */
  readonly watched?: boolean;
}

/** What a terminal is told to clear a line. */
export const cleared = '\u001b[2K';

/** A terminal in memory. */
export function fakeTerminal({ stdin = [], watched = false }: FakeTerminalOptions = {}): FakeTerminal {
  const [stdout, stderr] = [sink(), sink()];
  const cursor = {
    isTTY: true,
    columns: 80,
    cursorTo: () => true,
    clearLine: () => stderr.stream.write(cleared),
    moveCursor: () => true,
  };
  return {
    stdin: Readable.from(stdin),
    stdout: stdout.stream,
    stderr: watched ? Object.assign(stderr.stream, cursor) : stderr.stream,
    written: () => ({ stdout: stdout.text(), stderr: stderr.text() }),
  };
}

export interface Outcome {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line, with these arguments, in a terminal in memory. */
export async function runCli(argv: readonly string[], options?: FakeTerminalOptions): Promise<Outcome> {
  const terminal = fakeTerminal(options);
  const exitCode = await run(argv, terminal);
  return { exitCode, ...terminal.written() };
}

function sink(): { readonly stream: Writable; readonly text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}
