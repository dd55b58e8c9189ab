import type { Readable, Writable } from 'node:stream';
import { escaped } from '../errors.ts';

/** All that a command may touch besides files. Tests bring their own. */
export interface Terminal {
  readonly stdin: Readable & { readonly fd?: number | undefined };
  readonly stdout: Writable & { readonly isTTY?: boolean | undefined };
  readonly stderr: Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };
}

/** 0: done. 1: the input or the options are wrong. 2: a check said no. */
export type ExitCode = 0 | 1 | 2;

/** Writes, and waits where the reader is slower. */
export async function print(stream: Writable, text: string): Promise<void> {
  if (stream.write(text)) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      stream.off('drain', go).off('close', go);
      resolve();
    };
    stream.on('drain', go).on('close', go);
  });
}

/** Says one line on standard error. What it quotes from files cannot add lines of its own, nor move the cursor. */
export async function tell({ stderr }: Terminal, line: string): Promise<void> {
  await print(stderr, `${escaped(line)}\n`);
}

/** A line of JSON. The control characters that JSON lets stand in a text are escaped too: a terminal obeys some of them. */
export function jsonLine(value: unknown): string {
  return `${escaped(JSON.stringify(value))}\n`;
}

/** Plain data with every text in it escaped: what files hold can then be shown in lines of ours. */
export function escapedIn<Data>(data: Data): Data {
  return JSON.parse(
    JSON.stringify(data, (_, value: unknown) => (typeof value === 'string' ? escaped(value) : value)),
  ) as Data;
}
