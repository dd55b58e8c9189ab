import type { Readable, Writable } from 'node:stream';

/** All that a command may touch besides files. Tests bring their own. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean | undefined };
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
