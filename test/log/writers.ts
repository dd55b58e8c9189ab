import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('writer.ts', import.meta.url));

export type Kind = 'decisions' | 'labels';

export interface Written {
  /** The ids of all that was taken. */
  readonly taken: readonly string[];
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** Starts a process that writes a log; `until` may end it before it is done. */
export async function writes(
  place: string,
  kind: Kind,
  name: string,
  lists: number,
  until?: (child: ChildProcess) => Promise<void>,
): Promise<Written> {
  const child = spawn(process.execPath, ['--no-warnings', script, place, kind, name, String(lists)], {
    timeout: 50_000,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const closed = once(child, 'close');
  await until?.(child);
  await closed;
  // A line that was cut off was still taken, but nobody was told.
  const taken = stdout.split('\n').slice(0, -1);
  const ids = taken.flatMap((list) => Array.from({ length: 10 }, (_, i) => `${name}-${list}-${i}`));
  return { taken: ids, exitCode: child.exitCode, stderr };
}
