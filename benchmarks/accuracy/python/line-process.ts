import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A child process that answers each line with a line, in order. */
export interface LineProcess {
  /** @throws Error if the process ends before it answers, with the end of what it wrote to stderr. */
  readonly ask: (line: string) => Promise<string>;
  /** Closes its input, upon which it should leave, and waits until it has. Kills it after five seconds. */
  readonly end: () => Promise<void>;
}

const patience = 5000;

/** Starts one. It lives until `end`, or until this process leaves and its input closes. */
export function startLineProcess(
  command: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): LineProcess {
  const child = spawn(command, argv, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  const waiting: PromiseWithResolvers<string>[] = [];
  let complaint = '';
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2000)));
  createInterface(child.stdout).on('line', (line) => waiting.shift()?.resolve(line));
  // What cannot be written any more is told by `close`.
  child.stdin.on('error', () => {});
  child.on('error', fail);
  const closed = once(child, 'close').then(
    () => fail(new Error(`${command} has ended: ${complaint.trim() || 'it said nothing'}`)),
    () => {},
  );
  return {
    ask: (line) => {
      if (failure !== undefined) return Promise.reject(failure);
      const answer = Promise.withResolvers<string>();
      waiting.push(answer);
      child.stdin.write(`${line}\n`);
      return answer.promise;
    },
    end: async () => {
      const late = setTimeout(() => child.kill(), patience);
      child.stdin.end();
      await closed;
      clearTimeout(late);
    },
  };
}
