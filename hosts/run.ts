import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Installs every host in its own folder, runs the adapter inside it, holds the output against `golden.json` and checks the
 * adapter's types against the host's. Names after the command choose hosts; `--update` writes the golden files; `--quick`
 * leaves out those marked `slow`, which take more than a minute to install.
 */

interface Host {
  readonly name: string;
  readonly version: string;
  readonly slow: boolean;
}

interface Outcome {
  readonly seconds: number;
  /** What was printed, where it went wrong. */
  readonly failure?: string;
}

const folder = import.meta.dirname;
const bin = join(folder, '../node_modules/.bin');
const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const minutes = 60_000;

const hosts = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'package.json')))
  .map(({ name }) => hostIn(name))
  .filter(({ name, slow }) => (names.length === 0 ? !(slow && flags.includes('--quick')) : names.includes(name)));
for (const name of names)
  if (!hosts.some((host) => host.name === name)) throw new Error(`there is no host "${name}" in ${folder}`);

let failures = 0;
console.log('host              version                        install   run   types  (seconds)');
for (const { name, version } of hosts) {
  const cwd = join(folder, name);
  // No scripts of other people's packages: none of the hosts needs any here.
  const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const outcomes = [
    await timed('npm', install, cwd, 10 * minutes),
    await timed(join(bin, 'node'), ['run.ts', ...flags.filter((flag) => flag === '--update')], cwd, 3 * minutes),
    await timed(join(bin, 'tsc'), ['-p', '.'], cwd, 3 * minutes),
  ];
  const columns = outcomes.map(({ seconds, failure }) => (failure === undefined ? seconds.toFixed(1) : 'FAILED'));
  console.log(name.padEnd(18) + version.padEnd(31) + columns.map((column) => column.padEnd(8)).join(''));
  for (const { failure } of outcomes) {
    if (failure === undefined) continue;
    failures += 1;
    console.error(failure);
  }
}
process.exitCode = failures === 0 ? 0 : 1;

/** A host is named after its folder; its first dependency is the one that counts. */
function hostIn(name: string): Host {
  const { dependencies, slow = false } = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly slow?: boolean;
  };
  const [[main, version]] = Object.entries(dependencies) as [[string, string]];
  return { name, version: `${main} ${version}`, slow };
}

/** Runs a program to its end, or for so long, and keeps what it prints. */
async function timed(program: string, words: readonly string[], cwd: string, timeout: number): Promise<Outcome> {
  const start = performance.now();
  const child = spawn(program, words, { cwd, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
  const code = await new Promise<number | string>((resolve) => {
    child.on('error', ({ message }) => resolve(message));
    child.on('close', (status, signal) => resolve(status ?? `stopped by ${signal}`));
  });
  const seconds = (performance.now() - start) / 1000;
  if (code === 0) return { seconds };
  return { seconds, failure: `${program} ${words.join(' ')} in ${cwd}: ${code}\n${printed.slice(-5000)}` };
}
